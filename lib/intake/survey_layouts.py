"""Where in a sheet the figures are: a row per area, or areas by years; found by column names.

Here lives what the columns may be called. Not here: what the cells say (`values`, `wave`) and the
layout of CBS (`cbs`).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from lib.catalog import DataProblem
from lib.intake.names import plain
from lib.intake.spreadsheet.sheets import RIGHT_FILE, Place, Sheet, refuse
from lib.intake.values import Value, shown, tidy

Layout = Literal["long", "years", "cbs"]
ROWS_BEFORE_HEADER = 20
MAX_ENTRIES = 5_000
# What columns may be called, without spaces, accents and capitals; of areas the best first.
AREA = (
    "wijk",
    "wijknaam",
    "wijken",
    "gebied",
    "gebiedsnaam",
    "naam",
    "area",
    "wijkengemeente",
    "sleutel",
    "slug",
    "wijkcode",
    "code",
    "gebiedscode",
)
NAMES: Mapping[str, tuple[str, ...]] = {
    "period": (
        "meting",
        "jaar",
        "meetjaar",
        "onderzoeksjaar",
        "peiljaar",
        "periode",
        "period",
        "datum",
        "peildatum",
        "wave",
    ),
    "value": (
        "cijfer",
        "rapportcijfer",
        "waarde",
        "score",
        "gemiddelde",
        "gemiddeldcijfer",
        "value",
    ),
    "lower": ("ondergrens", "ondergrens95", "ondergrens95interval", "laag", "lower"),
    "upper": ("bovengrens", "bovengrens95", "bovengrens95interval", "hoog", "upper"),
    "n": ("respondenten", "aantalrespondenten", "respons", "n", "aantal"),
    "status": ("status",),
}
ROLES = {name: role for role, names in NAMES.items() for name in names}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:-(?:Q[1-4]|\d\d))?(?!\d)", re.ASCII)


@dataclass(frozen=True)
class Cell:
    """One cell; `column` is the name above it. `is_shared`: merged with a cell in another row."""

    column: str
    value: Value
    is_formula: bool = False
    is_shared: bool = False


@dataclass(frozen=True)
class Entry:
    """What the file says of one area in one period. `figures` by role: value, lower, upper, n."""

    file: str
    row: int
    area: Cell
    period: Cell | None
    status: Cell | None
    figures: Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """The figures of one sheet as it holds them."""

    layout: Layout
    file: str
    entries: tuple[Entry, ...]
    problems: tuple[DataProblem, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Heading:
    """What a column is: its role and the period that its name holds; both may be empty."""

    title: str
    role: str
    period: str


@dataclass(frozen=True)
class _Head:
    """The columns of a table; `figures`: per period (empty: its own column) role -> column."""

    row: int
    headings: Sequence[_Heading]
    area: int
    others: Mapping[str, int]
    figures: Mapping[str, Mapping[str, int]]
    doubles: tuple[str, ...]

    @property
    def unused(self) -> list[str]:
        """The names of columns that are not read."""
        used = {self.area, *self.others.values()}
        used |= {column for figures in self.figures.values() for column in figures.values()}
        return [h.title for n, h in enumerate(self.headings) if h.title and n not in used]


def find_table(sheet: Sheet, *, figure: Collection[str]) -> Table | None:
    """Return the table of a sheet, or None where no row names its columns.

    `figure` are further names of the column with the figure.
    """
    head = _find_head(sheet, {plain(name) for name in figure})
    if head is None:
        return None
    entries: list[Entry] = []
    for entry in _entries(sheet, head):
        entries.append(entry)
        if len(entries) > MAX_ENTRIES:
            refuse(sheet.file, expected="hoogstens 5.000 cijfers", fix=RIGHT_FILE, row=entry.row)
    problems = tuple(
        DataProblem(
            sheet.file,
            row=head.row,
            column=title,
            expected="elke kolom één keer",
            fix="haal de dubbele kolom weg",
        )
        for title in head.doubles
    )
    told = [f"Niet gelezen kolommen: {', '.join(head.unused)}."] if head.unused else []
    if sheet.merged:
        told.append("Er zijn samengevoegde cellen: een naam of meting geldt voor al zijn rijen.")
    layout: Layout = "long" if set(head.figures) == {""} else "years"
    return Table(layout, sheet.file, tuple(entries), problems=problems, told=tuple(told))


def cell(sheet: Sheet, place: Place, *, title: str) -> Cell:
    """Return the cell at a place, under the name of its column."""
    origin = sheet.merged.get(place, place)
    return Cell(title, sheet.at(place), place in sheet.formulas, origin[0] != place[0])


def label(sheet: Sheet, place: Place, *, title: str) -> Cell:
    """Return the cell at a place; one that is merged with it speaks for it."""
    return Cell(title, sheet.at(sheet.merged.get(place, place)), place in sheet.formulas)


def _find_head(sheet: Sheet, figure: Collection[str]) -> _Head | None:
    first = list(sheet.rows)[: ROWS_BEFORE_HEADER + 1]
    headings = {row: [_heading(value, figure) for value in sheet.rows[row]] for row in first}
    for row, top in headings.items():
        below = headings.get(row + 1, [])
        words = [h for h in below if h.title]
        head = None
        # Years above, and what they are in the row below it.
        if words and all(h.role and h.role != "area" and not h.period for h in words):
            head = _head(row + 1, _joined(top, below))
        head = head or _head(row, top)
        if head is not None:
            return head
    return None


def _joined(top: Sequence[_Heading], below: Sequence[_Heading]) -> list[_Heading]:
    """Return one heading for each column of two rows; the upper one holds until the next."""
    nothing = above = _Heading("", "", "")
    found = []
    for high, low in zip_longest(top, below, fillvalue=nothing):
        above = high if high.title else above
        title = f"{above.title} {low.title}".strip()
        found.append(_Heading(title, low.role, above.period) if low.title else high)
    return found


def _heading(value: Value, figure: Collection[str]) -> _Heading:
    title = tidy(shown(value)[:60])
    match = _YEAR.search(title)
    period = match[0] if match else ""
    name = plain(title.replace(period, "", 1))
    role = "value" if name in figure else "area" if name in AREA else ROLES.get(name, "")
    if period and role in {"", "period"}:  # a year alone is the name of a column of figures
        role = "value" if role or not name else ""
    return _Heading(title, role, period if role else "")


def _head(row: int, headings: Sequence[_Heading]) -> _Head | None:
    area, others, doubles = _area(headings), dict[str, int](), []
    figures: dict[str, dict[str, int]] = {}
    for number, heading in enumerate(headings):
        if heading.role in {"", "area"}:
            continue
        is_figure = heading.role not in {"period", "status"}
        home = figures.setdefault(heading.period, {}) if is_figure else others
        if home.setdefault(heading.role, number) != number:
            doubles.append(heading.title)
    loose = figures.get("", {})
    figures = {period: roles for period, roles in figures.items() if "value" in roles}
    if area is None or not figures:
        return None
    if len(figures) == 1:  # 'rapportcijfer 2025' beside 'ondergrens' without a year
        figures = {period: {**loose, **roles} for period, roles in figures.items()}
    return _Head(row, headings, area, others, figures, tuple(doubles))


def _area(headings: Sequence[_Heading]) -> int | None:
    """Return the column of the areas: the best name, or the nameless one before the years."""
    named = [
        (AREA.index(plain(_YEAR.sub("", h.title))), n)
        for n, h in enumerate(headings)
        if h.role == "area"
    ]
    if named:
        return min(named)[1]
    years = [n for n, h in enumerate(headings) if h.period]
    is_corner = len(years) > 1 and years[0] > 0 and not headings[years[0] - 1].title
    return years[0] - 1 if is_corner else None


def _entries(sheet: Sheet, head: _Head) -> Iterator[Entry]:
    titles = [heading.title for heading in head.headings]
    when, status = head.others.get("period"), head.others.get("status")
    for row in sheet.rows:
        if row <= head.row:
            continue
        area = label(sheet, (row, head.area), title=titles[head.area] or "wijk")
        for period, roles in head.figures.items():
            own = None if when is None else label(sheet, (row, when), title=titles[when])
            yield Entry(
                file=sheet.file,
                row=row,
                area=area,
                period=Cell(titles[roles["value"]], period) if period else own,
                status=None
                if status is None
                else label(sheet, (row, status), title=titles[status]),
                figures={
                    role: cell(sheet, (row, number), title=titles[number])
                    for role, number in roles.items()
                },
            )
