"""How many lists a simulation makes: enough to prove something in `make test`, more on demand.

`make simulate` multiplies each number by SIMULATION_SCALE. The bars that rates are held to follow
from the number, so a larger run is a sharper test, never a looser one.
"""

import os
from math import sqrt

SCALE = int(os.environ.get("SIMULATION_SCALE", "1"))


def number_of_lists(base: int) -> int:
    """Return how many lists to simulate where `make test` makes `base` of them."""
    return base * SCALE


def highest_error_rate(lists: int) -> float:
    """Return what a share of lists with a false call may be: 5 % and two standard errors."""
    return 0.05 + 2 * sqrt(0.05 * 0.95 / lists)
