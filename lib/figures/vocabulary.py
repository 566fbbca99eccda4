"""Fixed Dutch words of the screen that several figures use. Not here: sentences."""

import datetime as dt

from lib.analysis.change import Change, Difference
from lib.analysis.counts import Verdict
from lib.analysis.course import Course
from lib.analysis.floor import FloorPosition
from lib.analysis.gap import GoalGroup
from lib.analysis.windows import Comparison
from lib.board import RegistrationChanges, StepState
from lib.catalog import Polarity, parse_date_parts
from lib.figures.format import NO_MARGIN, day, number, partial_date

GROUP_LABELS = {
    GoalGroup.BELOW_FLOOR: "onder de ondergrens",
    GoalGroup.BETWEEN: "tussen ondergrens en doel",
    GoalGroup.AT_TARGET: "op of boven het doel",
    GoalGroup.NO_RATING: "geen rapportcijfer",
}
# A sign with the colour: nobody has to see colour to know the group.
GROUP_SIGNS = {
    GoalGroup.BELOW_FLOOR: "▼",
    GoalGroup.BETWEEN: "◆",
    GoalGroup.AT_TARGET: "▲",
    GoalGroup.NO_RATING: "–",
}
COURSE_LABELS = {
    Course.REACHED: "gehaald",
    Course.MISSED: "niet gehaald",
    Course.ON_COURSE: "op koers",
    Course.OFF_COURSE: "niet op koers",
    Course.UNKNOWN: "nog niet te zeggen",
}
CHANGE_LABELS = {
    Change.RISE: "aantoonbare stijging",
    Change.FALL: "aantoonbare daling",
    Change.NOT_DEMONSTRABLE: "geen aantoonbaar verschil",
    Change.NO_MARGIN: NO_MARGIN,
    Change.NOT_COMPARABLE: "niet vergelijkbaar",
}
CHANGE_SIGNS = {Change.RISE: "↑", Change.FALL: "↓"}
# What the margin says of an area and the floor, next to the policy's own rule.
FLOOR_LABELS = {
    FloorPosition.SURELY_BELOW: "zeker onder {floor}",
    FloorPosition.WITHIN_MARGIN: "binnen de marge",
    FloorPosition.SURELY_ABOVE: "zeker boven {floor}",
    FloorPosition.NO_MARGIN: NO_MARGIN,
    FloorPosition.NO_RATING: "",
}
# The sign is the direction only: whether it is good or bad is another matter.
VERDICT_LABELS = {
    Verdict.RISE: "↑ aantoonbare stijging",
    Verdict.FALL: "↓ aantoonbare daling",
    Verdict.NOT_DEMONSTRABLE: "geen aantoonbaar verschil",
    Verdict.TOO_SMALL: "te kleine aantallen",
    Verdict.UNKNOWN: "niet te zeggen",
}
# How the municipality compares with another region.
DIFFERENCE_LABELS = {
    Difference.HIGHER: "aantoonbaar hoger",
    Difference.LOWER: "aantoonbaar lager",
    Difference.NOT_DEMONSTRABLE: "geen aantoonbaar verschil",
    Difference.NO_MARGIN: NO_MARGIN,
    Difference.NOT_COMPARABLE: "niet vergelijkbaar",
}
# What a verdict looks like where there is room for one sign only.
DIRECTION_SIGNS = {
    Verdict.RISE: "↑",
    Verdict.NOT_DEMONSTRABLE: "=",
    Verdict.FALL: "↓",
    Verdict.TOO_SMALL: "·",
}
COMPARISON_LABELS = {
    Comparison.FOUR_YEARS: "vier jaar ervoor en de rest van de gemeente",
    Comparison.YEAR_BEFORE: "12 maanden ervoor",
    Comparison.SAME_MONTHS: "zelfde maanden vorig jaar",
    Comparison.BASE_YEAR: "jaar voor het beleid",
}
VIEW_LABELS = {
    "aantal": "Aantal",
    "per-1000": "Per 1.000",
    "aandeel": "Aandeel",
    "verandering": "Verandering",
}
STATE_LABELS = {
    StepState.PAST: "geweest volgens de planning",
    StepState.NOW: "nu",
    StepState.TO_COME: "komt nog",
}
NOT_FILLED_IN = "nog niet ingevuld"
FICTITIOUS = "FICTIEVE CIJFERS"
OVERDUE = "TE LAAT"  # of an agreement whose day has passed
SUPPRESSED = "niet getoond"
STILL_FILLING = (
    "De nieuwste dagen in een lijst van de politie vullen nog aan: wat later wordt gemeld of "
    "verwerkt, komt er nog bij."
)


def format_floor_position(position: FloorPosition, *, floor: float) -> str:
    """Return 'zeker onder 6,7', 'binnen de marge' or 'zeker boven 6,7'; nothing of no rating."""
    return FLOOR_LABELS[position].format(floor=number(floor, decimals=1))


def format_comparison(found: RegistrationChanges) -> str:
    """Return which months are compared with which."""
    return f"{format_months(found.after)} naast {format_months(found.before)}"


def _format_days(first: dt.date, last: dt.date) -> str:
    """Return '17 t/m 23 november 2026', with as much of the first day as it needs."""
    start = day(first)
    if first.year == last.year:
        start = start.removesuffix(f" {first.year}")
        if first.month == last.month:
            start = str(first.day)
    return f"{start} t/m {day(last)}"


def format_months(ends: tuple[str, str]) -> str:
    """Return '2023' for a whole year, '2019-2022' for more, else 'mei 2023 tot en met mei 2024'."""
    first, last = ends
    if first == last:
        return partial_date(first)
    start, end = parse_date_parts(first), parse_date_parts(last)
    if start.day:
        return _format_days(start.first_day, end.last_day)
    if (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year}-{end.year}"
    return f"{partial_date(first)} tot en met {partial_date(last)}"


def name_verdict(verdict: Verdict) -> str:
    """Return a verdict without its arrow."""
    return VERDICT_LABELS[verdict].lstrip("↑↓ ")


def judge_verdict(verdict: Verdict, polarity: Polarity) -> str:
    """Return 'gunstig' or 'ongunstig' where a real change may be judged; else nothing."""
    if verdict not in {Verdict.RISE, Verdict.FALL} or polarity is Polarity.NONE:
        return ""
    is_good = (verdict == Verdict.RISE) is (polarity is Polarity.HIGHER)
    return "gunstig" if is_good else "ongunstig"


def format_paragraph(section: str) -> str:
    """Return where in the policy note something stands; nothing where that is not known."""
    return f"paragraaf {section}" if section[:1].isdigit() else section


def focus_word(*, internal: bool) -> str:
    """Return the working term for insiders, the plain one for the public."""
    return "aandachtswijk" if internal else "wijk met extra inzet"
