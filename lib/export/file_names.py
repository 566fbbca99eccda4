"""The names of files: whose, what, and of which day. Not here: what is in them."""

import datetime as dt
import re
import unicodedata

from lib.board import Board


def file_name(board: Board, what: str, ending: str, *, day: dt.date | None = None) -> str:
    """Return `<municipality>-briefing-2026-11-23.pdf`; without `day` that of the board."""
    parts = (slug(board.municipality.name), slug(what), (day or board.today).isoformat())
    return f"{'-'.join(filter(None, parts))}.{ending}"


def slug(text: str) -> str:
    """Return a text in lower case, with hyphens for all that is no letter or digit of ASCII."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
