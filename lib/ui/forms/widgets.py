"""Fields and buttons that several forms share: a box to choose in, a day, the fields of a record.

Not here: which values are allowed (`lib.store`), and saving them (`saving`).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import streamlit as st

from lib.catalog import parse_date_parts
from lib.ui import frame
from lib.ui.selection import read_choice, write_choice_on_change

OptionT = TypeVar("OptionT")
FILE_TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "ics": "text/calendar",
}
# Of the last three nothing is read: the answer is what to do with such a file.
UPLOAD_TYPES = ("xlsx", "csv", "ods", "xlsm", "txt", "xls", "numbers", "pdf")
FIELD_DATE_FORMAT = "%d-%m-%Y"


def show_choice_box(
    label: str,
    options: Mapping[OptionT, str],
    *,
    key: str | None = None,
    chosen: OptionT | None = None,
    on_change: Callable[[], None] | None = None,
    width: int | None = None,
) -> OptionT:
    """Show a box with the texts of options; return the one that is chosen, at first the first."""
    keys = list(options)
    return st.selectbox(
        label,
        keys,
        keys.index(chosen) if chosen is not None and chosen in options else 0,
        format_func=options.__getitem__,
        key=key,
        on_change=on_change,
        placeholder="Kies",
        width=width or "stretch",
    )


def show_url_choice_box(
    label: str,
    options: Mapping[str, str],
    chosen: str,
    *,
    name: str,
    key: str,
    width: int | None = None,
) -> None:
    """Show a box in which `chosen` is chosen; another choice goes to the URL under `name`."""
    st.session_state[key] = chosen
    show_choice_box(
        label, options, key=key, on_change=write_choice_on_change(key, name), width=width
    )


def choose_in_url_box(
    label: str,
    options: Mapping[str, str],
    *,
    name: str,
    key: str,
    default: str = "",
    unknown: str = "",
) -> str:
    """Show a box whose choice is in the URL under `name`; return it, else the default or first.

    `unknown` is the notice for another name in the URL, as of `read_choice`.
    """
    chosen = read_choice(options, name=name, unknown=unknown) or default or next(iter(options))
    show_url_choice_box(label, options, chosen, name=name, key=key)
    return chosen


def show_file_button(label: str, data: bytes | Callable[[], bytes], *, file: str, key: str) -> None:
    """Show a button that downloads a file, whose type follows from the end of its name."""
    st.download_button(
        label,
        data=data,
        file_name=file,
        mime=FILE_TYPES[file.rpartition(".")[2]],
        key=key,
        on_click="ignore",
    )


def fresh_key(name: str) -> str:
    """Return the key of a widget that starts empty again after `renew_key`.

    Its end is a number after two lines, which `lib/web/drafts.js` leaves out.
    """
    return f"{name}__{st.session_state.get(f'_generation_{name}', 0)}"


def renew_key(name: str, *, generation: int | None = None) -> None:
    """Let what has the `fresh_key` of this name start empty in the next run.

    Or go on, after a restart of the server, with the `generation` that the browser has.
    """
    counter = f"_generation_{name}"
    if generation is None:
        generation = st.session_state.get(counter, 0) + 1
        frame.forget_drafts(f"{name}__{generation}")
    st.session_state[counter] = generation


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
    """Show a field for a day as people here write it: 23-11-2026.

    Streamlit's own speaks English to a screen reader, and its parts are too small for a finger.
    Returns the day, None where it is empty, the text where it is no day.
    """
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


def with_former(options: Mapping[str, str], chosen: Iterable[str | None]) -> dict[str, str]:
    """Return options by key with what was chosen and is gone by now, under its key.

    Left out it would be saved as nothing, which for areas means the whole municipality.
    """
    return {**options, **{key: key for key in chosen if key and key not in options}}


class RecordFields:
    """Fields that are named as those of the record; `values` has what they hold now.

    `key` begins the key of each widget; `initial` has the values that the fields start with.
    """

    def __init__(self, key: str, initial: Mapping[str, Any]) -> None:
        self.values: dict[str, object] = {}
        self._key, self._initial = key, initial

    def line(self, name: str, label: str, *, max_chars: int = 120) -> None:
        """Show a field for one line of text."""
        self.values[name] = st.text_input(
            label, self._initial.get(name, ""), max_chars=max_chars, key=f"{self._key}_{name}"
        )

    def text(self, name: str, label: str, *, height: int | None = None) -> None:
        """Show a field for text of at most 600 characters."""
        self.values[name] = st.text_area(
            label,
            self._initial.get(name, ""),
            max_chars=600,
            key=f"{self._key}_{name}",
            height=height,
        )

    def day(self, name: str, label: str, *, default: dt.date) -> None:
        """Show a field for a day."""
        day = self._initial.get(name, default)
        self.values[name] = date_field(label, key=f"{self._key}_{name}", default=day)

    def partial_day(self, name: str, label: str) -> None:
        """Show a field for a day, a month or a year."""
        first = self._initial.get(name, "")
        key = f"{self._key}_{name}"
        self.values[name] = partial_date_field(label, key=key, initial=first)

    def choose(self, name: str, label: str, options: Mapping[str, str]) -> None:
        """Show a box with options by key, at first the first; the key '' gives None."""
        chosen = self._initial.get(name)
        shown = with_former(options, [chosen])
        picked = show_choice_box(label, shown, key=f"{self._key}_{name}", chosen=chosen)
        self.values[name] = picked or None

    def choose_many(self, name: str, label: str, options: Mapping[str, str]) -> None:
        """Show a box in which several options can be chosen."""
        first = self._initial.get(name, ())
        shown = with_former(options, first)
        picked = st.multiselect(
            label,
            list(shown),
            list(first),
            format_func=shown.__getitem__,
            key=f"{self._key}_{name}",
            placeholder="Kies",
        )
        self.values[name] = tuple(picked)
