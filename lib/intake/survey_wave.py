"""A survey wave from an uploaded file: checked figures, and everything that is wrong with it.

    from lib.intake import SurveyRequest, read_wave
    request = SurveyRequest(indicator="rapportcijfer", period="2025", existing={"2021"})
    wave = read_wave(content, name="meting.xlsx", catalog=catalog, request=request)

Not here: opening the file (`spreadsheet`), finding the figures in it (`survey_layouts`,
`survey_cbs`), reading its rows (`survey_rows`), and storing them (`lib.store`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from lib.catalog import Catalog, DataProblem, DataProblemsError, Indicator, Observation
from lib.intake.effort_columns import join_months, name_whole
from lib.intake.names import NameIndex, index_areas, name_key
from lib.intake.persons import (
    DELIVER,
    FileKind,
    refuse_cases,
    refuse_cross_table,
    refuse_persons,
)
from lib.intake.spreadsheet.open_file import find_one_table, open_file
from lib.intake.spreadsheet.sheets import (
    OpenedFile,
    Sheet,
    hash_content,
    refuse_file,
    safe_file_name,
)
from lib.intake.survey_cbs import find_cbs_table
from lib.intake.survey_heads import HeadReader
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
    indicator, sha256 = catalog.indicators[request.indicator], hash_content(content)
    file, unknown, notices = safe_file_name(name), None, tuple[str, ...]()
    wanted: FileKind = "effort" if indicator.kind == "effort" else "survey"
    first = "periode" if wanted == "effort" else "wijk"
    try:
        opened = open_file(content, name=name)
        opened = _choose_wave_sheets(opened, request.period)
        notices = opened.notices
        refuse_persons(opened, wanted=wanted)
        unknown = _find_unknown(opened, catalog, indicator)
        table, unread = find_one_table(
            opened,
            find=_table_finder(catalog, indicator, request.columns),
            header=f"{first}, en {indicator.short.lower()} of jaartallen",
        )
    except DataProblemsError as error:
        problems = error.problems
        if problems[0].kind != "no_table":
            unknown = None  # its columns are known, or no answer about them would help
        elif better := _explain_no_table(opened, catalog, indicator, unknown):
            problems, unknown = better, None
        return WaveFile(
            file,
            sha256,
            request.indicator,
            problems=problems,
            notices=notices,
            unknown=unknown,
        )
    reader = SurveyReader(catalog, request, layout=table.layout, problems=set(table.problems))
    reader.read_table(table)
    return WaveFile(
        opened.name,
        sha256,
        request.indicator,
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
    others = [file for file, year in years.items() if year and year != wave]
    if wave is None or wave not in years.values() or not others:
        return opened
    readings = tuple(
        tuple(sheet for sheet in reading if sheet.file not in others) for reading in opened.readings
    )
    names = ", ".join(file.removeprefix(f"{opened.name}, ") for file in others)
    notice = f"Van een andere meting, niet gelezen: {names}."
    return replace(opened, readings=readings, notices=(*opened.notices, notice))


def _find_unknown(
    opened: OpenedFile, catalog: Catalog, indicator: Indicator
) -> UnknownTable | None:
    """Return the first table of which somebody could point out the columns."""
    areas = index_areas(catalog, indicator=indicator.indicator)
    found = (find_unknown_table(sheet, areas=areas) for sheet in opened.sheets)
    return next(filter(None, found), None)


def _explain_no_table(
    opened: OpenedFile, catalog: Catalog, indicator: Indicator, unknown: UnknownTable | None
) -> tuple[DataProblem, ...]:
    """Return why a file cannot hold the figures, whoever points out its columns; else nothing."""
    names = index_areas(catalog, indicator=indicator.indicator)
    wanted: FileKind = "effort" if indicator.kind == "effort" else "survey"
    try:
        for sheet in opened.sheets:
            refuse_cases(sheet, wanted=wanted)
            way = sheet
            if wanted == "effort":
                refuse_cross_table(sheet, kind="months_across")
                way = name_whole(join_months(sheet), catalog.municipality.name)
            _refuse_other_indicator(way, catalog, indicator, names)
        if unknown and unknown.lists_cases:
            sign = "geen kolom met cijfers"
            refuse_file(opened.name, "cases", sign=sign, deliver=DELIVER[wanted])
        if wanted == "survey" and not any(map(HeadReader((), names, {}).has_areas, opened.sheets)):
            refuse_file(opened.name, "no_known_area", name=catalog.municipality.name)
    except DataProblemsError as error:
        return error.problems
    return ()


def _refuse_other_indicator(
    sheet: Sheet, catalog: Catalog, indicator: Indicator, areas: NameIndex
) -> None:
    """Raise `DataProblemsError` for a table of which each figure has the name of another."""
    others = _name_others(catalog, indicator)
    head = HeadReader(others, areas, {}).find(sheet)
    if head is None or not head.is_named or not all(h.role for h in head.headings if h.title):
        return
    title = next(heading.title for heading in head.headings if heading.is_named)
    found = max((name for name in others if name in name_key(title)), key=len)
    is_own = others[found].kind in {"survey", "effort"}
    refuse_file(
        sheet.file,
        "other_indicator" if is_own else "open_data_indicator",
        row=head.row,
        value=title,
        wanted=indicator.name,
        found=others[found].name,
    )


def _name_others(catalog: Catalog, indicator: Indicator) -> Mapping[str, Indicator]:
    """Return the other indicators by each of their names that is none of this one."""
    own = {name_key(n) for n in (indicator.name, indicator.short, *indicator.aliases)}
    return {
        key: other
        for other in catalog.indicators.values()
        for key in map(name_key, (other.name, other.short, *other.aliases))
        if key not in own
    }


def _table_finder(
    catalog: Catalog, indicator: Indicator, columns: Mapping[str, str]
) -> Callable[[Sheet], SurveyTable | None]:
    """Return the function that finds an indicator's figures in a sheet, whatever the layout."""
    key = indicator.indicator
    topics = [t.columns[key] for t in catalog.open_tables if key in t.columns]
    names, others = index_areas(catalog, indicator=key), _name_others(catalog, indicator)
    search = partial(
        find_survey_table, foreign=others, areas=names, columns=columns, limits=indicator.range
    )

    def find(sheet: Sheet) -> SurveyTable | None:
        found = find_cbs_table(
            sheet, topics=[*topics, indicator.name, *indicator.aliases], names=names
        )
        if found:
            return found
        figure = [key, indicator.name, indicator.short, *indicator.aliases, *topics]
        if indicator.kind != "effort":
            return search(sheet, figure=figure)
        # A register of the municipality counts something, and seldom names its municipality.
        figure += ["aantal", indicator.unit]
        sheet = join_months(sheet)
        ways = (sheet, *([] if sheet.is_notes else [name_whole(sheet, catalog.municipality.name)]))
        tables = (search(way, figure=figure) for way in ways)
        return next(filter(None, tables), None)

    return find
