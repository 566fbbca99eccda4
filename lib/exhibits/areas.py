"""One area: next to others like it, its CBS units, and the other answers of its residents."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import pandas as pd
from markupsafe import Markup

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
from lib.board.cached_method import cached_method
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.margins import MARGIN_HEADER, add_margins, format_margin_cells
from lib.exhibits.provenance import Provenance, provenance_of_areas
from lib.figures.format import interval, listing, margin, number, round_if_known
from lib.figures.page_html import render_table, render_tiles
from lib.figures.sentences.area_sentences import benchmark_finding
from lib.figures.sentences.registration_sentences import rounded_note

DRIVERS_FINDING = (
    "Deze cijfers naast elkaar zeggen niet waardoor het rapportcijfer hoog of laag was."
)


@dataclass(frozen=True)
class PlaceTable:
    """Places next to each other: a row per place, its cells in the order of `columns`."""

    columns: Sequence[AreaValues]
    places: Sequence[Sequence[Cell]]
    sort_of_place: str = "Wijk"

    @property
    def header(self) -> list[str]:
        """The headings, each with its period."""
        return [self.sort_of_place, *(f"{c.indicator.short} {c.period}" for c in self.columns)]

    @property
    def provenance(self) -> Provenance:
        """Where the columns are from."""
        years = "; ".join(f"{c.indicator.short.lower()} {c.when}" for c in self.columns)
        return provenance_of_areas(self.columns, period=years)

    @property
    def is_starred(self) -> bool:
        """Whether any figure has a remark, and so a star."""
        return any(cell.remark for cells in self.places for cell in cells)

    def format_rows(self) -> list[list[str]]:
        """Return the rows in words."""
        return [[cells[0].name, *map(format_cell, self.columns, cells)] for cells in self.places]

    def make_frame(self) -> pd.DataFrame:
        """Return the rows as figures, with the decimals of the screen."""
        rows = [[cells[0].name, *map(_round_cell, self.columns, cells)] for cells in self.places]
        frame = pd.DataFrame(rows, columns=self.header)
        for column, cells in zip(self.columns, zip(*self.places, strict=True), strict=True):
            if column.indicator.kind == "survey":
                frame = add_margins(frame, pd.DataFrame(list(map(asdict, cells))))
        remarks = ["; ".join(dict.fromkeys(_list_remarks(cells))) for cells in self.places]
        return frame.assign(opmerking=remarks) if any(remarks) else frame

    def render(self, *, caption: str) -> Markup:
        """Return the rows as a table of the page."""
        numeric = range(1, len(self.columns) + 1)
        return render_table(self.header, self.format_rows(), caption=caption, numeric=numeric)


def _list_remarks(cells: Sequence[Cell]) -> list[str]:
    """Return what a reader must know of the figures of a place, and why one is absent."""
    return [words for cell in cells for words in (cell.remark, cell.missing) if words]


def format_cell(column: AreaValues, cell: Cell) -> str:
    """Return a place's figure in words, with its interval, and a star where it has a remark."""
    star = "*" if cell.remark and cell.value is not None else ""
    decimals = column.indicator.decimals
    text = cell.missing or number(cell.value, decimals=decimals) + star
    if cell.lower is None:
        return text
    ends = [*column.frame["lower"], *column.frame["upper"]]
    return f"{text} ({interval(cell.lower, cell.upper, decimals=decimals, among=ends)})"


def _round_cell(column: AreaValues, cell: Cell) -> float | None:
    return round_if_known(cell.value, decimals=column.indicator.decimals)


def compare_area(board: Board, area: str) -> PlaceTable:
    """Return the area, the areas most like it, and on the last row the municipality.

    Without any figures loaded there are no rows either.
    """
    columns = _load_columns(board, (RATING, INHABITANTS, CRIME, CRIME_RATE))
    if not columns:
        return PlaceTable((), ())
    whole = f"Gemeente {board.municipality.name}"
    areas = (area, *board.benchmark.similar_areas(area))
    return PlaceTable(
        columns,
        [
            *([values.cell(a) for values in columns] for a in areas),
            [Cell(whole, _total_or_located(values)) for values in columns],
        ],
    )


COUNTED_OTHERS = ("", " en een andere wijk", " en twee andere wijken", " en drie andere wijken")


@cached_method()
def area_comparison(board: Board, area: str) -> Exhibit | None:
    """Return the area next to the municipality and the areas most like it; None without figures."""
    table = compare_area(board, area)
    if not table.columns:
        return None
    name, provenance = board.areas[area].name, table.provenance
    others = COUNTED_OTHERS[len(board.benchmark.similar_areas(area))]
    title = f"{name} naast de gemeente{others}"
    texts = table.format_rows()[0][1:]
    star = f"* {NOT_COMPARABLE}. {board.areas[area].note}" if board.hard_to_compare(area) else ""
    return Exhibit(
        name=f"wijk-{area}",
        title=title,
        finding=benchmark_finding(
            name, [(c.indicator, t, c.period) for c, t in zip(table.columns, texts, strict=True)]
        ),
        source=provenance.describe(),
        caveats=provenance.caveats(board, star=star, notes=[rounded_note(table.columns)]),
        table=provenance.add_to(table.make_frame()),
        html=table.render(caption=title),
    )


def describe_choice(board: Board, area: str) -> str:
    """Return how the areas next to this one were chosen."""
    if not board.benchmark.similar_areas(area):
        return "Er zijn geen wijken die vergelijkbaar zijn, of hun aantal inwoners is niet bekend."
    kind = "met" if board.hard_to_compare(area) else "zonder"
    return (
        "Gekozen op het aantal inwoners dat het dichtst bij ligt, uit de wijken "
        f"{kind} stadscentrum of bedrijventerrein."
    )


@cached_method()
def cbs_wijken(board: Board, area: str) -> Exhibit | None:
    """Return the figures of each CBS wijk of a combined area; None of any other area."""
    columns = [
        replace(values, sources=values.part_sources)  # of the municipality nothing is in it
        for values in _load_columns(board, (INHABITANTS, CRIME, CRIME_RATE))
    ]
    if not columns or len(board.units(area, kind="cbs_wijk")) < 2:  # noqa: PLR2004 - combined
        return None
    cells = [board.unit_values(area, c.indicator.indicator, kind="cbs_wijk") for c in columns]
    table = PlaceTable(columns, [[of_unit[u] for of_unit in cells] for u in cells[0]], "CBS-wijk")
    title, provenance = "Deze wijk bestaat uit meer dan één CBS-wijk", table.provenance
    star = f"* {NOT_COMPARABLE}." if table.is_starred else ""
    return Exhibit(
        name=f"delen-{area}",
        title=title,
        source=provenance.describe(),
        caveats=provenance.caveats(board, star=star),
        table=provenance.add_to(table.make_frame()),
        html=table.render(caption=title),
    )


def _load_columns(board: Board, keys: Sequence[str]) -> list[AreaValues]:
    return [values for key in keys if (values := board.area_values(key))]


def _total_or_located(values: AreaValues) -> float | None:
    return values.total if values.total is not None or values.hides else values.located


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
