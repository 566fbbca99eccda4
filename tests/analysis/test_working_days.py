"""Working days: never a weekend or a holiday, and never far away."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.working_days import find_working_day


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-11-23", "2026-11-23"),  # a Monday
        ("2026-11-28", "2026-11-30"),  # a Saturday
        ("2026-12-25", "2026-12-28"),  # Christmas on a Friday, then a weekend
        ("2027-01-01", "2027-01-04"),
        ("2027-03-26", "2027-03-30"),  # Good Friday up to Easter Monday
        ("2027-05-05", "2027-05-07"),  # Liberation Day, then Ascension Day
        ("2025-04-26", "2025-04-28"),  # King's Day a day earlier, for the 27th was a Sunday
        ("2031-12-31", "2031-12-31"),
    ],
)
def test_the_first_working_day(day: str, found: str) -> None:
    assert find_working_day(dt.date.fromisoformat(day)) == dt.date.fromisoformat(found)


@given(st.dates(dt.date(2023, 1, 1), dt.date(2060, 12, 31)))
def test_a_working_day_is_close_and_stays_itself(day: dt.date) -> None:
    found = find_working_day(day)
    assert 0 <= (found - day).days <= 6
    assert found.weekday() < 5
    assert find_working_day(found) == found
