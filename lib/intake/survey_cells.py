"""Whether the cells of one area are a figure: number, range, unit, margin, status.

A survey value has three names on its way from file to board: the *cell* as it stands in the file
(`SheetCell.value`), the *figure* that is parsed from it here, and the *observation* that upload,
store and board pass on unchanged (`Observation.value`). It is checked twice: here, where it enters,
so that every problem names its cell; and in `lib.store.propose_wave`, where it is stored. All
problems of a row are reported at once. Not here: which area and which wave (`survey_rows`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lib.catalog import DataProblemsError, Indicator, Missing, Status
from lib.intake import values
from lib.intake.spreadsheet.sheets import SheetCell
from lib.intake.survey_layouts import SurveyRow

FLOAT_NOISE = 1e-9  # 7.199999999 is 7.2
NUMBER_ROLES = ("value", "lower", "upper", "n")
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
    numbers, faults = _parse_numbers(row)
    faults += _check_limits(numbers, indicator)
    faults = faults or list(_check_interval(numbers))
    status, is_absent = _parse_survey_status(row.status), _is_dash(row.cells["value"])
    if status is None:
        faults.append(("status", values.CellError("unknown_survey_status", choices=list(Status))))
    if not faults and _is_unexplained(numbers, is_absent=is_absent):
        faults.append(("value", values.CellError("empty_figure")))
    if faults or status is None:
        raise DataProblemsError(row.problem(role, error) for role, error in faults)
    value, lower, upper, n = _round_figure(numbers, decimals=indicator.decimals)
    missing = Missing.NOT_PUBLISHED if is_absent else None
    return SurveyFigure(value, lower, upper, None if n is None else int(n), status, missing)


def _parse_numbers(row: SurveyRow) -> tuple[Numbers, list[Fault]]:
    """Return the numbers of the cells that hold one, and what is wrong with the others."""
    numbers: dict[str, float | None] = {}
    faults: list[Fault] = []
    for role in NUMBER_ROLES:
        try:
            numbers[role] = _parse_role(row, role)
        except values.CellError as error:
            faults.append((role, error))
    return numbers, faults


def _is_unexplained(numbers: Numbers, *, is_absent: bool) -> bool:
    """Return whether there is no value and no dash alone that says so."""
    return numbers["value"] is None and (not is_absent or numbers["lower"] is not None)


def _round_figure(numbers: Numbers, *, decimals: int) -> list[float | None]:
    """Return value, margins and respondents; the value as it is published, within its margins."""
    value, lower, upper, n = (numbers[role] for role in NUMBER_ROLES)
    if value is not None:
        value = round(value, decimals)
        if lower is not None and upper is not None:  # float noise may have put it outside
            lower, upper = min(lower, value), max(upper, value)
    return [value, lower, upper, n]


def _is_dash(cell: SheetCell) -> bool:
    """Return whether a cell says that its figure is not published."""
    return (
        isinstance(cell.value, str)
        and values.cell_text(cell.value).casefold() in values.NOT_PUBLISHED
    )


def _parse_role(row: SurveyRow, role: str) -> float | None:
    cell = row.cells.get(role)
    if cell is None or _is_dash(cell):
        return None
    value = cell.single_value(noun="cijfer")
    return values.parse_count(value) if role == "n" else values.parse_number(value)


def _parse_survey_status(cell: SheetCell | None) -> Status | None:
    """Return the status, which is final where none is written; None for an unknown word."""
    text = values.cell_text(cell.value).casefold() if cell else ""
    try:
        return Status(text or Status.FINAL)
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
    value = numbers.get("value")
    if value is not None and abs(round(value, indicator.decimals) - value) > FLOAT_NOISE:
        most = f"een getal met hoogstens {indicator.decimals} cijfer achter de komma"
        expected = most if indicator.decimals else "een heel getal"
        yield "value", values.CellError("figure_decimals", expected=expected)


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
