"""Which wave a row of a survey is about, and whether that is one that was meant or planned.

Not here: which area it is about (`survey_rows`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lib.catalog import DataProblem, Period
from lib.catalog.problems import RowPlace
from lib.intake.names import TOTAL_NAMES, name_key
from lib.intake.survey_layouts import SurveyTable
from lib.intake.survey_notes import find_year_in_name, join_some
from lib.intake.survey_request import SurveyRequest
from lib.intake.survey_row import SurveyRow
from lib.intake.values import CellError, cell_text, describe_date, find_date_fault, parse_period

SOME_MONTH = Period("2000-01")


@dataclass
class PeriodReader:
    """Reads the waves of rows. `is_effort`: periods of what the municipality itself registers.

    `dates` are the days that were read as a wave, `totals` the rows of all periods together;
    `is_undated` once a row names no wave, `wrong` the first row of each wave that was not meant.
    """

    request: SurveyRequest
    is_effort: bool
    problems: set[DataProblem]
    dates: dict[str, str] = field(default_factory=dict)
    totals: set[str] = field(default_factory=set)
    wrong: dict[str, SurveyRow] = field(default_factory=dict)
    is_undated: bool = False

    def __post_init__(self) -> None:
        self.wanted = Period(self.request.period) if self.request.period else None
        # A day that stands in the file is its month, of what the municipality registers itself.
        self._like = SOME_MONTH if self.is_effort else self.wanted

    def refuse_month_first(self, table: SurveyTable) -> bool:
        """Report a column of days that has the month first, or may have; return whether it is."""
        cells = {row.row: row.period for row in table.rows if row.period}
        fault = find_date_fault(cell.value for cell in cells.values())
        # Of a wave only the year counts, which both orders give alike.
        if not fault or (fault == "ambiguous_dates" and not self.is_effort):
            return False
        first = min(cells)
        place = RowPlace(table.file, first)
        self.problems.add(place.problem(fault, column=cells[first].column))
        return True

    def read(self, row: SurveyRow) -> Period | None:
        """Return the wave of a row: the one that it names, else the one that the user means."""
        if row.period is None:
            return self._read_undated(row)
        if name_key(text := cell_text(row.period.value)) in TOTAL_NAMES:
            self.totals.add(text)
            return None
        try:
            value = row.period.outcome()
            when = parse_period(value, like=self._like)
        except CellError as error:
            self.problems.add(row.problem("period", error))
            return None
        if not self.is_effort and (day := describe_date(value)):
            self.dates[day] = when.text
        return when

    def _read_undated(self, row: SurveyRow) -> Period | None:
        year = find_year_in_name(row.file)
        if self.wanted and self.wanted.is_year and self._is_planned(year):
            self.is_undated |= self.wanted.text == year
            return Period(year)
        self.is_undated = self.wanted is not None
        if not self.is_undated:
            self.problems.add(RowPlace(row.file).problem("no_period", column="meting"))
        return self.wanted

    def find_other_wave(self, found: Collection[str]) -> str | None:
        """Return the one wave of those in the file, where it is planned but was not meant."""
        planned = set(filter(self._is_planned, self.wrong))
        return next(iter(found)) if len(found) == 1 and set(found) <= planned else None

    def _is_planned(self, when: str) -> bool:
        planned = {*self.request.planned, *self.request.existing}
        return bool(when) and (not self.request.planned or when in planned)

    def list_problems(self, file: str, waves: Collection[str]) -> Iterator[DataProblem]:
        """Yield what is wrong with the waves in a file; `waves` are those that were meant."""
        for when, row in self.wrong.items():
            column = row.period.column if row.period else ""
            kind = "other_wave" if self._is_planned(when) else "unplanned_wave"
            kind = kind if row.period else "named_wave"
            planned = join_some(sorted({*self.request.planned, *self.request.existing}))
            texts = {"wave": self.wanted, "waves": planned, "year": when}
            yield RowPlace(file, row.row).problem(kind, column=column, value=when, **texts)
        for when in set(waves) & set(self.request.existing):
            yield RowPlace(file).problem("existing_wave", value=when)
        periods = sorted(map(Period, waves))
        if any(not p.is_as_long_as(periods[0]) for p in periods):
            value = f"{periods[0]}, {periods[-1]}"
            yield RowPlace(file).problem("mixed_periods", value=value)
