"""Where in a sheet the figures are: a row per area, areas by years, or areas as columns.

Not here: what the columns are called (`survey_heads`), what the cells say (`values`,
`survey_cells`) and the layout of CBS (`survey_cbs`).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lib.catalog import DataProblem, Status
from lib.catalog.problems import RowPlace
from lib.intake.names import NameIndex, name_key
from lib.intake.spreadsheet.sheets import Sheet, SheetCell, refuse_file
from lib.intake.survey_heads import HeadReader, TableHead, topic_key
from lib.intake.values import CellError, CellValue, cell_text, parse_number

Layout = Literal["long", "years", "cbs"]
MAX_SURVEY_ROWS = 5_000
MAX_FIRST_ROWS = 5
# Lines above a table, as 'Perioden: 2025'; what they say holds for all of it.
_LINE = re.compile(r"(?P<name>[^:;]{2,60}):\s*(?P<value>\S.*)")
_WAVE_IN_LINE = re.compile(r"\b(?:meting|peiljaar|jaar)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
LINE_ROLES = {
    **dict.fromkeys(("perioden", "periode", "jaar", "meting", "peiljaar"), "period"),
    "marges": "margin",
    "onderwerp": "topic",
}
VALUE_MARGINS = frozenset({"waarde", "mw00000"})


@dataclass(frozen=True)
class SurveyRow:
    """What the file says of one area in one period; `cells` by role: value, lower, upper, n."""

    file: str
    row: int
    area: SheetCell
    period: SheetCell | None
    status: SheetCell | None
    cells: Mapping[str, SheetCell]
    topic: str = ""

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
class UnknownTable:
    """A table of which the columns have to be pointed out: their names, and the first rows."""

    titles: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...]

    @property
    def key(self) -> str:
        """What the layout is remembered by: the names of its columns, in order."""
        return "|".join(sorted(name_key(title) for title in self.titles if title))


def find_survey_table(
    sheet: Sheet,
    *,
    figure: Collection[str],
    areas: NameIndex,
    columns: Mapping[str, str] | None = None,
) -> SurveyTable | None:
    """Return the table of a sheet, or None where no row names its columns.

    `figure` are further names of the column with the figure; `columns` says what each column is,
    where somebody pointed that out. A table with its areas as columns is read turned.
    """
    names = {name_key(name) for name in figure}
    reader = HeadReader(names, areas, columns or {})
    for way in (sheet, sheet.turn()):
        head = reader.find(way)
        if head is not None and (way is sheet or len(reader.count_areas(way, head.row)) > 0):
            return _read_table(way, head, names, areas)
    return None


def find_unknown_table(sheet: Sheet, *, areas: NameIndex) -> UnknownTable | None:
    """Return the names of the columns above the first row with an area; None without either."""
    reader = HeadReader((), areas, {})
    numbers = list(sheet.rows)
    first = next((n for n in numbers if reader.names_area(sheet.rows[n])), None)
    above = numbers[: numbers.index(first)] if first else []
    heads = [n for n in above if sum(map(_is_word, sheet.rows[n])) > 1]
    block = next(reader.list_blocks(sheet, heads[-1]), []) if heads else []
    if not block or first is None:
        return None
    titles = tuple(heading.title for heading in reader.read_headings(sheet, block))
    below = numbers[numbers.index(first) :][:MAX_FIRST_ROWS]
    rows = (tuple(cell_text(v, longest=60) for v in sheet.rows[row]) for row in below)
    return UnknownTable(titles, tuple(rows))


def _is_word(cell: CellValue) -> bool:
    """Return whether a cell holds a text that is no number."""
    try:
        return isinstance(cell, str) and parse_number(cell) is None
    except CellError:
        return True


def _read_table(
    sheet: Sheet, head: TableHead, figure: Collection[str], areas: NameIndex
) -> SurveyTable:
    lines = dict(_read_lines(sheet, head))
    rows: list[SurveyRow] = []
    for row in _read_rows(sheet, head, lines):
        rows.append(row)
        if len(rows) > MAX_SURVEY_ROWS * (20 if "topic" in head.others else 1):
            refuse_file(sheet.file, "too_many_figures", row=row.row)
    rows, others = _choose_topic(rows, head, figure, areas)
    problems = list(_list_table_problems(sheet, head, lines.get("margin", "")))
    if others and not rows:
        value = "; ".join(others)
        problems.append(RowPlace(sheet.file).problem("other_topic", column="", value=value))
    notices = _list_table_notices(sheet, head, others if rows else ())
    layout: Layout = "long" if set(head.figures) == {""} else "years"
    return SurveyTable(layout, sheet.file, tuple(rows), problems=tuple(problems), notices=notices)


def _list_table_problems(sheet: Sheet, head: TableHead, margins: str) -> Iterator[DataProblem]:
    """Yield columns that stand twice, and a table that holds nothing but margins."""
    once = CellError("double_column")
    for title in head.doubles:
        yield SheetCell(title, None).problem(sheet.file, head.row, once)
    if margins and name_key(margins) not in VALUE_MARGINS:
        yield RowPlace(sheet.file).problem("margins_only", value=margins)


def _list_table_notices(sheet: Sheet, head: TableHead, others: Sequence[str]) -> tuple[str, ...]:
    """Return what of a table was not read, and that it has merged cells."""
    merged = "Er zijn samengevoegde cellen: een naam of meting geldt voor al zijn rijen."
    notices = [
        f"Niet gelezen kolommen: {', '.join(head.unused)}." if head.unused else "",
        f"Niet gelezen onderwerpen: {', '.join(others[:10])}." if others else "",
        merged if sheet.merged else "",
    ]
    return tuple(filter(None, notices))


def _choose_topic(
    rows: list[SurveyRow], head: TableHead, figure: Collection[str], areas: NameIndex
) -> tuple[list[SurveyRow], list[str]]:
    """Return the rows about the figure, and the topics of the others.

    Where the columns are called by the figure's own name, one other topic is no doubt.
    """
    topics = {r.topic for r in rows if r.topic and areas.find(cell_text(r.area.value))}
    others = {t for t in topics if topic_key(t) not in figure and name_key(t) not in figure}
    if not others or (head.is_named and len(topics) == 1):
        return rows, []
    return [row for row in rows if row.topic in topics - others], sorted(others)


def _read_lines(sheet: Sheet, head: TableHead) -> Iterator[tuple[str, str]]:
    """Yield what lines above the names of columns say of the whole table."""
    for row, cells in sheet.rows.items():
        filled = [cell for cell in cells if cell is not None]
        if row >= head.first or len(filled) != 1:
            continue
        text = cell_text(filled[0], longest=200)
        line, wave = _LINE.fullmatch(text), _WAVE_IN_LINE.search(text)
        role = LINE_ROLES.get(name_key(line["name"])) if line else None
        if line and role:
            yield role, line["value"]
        elif wave:
            yield "period", wave[1]


def _read_rows(sheet: Sheet, head: TableHead, lines: Mapping[str, str]) -> Iterator[SurveyRow]:
    """Yield what each row says of its area, once for each period that has columns."""
    titles = [heading.title for heading in head.headings]

    def read_other(row: int, role: str) -> SheetCell | None:
        column = head.others.get(role)
        if column is None:
            return SheetCell(role, lines[role]) if role in lines else None
        return sheet.merged_cell((row, column), title=titles[column])

    for row in sheet.rows:
        if row <= head.row:
            continue
        area = sheet.merged_cell((row, head.area), title=titles[head.area] or "wijk")
        period_cell, status = read_other(row, "period"), read_other(row, "status")
        topic = read_other(row, "topic")
        for period, roles in head.figures.items():
            title = titles[roles["value"]]
            when = SheetCell(title, period) if period else period_cell
            found = SurveyRow(
                file=sheet.file,
                row=row,
                area=area,
                period=when,
                status=status,
                cells={
                    role: sheet.cell((row, column), title=titles[column])
                    for role, column in roles.items()
                },
                topic=cell_text(topic.value) if topic else "",
            )
            is_marked = "*" in (title if period else cell_text(when.value) if when else "")
            yield _mark_provisional(found) if is_marked and status is None else found


def _mark_provisional(row: SurveyRow) -> SurveyRow:
    """Return a row of which the period has a star, as publishers mark what is provisional."""
    return replace(row, status=SheetCell("status", Status.PROVISIONAL.value))
