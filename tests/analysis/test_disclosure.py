"""Nobody can work out a small count from what is shown."""

import random as chance

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.analysis.disclosure import Hidden, Protected, possible_values, protect

Cells = dict[str, int]
keys = st.integers(0, 99).map(lambda n: f"area-{n:02}")
tables = st.dictionaries(keys, st.integers(0, 30) | st.integers(0, 12), max_size=9)
thresholds = st.integers(1, 10)


def rounded(total: int, threshold: int) -> int:
    """Return the nearest multiple of the threshold, halves up: what a reader sees."""
    return threshold * ((total + threshold // 2) // threshold)


def what_an_attacker_finds(shown: Protected, key: str, threshold: int) -> set[int]:
    """Return every value of one small cell that fits all that is shown.

    The attacker tries each combination of the hidden cells, by the sums that they can have. They
    know which cells are small and which only protect, that a protecting cell is at least the
    threshold and at most the smallest shown cell, and how the total is rounded.
    """
    if shown.total is None:
        return set(range(threshold))
    ceiling = min(shown.cells.values(), default=shown.total + threshold)
    sums = {sum(shown.cells.values())}
    for other, why in shown.hidden.items():
        if other != key:
            values = range(threshold) if why is Hidden.SMALL else range(threshold, ceiling + 1)
            sums = {s + v for s in sums for v in values}
    return {
        value
        for value in range(threshold)
        if any(rounded(s + value, threshold) == shown.total for s in sums)
    }


def small(shown: Protected) -> list[str]:
    return [key for key, why in shown.hidden.items() if why is Hidden.SMALL]


@given(tables, thresholds)
@example({"a": 0, "b": 5, "c": 5, "d": 5}, 5)
@example({"a": 4}, 5)
@example({"a": 0}, 1)
@example({"a": 1, "b": 40, "c": 50}, 5)
@example({"a": 9, "b": 10, "c": 10, "d": 11}, 10)
def test_every_small_value_stays_possible(cells: Cells, threshold: int) -> None:
    shown = protect(cells, threshold=threshold)
    for key in small(shown):
        assert what_an_attacker_finds(shown, key, threshold) == set(range(threshold))


@given(tables, thresholds)
def test_cells_are_shown_or_hidden_with_the_right_reason(cells: Cells, threshold: int) -> None:
    shown = protect(cells, threshold=threshold)
    assert set(shown.cells) | set(shown.hidden) == set(cells)
    assert not set(shown.cells) & set(shown.hidden)
    assert all(cells[key] == count for key, count in shown.cells.items())
    assert set(small(shown)) == {key for key, count in cells.items() if count < threshold}


@given(tables, thresholds)
def test_protecting_cells_are_the_smallest_that_may_be_shown(cells: Cells, threshold: int) -> None:
    shown = protect(cells, threshold=threshold)
    protecting = [cells[key] for key, why in shown.hidden.items() if why is Hidden.PROTECTS]
    assert all(count >= threshold for count in protecting)
    assert all(count <= other for count in protecting for other in shown.cells.values())


@given(tables, thresholds)
def test_total_is_rounded_exactly_when_something_is_hidden(cells: Cells, threshold: int) -> None:
    shown = protect(cells, threshold=threshold)
    total = sum(cells.values())
    assert shown.total_is_rounded == bool(shown.hidden)
    if shown.hidden:
        assert shown.total in {rounded(total, threshold), None}
    else:
        assert shown.total == total


@given(st.dictionaries(keys, st.integers(10, 500)), thresholds)
def test_nothing_is_hidden_when_nothing_is_small(cells: Cells, threshold: int) -> None:
    assert protect(cells, threshold=threshold) == Protected(
        cells, {}, sum(cells.values()), total_is_rounded=False
    )


@given(tables, thresholds, st.randoms())
def test_order_of_the_cells_does_not_matter(
    cells: Cells, threshold: int, random: chance.Random
) -> None:
    shuffled = list(cells.items())
    random.shuffle(shuffled)
    assert protect(dict(shuffled), threshold=threshold) == protect(cells, threshold=threshold)


@given(tables)
def test_threshold_of_zero_hides_nothing(cells: Cells) -> None:
    assert protect(cells, threshold=0).cells == cells


@pytest.mark.parametrize(
    ("cells", "hidden", "total"),
    [
        ({}, {}, 0),
        ({"a": 5, "b": 6}, {}, 11),
        # 12 beside a total of 13 to 17 would leave 1 to 4: no 0
        ({"a": 3, "b": 12}, {"a": "small", "b": "protects"}, 15),
        ({"a": 0, "b": 0, "c": 0}, {"a": "small", "b": "small", "c": "small"}, None),
        ({"a": 2}, {"a": "small"}, None),
    ],
)
def test_protect(cells: Cells, hidden: dict[str, str], total: int | None) -> None:
    shown = protect(cells, threshold=5)
    assert {key: why.value for key, why in shown.hidden.items()} == hidden
    assert shown.total == total


def test_many_shown_cells_stay_shown() -> None:
    """Given two small areas among 18, at most a few others are hidden with them."""
    cells = {f"area-{n}": 100 + 7 * n for n in range(16)} | {"x": 3, "y": 0}
    shown = protect(cells, threshold=5)
    assert set(small(shown)) == {"x", "y"}
    assert len(shown.cells) >= 14


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=4),
    st.lists(st.integers(0, 20), max_size=3),
    st.integers(0, 40),
    st.none() | st.integers(0, 20),
    thresholds,
)
def test_possible_values_hold_the_truth(
    smalls: list[int], extra: list[int], shown: int, room: int | None, threshold: int
) -> None:
    """Given a true table, its own small values are among the possible ones."""
    hidden = [s % threshold for s in smalls]
    protecting = [threshold + (e if room is None else min(e, room)) for e in extra]
    found = possible_values(
        shown=shown,
        total=rounded(shown + sum(hidden) + sum(protecting), threshold),
        small=len(hidden),
        protecting=len(protecting),
        ceiling=None if room is None else threshold + room,
        threshold=threshold,
    )
    assert set(hidden) <= set(found)
    assert set(found) <= set(range(threshold))
