"""The measures of the municipality, as a list for files and the agenda."""

from collections.abc import Sequence

import pandas as pd

from lib.board import Board
from lib.exhibits.exhibit import INTERNAL, NOTHING, Exhibit, caveats_from_marks
from lib.figures.format import count, day
from lib.figures.sentences.area_sentences import format_areas
from lib.figures.timeline import format_duration, render_timeline
from lib.store import Measure, Visibility

MEASURE_COLUMNS = ["maatregel", "stand", "wanneer", "waar", "thema", "wat u kunt doen", "voor wie"]


def measures_list(board: Board, measures: Sequence[Measure], *, filters: Sequence[str]) -> Exhibit:
    """Return measures; `filters` are what they were chosen by, in words.

    The title and the finding say so too: a file and a sheet have no filters next to them.
    """
    themes = board.files.theme_names
    chosen_by = ", ".join(filters)
    rows = [
        (
            m.title,
            m.status.value,
            format_duration(m),
            format_areas(board, m.areas),
            themes.get(m.theme, m.theme),
            m.residents,
            INTERNAL if m.visibility is Visibility.INTERNAL else "",
        )
        for m in measures
    ]
    is_internal = any(m.visibility is Visibility.INTERNAL for m in measures)
    origin = f"gemeente {board.municipality.name}, register van maatregelen"
    number = count(len(measures), "maatregel", "maatregelen")
    number += f" ({chosen_by})" if filters else ""
    return Exhibit(
        name="maatregelen",
        title=f"Maatregelen: {chosen_by}" if filters else "Maatregelen",
        finding=f"{number}. Een maatregel naast een cijfer is geen oorzaak.",
        source=f"Bron: {origin}. Stand: {day(board.today)}.",
        caveats=caveats_from_marks([INTERNAL] if is_internal else []),
        table=pd.DataFrame(rows, columns=MEASURE_COLUMNS).assign(
            bron=origin, opgehaald=day(board.today)
        ),
        html=render_timeline(measures, today=board.today) if measures else NOTHING,
    )
