"""Which area and which wave a row is about; what is double, missing, or there already.

Nothing is guessed: a name that is not known becomes a question. Not here: whether the cells hold a
figure (`survey_cells`).
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from lib.catalog import (
    Catalog,
    DataProblem,
    DataProblemsError,
    Indicator,
    Observation,
    Period,
    Status,
)
from lib.catalog.catalog import Frame
from lib.catalog.problems import RowPlace
from lib.intake.names import MAX_AREA_NAME, TOTAL_NAMES, NameIndex, index_areas, name_key
from lib.intake.spreadsheet.sheets import MAX_FINDINGS, too_many_findings
from lib.intake.survey_cells import SurveyFigure, find_fractions, is_share, parse_figure
from lib.intake.survey_layouts import Layout, SurveyTable
from lib.intake.survey_notes import describe_mark, join_some
from lib.intake.survey_periods import PeriodReader
from lib.intake.survey_request import Question, SurveyRequest
from lib.intake.survey_row import SurveyRow
from lib.intake.values import CellError, cell_text, format_value, is_percentage, strip_marks

UPLOAD_SOURCE = "import"
MAX_QUESTIONS = 50
MANY_ROWS = 3  # of areas that were there already: rather persons than a mistake
AreaPeriod = tuple[str, str]


@dataclass
class SurveyReader:
    """Reads the rows of a survey table; collects observations, problems and notices."""

    catalog: Catalog
    request: SurveyRequest
    layout: Layout
    problems: set[DataProblem] = field(default_factory=set)
    observations: dict[AreaPeriod, Observation] = field(default_factory=dict)
    _rows: dict[AreaPeriod, int] = field(default_factory=dict)
    _unknown: dict[str, SurveyRow] = field(default_factory=dict)
    _other_waves: set[str] = field(default_factory=set)
    _skipped: set[str] = field(default_factory=set)
    _renamed: dict[str, str] = field(default_factory=dict)
    _formulas: int = 0
    _marked: dict[str, list[int]] = field(default_factory=dict)
    _other_level: set[str] = field(default_factory=set)
    _signed: set[int] = field(default_factory=set)  # rows with a sign of a percentage

    def __post_init__(self) -> None:
        names = self.request.names.items()
        self._answers = {name_key(name) or name: area for name, area in names}
        self._names: NameIndex = index_areas(self.catalog, indicator=self.request.indicator)
        areas = self.catalog.of_kind("area")
        self._all_areas = NameIndex.of(
            ((k, (a.name, *a.aliases)) for k, a in areas.items()), whole=self._names.whole
        )
        self._periods = PeriodReader(self.request, self._is_effort, self.problems)

    @property
    def indicator(self) -> Indicator:
        """The indicator that the file is read for."""
        return self.catalog.indicators[self.request.indicator]

    @property
    def _is_effort(self) -> bool:
        return self.indicator.kind == "effort"

    def read_table(self, table: SurveyTable) -> None:
        """Read all rows, and check what only the whole file shows."""
        if self._periods.refuse_month_first(table):
            return
        for row in table.rows:
            self._read_row(row)
            if self._findings > MAX_FINDINGS or len(self._unknown) > MAX_QUESTIONS:
                break
        self.problems |= set(self._periods.list_problems(table.file, self._waves))
        self._check_fractions(table)
        self._check_amounts(table.file)
        self._refuse_persons(table.file)
        self._refuse_mixture(table.file)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The names that the user has to explain."""
        return tuple(
            Question(name, row.row, *self._suggest(name)) for name, row in self._unknown.items()
        )

    def list_notices(self) -> tuple[str, ...]:
        """Return what is no fault, but should be known before the figures are used."""
        dates = [f"{day} als meting {when}" for day, when in self._periods.dates.items()]
        skipped = sorted((self._skipped | self._periods.totals) - set(self._unknown))
        lists = [
            ("Datums zijn gelezen als meting: ", dates),
            ("Namen zijn gelezen als wijk: ", list(self._renamed.values())),
            ("Andere metingen in het bestand, niet gelezen: ", sorted(self._other_waves)),
            ("Overgeslagen rijen: ", [f"'{name}'" for name in skipped]),
            *([] if self._unknown or self.layout == "cbs" else self._list_absent_areas()),
        ]
        notices = [start + join_some(items) + "." for start, items in lists if items]
        marks = (describe_mark(mark, rows) for mark, rows in self._marked.items())
        return (*notices, *marks, *self._list_remarks())

    def _list_remarks(self) -> Iterator[str]:
        """Yield what was read in another way than it stands there."""
        if number := len(self._other_level):
            areas = f"is {number} wijk" if number == 1 else f"zijn {number} wijken"
            whole = f"'{self.indicator.name}' is er alleen voor de hele gemeente"
            yield f"{whole}: niet gelezen {areas}."
        if self._periods.is_undated:
            yield f"Het bestand noemt geen meting: gelezen als {self._periods.wanted}."
        if self._formulas:
            yield f"Cellen met een formule: {self._formulas}. De uitkomst is gebruikt."

    def _read_row(self, row: SurveyRow) -> None:
        name = cell_text(row.area.value)
        if self._skips(row, name):
            return
        when = self._periods.read(row)
        if when and self._periods.wanted not in {None, when}:
            if self.layout != "long":  # such a table holds earlier waves too
                self._other_waves.add(when.text)
                return
            self._periods.wrong.setdefault(when.text, row)
        if self._is_other_level(name):
            self._other_level.add(name)
            return
        area, figure = self._read_area(row, name), self._read_figure(row)
        if area and when:
            self._add_figure(row, (area, when.text), figure)

    def _skips(self, row: SurveyRow, name: str) -> bool:
        """Return whether a row is empty or left out by the user; note those that say a name."""
        is_left_out = self._answer(name) == ""
        if name and (is_left_out or (row.is_empty and not self._names.find(name))):
            self._skipped.add(name)
        return is_left_out or row.is_empty

    def _read_figure(self, row: SurveyRow) -> SurveyFigure | None:
        for cell in row.cells.values():
            self._formulas += cell.is_formula and cell.value not in {None, 0}
            self._signed |= {row.row} if is_percentage(cell.value) else set()
            if mark := strip_marks(cell.value)[1]:
                self._marked.setdefault(mark, []).append(row.row)
        try:
            return parse_figure(row, indicator=self.indicator)
        except DataProblemsError as error:
            self.problems.update(error.problems)
            return None

    @property
    def _findings(self) -> int:
        return len(self.problems) + len(self._skipped)

    @property
    def _waves(self) -> list[str]:
        return sorted({when for _, when in self._rows} - set(self._periods.wrong))

    def _answer(self, name: str) -> str | None:
        return self._answers.get(name_key(name) or name)

    @property
    def other_wave(self) -> str | None:
        """The one wave in the file, where that is a planned one but not the one that was meant."""
        return self._periods.find_other_wave({when for _, when in self._rows})

    def _is_other_level(self, name: str) -> bool:
        """Return whether a row is about an area, of an indicator of the municipality only."""
        is_whole = self.indicator.is_municipal_only
        return is_whole and not self._names.find(name) and bool(self._all_areas.find(name))

    def _check_fractions(self, table: SurveyTable) -> None:
        """Report percentages that are parts of 1: they would be a hundred times too small."""
        found = {k: o.value for k, o in self.observations.items() if o.value is not None}
        plain = [v for k, v in found.items() if self._rows[k] not in self._signed]
        fractions = find_fractions(plain, among=found.values())
        if is_share(self.indicator) and fractions:
            column = table.rows[0].cells["value"].column
            value = format_value(max(fractions))
            self.problems.add(RowPlace(table.file).problem("fractions", column=column, value=value))

    def _refuse_persons(self, file: str) -> None:
        """Replace the problems of a file with many rows for each area by that one."""
        double = [p for p in self.problems if p.kind == "double_area"]
        is_most = 3 * len(double) > 2 * len(self.problems)
        if is_most and len(double) >= max(MANY_ROWS, len(self._rows)):
            rows = format_value(round((len(double) + len(self._rows)) / len(self._rows), 1))
            many = RowPlace(file).problem("many_rows_per_area", rows=rows)
            self.problems = {many, *(p for p in self.problems if p.kind == "too_many_findings")}
            self._unknown.clear()

    def _check_amounts(self, file: str) -> None:
        """Report too many faults, too many unknown names, and a file without figures."""
        if self._findings > MAX_FINDINGS:
            self.problems.add(too_many_findings(file))
        if len(self._unknown) > MAX_QUESTIONS:
            self._unknown.clear()
            self.problems.add(RowPlace(file).problem("too_many_questions", most=MAX_QUESTIONS))
        if not self._rows and not self.problems and self._other_level:
            self.problems.add(RowPlace(file).problem("no_whole_figures"))
        elif not self._rows and not self.problems and not self._unknown:
            wave = f" van de meting {self._periods.wanted}" if self._other_waves else ""
            self.problems.add(RowPlace(file).problem("no_figures", expected=f"cijfers{wave}"))

    def _list_absent_areas(self) -> list[tuple[str, list[str]]]:
        levels = {"municipality", "area"} & set(self.indicator.levels)
        names = {a.area: a.name for a in self.catalog.areas.values() if a.kind in levels}
        own = self.catalog.of_kind("area").keys() & names.keys()
        found = []
        for when in self._waves:
            absent = [area for area in names if (area, when) not in self._rows]
            is_all = bool(own) and set(absent) == own
            listed = [f"alle {len(own)} wijken"] if is_all else [names[area] for area in absent]
            found.append((f"Zonder cijfer in de meting {when}: ", listed))
        return found

    def _read_area(self, row: SurveyRow, name: str) -> str | None:
        """Return the area of a row; None after a report or a question."""
        try:
            row.area.outcome()
            _check_name(name)
        except CellError as error:
            self.problems.add(row.problem("area", error))
            return None
        key = self._names.find(name) or self._names.find(self._answer(name) or "")
        if key is None:
            self._unknown.setdefault(name, row)
            return None
        area = self.catalog.areas[key]
        if name_key(name) not in {name_key(known) for known in (key, area.name, *area.aliases)}:
            self._renamed[name] = f"'{name}' als {area.name}"
        return key

    def _add_figure(self, row: SurveyRow, key: AreaPeriod, figure: SurveyFigure | None) -> None:
        first = self._rows.setdefault(key, row.row)
        if first != row.row or key in self.observations:
            error = CellError("double_area", row_before=first)
            self.problems.add(row.problem("area", error))
        elif figure is not None:
            self.observations[key] = Observation.model_construct(
                indicator=self.request.indicator,
                area=key[0],
                period=Period(key[1]),
                source=UPLOAD_SOURCE,
                note="",
                **asdict(figure),
            )

    def _suggest(self, name: str) -> tuple[tuple[str, ...], str]:
        """Return the areas that a name may mean, and the one that it most likely does."""
        similar = self._names.find_similar(name)
        if not {name_key(name), name_key(self._names.strip_whole(name))} & TOTAL_NAMES:
            return similar, self._all_areas.find_likely(name) or ""
        whole = self.catalog.municipality.code
        return (whole, *(key for key in similar if key != whole)), whole

    def _refuse_mixture(self, file: str) -> None:
        """Report fictitious figures next to real ones, of the file or the catalog."""
        frame: Frame = "efforts" if self._is_effort else "survey"
        known = self.catalog.rows(frame, self.request.indicator)
        statuses = {o.status.value for o in self.observations.values()} | set(known["status"])
        if Status.FICTITIOUS.value in statuses and len(statuses) > 1:
            self.problems.add(
                RowPlace(file).problem("mixed_survey", column="status", value=Status.FICTITIOUS)
            )


def _check_name(name: str) -> None:
    """Raise `CellError` for no name, and for a text that is too long for one."""
    if not name:
        raise CellError("area_name", expected="de naam van een wijk")
    if len(name) > MAX_AREA_NAME:
        raise CellError("area_name", expected=f"een naam van hoogstens {MAX_AREA_NAME} tekens")
