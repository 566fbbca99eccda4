"""The caveats of a figure, built in one place. Not here: how a page or file shows them."""

from collections.abc import Iterable

import pandas as pd

from lib.board import Board
from lib.catalog import Status
from lib.exhibits.exhibit import INTERNAL, Caveat, CaveatKind
from lib.figures.vocabulary import FICTITIOUS

NO_MARGIN_TEXT = "Geen marge bekend: een verschil kan toeval zijn."


def build_caveats(
    board: Board,
    status: Status,
    *,
    public: bool = False,
    star: str = "",
    notes: Iterable[str] = (),
    no_margin: bool = False,
) -> tuple[Caveat, ...]:
    """Return the caveats of a figure, those that stand largest first.

    `public`: it shows insiders no more than everybody, but for a wave under embargo; any other
    figure that an insider makes is marked as internal. `star` says what a star at some of the
    figures means, `notes` hold for all of them, `no_margin`: no interval is known.
    """
    found = [
        (CaveatKind.FICTITIOUS, FICTITIOUS if status is Status.FICTITIOUS else ""),
        (CaveatKind.INTERNAL, INTERNAL if is_internal(board, public=public) else ""),
        (CaveatKind.STAR, star),
        *((CaveatKind.NOTE, note) for note in dict.fromkeys(notes)),
        (CaveatKind.NO_MARGIN, NO_MARGIN_TEXT if no_margin else ""),
    ]
    return tuple(Caveat(kind, text) for kind, text in found if text)


def is_internal(board: Board, *, public: bool) -> bool:
    """Return whether a figure must not leave the organisation."""
    return board.internal and (not public or board.is_ahead)


def lacks_margin(rows: pd.DataFrame) -> bool:
    """Return whether a rating in these rows has no interval: a column `value` without `lower`."""
    return bool((rows["value"].notna() & rows["lower"].isna()).any())
