"""A survey wave from an uploaded file: checked figures, and everything that is wrong with it.

    from lib.intake import SurveyRequest, read_wave
    request = SurveyRequest(indicator="rapportcijfer", period="2025", existing={"2021"})
    wave = read_wave(content, name="meting.xlsx", catalog=catalog, request=request)

Not here: opening the file (`spreadsheet`), finding the figures in it (`survey_layouts`,
`survey_cbs`), reading its rows (`survey_rows`), and storing them (`lib.store`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lib.catalog import Catalog, DataProblem, DataProblemsError, Indicator, Observation
from lib.catalog.problems import RowPlace
from lib.intake.names import index_areas
from lib.intake.persons import refuse_persons
from lib.intake.spreadsheet.open_file import find_one_table, open_file
from lib.intake.spreadsheet.sheets import Sheet, hash_content, safe_file_name
from lib.intake.survey_cbs import find_cbs_table
from lib.intake.survey_heads import HeadReader, name_whole
from lib.intake.survey_layouts import (
    Layout,
    SurveyTable,
    UnknownTable,
    find_survey_table,
    find_unknown_table,
)
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
    file, unknown, has_areas = safe_file_name(name), None, True
    try:
        opened = open_file(content, name=name)
        refuse_persons(opened)
        areas = index_areas(catalog, indicator=request.indicator)
        sheets = [sheet for reading in opened.readings for sheet in reading]
        has_areas = any(map(HeadReader((), areas, {}).has_areas, sheets))
        found = (find_unknown_table(sheet, areas=areas) for sheet in sheets)
        unknown = next(filter(None, found), None)
        table, unread = find_one_table(
            opened,
            find=_table_finder(catalog, indicator, request.columns),
            header=f"wijk, en {indicator.short.lower()} of jaartallen",
        )
    except DataProblemsError as error:
        if error.problems[0].kind == "no_table" and not has_areas:
            names = catalog.municipality.name
            error = DataProblemsError([RowPlace(file).problem("no_known_area", name=names)])
        return WaveFile(file, sha256, request.indicator, problems=error.problems, unknown=unknown)
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


def _table_finder(
    catalog: Catalog, indicator: Indicator, columns: Mapping[str, str]
) -> Callable[[Sheet], SurveyTable | None]:
    """Return the function that finds an indicator's figures in a sheet, whatever the layout."""
    key = indicator.indicator
    topics = [t.columns[key] for t in catalog.open_tables if key in t.columns]
    names = index_areas(catalog, indicator=key)

    def find(sheet: Sheet) -> SurveyTable | None:
        found = find_cbs_table(sheet, topics=[*topics, indicator.name], names=names)
        if found:
            return found
        figure = [key, indicator.name, indicator.short, *indicator.aliases, *topics]
        if indicator.kind != "effort":
            return find_survey_table(sheet, figure=figure, areas=names, columns=columns)
        # A register of the municipality counts something, and seldom names its municipality.
        figure.append("aantal")
        ways = (sheet, *([] if sheet.is_notes else [name_whole(sheet, catalog.municipality.name)]))
        tables = (find_survey_table(w, figure=figure, areas=names, columns=columns) for w in ways)
        return next(filter(None, tables), None)

    return find
