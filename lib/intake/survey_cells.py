"""Whether the cells of one area are a figure: number, range, unit, margin, status.

A survey value has three names on its way from file to board: the *cell* as it stands in the file
(`SheetCell.value`), the *figure* that is parsed from it here, and the *observation* that upload,
store and board pass on unchanged (`Observation.value`). It is checked twice: here, where it enters,
so that every problem names its cell; and in `lib.store.propose_wave`, where it is stored. All
problems of a row are reported at once. Not here: which area and which wave (`survey_rows`).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lib.catalog import DataProblemsError, Indicator, Missing, Status
from lib.intake import values
from lib.intake.spreadsheet.sheets import SheetCell
from lib.intake.survey_row import SurveyRow

FLOAT_NOISE = 1e-9  # 7.199999999 is 7.2
DECIMALS_STORED = 6  # more than any publisher gives, fewer than noise has
NUMBER_ROLES = ("value", "lower", "upper", "n")
_PLUS_MINUS = re.compile(r"(?P<value>[^(\[]+?)?\s*[(\[]?\s*(?:±|\+/-|\+-)(?P<margin>[^)\]]+)[)\]]?")
_VALUE_N = re.compile(r"(?P<value>[\d.,]+%?)\s*\(\s*[nN]\s*=\s*(?P<n>[\d. ]+)\)", re.ASCII)
# What Swing writes where a figure is secret or too small to publish: never a number.
_SECRET = re.compile(r"-99\.?99[5-9](?:[.,]0+)?", re.ASCII)
_INTERVAL = re.compile(
    r"[\[(]?\s*(?P<lower>[\d.,]+%?)\s*(?:tot|t/m|-|–|;|,(?=\s))\s*(?P<upper>[\d.,]+%?)\s*[\])]?",
    re.ASCII,
)
# The same after a figure: '7,1 (6,9-7,3)'.
_VALUE_INTERVAL = re.compile(rf"(?P<value>[\d.,]+%?)\s*(?=[\[(]){_INTERVAL.pattern}", re.ASCII)
# As files of the dashboard itself have it, and what an empty cell means.
OWN_STATUSES = {"": Status.FINAL, "fictieve cijfers": Status.FICTITIOUS}
Numbers = Mapping[str, float | None]  # by role
Fault = tuple[str, values.CellError]  # role, what is wrong with its cell


@dataclass(frozen=True)
class SurveyFigure:
    """One figure in the indicator's unit, or why there is none; `n`: respondents."""

    value: float | None
    lower: float | None
    upper: float | None
    n: int | None
    status: Status
    missing: Missing | None


def parse_figure(row: SurveyRow, *, indicator: Indicator) -> SurveyFigure:
    """Return the figure; raise `DataProblemsError` with everything that is wrong with it."""
    row = _split_cells(row)
    numbers, faults = _read_numbers(row, indicator)
    status, is_absent = _parse_survey_status(row.status), _is_dash(row.cells["value"])
    if status is None:
        faults.append(("status", values.CellError("unknown_survey_status", choices=list(Status))))
    # No value, and no dash alone that says so.
    if not faults and numbers["value"] is None and (not is_absent or numbers["lower"] is not None):
        faults.append(("value", values.CellError("empty_figure")))
    if faults or status is None:
        raise DataProblemsError(row.problem(role, error) for role, error in faults)
    value, lower, upper, n = _round_figure(numbers)
    missing = Missing.NOT_PUBLISHED if is_absent else None
    return SurveyFigure(value, lower, upper, None if n is None else int(n), status, missing)


def _read_numbers(row: SurveyRow, indicator: Indicator) -> tuple[Numbers, list[Fault]]:
    """Return the numbers with their interval, and what is wrong with them."""
    numbers, faults = _parse_numbers(row, indicator)
    if not faults:
        numbers, faults = _apply_margin(numbers, indicator)
    faults += _check_limits(numbers, indicator)
    return numbers, faults or list(_check_interval(numbers))


def _split_cells(row: SurveyRow) -> SurveyRow:
    """Return the row with what one cell says as two in two: '7,4 ± 0,2', and '7,2 tot 7,6'."""
    cells = dict(row.cells)
    for role, patterns in (
        ("value", [_VALUE_N, _VALUE_INTERVAL, _PLUS_MINUS]),
        ("margin", [_PLUS_MINUS, _INTERVAL]),
    ):
        cell = cells.get(role)
        parts = _find_parts(cell, patterns) if cell else {}
        if cell and parts and (role == "margin" or "value" in parts):
            del cells[role]
            cells |= {part: replace(cell, value=text) for part, text in parts.items()}
    return replace(row, cells=cells)


def _find_parts(cell: SheetCell, patterns: Sequence[re.Pattern[str]]) -> dict[str, str]:
    """Return the parts of a text by their role, of the first pattern that it is made by."""
    text = values.cell_text(cell.value) if isinstance(cell.value, str) else ""
    found = next(filter(None, (pattern.fullmatch(text) for pattern in patterns)), None)
    return {role: part for role, part in found.groupdict().items() if part} if found else {}


