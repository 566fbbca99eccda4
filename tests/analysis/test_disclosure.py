"""No small count can be worked out from what is shown, by whoever knows the rules."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.disclosure import Hidden, protect, round_count, safe_total

Table = tuple[int, ...]
Seen = tuple[object, ...]
THRESHOLD = 3
tables = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), max_size=8)


def seen(cells: Table, unlocated: int) -> Seen:
    """Return all that is shown of a table and of the total that holds unlocated cases too."""
    named = {str(n): count for n, count in enumerate(cells)}
    shown = protect(named, threshold=THRESHOLD)
    if not shown.hidden:
        return (cells, unlocated)
    total = safe_total(
        sum(cells) + unlocated, visible=sum(shown.cells.values()), threshold=THRESHOLD
    )
    return (tuple(sorted(shown.cells.items())), tuple(sorted(shown.hidden.items())), total)


@pytest.mark.parametrize(("size", "highest"), [(1, 14), (2, 14), (3, 10), (4, 8)])
def test_every_small_value_stays_possible(size: int, highest: int) -> None:
    """Given every table that gives the same picture, a small cell has every value in one of them.

    Unlocated cases run a threshold further than in the tables that are judged: a reader does not
    know how many there are.
    """
    most_unlocated = 4
    values: dict[Seen, list[set[int]]] = defaultdict(lambda: [set() for _ in range(size)])
    everything = list(
        product(product(range(highest + 1), repeat=size), range(most_unlocated + THRESHOLD + 1))
    )
    for cells, unlocated in everything:
        for possible, value in zip(values[seen(cells, unlocated)], cells, strict=True):
            possible.add(value)
    for cells, unlocated in everything:
        if unlocated > most_unlocated:
            continue
        for value, possible in zip(cells, values[seen(cells, unlocated)], strict=True):
            if value < THRESHOLD:
                assert possible >= set(range(THRESHOLD)), (cells, unlocated)


@given(tables, st.integers(1, 10))
def test_no_hidden_count_is_given(cells: dict[str, int], threshold: int) -> None:
    shown = protect(cells, threshold=threshold)
    assert set(shown.cells) | set(shown.hidden) == set(cells)
    assert not set(shown.cells) & set(shown.hidden)
    assert all(count >= threshold for count in shown.cells.values())
    small = {k for k, count in cells.items() if count < threshold}
    assert {k for k, why in shown.hidden.items() if why is Hidden.SMALL} == small


@given(tables, st.integers(1, 10))
def test_same_counts_same_answer(cells: dict[str, int], threshold: int) -> None:
    again = dict(reversed(cells.items()))
    assert protect(cells, threshold=threshold) == protect(again, threshold=threshold)


@given(st.dictionaries(st.text("abcdef", min_size=1), st.integers(5, 60)))
def test_nothing_is_hidden_when_nothing_is_small(cells: dict[str, int]) -> None:
    shown = protect(cells, threshold=5)
    assert shown.cells == cells
    assert not shown.hidden


@pytest.mark.parametrize(
    ("count", "expected"), [(0, 0), (2, 0), (2.5, 5), (3, 5), (7, 5), (8, 10), (6501, 6500)]
)
def test_rounded_to_a_multiple(count: float, expected: float) -> None:
    assert round_count(count, threshold=5) == expected


def test_a_total_that_would_reveal_a_cell_is_suppressed() -> None:
    assert safe_total(6501, visible=6000, threshold=5) == 6500
    assert safe_total(112, visible=100, threshold=5) is None
