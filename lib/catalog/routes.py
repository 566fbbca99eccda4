"""The addresses of the app: its pages, and what the server answers itself.

The folder of a theme is the address of its page, so a theme may have none of these names.
Not here: the file of a page and who may see it (`lib.ui.page_registry`), the answers (`lib.web`).
"""

from enum import StrEnum


class PageSlug(StrEnum):
    """The address of each page that every municipality has; the themes come on top."""

    OVERVIEW = ""
    GOALS = "doelen"
    AREA = "wijk"
    DELIVERY = "uitvoering"
    ACCOUNTABILITY = "verantwoording"
    STORY = "verhaal"
    DRIEHOEK = "driehoek"
    DATA = "gegevens"


class ServerRoute(StrEnum):
    """The first part of each address that the server answers without a page."""

    ALIVE = "gezond"
    READY = "gereed"
    PUBLIC_OVERVIEW = "openbaar"
    STORIES = "verhalen"
    ARCHIVE = "archief"  # of the site that `make publiceer` writes
    ROBOTS = "robots.txt"
    SITEMAP = "sitemap.xml"
    WELL_KNOWN = ".well-known"
    METRICS = "metrics"
    ASSETS = "assets"
    # Streamlit's own.
    CORE = "_stcore"
    COMPONENT = "component"
    MEDIA = "media"
    STATIC = "static"
    APP = "app"
    AUTH = "auth"
    SIGNED_IN = "oauth2callback"


# Of the first page a reader would expect its name to be the address.
RESERVED = frozenset({*PageSlug, *ServerRoute, "overzicht"})
