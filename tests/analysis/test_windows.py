"""Which months are set beside which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.windows import MONTHS_A_YEAR, Comparison, Windows, make_windows


def months(first: str, last: str) -> list[str]:
    """All months from the first to the last."""
    start, end = (int(m[:4]) * MONTHS_A_YEAR + int(m[5:]) - 1 for m in (first, last))
    return [f"{n // MONTHS_A_YEAR:04}-{n % MONTHS_A_YEAR + 1:02}" for n in range(start, end + 1)]


def found(first: str, last: str, comparison: Comparison) -> Windows:
    result = make_windows(months(first, last), comparison, base_year=2022)
    assert result is not None
    return result


def test_the_last_twelve_months_and_the_twelve_before() -> None:
    result = found("2019-01", "2024-05", Comparison.YEAR_BEFORE)
    assert (result.after[0], result.after[-1]) == ("2023-06", "2024-05")
    assert (result.before[0], result.before[-1]) == ("2022-06", "2023-05")
    assert [(w[0], w[-1]) for w in result.history] == [
        ("2019-06", "2020-05"),
        ("2020-06", "2021-05"),
        ("2021-06", "2022-05"),
    ]


def test_the_last_twelve_months_and_the_four_years_before() -> None:
    result = found("2018-01", "2024-05", Comparison.FOUR_YEARS)
    assert (result.after[0], result.after[-1]) == ("2023-06", "2024-05")
    assert (result.before[0], result.before[-1]) == ("2019-06", "2023-05")
    assert [w[0] for w in result.history] == [f"{year}-06" for year in range(2018, 2023)]
    assert result.share == pytest.approx(1 / 5)


def test_this_year_so_far_and_the_same_months_a_year_earlier() -> None:
    result = found("2020-01", "2024-02", Comparison.SAME_MONTHS)
    assert result.after == ("2024-01", "2024-02")
    assert result.before == ("2023-01", "2023-02")
    assert result.history == (
        ("2020-01", "2020-02"),
        ("2021-01", "2021-02"),
        ("2022-01", "2022-02"),
    )


def test_the_last_twelve_months_and_the_base_year() -> None:
    result = found("2019-01", "2024-12", Comparison.BASE_YEAR)
    assert (result.after[0], result.after[-1]) == ("2024-01", "2024-12")
    assert (result.before[0], result.before[-1]) == ("2022-01", "2022-12")
    assert [w[0] for w in result.history] == ["2019-01", "2020-01", "2021-01", "2023-01"]


@pytest.mark.parametrize(
    ("first", "last", "comparison"),
    [
        ("2019-07", "2024-05", Comparison.FOUR_YEARS),  # a month too few
        ("2022-06", "2024-04", Comparison.YEAR_BEFORE),  # and here
        ("2023-02", "2024-03", Comparison.SAME_MONTHS),  # January of last year is not there
        ("2022-02", "2024-12", Comparison.BASE_YEAR),  # nor of the base year
        ("2019-01", "2022-12", Comparison.BASE_YEAR),  # the base year is the newest
        ("2019-01", "2023-06", Comparison.BASE_YEAR),  # and here half of it is
    ],
)
def test_months_that_do_not_go_back_far_enough(
    first: str, last: str, comparison: Comparison
) -> None:
    assert make_windows(months(first, last), comparison, base_year=2022) is None


@pytest.mark.parametrize("comparison", Comparison)
def test_no_months_no_windows(comparison: Comparison) -> None:
    assert make_windows([], comparison, base_year=2022) is None


@pytest.mark.parametrize("comparison", [Comparison.YEAR_BEFORE, Comparison.SAME_MONTHS])
def test_a_month_that_is_missing_is_no_zero(comparison: Comparison) -> None:
    every = months("2020-01", "2024-03")
    every.remove("2023-02")
    assert make_windows(every, comparison, base_year=2022) is None


@given(
    last=st.integers(2018 * MONTHS_A_YEAR, 2026 * MONTHS_A_YEAR),
    number=st.integers(1, 120),
    comparison=st.sampled_from(Comparison),
)
def test_windows_are_alike_and_never_overlap(
    last: int, number: int, comparison: Comparison
) -> None:
    every = [
        f"{n // MONTHS_A_YEAR:04}-{n % MONTHS_A_YEAR + 1:02}"
        for n in range(last - number + 1, last + 1)
    ]
    result = make_windows(every, comparison, base_year=2022)
    if result is None:
        return
    is_long = comparison is Comparison.FOUR_YEARS
    assert len(result.before) == len(result.after) * (4 if is_long else 1)
    assert result.share == (1 / 5 if is_long else 1 / 2)
    if is_long:  # its years are part of the history
        assert set(result.before) <= {month for window in result.history for month in window}
    all_of_them = [*result.history, *([] if is_long else [result.before]), result.after]
    assert {len(w) for w in all_of_them} == {len(result.after)}
    used = [month for window in all_of_them for month in window]
    assert len(used) == len(set(used))
    assert set(used) <= set(every)
    assert result.after[-1] == every[-1]
    assert all(list(w) == sorted(w) for w in all_of_them)
    assert max(result.before) < min(result.after)
