"""Where in a sheet the figures are: a row per area, areas by years, or areas as columns.

Not here: what the columns are called (`survey_heads`), what the cells say (`values`,
`survey_cells`) and the layout of CBS (`survey_cbs`).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from lib.catalog import DataProblem, Status
from lib.catalog.problems import RowPlace
from lib.intake.names import NameIndex, name_key
from lib.intake.spreadsheet.sheets import Sheet, SheetCell, refuse_file
from lib.intake.survey_heads import AREA_TITLES, PROVISIONAL_SIGN, HeadReader, TableHead
from lib.intake.survey_notes import (
    list_nameless,
    list_note_problems,
    quote_lines_above,
    read_named_line,
)
from lib.intake.survey_row import SurveyRow
from lib.intake.survey_subject import RowChooser
from lib.intake.values import CellError, CellValue, cell_text, parse_number

Layout = Literal["long", "years", "cbs"]
MAX_SURVEY_ROWS = 5_000
MAX_FIRST_ROWS = 5
_WAVE_IN_LINE = re.compile(r"\b(?:meting|peiljaar|jaar)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d\d-\d\d", re.ASCII)
# What a line above a table says of the status of all its figures.
STATUS_LINES = {
    "fictieve cijfers": Status.FICTITIOUS.value,
    "voorlopige cijfers": Status.PROVISIONAL.value,
}
VALUE_MARGINS = frozenset({"waarde", "mw00000"})


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
    """A table of which the columns have to be pointed out: their names, and the first rows.

    `roles` are what the columns with a known name are, each role once; empty for the others.
    """

    titles: tuple[str, ...]
    roles: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...]

    @property
    def key(self) -> str:
        """What the layout is remembered by: the names of its columns, in order."""
        return "|".join(sorted(name_key(title) for title in self.titles if title))

    @property
    def lists_cases(self) -> bool:
        """Whether its first rows have days, and no number that could be a figure."""
        cells = [cell for row in self.first_rows for cell in row if cell]
        return any(map(_is_day, cells)) and all(_is_day(c) or _is_word(c) for c in cells)


def find_survey_table(
    sheet: Sheet,
    *,
    figure: Collection[str],
    foreign: Collection[str],
    areas: NameIndex,
    columns: Mapping[str, str],
    limits: tuple[float, float] | None,
) -> SurveyTable | None:
    """Return the table of a sheet, or None where no row names its columns.

    `figure` are further names of the column with the figure, `foreign` those of other figures;
    `columns` says what each column is, where somebody pointed that out; `limits` are the ends of
    the figure's scale. A table with its areas as columns is read turned.
    """
    names = {name_key(name) for name in figure}
    reader = HeadReader(names, areas, columns, foreign)
    for way in (sheet, sheet.turn()):
        head = reader.find(way)
        if head is not None and (way is sheet or len(reader.count_areas(way, head.row)) > 0):
            table = _read_table(way, head, names, areas)
            problems = (*table.problems, *list_note_problems(way, head, limits))
            return replace(table, problems=problems)
    return None


def find_unknown_table(sheet: Sheet, *, areas: NameIndex) -> UnknownTable | None:
    """Return the names of the columns above the first row with an area; None without either."""
    reader = HeadReader((), areas, {})
    above = list(takewhile(lambda row: not reader.names_area(sheet.rows[row]), sheet.rows))
    heads = [row for row in above if sum(map(_is_word, sheet.rows[row])) > 1]
    block = next(reader.list_blocks(sheet, heads[-1]), []) if heads else []
    below = sheet.below(above[-1]) if block else []
    if not below:
        return None
    headings = reader.read_headings(sheet, block)
    found = [heading.role for heading in headings]
    roles = tuple(role * (found.index(role) == n) for n, role in enumerate(found))
    rows = tuple(tuple(sheet.texts(row, longest=60)) for row in below[:MAX_FIRST_ROWS])
    return UnknownTable(tuple(heading.title for heading in headings), roles, rows)


def _is_day(text: str) -> bool:
    """Return whether a text is a whole date."""
    return bool(_DAY.match(text))


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
    chosen = RowChooser(sheet, head, figure, areas).choose(rows)
    problems = (*_list_table_problems(sheet, head, lines.get("margin", "")), *chosen.problems)
    above = quote_lines_above(sheet, head, figure)
    notices = (*filter(None, [above]), *_list_table_notices(sheet, head), *chosen.notices)
    layout: Layout = "long" if set(head.figures) == {""} else "years"
    return SurveyTable(layout, sheet.file, tuple(chosen.rows), problems=problems, notices=notices)


def _list_table_problems(sheet: Sheet, head: TableHead, margins: str) -> Iterator[DataProblem]:
    """Yield columns that stand twice, and a table that holds nothing but margins."""
    once = CellError("double_column")
    for title in head.doubles:
        yield SheetCell(title, None).problem(sheet.file, head.row, once)
    if margins and name_key(margins) not in VALUE_MARGINS:
        yield RowPlace(sheet.file).problem("margins_only", value=margins)


def _list_table_notices(sheet: Sheet, head: TableHead) -> tuple[str, ...]:
    """Return what of a table was not read, and that it has merged cells."""
    merged = "Er zijn samengevoegde cellen: een naam of meting geldt voor al zijn rijen."
    nameless = "Er zijn cellen in kolommen zonder naam. Die zijn niet gelezen."
    notices = [
        f"Niet gelezen kolommen: {', '.join(head.unused)}." if head.unused else "",
        nameless if list_nameless(sheet, head) else "",
        merged if sheet.merged else "",
    ]
    return tuple(filter(None, notices))


def _read_lines(sheet: Sheet, head: TableHead) -> Iterator[tuple[str, str]]:
    """Yield what lines above the names of columns say of the whole table."""
    for _, text in sheet.lines(before=head.first):
        for words, status in STATUS_LINES.items():
            if words in text.casefold():
                yield "status", status
        wave = _WAVE_IN_LINE.search(text)
        role, value = read_named_line(text)
        if role:
            yield role, value
        elif wave:
            yield "period", wave[1]


def _read_rows(sheet: Sheet, head: TableHead, lines: Mapping[str, str]) -> Iterator[SurveyRow]:
    """Yield what each row says of its area, once for each period that has columns."""
    titles = [heading.title for heading in head.headings]
    said = {role: SheetCell(role, text) for role, text in lines.items()}
    for row in _list_rows(sheet, head):
        area = sheet.merged_cell((row, head.area), title=titles[head.area] or "wijk")
        others = said | {
            role: sheet.merged_cell((row, n), title=titles[n]) for role, n in head.others.items()
        }
        for period, roles in head.figures.items():
            title = titles[roles["value"]]
            cells = {r: sheet.cell((row, n), title=titles[n]) for r, n in roles.items()}
            found = SurveyRow(
                file=sheet.file,
                row=row,
                area=area,
                period=SheetCell(title, period) if period else others.get("period"),
                status=others.get("status"),
                cells=cells,
                topic=_text_of(others.get("topic")),
                group=_text_of(others.get("group")),
            )
            yield _mark_provisional(found, title=title if period else "")


def _text_of(cell: SheetCell | None) -> str:
    return cell_text(cell.value) if cell else ""


def _list_rows(sheet: Sheet, head: TableHead) -> list[int]:
    """Return the rows below the names of the columns, without these names once more.

    Exports of several pages repeat them. Raises `DataProblemsError` where other names begin a
    second table, below the first or next to it.
    """
    names = sheet.rows[head.row]
    _refuse_table_next_to_it(sheet, head)
    _refuse_other_page(sheet, head)
    below = [row for row in sheet.below(head.row) if sheet.rows[row] != names]
    _refuse_table_below(sheet, head, below)
    return below


def _refuse_table_next_to_it(sheet: Sheet, head: TableHead) -> None:
    """Raise `DataProblemsError` where the column of areas stands again after the figures.

    A code and a name may both be called 'wijk': only what follows a figure is another table.
    """
    titles = [heading.title for heading in head.headings]
    columns = (roles["value"] for roles in head.figures.values())
    first = min((n for n in columns if n > head.area), default=len(titles))
    if head.headings[head.area].role == "area" and titles[head.area] in titles[first:]:
        refuse_file(sheet.file, "second_table", row=head.row, value=titles[head.area])


def _refuse_other_page(sheet: Sheet, head: TableHead) -> None:
    """Raise `DataProblemsError` where the names stand again under another title."""
    names, numbers = sheet.rows[head.row], list(sheet.rows)
    title = _title_above(sheet, numbers, head.first)
    for row in (row for row in sheet.below(head.row) if sheet.rows[row] == names):
        other = _title_above(sheet, numbers, row)
        if other and other != title:
            refuse_file(sheet.file, "second_table", row=row, value=other)


def _refuse_table_below(sheet: Sheet, head: TableHead, below: Sequence[int]) -> None:
    """Raise `DataProblemsError` where a row below holds names of columns, not figures."""
    titles = [heading.title for heading in head.headings]
    figures = {roles["value"] for roles in head.figures.values()}
    for row in below:
        text = cell_text(sheet.at((row, head.area)), longest=60)
        is_named = name_key(text) in AREA_TITLES
        is_named |= any(cell_text(sheet.at((row, n))) == titles[n] for n in figures)
        if is_named and all(_is_word(c) for c in sheet.rows[row] if c):
            refuse_file(sheet.file, "second_table", row=row, value=text)


def _title_above(sheet: Sheet, numbers: Sequence[int], row: int) -> str:
    """Return the one text in the filled row above another; nothing for none."""
    place = numbers.index(row)
    above = [c for c in sheet.rows[numbers[place - 1]] if c is not None] if place else []
    return above[0] if len(above) == 1 and isinstance(above[0], str) else ""


def _mark_provisional(row: SurveyRow, *, title: str) -> SurveyRow:
    """Return a row as provisional where its period says so, with a star or the word.

    `title` is the name of the column with its figures, where the period stands in that.
    """
    period = title or _text_of(row.period)
    if row.status is not None or not PROVISIONAL_SIGN.search(period):
        return row
    return replace(row, status=SheetCell("status", Status.PROVISIONAL.value))
