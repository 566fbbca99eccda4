"""A survey wave from an uploaded file: checked figures, and everything that is wrong with it.

    from lib.intake import SurveyRequest, read_wave
    request = SurveyRequest(indicator="rapportcijfer", period="2025", existing={"2021"})
    wave = read_wave(content, name="meting.xlsx", catalog=catalog, request=request)

A register of what the municipality itself did seldom names it, and may have year and month in two
columns: these are made as those of a survey are. Not here: opening the file (`spreadsheet`),
finding the figures in it (`survey_layouts`, `survey_cbs`), reading its rows (`survey_rows`), and
storing them (`lib.store`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from lib.catalog import Catalog, DataProblem, DataProblemsError, Indicator, Observation
from lib.intake.names import NameIndex, index_areas, name_key
from lib.intake.persons import DELIVER, FileKind, refuse_cases, refuse_cross_table, refuse_persons
from lib.intake.spreadsheet.open_file import find_one_table, open_file
from lib.intake.spreadsheet.sheets import (
    OpenedFile,
    Sheet,
    hash_content,
    refuse_file,
    safe_file_name,
)
from lib.intake.survey_cbs import find_cbs_table
from lib.intake.survey_heads import AREA_TITLES, PERIOD_IN_TITLE, ROLE_OF_TITLE, HeadReader
from lib.intake.survey_layouts import (
    Layout,
    SurveyTable,
    UnknownTable,
    find_survey_table,
    find_unknown_table,
)
from lib.intake.survey_notes import find_year_in_name
from lib.intake.survey_request import Question, SurveyRequest
from lib.intake.survey_rows import SurveyReader
from lib.intake.values import CellValue, cell_text

_YEARS = frozenset({"jaar", "jaartal"})
# What stands between a number in such a column and its year.
_PARTS_OF_YEAR = {"maand": "-", "maandnummer": "-", "kwartaal": " "}


@dataclass(frozen=True)
class WaveFile:
    """What a file holds of one indicator. Texts are Dutch; texts from the file are not escaped.

    `observations` are the good rows, with source `UPLOAD_SOURCE`, which the store replaces.
    `problems` are all faults at once, sorted. `questions` are names that the user has to confirm:
    give the answers to `read_wave` in `SurveyRequest.names`. `notices` are no faults but should be
    known. `other_wave` is the wave in the file, if another one than was meant; `unknown` is the
    table of which somebody has to point out the columns: answer in `SurveyRequest.columns`.
    """

    name: str
    sha256: str
    indicator: str
    layout: Layout | None = None
    observations: tuple[Observation, ...] = ()
    problems: tuple[DataProblem, ...] = ()
    questions: tuple[Question, ...] = ()
    notices: tuple[str, ...] = ()
    other_wave: str | None = None
    unknown: UnknownTable | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the figures may be stored: nothing is wrong and nothing is left to ask."""
        return bool(self.observations) and not self.problems and not self.questions

    @property
    def periods(self) -> tuple[str, ...]:
        """The waves in the file, oldest first."""
        return tuple(p.text for p in sorted({o.period for o in self.observations}))


def read_wave(content: bytes, *, name: str, catalog: Catalog, request: SurveyRequest) -> WaveFile:
    """Read an XLSX or CSV file of one indicator; never raises for what is in the file."""
    finder = _TableFinder(catalog, catalog.indicators[request.indicator], request.columns)
    found = WaveFile(safe_file_name(name), hash_content(content), request.indicator)
    opened = None
    try:
        opened = _choose_wave_sheets(open_file(content, name=name), request.period)
        refuse_persons(opened, wanted=finder.wanted)
        table, unread = find_one_table(opened, find=finder.find, header=finder.header)
    except DataProblemsError as error:
        if opened is None:
            return replace(found, problems=error.problems)
        found = replace(found, notices=opened.notices)
        if error.problems[0].kind != "no_table":
            return replace(found, problems=error.problems)
        unknown = finder.find_unknown(opened)
        if better := finder.explain_absence(opened, unknown):
            return replace(found, problems=better)
        return replace(found, problems=error.problems, unknown=unknown)
    reader = SurveyReader(catalog, request, layout=table.layout, problems=set(table.problems))
    reader.read_table(table)
    return replace(
        found,
        layout=table.layout,
        observations=tuple(reader.observations.values()),
        problems=tuple(sorted(reader.problems)),
        questions=reader.questions,
        notices=(*opened.notices, *unread, *table.notices, *reader.list_notices()),
        other_wave=reader.other_wave,
    )


def _choose_wave_sheets(opened: OpenedFile, wave: str | None) -> OpenedFile:
    """Return the file without the sheets that are called by another wave, where one has this."""
    years = {s.file: find_year_in_name(s.file.removeprefix(opened.name)) for s in opened.sheets}
    others = [file for file, year in years.items() if year not in {"", wave}]
    if wave not in years.values() or not others:
        return opened
    readings = tuple(
        tuple(sheet for sheet in reading if sheet.file not in others) for reading in opened.readings
    )
    names = ", ".join(file.removeprefix(f"{opened.name}, ") for file in others)
    notice = f"Van een andere meting, niet gelezen: {names}."
    return replace(opened, readings=readings, notices=(*opened.notices, notice))


