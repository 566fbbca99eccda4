"""The app, twice: the server (`uvicorn app:app`) and the script that Streamlit runs per visitor.

Not here: pages, widgets, figures.
"""

import streamlit as st
from starlette.middleware import Middleware

from lib import web

if __name__ == "__main__":
    from lib.ui.frame import run_app

    run_app()
else:
    from streamlit.runtime.pages_manager import PagesManager

    # Loaded here, so that the first visitor does not wait for pandas, geopandas, altair, folium.
    import lib.figures.keynumbers
    import lib.figures.leaflet_map
    import lib.figures.rating_charts
    import lib.figures.trends  # noqa: F401
    from lib.ui import sessions

    # A deep link to a fresh process would run pages/x.py past this file: no navigation and no
    # check of access. Streamlit has no public setting for it.
    PagesManager.uses_pages_directory = False
    web.raise_descriptor_limit()
    limits = Middleware(web.CoreRoutes, sessions=sessions)
    app = st.App(__file__, routes=web.routes(), middleware=[*web.middleware(), limits])
