"""Which of many tests found something, with few false finds among all finds.

Shared by counts (`counts`) and survey waves. Not here: the tests themselves.
"""

import numpy as np
import numpy.typing as npt

FALSE_DISCOVERY_RATE = 0.05


def find_discoveries(p_values: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Return of each p-value of a family whether Benjamini & Hochberg (1995) reject it at 5 %.

    Give the whole family always, whatever the screen shows: the outcome for a part is another one.
    A row that is too small to test has p-value 1 and counts in the family's size. Raises
    `ValueError` if a p-value is missing or not from 0 to 1.
    """
    given = np.asarray(p_values, dtype=np.float64)
    if not given.size:
        return np.zeros(0, dtype=np.bool_)
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p-values must be from 0 to 1, none missing")
    order = given.argsort()
    # A p-value is adjusted for its rank, and is never above that of a larger one.
    adjusted = given[order] * (given.size / np.arange(1, given.size + 1))
    found = np.zeros(given.size, dtype=np.bool_)
    found[order] = np.minimum.accumulate(adjusted[::-1])[::-1] <= FALSE_DISCOVERY_RATE
    return found
