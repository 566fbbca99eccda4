"""A field for a day, as people here write it: 23-11-2026.

Streamlit's own speaks English to a screen reader, and its parts are too small for a finger. Not
here: which days are allowed (`lib.store`).
"""

import datetime as dt
from collections.abc import Callable

import streamlit as st

from lib.catalog import parse_date_parts

FIELD_DATE_FORMAT = "%d-%m-%Y"


def format_field_date(day: dt.date | None) -> str:
    """Return a day as the field shows it."""
    return f"{day.day:02}-{day.month:02}-{day.year:04}" if day else ""


def date_field(
    label: str,
    *,
    key: str,
    default: dt.date | None = None,
    on_change: Callable[[], None] | None = None,
) -> dt.date | str | None:
    """Show the field; return its day, None where it is empty, the text where it is no day."""
    st.session_state.setdefault(key, format_field_date(default))
    text = str(st.text_input(f"{label} (dd-mm-jjjj)", key=key, max_chars=10, on_change=on_change))
    return parse_field_date(text)


def partial_date_field(label: str, *, key: str, initial: str) -> str:
    """Show a field for a day, a month or a year; return it as in ISO, other text as it is."""
    st.session_state.setdefault(key, "-".join(reversed(initial.split("-"))))
    text = str(st.text_input(f"{label} (dd-mm-jjjj, mm-jjjj of jjjj)", key=key, max_chars=10))
    iso = "-".join(part.zfill(2) for part in reversed(text.strip().split("-")))
    try:
        parse_date_parts(iso)
    except ValueError:
        return text
    return iso


def parse_field_date(text: str) -> dt.date | str | None:
    """Return the day that a text has; the text itself where it has none, None for no text."""
    text = text.strip()
    if not text:
        return None
    try:
        return dt.datetime.strptime(text, FIELD_DATE_FORMAT).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return text
