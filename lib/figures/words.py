"""Fixed Dutch words of the screen that several figures use. Not here: sentences."""

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.analysis.course import Course
from lib.analysis.gap import Group
from lib.board import State

GROUP = {
    Group.BELOW_FLOOR: "onder de ondergrens",
    Group.BETWEEN: "tussen ondergrens en doel",
    Group.AT_TARGET: "op of boven het doel",
    Group.NO_RATING: "geen rapportcijfer",
}
# A sign beside the colour: nobody has to see colour to know the group.
SIGN = {
    Group.BELOW_FLOOR: "▼",
    Group.BETWEEN: "◆",
    Group.AT_TARGET: "▲",
    Group.NO_RATING: "–",
}
COURSE = {
    Course.REACHED: "gehaald",
    Course.MISSED: "niet gehaald",
    Course.ON_COURSE: "op koers",
    Course.OFF_COURSE: "niet op koers",
    Course.UNKNOWN: "niet vast te stellen",
}
CHANGE = {
    Change.RISE: "aantoonbare stijging",
    Change.FALL: "aantoonbare daling",
    Change.NOT_DEMONSTRABLE: "geen aantoonbaar verschil",
    Change.NO_MARGIN: "geen marge bekend",
    Change.NOT_COMPARABLE: "niet vergelijkbaar",
}
# The sign is the direction only: whether it is good or bad is another matter.
MOVEMENT = {
    Verdict.RISE: "↑ aantoonbare stijging",
    Verdict.FALL: "↓ aantoonbare daling",
    Verdict.NOT_DEMONSTRABLE: "geen aantoonbaar verschil",
    Verdict.TOO_SMALL: "te kleine aantallen",
}
STATE = {State.PAST: "voorbij", State.NOW: "nu", State.TO_COME: "komt nog"}
FICTITIOUS = "FICTIEVE CIJFERS"


def paragraph(section: str) -> str:
    """Return where in the policy note something stands; nothing where that is not known."""
    return f"paragraaf {section}" if section else ""


def focus_word(*, internal: bool) -> str:
    """Return the working term for insiders, the plain one for the public."""
    return "aandachtswijk" if internal else "wijk met extra inzet"
