"""Which days are working days in the Netherlands."""

import datetime as dt

import holidays

ONE_DAY = dt.timedelta(days=1)
CATEGORIES = ("public", "optional")  # also Liberation Day, on which offices are closed


def find_working_day(day: dt.date) -> dt.date:
    """Return a day itself, or the first working day after it."""
    netherlands = holidays.country_holidays("NL", categories=CATEGORIES)
    while not netherlands.is_working_day(day):
        day += ONE_DAY
    return day
