"""The app, twice: the server (`uvicorn app:app`) and the script that Streamlit runs per visitor.

Not here: pages, widgets, figures.
"""

import streamlit as st

from lib import web

if __name__ == "__main__":
    from lib.ui.frame import run

    run()
else:
    # Loaded here, so that the first visitor does not wait for them.
    import altair as alt  # noqa: F401
    import folium  # noqa: F401
    import geopandas  # noqa: F401
    from streamlit.runtime.pages_manager import PagesManager

    # A deep link to a fresh process would run pages/x.py past this file: no navigation and no
    # check of access. Streamlit has no public setting for it.
    PagesManager.uses_pages_directory = False
    app = st.App(__file__, routes=web.routes(), middleware=web.middleware())
