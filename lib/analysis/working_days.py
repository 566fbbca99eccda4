"""Which days are working days in the Netherlands."""

import datetime as dt

import holidays

ONE_DAY, LAST_WEEKDAY = dt.timedelta(days=1), 4
CATEGORIES = ("public", "optional")  # also Liberation Day, on which offices are closed


def find_working_day(day: dt.date) -> dt.date:
    """Return a day itself, or the first working day after it."""
    off = holidays.country_holidays("NL", years=(day.year, day.year + 1), categories=CATEGORIES)
    while day.weekday() > LAST_WEEKDAY or day in off:
        day += ONE_DAY
    return day
