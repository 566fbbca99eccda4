"""Where in a sheet the figures are: a row per area, or areas by years; found by column names.

What the columns may be called stands in `column_titles.toml`. Not here: what the cells
say (`values`, `survey_cells`) and the layout of CBS (`survey_cbs`).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from lib.catalog import DataProblem
from lib.intake.names import name_key
from lib.intake.spreadsheet.find_columns import ROWS_BEFORE_HEADER, load_column_titles
from lib.intake.spreadsheet.sheets import Sheet, SheetCell, refuse_file
from lib.intake.values import CellError, CellValue, cell_text

Layout = Literal["long", "years", "cbs"]
MAX_SURVEY_ROWS = 5_000
_TITLES = load_column_titles("survey")
AREA_TITLES = _TITLES["area"]  # the best name first
ROLE_OF_TITLE = {name: role for role, names in _TITLES.items() for name in names if role != "area"}
_PERIOD_IN_TITLE = re.compile(r"(?<!\d)(?:19|20)\d\d(?:-(?:Q[1-4]|\d\d))?(?!\d)", re.ASCII)


@dataclass(frozen=True)
class SurveyRow:
    """What the file says of one area in one period; `cells` by role: value, lower, upper, n."""

    file: str
    row: int
    area: SheetCell
    period: SheetCell | None
    status: SheetCell | None
    cells: Mapping[str, SheetCell]

    @property
    def is_empty(self) -> bool:
        """Whether no cell says anything, also not as part of a merged cell."""
        return all(cell.is_empty and not cell.is_shared for cell in self.cells.values())

    def problem(self, role: str, error: CellError) -> DataProblem:
        """Return the problem of one cell, at its place."""
        others = {"area": self.area, "period": self.period, "status": self.status}
        cell = others.get(role) or self.cells[role]
        return cell.problem(self.file, self.row, error)


@dataclass(frozen=True)
class SurveyTable:
    """The figures of one sheet as it holds them; `notices` are no faults but should be known."""

    layout: Layout
    file: str
    rows: tuple[SurveyRow, ...]
    problems: tuple[DataProblem, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Heading:
    """What a column is: its role and the period that its name holds; both may be empty."""

    title: str
    role: str
    period: str


@dataclass(frozen=True)
class _TableHead:
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


def find_survey_table(sheet: Sheet, *, figure: Collection[str]) -> SurveyTable | None:
    """Return the table of a sheet, or None where no row names its columns.

    `figure` are further names of the column with the figure.
    """
    head = _find_head(sheet, {name_key(name) for name in figure})
    if head is None:
        return None
    rows: list[SurveyRow] = []
    for row in _read_rows(sheet, head):
        rows.append(row)
        if len(rows) > MAX_SURVEY_ROWS:
            refuse_file(sheet.file, "too_many_figures", row=row.row)
    once = CellError("double_column")
    problems = [
        SheetCell(title, None).problem(sheet.file, head.row, once) for title in head.doubles
    ]
    notices = [f"Niet gelezen kolommen: {', '.join(head.unused)}."] if head.unused else []
    if sheet.merged:
        notices.append("Er zijn samengevoegde cellen: een naam of meting geldt voor al zijn rijen.")
    layout: Layout = "long" if set(head.figures) == {""} else "years"
    return SurveyTable(
        layout, sheet.file, tuple(rows), problems=tuple(problems), notices=tuple(notices)
    )


def _find_head(sheet: Sheet, figure: Collection[str]) -> _TableHead | None:
    first = list(sheet.rows)[: ROWS_BEFORE_HEADER + 1]
    headings = {row: [_read_heading(value, figure) for value in sheet.rows[row]] for row in first}
    for row, top in headings.items():
        below = headings.get(row + 1, [])
        joined = _read_head(row + 1, _join_headings(top, below)) if _only_roles(below) else None
        head = joined or _read_head(row, top)
        if head is not None:
            return head
    return None


def _only_roles(headings: Sequence[_Heading]) -> bool:
    """Return whether a row says what the columns under the years above it are."""
    named = [h for h in headings if h.title]
    return bool(named) and all(h.role not in {"", "area"} and not h.period for h in named)


def _join_headings(top: Sequence[_Heading], below: Sequence[_Heading]) -> list[_Heading]:
    """Return one heading for each column of two rows; the upper one holds until the next."""
    nothing = above = _Heading("", "", "")
    found = []
    for high, low in zip_longest(top, below, fillvalue=nothing):
        above = high if high.title else above
        title = f"{above.title} {low.title}".strip()
        found.append(_Heading(title, low.role, above.period) if low.title else high)
    return found


def _read_heading(value: CellValue, figure: Collection[str]) -> _Heading:
    title = cell_text(value, longest=60)
    match = _PERIOD_IN_TITLE.search(title)
    period = match[0] if match else ""
    name = name_key(title.replace(period, "", 1))
    role = (
        "value"
        if name in figure
        else "area"
        if name in AREA_TITLES
        else ROLE_OF_TITLE.get(name, "")
    )
    if period and role in {"", "period"}:  # a year alone is the name of a column of figures
        role = "value" if role or not name else ""
    return _Heading(title, role, period if role else "")


def _read_head(row: int, headings: Sequence[_Heading]) -> _TableHead | None:
    """Return the columns of a table; None where no area or no figure has one."""
    others: dict[str, int] = {}
    figures: dict[str, dict[str, int]] = {}
    doubles = []
    for number, heading in enumerate(headings):
        if heading.role in {"", "area"}:
            continue
        is_figure = heading.role not in {"period", "status"}
        home = figures.setdefault(heading.period, {}) if is_figure else others
        if home.setdefault(heading.role, number) != number:
            doubles.append(heading.title)
    area, complete = _find_area_column(headings), _complete_figures(figures)
    if area is None or not complete:
        return None
    return _TableHead(row, headings, area, others, complete, tuple(doubles))


def _complete_figures(figures: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    """Return the periods that have a value; of one period the margins may have no year."""
    complete = {period: roles for period, roles in figures.items() if "value" in roles}
    if len(complete) == 1:  # 'rapportcijfer 2025' next to 'ondergrens' without a year
        return {period: {**figures.get("", {}), **roles} for period, roles in complete.items()}
    return complete


def _find_area_column(headings: Sequence[_Heading]) -> int | None:
    """Return the column of the areas: the best name, or the nameless one before the years."""
    named = [
        (AREA_TITLES.index(name_key(_PERIOD_IN_TITLE.sub("", h.title))), n)
        for n, h in enumerate(headings)
        if h.role == "area"
    ]
    if named:
        return min(named)[1]
    years = [n for n, h in enumerate(headings) if h.period]
    is_corner = len(years) > 1 and years[0] > 0 and not headings[years[0] - 1].title
    return years[0] - 1 if is_corner else None


def _read_rows(sheet: Sheet, head: _TableHead) -> Iterator[SurveyRow]:
    """Yield what each row says of its area, once for each period that has columns."""
    titles = [heading.title for heading in head.headings]

    def read_other(row: int, role: str) -> SheetCell | None:
        column = head.others.get(role)
        return None if column is None else sheet.merged_cell((row, column), title=titles[column])

    for row in sheet.rows:
        if row <= head.row:
            continue
        area = sheet.merged_cell((row, head.area), title=titles[head.area] or "wijk")
        period_cell, status = read_other(row, "period"), read_other(row, "status")
        for period, roles in head.figures.items():
            yield SurveyRow(
                file=sheet.file,
                row=row,
                area=area,
                period=SheetCell(titles[roles["value"]], period) if period else period_cell,
                status=status,
                cells={
                    role: sheet.cell((row, column), title=titles[column])
                    for role, column in roles.items()
                },
            )
