"""Which days are set beside which."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.day_windows import (
    DAYS_A_YEAR,
    DayComparison,
    Days,
    Lack,
    days_since,
    days_to_compare,
    make_day_windows,
    week_up_to,
)
from lib.analysis.windows import Windows

NEWEST = dt.date(2026, 11, 22)
ONE = dt.timedelta(days=1)


def days(first: dt.date, last: dt.date) -> list[str]:
    """All days from the first to the last."""
    return [(first + n * ONE).isoformat() for n in range((last - first).days + 1)]


def found(first: str, after: Days, comparison: DayComparison) -> Windows:
    result = make_day_windows(days(dt.date.fromisoformat(first), NEWEST), after, comparison)
    assert isinstance(result, Windows)
    return result


def ends(window: tuple[str, ...]) -> tuple[str, str]:
    return window[0], window[-1]


def test_this_week_and_the_seven_days_before() -> None:
    result = found("2026-10-20", week_up_to(NEWEST), DayComparison.DAYS_BEFORE)
    assert ends(result.after) == ("2026-11-16", "2026-11-22")
    assert ends(result.before) == ("2026-11-09", "2026-11-15")
    assert [ends(w) for w in result.history] == [
        ("2026-10-26", "2026-11-01"),
        ("2026-11-02", "2026-11-08"),
    ]


def test_the_same_days_a_year_earlier_have_the_same_days_of_the_week() -> None:
    after = (dt.date(2026, 11, 6), NEWEST)
    result = found("2025-10-01", after, DayComparison.YEAR_BEFORE)
    assert ends(result.before) == ("2025-11-07", "2025-11-23")
    assert [dt.date.fromisoformat(d).weekday() for d in result.before] == [
        dt.date.fromisoformat(d).weekday() for d in result.after
    ]
    # Counted back from both: twenty windows of 17 days between them, two before.
    assert ends(result.history[-1]) == ("2026-10-20", "2026-11-05")
    assert ends(result.history[1]) == ("2025-10-21", "2025-11-06")
    assert len(result.history) == 22


def test_more_than_a_year_never_overlaps_what_it_is_compared_with() -> None:
    after = (NEWEST - (DAYS_A_YEAR + 3) * ONE, NEWEST)
    before = days_to_compare(after, DayComparison.YEAR_BEFORE)
    assert before[1] < after[0]
    assert (after[0] - before[0]).days == 2 * DAYS_A_YEAR


def test_the_days_since_a_meeting() -> None:
    assert days_since(dt.date(2026, 10, 5), newest=NEWEST) == (dt.date(2026, 10, 6), NEWEST)
    assert days_since(NEWEST - ONE, newest=NEWEST) == (NEWEST, NEWEST)
    assert days_since(NEWEST, newest=NEWEST) is None


@pytest.mark.parametrize(
    ("first", "after", "comparison", "lack"),
    [
        ("2026-11-10", week_up_to(NEWEST), DayComparison.DAYS_BEFORE, Lack.TOO_EARLY),
        ("2025-11-18", week_up_to(NEWEST), DayComparison.YEAR_BEFORE, Lack.TOO_EARLY),
        ("2026-01-01", week_up_to(NEWEST + ONE), DayComparison.DAYS_BEFORE, Lack.TOO_LATE),
    ],
)
def test_missing_days_are_reported_as_a_lack(
    first: str, after: Days, comparison: DayComparison, lack: Lack
) -> None:
    every = days(dt.date.fromisoformat(first), NEWEST)
    assert make_day_windows(every, after, comparison) is lack


def test_a_day_that_is_missing_is_no_zero() -> None:
    every = days(dt.date(2026, 1, 1), NEWEST)
    for gone in ("2026-11-18", "2026-11-09"):
        some = [day for day in every if day != gone]
        assert make_day_windows(some, week_up_to(NEWEST), DayComparison.DAYS_BEFORE) is Lack.GAP
    some = [day for day in every if day != "2026-11-08"]
    result = make_day_windows(some, week_up_to(NEWEST), DayComparison.DAYS_BEFORE)
    assert isinstance(result, Windows)
    assert ends(result.history[-1]) == ("2026-10-26", "2026-11-01")


@pytest.mark.parametrize("comparison", DayComparison)
def test_no_days_no_windows(comparison: DayComparison) -> None:
    assert make_day_windows([], week_up_to(NEWEST), comparison) is Lack.TOO_LATE


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="the last day is before the first"):
        days_to_compare((NEWEST, NEWEST - ONE), DayComparison.DAYS_BEFORE)


@given(
    back=st.integers(0, 800),
    length=st.integers(1, 500),
    number=st.integers(1, 1_500),
    gone=st.sets(st.integers(0, 1_499), max_size=3),
    comparison=st.sampled_from(DayComparison),
)
def test_windows_are_alike_and_never_overlap(
    back: int, length: int, number: int, gone: set[int], comparison: DayComparison
) -> None:
    last = NEWEST - back * ONE
    after = (last - (length - 1) * ONE, last)
    every = [d for n, d in enumerate(days(NEWEST - (number - 1) * ONE, NEWEST)) if n not in gone]
    result = make_day_windows(every, after, comparison)
    if isinstance(result, Lack):
        first = days_to_compare(after, comparison)[0]
        wanted = {*days(*after), *days(first, first + (length - 1) * ONE)}
        assert not wanted <= set(every)
        return
    all_of_them = [*result.history, result.before, result.after]
    assert {len(w) for w in all_of_them} == {length}
    used = [day for window in all_of_them for day in window]
    assert len(used) == len(set(used))
    assert set(used) <= set(every)
    assert ends(result.after) == (after[0].isoformat(), after[1].isoformat())
    assert all(list(w) == sorted(w) for w in all_of_them)
    assert [w[0] for w in result.history] == sorted(w[0] for w in result.history)
    assert max(result.before) < min(result.after)
    assert all(w[-1] < result.after[0] for w in result.history)
