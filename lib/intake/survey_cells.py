"""Whether the cells of one area are a figure: number, range, unit, margin, status.

All faults of an entry are told at once. Not here: which area and which wave (`judge`).
"""

from dataclasses import dataclass

from lib.catalog import DataProblem, DataProblemsError, Indicator, Missing, Status
from lib.intake.survey_layouts import Cell, Entry
from lib.intake.values import NOT_PUBLISHED, CellError, count, number, serial_date, shown, tidy

NOISE = 1e-9  # of floats: 7.199999999 is 7.2
NO_OUTCOME = CellError(
    "de uitkomst van de formule", fix="open het bestand in Excel, sla het op en kies het opnieuw"
)
SHARED = CellError("één cijfer per rij", fix="splits de samengevoegde cellen")


@dataclass(frozen=True)
class Figures:
    """One figure in the indicator's unit, or why there is none; `n`: respondents."""

    value: float | None
    lower: float | None
    upper: float | None
    n: int | None
    status: Status
    missing: Missing | None


def fault(entry: Entry, cell: Cell, *, expected: str, fix: str) -> DataProblem:
    """Return the problem of one cell, at its place."""
    return DataProblem(
        entry.file,
        row=entry.row,
        column=cell.column,
        value=tidy(shown(cell.value)[:300]),
        expected=expected,
        fix=fix,
    )


def figures_of(entry: Entry, *, indicator: Indicator) -> Figures:
    """Return the figure; raise `DataProblemsError` with everything that is wrong with it."""
    found: dict[str, float | None] = {}
    faults = []
    for role in ("value", "lower", "upper", "n"):
        try:
            found[role] = _read(entry, role)
        except CellError as error:
            cell = entry.figures[role]
            faults.append(fault(entry, cell, expected=error.expected, fix=error.fix))
    value, lower, upper = (found.get(role) for role in ("value", "lower", "upper"))
    faults += _range_faults(entry, found, indicator)
    faults = faults or _interval_faults(entry, value, lower, upper)
    status = _status(entry, faults)
    is_absent = _is_mark(entry.figures["value"])
    if not faults and value is None and (not is_absent or lower is not None):
        faults.append(
            fault(
                entry,
                entry.figures["value"],
                expected="een cijfer, of alleen een streepje (-)",
                fix="vul het cijfer in; een streepje zonder marge betekent: niet gepubliceerd",
            )
        )
    if faults:
        raise DataProblemsError(faults)
    if value is not None:
        value = round(value, indicator.decimals)
        if lower is not None and upper is not None:  # which float noise may have put beside it
            lower, upper = min(lower, value), max(upper, value)
    respondents = found["n"]
    n = None if respondents is None else int(respondents)
    return Figures(value, lower, upper, n, status, Missing.NOT_PUBLISHED if is_absent else None)


def _is_mark(cell: Cell) -> bool:
    return isinstance(cell.value, str) and tidy(cell.value).casefold() in NOT_PUBLISHED


def _read(entry: Entry, role: str) -> float | None:
    cell = entry.figures.get(role)
    if cell is None or _is_mark(cell):
        return None
    if cell.is_shared:
        raise SHARED
    if cell.value is None and cell.is_formula:
        raise NO_OUTCOME
    return count(cell.value) if role == "n" else number(cell.value)


def _status(entry: Entry, faults: list[DataProblem]) -> Status:
    text = tidy(shown(entry.status.value)).casefold() if entry.status else ""
    try:
        return Status(text or Status.FINAL)
    except ValueError:
        assert entry.status is not None  # noqa: S101 - without a cell there is no text
        expected = f"een van: {', '.join(Status)}"
        faults.append(fault(entry, entry.status, expected=expected, fix="kies een van de woorden"))
        return Status.FINAL


def _range_faults(
    entry: Entry, found: dict[str, float | None], indicator: Indicator
) -> list[DataProblem]:
    low, high = indicator.range or (0.0, float("inf"))
    limits = f"van {low:g} tot en met {high:g}" if indicator.range else "van 0 of meer"
    faults = [
        fault(
            entry,
            entry.figures[role],
            expected=f"een {indicator.unit} {limits}",
            fix=_meant(value, low=low, high=high),
        )
        for role in ("value", "lower", "upper")
        if (value := found.get(role)) is not None and not low <= value <= high
    ]
    value = found.get("value")
    if value is not None and abs(round(value, indicator.decimals) - value) > NOISE:
        most = f"een getal met hoogstens {indicator.decimals} cijfer achter de komma"
        faults.append(
            fault(
                entry,
                entry.figures["value"],
                expected=most if indicator.decimals else "een heel getal",
                fix="rond af zoals de bron het cijfer publiceert",
            )
        )
    return faults


def _meant(value: float, *, low: float, high: float) -> str:
    """Return what to do about a number out of range, with the number that may be meant."""
    day = serial_date(value)
    if day is not None and low <= day.day + day.month / 10 <= high:
        return (
            f"is dit een datum ({day.day}-{day.month})? Bedoelt u {day.day},{day.month}? Geef de "
            "cel de opmaak Getal en typ het cijfer opnieuw"
        )
    for factor in (10, 100):
        if high < float("inf") and low <= value / factor <= high:
            return f"bedoelt u {shown(value / factor)}? Schrijf het met een komma"
    return "verbeter het getal"


def _interval_faults(
    entry: Entry, value: float | None, lower: float | None, upper: float | None
) -> list[DataProblem]:
    if lower is None and upper is None:
        return []
    cells = entry.figures
    if lower is None or upper is None:
        filled = cells["upper" if lower is None else "lower"]
        return [
            fault(
                entry,
                filled,
                expected="een ondergrens en een bovengrens",
                fix="vul beide in",
            )
        ]
    if lower > upper:
        return [
            fault(
                entry,
                cells["lower"],
                expected=f"een ondergrens onder de bovengrens ({shown(upper)})",
                fix="verwissel ondergrens en bovengrens",
            )
        ]
    if value is not None and not lower - NOISE <= value <= upper + NOISE:
        return [
            fault(
                entry,
                cells["value"],
                expected=f"een cijfer van {shown(lower)} tot {shown(upper)}",
                fix="verbeter het cijfer of de marge",
            )
        ]
    return []
