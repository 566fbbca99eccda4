"""Distance from a figure to a goal, and the groups that a floor and a target make."""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from math import isnan


class GoalGroup(StrEnum):
    """Where a rating stands between floor and target; in this order in every list."""

    BELOW_FLOOR = "below_floor"
    BETWEEN = "between"
    AT_TARGET = "at_target"
    NO_RATING = "no_rating"


@lru_cache(maxsize=8192)  # a story's every number is compared with every figure
def round_half_up(value: float, *, decimals: int) -> float:
    """Round half up, as a figure is published: 7.25 becomes 7.3, not 7.2.

    Goes by the number's decimal text, so that 0.1 + 0.2 counts as 0.3. Zero has no sign.
    """
    step = Decimal(1).scaleb(-decimals)
    # Adding turns -0.0 into 0.0; else the cache would give either for both.
    return float(Decimal(f"{value:.10f}").quantize(step, rounding=ROUND_HALF_UP)) + 0.0


def gap(value: float, *, goal: float) -> float:
    """Return value minus goal, in the figure's unit; negative means short of the goal."""
    return round(value - goal, 10)


def shortfall(value: float, *, goal: float) -> float:
    """Return how much is missing to reach the goal; 0 when it is reached."""
    return max(0.0, -gap(value, goal=goal))


def goal_group(value: float | None, *, floor: float | None, target: float | None) -> GoalGroup:
    """Return the group of a published rating; a goal that is not set puts nothing in a group.

    Reaching a goal exactly counts as reaching it.
    """
    if value is None or isnan(value):
        return GoalGroup.NO_RATING
    if floor is not None and gap(value, goal=floor) < 0:
        return GoalGroup.BELOW_FLOOR
    if target is not None and gap(value, goal=target) >= 0:
        return GoalGroup.AT_TARGET
    return GoalGroup.BETWEEN
