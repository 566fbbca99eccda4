"""'Achter het cijfer': an area's rating next to other answers of its residents."""

import pandas as pd
from markupsafe import Markup

from lib.board import RATING, AreaValues, Board
from lib.board.cached_method import cached_method
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.margins import MARGIN_HEADER, add_margins, format_margin_cells
from lib.exhibits.provenance import provenance_of_areas
from lib.figures.format import listing, margin, number
from lib.figures.page_html import render_table, render_tiles

DRIVERS_FINDING = (
    "Deze cijfers naast elkaar zeggen niet waardoor het rapportcijfer hoog of laag was."
)


@cached_method()
def area_drivers(board: Board, area: str) -> Exhibit | None:
    """Return an area's rating and what its residents said about it; None without any answer."""
    answers = [v for i in board.drivers if (v := _known_in(board, i.indicator, area))]
    if not answers:
        return None
    rating = _known_in(board, RATING, area)
    columns = [rating, *answers] if rating else answers
    rows = pd.DataFrame([_list_answer(values, area) for values in columns])
    periods = ", ".join(dict.fromkeys("meting " + rows["wave"]))
    provenance = provenance_of_areas(columns, period=periods)
    title = f"Achter het cijfer: {board.areas[area].name}"
    titles = ["vraag", "meting", "cijfer", "hele gemeente"]
    table = rows[["question", "wave", "value", "total"]].set_axis(titles, axis="columns")
    return Exhibit(
        name=f"achter-het-cijfer-{area}",
        title=title,
        finding=DRIVERS_FINDING,
        source=provenance.describe(),
        caveats=provenance.caveats(board, public=True, survey=rows),
        table=provenance.add_to(add_margins(table, rows)),
        html=render_tiles(_make_tile(values, area) for values in columns),
        screen_table=_render_answers(rows, caption=title),
    )


def _list_answer(values: AreaValues, area: str) -> dict[str, object]:
    """Return an answer as a row: its figure, its question and that of the whole municipality."""
    return {
        **values.frame.loc[area],
        "question": values.indicator.name,
        "wave": values.period,
        "text": _format_answer(values, area),
        "decimals": values.indicator.decimals,
        "total": float("nan") if values.total is None else values.total,
    }


def _render_answers(rows: pd.DataFrame, *, caption: str) -> Markup:
    return render_table(
        ("Vraag", "Meting", "Cijfer", *MARGIN_HEADER),
        [
            (
                row["question"],
                row["wave"],
                row["text"],
                *format_margin_cells(row, decimals=row["decimals"]),
            )
            for _, row in rows.iterrows()
        ],
        caption=caption,
        numeric=(2, 3, 4),
    )


def describe_absent_drivers(board: Board) -> str:
    """Return that the answers behind the rating are not loaded per area; nothing without any."""
    names = [i.short.lower() for i in board.drivers]
    return f"Per wijk nog niet in dit dashboard: {listing(names)}." if names else ""


def _known_in(board: Board, indicator: str, area: str) -> AreaValues | None:
    """Return an indicator over all areas where this area has a figure."""
    values = board.area_values(indicator)
    return values if values and values.cell(area).value is not None else None


def _format_answer(values: AreaValues, area: str) -> str:
    """Return an area's figure, with '%' where it is a share."""
    sign = " %" if values.indicator.unit.startswith("%") else ""
    return number(values.cell(area).value, decimals=values.indicator.decimals) + sign


def _make_tile(values: AreaValues, area: str) -> tuple[str, str, str]:
    cell, decimals = values.cell(area), values.indicator.decimals
    known = margin(cell.lower, cell.upper, respondents=cell.n, decimals=decimals)
    whole = "" if values.total is None else f"; gemeente {number(values.total, decimals=decimals)}"
    return _format_answer(values, area), values.indicator.short, f"{known}{whole}"
