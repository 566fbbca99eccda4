"""Benjamini & Hochberg over a family: its own example, its laws and its edges."""

from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.discoveries import FALSE_DISCOVERY_RATE, find_discoveries

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=40)
# Benjamini & Hochberg (1995), section 3.3: the first four of fifteen are rejected at 5 %.
PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


def test_the_published_example() -> None:
    assert find_discoveries(PUBLISHED).tolist() == [True] * 4 + [False] * 11


@given(P_VALUES, st.floats(0.001, 1))
def test_all_up_to_the_last_that_passes_are_found(p_values: list[float], part: float) -> None:
    p_values = [part * p for p in p_values]  # or few of them would be small
    found, size, rate = find_discoveries(p_values), len(p_values), FALSE_DISCOVERY_RATE
    ordered = sorted(p_values)
    slack = 1 + 1e-9
    passed = [p for n, p in enumerate(ordered, 1) if p * slack <= rate * n / size]
    nearly = [p for n, p in enumerate(ordered, 1) if p <= rate * n / size * slack]
    assert np.sum(np.asarray(p_values) <= max(passed, default=-1)) <= found.sum()
    assert found.sum() <= np.sum(np.asarray(p_values) <= max(nearly, default=-1))


@given(P_VALUES)
def test_one_more_test_without_a_find_takes_finds_away_only(p_values: list[float]) -> None:
    alone, more = find_discoveries(p_values), find_discoveries([*p_values, 1.0])
    assert not (more[:-1] & ~alone).any()


def test_no_tests_no_finds() -> None:
    assert find_discoveries([]).tolist() == []


@pytest.mark.parametrize("wrong", [-0.1, 1.1, nan])
def test_a_p_value_out_of_bounds_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="p"):
        find_discoveries([0.5, wrong])