@dataclass(frozen=True)
class _TableFinder:
    """Finds an indicator's figures in a sheet, whatever the layout; `columns` as in the request."""

    catalog: Catalog
    indicator: Indicator
    columns: Mapping[str, str]

    @property
    def wanted(self) -> FileKind:
        """The kind of file that these figures come in."""
        return "effort" if self.indicator.kind == "effort" else "survey"

    @property
    def header(self) -> str:
        """What the names of columns should be, for who has to fix them."""
        first = "periode" if self.wanted == "effort" else "wijk"
        return f"{first}, en {self.indicator.short.lower()} of jaartallen"

    @cached_property
    def _areas(self) -> NameIndex:
        return index_areas(self.catalog, indicator=self.indicator.indicator)

    @cached_property
    def _others(self) -> Mapping[str, Indicator]:
        """The other indicators by each of their names that is none of this one."""
        own = set(map(name_key, self.indicator.names))
        return {
            key: other
            for other in self.catalog.indicators.values()
            for key in map(name_key, other.names)
            if key not in own
        }

    def find(self, sheet: Sheet) -> SurveyTable | None:
        """Return the figures in a sheet; None for none."""
        key, about = self.indicator.indicator, self.indicator
        topics = [t.columns[key] for t in self.catalog.open_tables if key in t.columns]
        topics += [about.name, *about.aliases]
        if found := find_cbs_table(sheet, topics=topics, names=self._areas):
            return found
        figure, ways = [key, about.short, *topics], [sheet]
        if self.wanted == "effort":
            # A register of the municipality counts something, and seldom names its municipality.
            figure += ["aantal", about.unit]
            ways = [_join_months(sheet)]
            ways += [] if sheet.is_notes else [_name_whole(ways[0], self.catalog)]
        search = partial(
            find_survey_table,
            figure=figure,
            foreign=self._others,
            areas=self._areas,
            columns=self.columns,
            limits=about.range,
        )
        return next(filter(None, map(search, ways)), None)

    def find_unknown(self, opened: OpenedFile) -> UnknownTable | None:
        """Return the first table of which somebody could point out the columns."""
        found = (find_unknown_table(sheet, areas=self._areas) for sheet in opened.sheets)
        return next(filter(None, found), None)

    def explain_absence(
        self, opened: OpenedFile, unknown: UnknownTable | None
    ) -> tuple[DataProblem, ...]:
        """Return why a file cannot hold the figures, whoever points out its columns; or nothing."""
        try:
            for sheet in opened.sheets:
                refuse_cases(sheet, wanted=self.wanted)
                way = sheet
                if self.wanted == "effort":
                    refuse_cross_table(sheet, kind="months_across")
                    way = _name_whole(_join_months(sheet), self.catalog)
                self._refuse_other_indicator(way)
            if unknown and unknown.lists_cases:
                sign = "geen kolom met cijfers"
                refuse_file(opened.name, "cases", sign=sign, deliver=DELIVER[self.wanted])
            has_areas = HeadReader((), self._areas, {}).has_areas
            if self.wanted == "survey" and not any(map(has_areas, opened.sheets)):
                refuse_file(opened.name, "no_known_area", name=self.catalog.municipality.name)
        except DataProblemsError as error:
            return error.problems
        return ()

    def _refuse_other_indicator(self, sheet: Sheet) -> None:
        """Raise `DataProblemsError` for a table of which each figure has the name of another."""
        head = HeadReader(self._others, self._areas, {}).find(sheet)
        if head is None or not head.is_named or not head.is_known:
            return
        title = next(heading.title for heading in head.headings if heading.is_named)
        name = max((name for name in self._others if name in name_key(title)), key=len)
        other = self._others[name]
        refuse_file(
            sheet.file,
            "other_indicator" if other.kind in {"survey", "effort"} else "open_data_indicator",
            row=head.row,
            value=title,
            wanted=self.indicator.name,
            found=other.name,
        )


def _name_whole(sheet: Sheet, catalog: Catalog) -> Sheet:
    """Return a sheet in which each row under a column of periods names the municipality."""
    for row, cells in sheet.rows.items():
        roles = {ROLE_OF_TITLE.get(name_key(cell_text(c, longest=60))) for c in cells}
        if "period" in roles:
            return sheet.with_column(AREA_TITLES[0], catalog.municipality.name, head=row)
    return sheet


def _join_months(sheet: Sheet) -> Sheet:
    """Return a sheet in which a column of months or quarters has its year from that of years."""
    for head, cells in sheet.rows.items():
        place = {name_key(cell_text(cell, longest=60)): n for n, cell in enumerate(cells)}
        years, parts = (sorted(place.keys() & names) for names in (_YEARS, _PARTS_OF_YEAR.keys()))
        if years and parts:
            at = place[years[0]], place[parts[0]]
            return _join_below(sheet, head, at, sign=_PARTS_OF_YEAR[parts[0]])
    return sheet


def _join_below(sheet: Sheet, head: int, at: tuple[int, int], *, sign: str) -> Sheet:
    below = {r: _join_month(c, at, sign=sign) for r, c in sheet.rows.items() if r > head}
    named = tuple(None if n == at[0] else cell for n, cell in enumerate(sheet.rows[head]))
    return replace(sheet, rows={**sheet.rows, **below, head: named})


def _join_month(
    cells: Sequence[CellValue], at: tuple[int, int], *, sign: str
) -> tuple[CellValue, ...]:
    """Return a row with '3-2025' in the column of months, and nothing in that of years."""
    year, month = at
    when, text = (cell_text(cells[n]) if n < len(cells) else "" for n in at)
    if not when or not text or PERIOD_IN_TITLE.search(text):
        return tuple(cells)
    joined = {year: None, month: f"{text}{sign if text.isdecimal() else ' '}{when}"}
    return tuple(joined.get(n, cell) for n, cell in enumerate(cells))
