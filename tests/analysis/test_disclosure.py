"""No small count can be worked out from what is shown, by whoever knows the rules."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.disclosure import Hidden, protect, protect_kinds, round_count, safe_total

Table = tuple[int, ...]
Seen = tuple[object, ...]
THRESHOLD = 3
tables = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), max_size=8)


def seen(cells: Table, unlocated: int) -> Seen:
    """Return all that is shown of a table and of the total that holds unlocated cases too."""
    named = {str(n): count for n, count in enumerate(cells)}
    hidden = protect(named, threshold=THRESHOLD)
    if not hidden:
        return (cells, unlocated)
    visible = {key: count for key, count in named.items() if key not in hidden}
    total = safe_total(sum(cells) + unlocated, visible=sum(visible.values()), threshold=THRESHOLD)
    return (tuple(sorted(visible.items())), tuple(sorted(hidden.items())), total)


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
    hidden = protect(cells, threshold=threshold)
    assert set(hidden) <= set(cells)
    assert all(count >= threshold for key, count in cells.items() if key not in hidden)
    small = {k for k, count in cells.items() if count < threshold}
    assert {k for k, why in hidden.items() if why is Hidden.SMALL} == small


@given(tables, st.integers(1, 10))
def test_same_counts_same_answer(cells: dict[str, int], threshold: int) -> None:
    again = dict(reversed(cells.items()))
    assert protect(cells, threshold=threshold) == protect(again, threshold=threshold)


@given(st.dictionaries(st.text("abcdef", min_size=1), st.integers(5, 60)))
def test_nothing_is_hidden_when_nothing_is_small(cells: dict[str, int]) -> None:
    assert not protect(cells, threshold=5)


@pytest.mark.parametrize(
    ("count", "expected"), [(0, 0), (2, 0), (2.5, 5), (3, 5), (7, 5), (8, 10), (6501, 6500)]
)
def test_rounded_to_a_multiple(count: float, expected: float) -> None:
    assert round_count(count, threshold=5) == expected


def test_a_total_that_would_reveal_a_cell_is_suppressed() -> None:
    assert safe_total(6501, visible=6000, threshold=5) == 6500
    assert safe_total(112, visible=100, threshold=5) is None


def test_more_protecting_cells_need_more_left_of_a_total() -> None:
    """They hold a threshold each: that says nothing of the small ones."""
    assert safe_total(25, visible=0, protecting=3, threshold=5) == 25
    assert safe_total(25, visible=0, protecting=4, threshold=5) is None


AREAS = "abcd"
KINDS = {
    "theft": {"a": 3, "b": 12, "c": 14, "d": 15},
    "fraud": {"a": 20, "b": 25, "c": 30, "d": 35},
    "damage": {"a": 31, "b": 22, "c": 23, "d": 24},
}
OTHER_KINDS = {"a": 9, "b": 50, "c": 50, "d": 50}


def totals_with(others: dict[str, int]) -> dict[str, int]:
    return {area: sum(cells[area] for cells in KINDS.values()) + others[area] for area in AREAS}


def test_a_kind_is_hidden_as_if_alone_where_totals_leave_enough() -> None:
    found = protect_kinds(KINDS, totals_with(OTHER_KINDS), threshold=5)
    protects = Hidden.PROTECTS
    assert found.hidden["theft"] == {"a": Hidden.SMALL, "b": protects, "c": protects}
    assert not found.hidden["fraud"]
    assert not found.hidden["damage"]
    assert not found.round_totals


def test_another_kind_is_hidden_where_a_total_would_reveal_one() -> None:
    """Of area a all but 3 would be known: fraud, the smallest kind that is enough, is hidden."""
    found = protect_kinds(KINDS, totals_with({**OTHER_KINDS, "a": 0}), threshold=5)
    assert found.hidden["fraud"] == dict.fromkeys("abc", Hidden.PROTECTS)
    assert not found.hidden["damage"]
    assert not found.round_totals


def test_totals_are_rounded_where_no_kind_is_left_to_hide() -> None:
    kinds = {"theft": {"a": 0, "b": 5, "c": 9}, "fraud": {"a": 5, "b": 0, "c": 9}}
    found = protect_kinds(kinds, {"a": 5, "b": 5, "c": 30}, threshold=5)
    assert found.round_totals
    assert all(set(hidden) == set("abc") for hidden in found.hidden.values())


tables_of_kinds = st.fixed_dictionaries(
    {kind: st.fixed_dictionaries(dict.fromkeys(AREAS, st.integers(0, 25))) for kind in "xyz"}
)


@given(tables_of_kinds, st.fixed_dictionaries(dict.fromkeys(AREAS, st.integers(0, 12))))
def test_a_total_leaves_enough_for_what_is_hidden(
    kinds: dict[str, dict[str, int]], others: dict[str, int]
) -> None:
    """A threshold more than the protecting cells hold; or no kind is visible and it is rounded."""
    totals = {a: sum(cells[a] for cells in kinds.values()) + others[a] for a in AREAS}
    found = protect_kinds(kinds, totals, threshold=5)
    for kind, cells in kinds.items():
        alone = protect(cells, threshold=5)
        assert found.hidden[kind].items() >= alone.items()
        assert len(found.hidden[kind]) != 1
    for area, total in totals.items():
        hidden = [h[area] for h in found.hidden.values() if area in h]
        visible = [kinds[k][area] for k in kinds if area not in found.hidden[k]]
        left = total - sum(visible) - 5 * hidden.count(Hidden.PROTECTS)
        is_enough = left >= 5 or not hidden or total < 5
        assert is_enough or (found.round_totals and not visible), area


def picture(cells: Table, others: Table) -> Seen:
    """Return all that is visible of two kinds in two areas, next to the total of each area."""
    kinds = {
        "x": dict(zip("ab", cells[:2], strict=True)),
        "y": dict(zip("ab", cells[2:], strict=True)),
    }
    totals = {a: kinds["x"][a] + kinds["y"][a] + more for a, more in zip("ab", others, strict=True)}
    found = protect_kinds(kinds, totals, threshold=THRESHOLD)
    hidden_totals = protect(totals, threshold=THRESHOLD)
    step = THRESHOLD if found.round_totals else 1
    return (
        *(found.hidden[k].get(a, kinds[k][a]) for k in "xy" for a in "ab"),
        *(hidden_totals.get(a, round_count(totals[a], threshold=step)) for a in "ab"),
        found.round_totals,
    )


def test_small_values_of_kinds_stay_possible_for_who_knows_the_rules() -> None:
    """Given every table with the same picture, a small cell has two values or more in them."""
    highest, most_others = 5, 1
    values: dict[Seen, list[set[int]]] = defaultdict(lambda: [set() for _ in range(4)])
    everything = [
        (cells, others, picture(cells, others))
        for cells in product(range(highest + 1), repeat=4)
        for others in product(range(most_others + THRESHOLD + 1), repeat=2)
    ]
    for cells, _, seen_table in everything:
        for possible, value in zip(values[seen_table], cells, strict=True):
            possible.add(value)
    judged = [
        e for e in everything if max(e[0]) <= highest - THRESHOLD and max(e[1]) <= most_others
    ]
    for cells, _, seen_table in judged:
        for value, possible in zip(cells, values[seen_table], strict=True):
            assert value >= THRESHOLD or len(possible) > 1
