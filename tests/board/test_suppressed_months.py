"""Months of the municipality, and sums of them, give away nothing that is hidden elsewhere."""

import math
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.board import CRIME, AreaValues
from lib.board.suppressed_months import Precision, SuppressedMonths, suppress_months
from lib.catalog import Catalog

THRESHOLD = 5
COUNTS = st.lists(st.integers(0, 40), min_size=24, max_size=24)
YEAR_2022, YEAR_2023 = (tuple(f"{y}-{m:02}" for m in range(1, 13)) for y in (2022, 2023))
MIDDLE = (*YEAR_2022[6:], *YEAR_2023[:6])


def months(values: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"period": [*YEAR_2022, *YEAR_2023], "value": values})


@pytest.fixture(scope="module")
def visible_year(catalog: Catalog) -> AreaValues:
    """A year in which every area's count is visible."""
    frame = pd.DataFrame({"value": {"steyl": 30.0, "velden": 40.0}})
    return AreaValues(catalog.indicators[CRIME], frame, "2022", total=75.0, located=70.0)


def hide_steyl(per_area: AreaValues, *, total: float | None = 100.0) -> AreaValues:
    """The same with Steyl hidden."""
    frame = pd.DataFrame({"value": {"steyl": math.nan, "velden": 40.0}})
    return replace(per_area, frame=frame, total=total, located=None, hides=True)


def suppressed(
    values: list[int], levels: Mapping[str, AreaValues], totals: Mapping[str, float] | None = None
) -> SuppressedMonths:
    return suppress_months(
        months(values), per_year=levels, totals=totals or {}, threshold=THRESHOLD
    )


def test_a_year_with_a_small_month_has_no_visible_month(visible_year: AreaValues) -> None:
    """Next to the year's total the other eleven would give the twelfth."""
    values = [9] * 24
    values[3] = 4
    found = suppressed(values, {"2022": visible_year, "2023": visible_year})
    shown = found.months(months(values))
    assert shown["value"].isna().tolist() == [True] * 12 + [False] * 12
    assert math.isnan(found.window_total(MIDDLE, 108))


def test_months_next_to_hidden_areas_are_rounded(visible_year: AreaValues) -> None:
    """Their sum would be the exact total."""
    shown = suppressed(
        [7] * 12 + [8] * 12, {"2022": hide_steyl(visible_year), "2023": visible_year}
    ).months(months([7] * 12 + [8] * 12))
    assert shown["value"].tolist() == [5.0] * 12 + [8.0] * 12
    assert shown["step"].tolist() == [5.0] * 12 + [1.0] * 12


def test_a_suppressed_total_does_not_follow_from_months(visible_year: AreaValues) -> None:
    found = suppressed(
        [9] * 24, {"2022": hide_steyl(visible_year, total=None), "2023": visible_year}
    )
    assert found.years == {"2022": Precision.SUPPRESSED, "2023": Precision.EXACT}


def test_a_year_without_areas_is_as_the_newest_with_them(visible_year: AreaValues) -> None:
    found = suppressed([9] * 24, {"2022": hide_steyl(visible_year)})
    assert found.years["2023"] is Precision.ROUNDED
    found = suppressed([9] * 24, {"2022": hide_steyl(visible_year, total=None)})
    assert found.years["2023"] is Precision.SUPPRESSED


def test_months_are_rounded_until_their_year_has_areas(visible_year: AreaValues) -> None:
    """Who saved exact months could add them up, and limit what is suppressed later."""
    found = suppressed([9] * 24, {"2022": visible_year})
    assert found.years == {"2022": Precision.EXACT, "2023": Precision.ROUNDED}
    assert found.window_total(MIDDLE, 108) == 110
    found = suppressed([9] * 24, {"2022": visible_year, "2023": visible_year})
    assert set(found.years.values()) == {Precision.EXACT}


def test_months_of_what_no_area_has_are_exact() -> None:
    found = suppress_months(
        months([9] * 24), per_year={}, totals={}, threshold=THRESHOLD, has_areas=False
    )
    assert set(found.years.values()) == {Precision.EXACT}


def test_some_years_have_the_sum_of_their_totals_and_nothing_finer(
    visible_year: AreaValues,
) -> None:
    """The exact sum rounded anew would say on which side of their rounding the years lie."""
    totals = {"2022": 110.0, "2023": 105.0}
    found = suppressed([9] * 24, {"2022": hide_steyl(visible_year)}, totals)
    assert found.window_total((*YEAR_2022, *YEAR_2023), 208) == 215
    assert math.isnan(found.window_total((*YEAR_2022, *YEAR_2023)[:18], 160))
    assert math.isnan(found.window_total(MIDDLE + YEAR_2023[6:7], 117))


def test_a_calendar_year_has_the_total_that_it_has_elsewhere(visible_year: AreaValues) -> None:
    found = suppressed([9] * 24, {"2022": hide_steyl(visible_year)}, {"2022": 110.0})
    assert found.window_total(YEAR_2022, 108) == 110
    assert math.isnan(found.window_total(YEAR_2023, 108))


@given(COUNTS, st.sampled_from(["open", "hides", "no total"]))
def test_no_month_and_no_sum_is_more_exact_than_its_years(
    visible_year: AreaValues, values: list[int], kind: str
) -> None:
    per_area = {
        "open": visible_year,
        "hides": hide_steyl(visible_year),
        "no total": hide_steyl(visible_year, total=None),
    }[kind]
    found = suppressed(values, {"2022": per_area, "2023": visible_year})
    shown = found.months(months(values))
    for year, of_year in shown.groupby(shown["period"].str[:4])["value"]:
        exact = found.years[str(year)]
        is_small = min(values[:12] if year == "2022" else values[12:]) < THRESHOLD
        assert of_year.isna().all() == (exact is Precision.SUPPRESSED)
        assert not is_small or exact is Precision.SUPPRESSED
        if kind == "hides" and year == "2022":
            assert (of_year.dropna() % THRESHOLD == 0).all()
    window = found.window_total(MIDDLE, sum(values[6:18]))
    if Precision.SUPPRESSED in found.years.values():
        assert math.isnan(window)
    elif Precision.ROUNDED in found.years.values():
        assert window % THRESHOLD == 0


def test_an_area_is_hidden_in_windows_that_touch_its_hidden_year(visible_year: AreaValues) -> None:
    found = suppressed([9] * 24, {"2022": hide_steyl(visible_year), "2023": visible_year})
    assert found.hides("steyl", MIDDLE)
    assert not found.hides("steyl", YEAR_2023)
    assert not found.hides("velden", MIDDLE)
