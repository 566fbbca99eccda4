"""The public site as files: stories, their index and feed, and the overview for everybody.

    from lib.export.site import build
    files = build(load_board(PUBLIC), published_stories(store), place=Place.at("https://example.nl"))

Pages have no script and ask nothing of another host. `python -m lib.export.site FOLDER` writes
them for any web server. Not here: serving them (`lib.web.public_site`).
"""

from lib.export.site.feed import atom
from lib.export.site.files import MISSING, File, build
from lib.export.site.frozen import outdated
from lib.export.site.index import index_page
from lib.export.site.overview import overview_page
from lib.export.site.story import embed_page, iframe, story_page
from lib.export.site.templates import LOCAL_URL, Place

__all__ = [
    "LOCAL_URL",
    "MISSING",
    "File",
    "Place",
    "atom",
    "build",
    "embed_page",
    "iframe",
    "index_page",
    "outdated",
    "overview_page",
    "story_page",
]
