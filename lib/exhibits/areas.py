"""One area beside the municipality and others like it, and the CBS units that it consists of."""

from collections.abc import Sequence

import pandas as pd

from lib.board import (
    CRIME,
    CRIME_RATE,
    INHABITANTS,
    NOT_COMPARABLE,
    RATING,
    AreaValues,
    Board,
    Cell,
)
from lib.exhibits.caveats import build_caveats
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.provenance import Provenance, provenance_of_areas
from lib.figures.format import number, round_if_known
from lib.figures.page_html import render_table
from lib.figures.sentences.area_sentences import benchmark_finding


def area_comparison(board: Board, area: str) -> Exhibit | None:
    """Return the area beside the municipality and the areas most like it; None without figures."""
    columns = comparison_columns(board)
    if not columns:
        return None
    title = f"{board.areas[area].name} naast de gemeente en drie andere wijken"
    areas = (area, *board.benchmark.similar_areas(area))
    rows = comparison_rows(board, area)
    provenance = _describe_columns(columns)
    finding = benchmark_finding(
        board.areas[area].name,
        [(v.indicator, text, v.period) for v, text in zip(columns, rows[0][1:], strict=True)],
    )
    whole = f"Gemeente {board.municipality.name}"
    totals = map(_total_or_located, columns)
    figures = [
        [board.areas[a].name, *(_round_cell(v, v.cell(a).value) for v in columns)] for a in areas
    ]
    star = f"* {NOT_COMPARABLE}. {board.areas[area].note}"
    return Exhibit(
        name=f"wijk-{area}",
        title=title,
        finding=finding,
        source=provenance.describe(),
        alternative=f"{title}. {finding}",
        caveats=build_caveats(
            board, provenance.status, star=star if board.hard_to_compare(area) else ""
        ),
        table=provenance.add_to(
            pd.DataFrame(
                [*figures, [whole, *map(_round_cell, columns, totals)]],
                columns=comparison_header(board),
            )
        ),
        html=render_table(
            comparison_header(board),
            rows,
            caption=title,
            numeric=range(1, len(columns) + 1),
        ),
    )


def comparison_columns(board: Board) -> list[AreaValues]:
    """Return the figures on which areas are compared, as far as they are loaded."""
    return _load_columns(board, (RATING, INHABITANTS, CRIME, CRIME_RATE))


def comparison_header(board: Board) -> list[str]:
    """Return the headings of `comparison_rows`."""
    return _make_header("Wijk", comparison_columns(board))


def comparison_rows(board: Board, area: str) -> list[list[str]]:
    """Return in words the area, the areas most like it, and on the last row the municipality."""
    columns = comparison_columns(board)
    totals = map(_total_or_located, columns)
    return [
        *(
            [board.areas[a].name, *(_format_cell(v, v.cell(a)) for v in columns)]
            for a in (area, *board.benchmark.similar_areas(area))
        ),
        [f"Gemeente {board.municipality.name}", *map(_format_total, columns, totals)],
    ]


def _total_or_located(values: AreaValues) -> float | None:
    return values.total if values.total is not None or values.hides else values.located


def describe_choice(board: Board, area: str) -> str:
    """Return how the areas beside this one were chosen."""
    kind = "met" if board.hard_to_compare(area) else "zonder"
    return (
        "Gekozen op het aantal inwoners dat het dichtst bij ligt, uit de wijken "
        f"{kind} stadscentrum of bedrijventerrein."
    )


def cbs_wijken(board: Board, area: str) -> Exhibit | None:
    """Return the figures of each CBS wijk of a combined area; None of any other area."""
    columns = _load_columns(board, (INHABITANTS, CRIME, CRIME_RATE))
    if not columns or len(board.units(area, kind="cbs_wijk")) < 2:  # noqa: PLR2004 - combined
        return None
    cells = [board.unit_values(area, v.indicator.indicator, kind="cbs_wijk") for v in columns]
    units = list(cells[0])
    is_starred = any(cell.remark for column in cells for cell in column.values())
    title = "Deze wijk bestaat uit meer dan één CBS-wijk"
    provenance = _describe_columns(columns)
    header = _make_header("CBS-wijk", columns)
    return Exhibit(
        name=f"delen-{area}",
        title=title,
        finding="",
        source=provenance.describe(),
        alternative=title,
        caveats=build_caveats(
            board, provenance.status, star=f"* {NOT_COMPARABLE}." if is_starred else ""
        ),
        table=provenance.add_to(
            pd.DataFrame(
                [
                    [
                        cells[0][u].name,
                        *(_round_cell(v, c[u].value) for v, c in zip(columns, cells, strict=True)),
                    ]
                    for u in units
                ],
                columns=header,
            )
        ),
        html=render_table(
            header,
            [
                [
                    cells[0][u].name,
                    *(_format_cell(v, c[u]) for v, c in zip(columns, cells, strict=True)),
                ]
                for u in units
            ],
            caption=title,
            numeric=range(1, len(header)),
        ),
    )


def _load_columns(board: Board, keys: Sequence[str]) -> list[AreaValues]:
    return [values for key in keys if (values := board.area_values(key))]


def _make_header(first: str, columns: Sequence[AreaValues]) -> list[str]:
    return [first, *(f"{v.indicator.short} {v.period}" for v in columns)]


def _describe_columns(columns: Sequence[AreaValues]) -> Provenance:
    years = "; ".join(f"{v.indicator.short.lower()} {v.when}" for v in columns)
    return provenance_of_areas(columns, period=years)


def _round_cell(column: AreaValues, value: float | None) -> float | None:
    return round_if_known(value, decimals=column.indicator.decimals)


def _format_total(column: AreaValues, value: float | None) -> str:
    return number(value, decimals=column.indicator.decimals)


def _format_cell(column: AreaValues, cell: Cell) -> str:
    star = "*" if cell.remark and cell.value is not None else ""
    return cell.missing or number(cell.value, decimals=column.indicator.decimals) + star
