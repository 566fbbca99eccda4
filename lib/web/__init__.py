"""The web server's own: routes and middleware around Streamlit.

`answers`: health, readiness, robots, security contact, and what an operator watches. `front_end`:
scripts of others, and the map's own. `headers`: who may ask, and what a browser may do with an
answer. `descriptors`: how many may. `core_routes`: what they may send. `server_log`: what is
logged, and what not. `garbage`: when Python looks for what nobody uses.
`dutch_pages`: the HTML of pages, and 404. `first_view`: what that shows before any script runs.
`public_site`: stories and overview for everybody. Not
here: pages, and anything that a role may or may not see.
"""

import os

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute, Route

from lib.catalog.routes import ServerRoute
from lib.export.site.templates import SiteAddress
from lib.figures.map_shapes import PATH as MAP_SHAPES_PATH
from lib.web.answers import (
    answer_alive,
    answer_robots,
    answer_security_contact,
    build_readiness,
    check_data,
    check_database,
    serve_metrics,
)
from lib.web.core_routes import CoreRoutes, allow_long_cookies
from lib.web.descriptors import SessionsThatFit, check_descriptors, raise_descriptor_limit
from lib.web.dutch_pages import DutchPages
from lib.web.first_view import FirstViews
from lib.web.front_end import FrontEndFiles, answer_map_shapes
from lib.web.garbage import look_less_for_garbage
from lib.web.headers import OwnOrigin, SecurityHeaders, allowed_hosts
from lib.web.public_site import PublicFiles, PublicPages, PublicSite
from lib.web.server_log import RequestId, set_up_log


def routes() -> list[BaseRoute]:
    """Return the app's own routes."""
    ready = build_readiness(
        {"gegevens": check_data, "database": check_database, "verbindingen": check_descriptors}
    )
    return [
        Route(f"/{ServerRoute.ALIVE}", answer_alive),
        Route(f"/{ServerRoute.READY}", ready),
        Route(MAP_SHAPES_PATH, answer_map_shapes),
        Route(f"/{ServerRoute.ROBOTS}", answer_robots),
        Route(f"/{ServerRoute.WELL_KNOWN}/security.txt", answer_security_contact),
    ]


def middleware(first_views: FirstViews, *, style: str) -> list[Middleware]:
    """Return the app's own middleware, outermost first; settings are read once, here.

    `style` is the style element that every page begins with.

    `FRAME_ANCESTORS`: who may show the dashboard inside a page, as in a content-security-policy.
    `EMBED_ANCESTORS`: the same for the short form of stories, which is made for that.
    `ALLOWED_HOSTS`: the names by which it may be asked for, with commas between them.
    `PUBLIC_URL`: the address at which everybody reaches it; raises `ValueError` for what is none.
    """
    ancestors = os.getenv("FRAME_ANCESTORS") or "'self'"
    public = PublicPages(
        PublicFiles(SiteAddress.here()),
        ancestors=ancestors,
        embedders=os.getenv("EMBED_ANCESTORS") or "*",
    )
    return [
        Middleware(RequestId),
        # Everybody may have these: they are in the packages that we use.
        Middleware(FrontEndFiles),
        Middleware(PublicSite, pages=public, hosts=allowed_hosts()),
        Middleware(SecurityHeaders, ancestors=ancestors),
        Middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(), www_redirect=False),
        Middleware(OwnOrigin),
        Middleware(SessionsThatFit),
        Middleware(DutchPages, first_views=first_views, style=style.encode()),
    ]
