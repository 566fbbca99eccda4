"""Widgets that several forms share: a box to choose in, a button for a file, and fresh keys."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st

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
