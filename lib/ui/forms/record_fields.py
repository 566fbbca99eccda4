"""The fields of a form on a record: what they start with, and what was filled in.

Not here: which values are allowed (`lib.store`), and saving them (`saving`).
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.ui.forms.date_field import date_field, partial_date_field
from lib.ui.forms.widgets import show_choice_box


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
        picked = show_choice_box(label, options, key=f"{self._key}_{name}", chosen=chosen)
        self.values[name] = picked or None

    def choose_many(self, name: str, label: str, options: Mapping[str, str]) -> None:
        """Show a box in which several options can be chosen."""
        picked = st.multiselect(
            label,
            list(options),
            [key for key in self._initial.get(name, ()) if key in options],
            format_func=options.__getitem__,
            key=f"{self._key}_{name}",
            placeholder="Kies",
        )
        self.values[name] = tuple(picked)
