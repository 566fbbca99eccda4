"""What was found of a number or claim in a text; and when a number counts as the same.

Not here: finding the fact that it should be (`numbers`, `claims`).
"""

from dataclasses import dataclass
from enum import StrEnum
from math import isnan

from lib.analysis.gap import round_half_up
from lib.story.fact import Fact, Role
from lib.story.reading import Hedge, Number, Sort
from lib.story.scene import Scene

NEAR = 0.1  # 'ruim 3.000' is 3.000 up to a tenth more
ABOUT = 0.05
RATING_STEP = {0: 0.3, 1: 0.1}  # how far a hedged rating may be off, by its decimals
SHARE_STEP, SHARE_NEAR = 1.0, 8.0  # points of a percent, for 'de helft' and 'ruim de helft'
TIMES = (2, 20)  # 'honderden' is 200 up to 2.000


class Found(StrEnum):
    """The verdict on a number or claim."""

    OK = "klopt"
    DIFFERS = "wijkt af"
    NO_SOURCE = "geen bron"
    STATED = "bron genoemd"


@dataclass(frozen=True, order=True)
class Checked:
    """A number or claim at `text[start:end]`, with what was found.

    `read` is the number as it was read, None for a claim without one. `right` is what it should
    be where it differs and that is known; `source` the line of the fact, or the source that the
    writer states; `reason` a Dutch sentence that says why it is no plain 'klopt'.
    """

    start: int
    end: int
    text: str
    read: float | None
    found: Found
    right: str = ""
    source: str = ""
    reason: str = ""


def equals(number: Number, value: float, *, decimals: int, is_scale: bool = False) -> bool:
    """Tell whether a number says a value.

    Said exactly, it must be the number as the screen rounds it; a percentage or rate may be
    rounded further, a rating (`is_scale`) may not. 'Ruim' is up to NEAR more, 'bijna' up to NEAR
    less, 'ongeveer' ABOUT either way; of a rating RATING_STEP. 'Honderden' is 200 to 2.000.
    """
    shown = round_half_up(abs(value), decimals=decimals)
    said = number.value
    if number.sort is Sort.SHARE:
        return _is_share(number, abs(value))
    if number.hedge is Hedge.EXACT:
        coarser = min(decimals, number.decimals)
        rough = round_half_up(abs(value), decimals=coarser) if decimals and not is_scale else shown
        return abs(said - rough) < 1e-9  # noqa: PLR2004
    if number.hedge is Hedge.TIMES:
        return TIMES[0] * said <= shown < TIMES[1] * said
    step = RATING_STEP.get(number.decimals, 0.0) if is_scale else NEAR * said
    about = step if is_scale else ABOUT * said
    slack = 1e-9
    return {
        Hedge.ABOVE: said - slack <= shown <= said + step + slack,
        Hedge.BELOW: said - step - slack <= shown < said,
        Hedge.ABOUT: abs(shown - said) <= about + slack,
    }[number.hedge]


def says(number: Number, fact: Fact) -> bool:
    """Tell whether a number says a fact."""
    if fact.value is None:
        return False
    is_scale = fact.unit == "rapportcijfer" or fact.role in {Role.GOAL, Role.GAP}
    return equals(number, fact.value, decimals=fact.decimals, is_scale=is_scale)


def _is_share(number: Number, value: float) -> bool:
    off = value - number.value
    return {
        Hedge.ABOVE: 0 <= off <= SHARE_NEAR,
        Hedge.BELOW: -SHARE_NEAR <= off < 0,
        Hedge.ABOUT: abs(off) <= SHARE_NEAR / 2,
    }.get(number.hedge, abs(off) <= SHARE_STEP)


def written(number: Number, scene: Scene) -> str:
    """Return a number as it stands in the text."""
    return scene.text[number.start : number.end]


def differs(number: Number, scene: Scene, fact: Fact) -> Checked:
    """Return that a number is not what a fact is."""
    reason = f"{fact.name}, {fact.period}: {fact.shown}."
    return judged(number, scene, Found.DIFFERS, right=fact.shown, source=fact.source, reason=reason)


def judged(
    number: Number,
    scene: Scene,
    found: Found,
    *,
    right: str = "",
    source: str = "",
    reason: str = "",
) -> Checked:
    """Return the verdict on a number."""
    read = None if isnan(number.value) else number.value
    text = written(number, scene)
    return Checked(number.start, number.end, text, read, found, right, source, reason)
