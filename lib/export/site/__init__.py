"""The public site as files: stories, their index and feed, and the overview for everybody.

    from lib.export.site import SiteAddress, build_site
    address = SiteAddress.at("https://example.nl")
    files = build_site(load_board(PUBLIC), load_published_stories(store), address=address)

Pages have no script and ask nothing of another host. `python -m lib.export.site FOLDER` writes
them for any web server. Not here: serving them (`lib.web.public_site`).
"""

from lib.export.site.feed import render_feed
from lib.export.site.files import NOT_FOUND_PAGE, SiteFile, build_site
from lib.export.site.frozen import list_outdated
from lib.export.site.index_page import render_index_page
from lib.export.site.overview_page import render_overview_page
from lib.export.site.story_page import render_embed_page, render_iframe, render_story_page
from lib.export.site.templates import LOCAL_URL, SiteAddress

__all__ = [
    "LOCAL_URL",
    "NOT_FOUND_PAGE",
    "SiteAddress",
    "SiteFile",
    "build_site",
    "list_outdated",
    "render_embed_page",
    "render_feed",
    "render_iframe",
    "render_index_page",
    "render_overview_page",
    "render_story_page",
]
