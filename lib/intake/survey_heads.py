"""The names of the columns of a survey table: one row of them, or several above each other.

A name says which area, wave or figure a column holds; names of figures, years and units may stand
in rows of their own, as StatLine writes them. What the names may be is in `column_titles.toml`,
unless somebody pointed the columns out. Not here: the rows below them (`survey_layouts`).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from lib.intake.names import NameIndex, name_key
from lib.intake.spreadsheet.find_columns import ROWS_BEFORE_HEADER, load_column_titles
from lib.intake.spreadsheet.sheets import Sheet
from lib.intake.values import CellValue, cell_text

MAX_HEAD_ROWS = 4
ROWS_TO_RECOGNISE = 1_000  # of a column, to see whether it holds areas
_TITLES = {
    role: [name_key(t) for t in titles] for role, titles in load_column_titles("survey").items()
}
WEAK_TITLES = frozenset(_TITLES.pop("weak"))
AREA_TITLES = _TITLES["area"]  # the best name first
ROLE_OF_TITLE = {name: role for role, names in _TITLES.items() for name in names}
# What a column says of its row, in place of a figure.
ROW_ROLES = frozenset({"area", "period", "status", "topic", "group"})
FIGURE_PARTS = frozenset({"lower", "upper", "margin", "n"})
PERIOD_IN_TITLE = re.compile(
    r"(?<!\d)(?:\d{1,2}-\d{1,2}-)?(?:19|20)\d\d(?:-(?:Q[1-4]|\d\d))?(?!\d)", re.ASCII
)
_UNIT = re.compile(r"\s*\([^()]*\)\s*$")
# What may stand in a name besides what it means: the usual level, 'mean', provisional.
_LEVEL = re.compile(r"(?<!\d)\d\d(?:[.,]\d+)? ?%[- ]?")
_MEAN = re.compile(r"^(?:gem\.?|gemiddelde?|mean|percentage|perc\.|aandeel) (?=\w)", re.IGNORECASE)
# What is counted, in the brackets of a name: no share of them, and no number of respondents.
_COUNT_UNIT = re.compile(r"\((?:aantal|aantallen|abs\.?|absoluut)\)\s*$", re.IGNORECASE)
_PERCENT_UNIT = re.compile(r"\(?%\)?\s*$")
PROVISIONAL_SIGN = re.compile(r"\*|\(?voorlopige?(?: cijfers?)?\)?", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """What a column is: its role and the period that its name holds; both may be empty.

    `is_named` if it is called by the name of the figure itself; `is_weak` if the name would fit any
    figure ('cijfer', '2025').
    """

    title: str
    role: str = ""
    period: str = ""
    is_named: bool = False
    is_weak: bool = False


@dataclass(frozen=True)
class TableHead:
    """The columns of a table; `figures`: per period (empty: its own column) role -> column.

    `first` and `row` are the first and the last row of the names.
    """

    first: int
    row: int
    headings: Sequence[Heading]
    area: int
    others: Mapping[str, int]
    figures: Mapping[str, Mapping[str, int]]
    doubles: tuple[str, ...]

    @property
    def unused(self) -> list[str]:
        """The names of columns that are not read."""
        used = {self.area, *(n for role, n in self.others.items() if role != "group")}
        used |= {column for figures in self.figures.values() for column in figures.values()}
        return [h.title for n, h in enumerate(self.headings) if h.title and n not in used]

    def titles(self, roles: Collection[str]) -> list[str]:
        """Return the names of the columns with one of these roles."""
        return [h.title for h in self.headings if h.role in roles]

    @property
    def figure_names(self) -> list[tuple[int, str]]:
        """The names of the columns with figures, each with the row that it stands in."""
        return [(self.row, title) for title in self.titles({"value"})]

    @property
    def is_known(self) -> bool:
        """Whether every column with a name has a role."""
        return not any(self.titles({""}))

    @property
    def is_named(self) -> bool:
        """Whether the columns of figures are called by the name of the figure."""
        return all(self.headings[roles["value"]].is_named for roles in self.figures.values())


@dataclass(frozen=True)
class HeadReader:
    """Finds the names of columns. `figure` are names of the figure, as `name_key` makes them.

    `columns` is what somebody said of each name; then nothing else counts. `foreign` are names of
    other figures: none of them is a general name of this one, as 'rapportcijfer' would be.
    """

    figure: Collection[str]
    areas: NameIndex
    columns: Mapping[str, str]
    foreign: Collection[str] = ()

    def find(self, sheet: Sheet) -> TableHead | None:
        """Return the first names that hold an area and a figure; None for none."""
        first = list(sheet.rows)[: ROWS_BEFORE_HEADER + 1]
        for row in first:
            if self._is_continuation(sheet.rows.get(row + 1, ())):
                continue
            for block in self.list_blocks(sheet, row):
                head = self._read_head(sheet, block)
                if head is not None:
                    return head
        return None

    def list_blocks(self, sheet: Sheet, row: int) -> Iterator[list[int]]:
        """Yield the rows of names that may end in a row, the most of them first."""
        block: list[int] = []
        while len(block) < MAX_HEAD_ROWS and self._is_head_row(sheet.rows.get(row, ())):
            block.insert(0, row)
            row -= 1
        for start in range(len(block)):
            yield block[start:]

    def _is_head_row(self, cells: Sequence[CellValue]) -> bool:
        """Return whether a row may hold names of columns: no single line of text, and no area."""
        is_line = all(cell is None for cell in cells[1:])
        return not is_line and not self.names_area(cells)

    def has_areas(self, sheet: Sheet) -> bool:
        """Return whether any cell of a sheet is the name of an area."""
        return any(map(self.names_area, sheet.rows.values()))

    def names_area(self, cells: Sequence[CellValue]) -> bool:
        """Return whether a cell of a row is the name of an area."""
        return any(self.areas.find(cell_text(c)) for c in cells if isinstance(c, str))

    def read_headings(self, sheet: Sheet, block: Sequence[int]) -> list[Heading]:
        """Return one heading for each column of the rows of a block."""
        width = max(len(sheet.rows[row]) for row in block)
        rows = [list(_carry_titles(sheet.rows[row], width)) for row in block[:-1]]
        rows.append(sheet.texts(block[-1], longest=120))
        return [self._join([t for t in titles if t]) for titles in zip_longest(*rows, fillvalue="")]

    def _is_continuation(self, cells: Sequence[CellValue]) -> bool:
        """Return whether a row says what the columns under the names above it are."""
        named = [self._read_part(cell_text(c, longest=120)) for c in cells if c is not None]
        periods = {h.period for h in named if h.period}
        is_titled = bool(named) and named[0].role in ROW_ROLES
        is_whole = bool(named) and all(h.role for h in named)
        return is_whole and (is_titled or len(periods) != 1)

    def _join(self, titles: list[str]) -> Heading:
        """Return the heading of a column whose names stand above each other."""
        title = " ".join(dict.fromkeys(titles))
        if self.columns:
            return self._assign_role(title)
        parts = [self._read_part(text) for text in titles]
        last = parts[-1].role if parts else ""
        if not parts or last in ROW_ROLES:
            return Heading(title, last, is_weak=bool(parts))
        is_named = any(part.is_named for part in parts)
        role = _join_roles(parts, is_named=is_named)
        periods = [part.period for part in parts if role and part.period]
        return Heading(title, role, periods[-1] if periods else "", is_named, not is_named)

    def _assign_role(self, title: str) -> Heading:
        """Return the heading of a column of which somebody pointed out what it is."""
        role = self.columns.get(name_key(title), "")
        if not role and ROLE_OF_TITLE.get(name_key(title)) == "group":
            return Heading(title, "group")
        is_figure = role and role not in ROW_ROLES
        match = PERIOD_IN_TITLE.search(title) if is_figure else None
        return Heading(title, role, match[0] if match else "", is_named=True)

    def _read_part(self, title: str) -> Heading:
        match = PERIOD_IN_TITLE.search(title)
        period = match[0] if match else ""
        rest = PROVISIONAL_SIGN.sub("", title.replace(period, "", 1)).strip(" :")
        name = name_key(rest)
        if "±" in rest and len(name) <= len("marge95"):
            return Heading(title, "margin", period)
        bare = _MEAN.sub("", _LEVEL.sub("", rest).strip())
        for form in filter(None, (name, topic_key(rest), name_key(bare), topic_key(bare))):
            role = self._find_role(form, period)
            if self._has_other_unit(rest, role):
                break
            if role:
                is_named = form in self.figure
                is_weak = not is_named and form in WEAK_TITLES
                return Heading(title, role, period, is_named, is_weak)
        # A year alone, or a sign like %, is the name of a column of figures.
        if title and not name:
            return Heading(title, "value", period, is_weak=True)
        return Heading(title, is_weak=True)

    def _find_role(self, form: str, period: str) -> str:
        """Return the role of a name: one of periods that holds a period is that of figures."""
        if form in self.figure:
            return "value"
        role = "" if form in self.foreign else ROLE_OF_TITLE.get(form, "")
        return "value" if period and role == "period" else role

    def _has_other_unit(self, title: str, role: str) -> bool:
        """Return whether a number stands where a share is meant, or a share where a number is."""
        is_number = role == "value" and "aantal" not in self.figure
        unit = _COUNT_UNIT if is_number else _PERCENT_UNIT if role == "n" else None
        return bool(unit and unit.search(title))

    def _read_head(self, sheet: Sheet, block: Sequence[int]) -> TableHead | None:
        """Return the columns of a table; None where no area or no figure has one."""
        headings, row = self.read_headings(sheet, block), block[-1]
        others: dict[str, int] = {}
        figures: dict[str, dict[str, int]] = {}
        doubles = []
        for number, heading in enumerate(headings):
            if heading.role not in {"", "area"}:
                is_other = heading.role in ROW_ROLES
                home = others if is_other else figures.setdefault(heading.period, {})
                if home.setdefault(heading.role, number) != number:
                    doubles.append(number)
        complete = _complete_figures(figures)
        area = self._find_area_column(sheet, row, headings) if complete else None
        if area is None:
            return None
        others = {role: column for role, column in others.items() if column != area}
        titles = tuple(_list_doubles(sheet, row, headings, doubles))
        return TableHead(block[0], row, headings, area, others, complete, titles)

    def _find_area_column(self, sheet: Sheet, head: int, headings: Sequence[Heading]) -> int | None:
        """Return the column of the areas: the best name that holds some, or the most of them."""
        counts = self.count_areas(sheet, head)
        best = _find_named_area(headings, counts)
        if best is not None and (counts.get(best) or not counts or self.columns):
            return best
        filled = {n: count for n, count in counts.items() if n not in _list_figures(headings)}
        if filled:
            return max(filled, key=lambda n: (filled[n], -n))
        return _find_corner(headings)

    def count_areas(self, sheet: Sheet, head: int) -> dict[int, int]:
        """Return how many areas the cells below a row name, of the columns that hold any.

        A column with one and the same area in every row is left out: it names the municipality.
        """
        found: dict[int, list[str]] = {}
        for column, area in self._list_areas(sheet, head):
            found.setdefault(column, []).append(area)
        counts = {column: (len(set(keys)), len(keys)) for column, keys in found.items()}
        return {
            column: areas for column, (areas, cells) in counts.items() if areas > 1 or cells == 1
        }

    def _list_areas(self, sheet: Sheet, head: int) -> Iterator[tuple[int, str]]:
        """Yield each cell below a row that names an area, as its column and that area."""
        for row in sheet.below(head)[:ROWS_TO_RECOGNISE]:
            for column, value in enumerate(sheet.rows[row]):
                if isinstance(value, str) and (area := self.areas.find(cell_text(value))):
                    yield column, area


def _list_doubles(
    sheet: Sheet, head: int, headings: Sequence[Heading], columns: Sequence[int]
) -> Iterator[str]:
    """Yield the names of columns that stand twice.

    Not of a wave that is the same in all rows: in files of the dashboard that is what they are of.
    """
    for column in columns:
        waves = {cell_text(sheet.at((row, column))) for row in sheet.below(head)} - {""}
        if headings[column].role != "period" or len(waves) != 1:
            yield headings[column].title


def _find_named_area(headings: Sequence[Heading], counts: Mapping[int, int]) -> int | None:
    """Return the column that is called as areas are: one that holds some, then the best name."""
    named = (n for n, h in enumerate(headings) if h.role == "area")
    rank = {n: (not counts.get(n), _rank_area_title(headings[n].title), n) for n in named}
    return min(rank, key=rank.__getitem__, default=None)


def _list_figures(headings: Sequence[Heading]) -> set[int]:
    """Return the columns of figures and of their status."""
    return {n for n, h in enumerate(headings) if h.role in FIGURE_PARTS | {"value", "status"}}


def _join_roles(parts: Sequence[Heading], *, is_named: bool) -> str:
    """Return the role of names above each other; nothing where one is unknown.

    Under the figure's own name a weak name is no detail of it.
    """
    if not is_named and any(not part.role for part in parts):
        return ""
    details = [p.role for p in parts if p.role in FIGURE_PARTS and not (is_named and p.is_weak)]
    return details[-1] if details else "value"


def _find_corner(headings: Sequence[Heading]) -> int | None:
    """Return the column without a name left of the years, as cross tables have it."""
    years = [n for n, heading in enumerate(headings) if heading.period]
    is_corner = len(years) > 1 and years[0] > 0 and not headings[years[0] - 1].title
    return years[0] - 1 if is_corner else None


def _rank_area_title(title: str) -> int:
    """Return how good a name of the areas' column is, 0 for the best."""
    words = title.split(" ")  # names above each other are joined: the lowest counts
    keys = (name_key(" ".join(words[start:])) for start in range(len(words)))
    return next((AREA_TITLES.index(key) for key in keys if key in AREA_TITLES), len(AREA_TITLES))


def topic_key(title: str) -> str:
    """Return the name of a topic without number, unit, statistic and the groups above it."""
    last = re.split(r"[|/>]", _UNIT.sub("", title))[-1]
    return name_key(re.sub(r"_(\d+|gemiddelde|gem|cijfer|score)$", "", last.strip()))


def _carry_titles(cells: Sequence[CellValue], width: int) -> Iterator[str]:
    """Yield the names of a row, each up to the next; that of the first column is its own."""
    above = ""
    for number, value in enumerate([*cells, *[None] * (width - len(cells))]):
        text = cell_text(value, longest=120)
        above = (text or above) if number else ""
        yield above if number else text


def _complete_figures(figures: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    """Return the periods that have a value; of one period the margins may have no year."""
    complete = {period: roles for period, roles in figures.items() if "value" in roles}
    if len(complete) == 1:  # 'rapportcijfer 2025' next to 'ondergrens' without a year
        return {period: {**figures.get("", {}), **roles} for period, roles in complete.items()}
    return complete
