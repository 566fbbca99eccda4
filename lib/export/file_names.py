"""The names of files: whose, what, and of which day. Not here: what is in them."""

import datetime as dt

from lib.board import Board
from lib.text import slug


def file_name(board: Board, what: str, ending: str, *, day: dt.date | None = None) -> str:
    """Return `<municipality>-briefing-2026-11-23.pdf`; without `day` that of the board."""
    parts = (slug(board.municipality.name), slug(what), (day or board.today).isoformat())
    return f"{'-'.join(filter(None, parts))}.{ending}"