def _parse_numbers(row: SurveyRow, indicator: Indicator) -> tuple[Numbers, list[Fault]]:
    """Return the numbers of the cells that hold one, and what is wrong with the others."""
    numbers: dict[str, float | None] = {}
    faults: list[Fault] = []
    for role in (*NUMBER_ROLES, "margin"):
        try:
            numbers[role] = _parse_role(row, role, indicator)
        except values.CellError as error:
            faults.append((role, error))
    return numbers, faults


def _apply_margin(numbers: Numbers, indicator: Indicator) -> tuple[Numbers, list[Fault]]:
    """Return the numbers with an interval from value and margin, within what is possible."""
    value, margin = numbers.get("value"), numbers.get("margin")
    if value is None or margin is None or numbers.get("lower") is not None:
        return numbers, []
    if margin <= 0:
        return numbers, [("margin", values.CellError("no_margin"))]
    low, high = indicator.range or (0.0, float("inf"))
    ends = {"lower": max(low, value - margin), "upper": min(high, value + margin)}
    return {**numbers, **ends}, []


def _round_figure(numbers: Numbers) -> list[float | None]:
    """Return value, margins and respondents as they are, without noise; the value within its own.

    How many decimals are visible is for who shows it.
    """
    value, lower, upper, n = (
        None if number is None else round(number, DECIMALS_STORED)
        for number in (numbers[role] for role in NUMBER_ROLES)
    )
    if value is not None and lower is not None and upper is not None:
        lower, upper = min(lower, value), max(upper, value)  # float noise may have put it outside
    return [value, lower, upper, n]


def _is_dash(cell: SheetCell) -> bool:
    """Return whether a cell says that its figure is not published."""
    is_secret = _SECRET.fullmatch(values.cell_text(cell.value))
    return values.says_no_figure(cell.value) or bool(is_secret)


def _parse_role(row: SurveyRow, role: str, indicator: Indicator) -> float | None:
    cell = row.cells.get(role)
    if cell is None or _is_dash(cell):
        return None
    value, _ = values.strip_marks(cell.single_value(noun="cijfer"))
    if role == "n":
        return values.parse_respondents(value)
    if indicator.kind == "effort":
        return values.parse_count(value)
    if is_share(indicator):
        return values.parse_percentage(value)
    if values.is_percentage(value):
        raise values.CellError("no_percentage", unit=indicator.unit)
    return values.parse_number(value)


def is_share(indicator: Indicator) -> bool:
    """Return whether the unit is a percentage."""
    return indicator.unit.startswith("%")


def find_fractions(plain: Sequence[float], *, among: Collection[float]) -> list[float]:
    """Return the numbers without a sign that must be parts of 1, of a file of percentages.

    All of them, where none is larger; else those that times 100 lie among the others.
    """
    small, large = [v for v in plain if 0 < v <= 1], [v for v in among if v > 1]
    if not large:
        return small if len(plain) == len(among) else []
    return [v for v in small if v < 1 and min(large) / 2 <= 100 * v <= 2 * max(large)]


def _parse_survey_status(cell: SheetCell | None) -> Status | None:
    """Return the status, which is final where none is written; None for an unknown word."""
    text = values.cell_text(cell.value).casefold() if cell else ""
    try:
        return OWN_STATUSES.get(text) or Status(text)
    except ValueError:
        return None


def _check_limits(numbers: Numbers, indicator: Indicator) -> Iterator[Fault]:
    low, high = indicator.range or (0.0, float("inf"))
    limits = f"van {low:g} tot en met {high:g}" if indicator.range else "van 0 of meer"
    for role in ("value", "lower", "upper"):
        number = numbers.get(role)
        if number is not None and not low <= number <= high:
            fix = _suggest_number(number, low=low, high=high)
            error = values.CellError("outside_range", unit=indicator.unit, limits=limits, fix=fix)
            yield role, error


def _suggest_number(value: float, *, low: float, high: float) -> str:
    """Return what to do about a number out of range, with the number that may be meant."""
    day = values.parse_serial_date(value)
    if day is not None and low <= day.day + day.month / 10 <= high:
        return (
            f"is dit een datum ({day.day}-{day.month})? Bedoelt u {day.day},{day.month}? Geef de "
            "cel de opmaak Getal en typ het cijfer opnieuw"
        )
    for factor in (10, 100):
        if high < float("inf") and low <= value / factor <= high:
            return f"bedoelt u {values.format_value(value / factor)}? Schrijf het met een komma"
    return "verbeter het getal"


def _check_interval(numbers: Numbers) -> Iterator[Fault]:
    value, lower, upper = (numbers.get(role) for role in ("value", "lower", "upper"))
    if value is not None and numbers.get("n") == 0:
        yield "n", values.CellError("no_respondents")
    if lower is None and upper is None:
        return
    if lower is None or upper is None:
        yield "upper" if lower is None else "lower", values.CellError("half_survey_interval")
        return
    ends = {"lower": values.format_value(lower), "upper": values.format_value(upper)}
    if lower > upper:
        yield "lower", values.CellError("reversed_limits", **ends)
    elif value is not None and not lower - FLOAT_NOISE <= value <= upper + FLOAT_NOISE:
        yield "value", values.CellError("figure_outside_limits", **ends)
