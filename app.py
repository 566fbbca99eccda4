"""The app, twice: the server (`uvicorn app:app`) and the script that Streamlit runs per visitor.

Not here: pages, widgets, figures.
"""

import sys

import streamlit as st

from lib import settings

if __name__ == "__main__":
    from lib.ui.frame import run_app

    run_app()
else:
    from lib.ui import sessions, sign_in

    # Before anything that takes long.
    settings.stop_if_wrong(
        settings.check_settings,
        sign_in.check_secrets,
        lambda: settings.check_local_administrator(sys.argv, has_sign_in=sign_in.has_sign_in()),
    )

    from starlette.middleware import Middleware
    from streamlit.runtime.pages_manager import PagesManager

    # Loaded here, so that the first visitor does not wait for pandas, geopandas, altair, folium.
    import lib.figures.keynumbers
    import lib.figures.leaflet_map
    import lib.figures.rating_charts
    import lib.figures.trends  # noqa: F401
    from lib import web
    from lib.ui.brand import render_brand
    from lib.ui.frame import PAGE_STYLE
    from lib.ui.page_registry import PUBLIC_NAMES

    # A deep link to a fresh process would run pages/x.py past this file: no navigation and no
    # check of access. Streamlit has no public setting for it.
    PagesManager.uses_pages_directory = False
    sessions.skip_former_fragments()
    web.set_up_log()
    web.serve_metrics(sessions.count_sessions)
    web.raise_descriptor_limit()
    web.allow_long_cookies()
    limits = Middleware(web.CoreRoutes, sessions=sessions)
    first_views = web.FirstViews(PUBLIC_NAMES, render_brand)
    own = web.middleware(first_views, style=PAGE_STYLE)
    web.look_less_for_garbage()
    app = st.App(__file__, routes=web.routes(), middleware=[*own, limits])
