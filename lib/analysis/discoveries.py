"""Which of many tests found something, with few false finds among all finds.

Shared by counts (`counts`) and survey waves. Not here: the tests themselves.
"""

import numpy as np
import numpy.typing as npt
from scipy.stats import false_discovery_control

FALSE_DISCOVERY_RATE = 0.05


def find_discoveries(
    p_values: npt.ArrayLike, *, rate: float = FALSE_DISCOVERY_RATE
) -> npt.NDArray[np.bool_]:
    """Return of each p-value of a family whether Benjamini & Hochberg (1995) reject it.

    Give the whole family always, whatever the screen shows: the outcome for a part is another one.
    A row that is too small to test has p-value 1 and counts in the family's size. Raises
    `ValueError` if the rate is not between 0 and 1, or a p-value is missing or not from 0 to 1.
    """
    if not 0 < rate < 1:
        raise ValueError("the rate must be between 0 and 1")
    given = np.asarray(p_values, dtype=np.float64)
    if not given.size:
        return np.zeros(0, dtype=np.bool_)
    return np.asarray(false_discovery_control(given) <= rate, dtype=np.bool_)
