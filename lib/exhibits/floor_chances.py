"""How likely it is that areas are really under the floor: for internal readers only."""

import pandas as pd
from markupsafe import Markup

from lib.analysis.gap import round_half_up
from lib.board import RATING, Board
from lib.board.cached_method import cached_method
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.margins import CERTAINTY_COLUMN, MARGIN_HEADER, add_margins, format_margin_cells
from lib.exhibits.provenance import provenance_of_areas
from lib.figures.format import number
from lib.figures.page_html import render_table
from lib.figures.sentences.floor_sentences import (
    LEAST_CHANCE,
    chances_finding,
    describe_unlikely,
    format_chance,
)
from lib.figures.sentences.wave_sentences import design_note
from lib.figures.vocabulary import format_floor_position

CHANCE_NOTE = (
    "Een kans volgt uit het cijfer, de marge en de cijfers van de andere wijken samen. De kans is "
    "geen meting, en verandert geen cijfer."
)


@cached_method()
def floor_chances(board: Board) -> Exhibit | None:
    """Return each area's chance to be really under the floor; None for the public.

    Without a margin there are no chances either.
    """
    ratings, floor = board.area_values(RATING), board.floor
    if ratings is None or floor is None or board.ratings.floor_chances is None:
        return None
    rows = board.ratings.newest().dropna(subset="chance_below").sort_values("name")
    rows = rows.sort_values("gap_floor", kind="stable")
    rows["certainty"] = [format_floor_position(p, floor=floor.value) for p in rows["position"]]
    likely = rows[rows["chance_below"] >= LEAST_CHANCE]
    value = number(floor.value, decimals=1)
    title = f"Hoe zeker zat elke wijk onder of boven {value}?"
    table = pd.DataFrame(
        {
            "wijk": rows["name"],
            "rapportcijfer": rows["value"],
            CERTAINTY_COLUMN: rows["certainty"],
            f"kans onder {value}": [round_half_up(c, decimals=2) for c in rows["chance_below"]],
        }
    )
    provenance = provenance_of_areas([ratings], period=f"meting {ratings.period}")
    return Exhibit(
        name="doelen-kansen",
        title=title,
        finding=chances_finding(board, floor=floor),
        source=provenance.describe(),
        caveats=provenance.caveats(
            board,
            notes=[
                describe_unlikely(len(rows) - len(likely)),
                CHANCE_NOTE,
                design_note(board, [board.ratings.period]),
            ],
        ),
        table=provenance.add_to(add_margins(table, rows)),
        html=_render_chances(likely, caption=title, value=value),
    )


def _render_chances(rows: pd.DataFrame, *, caption: str, value: str) -> Markup:
    return render_table(
        ("Wijk", "Rapportcijfer", f"Kans onder {value}", "Wat de marge zegt", *MARGIN_HEADER),
        [
            (
                row["name"],
                number(row["value"], decimals=1),
                format_chance(row["chance_below"]),
                row["certainty"],
                *format_margin_cells(row, decimals=1),
            )
            for _, row in rows.iterrows()
        ],
        caption=caption,
        numeric=(1, 4, 5),
    )
