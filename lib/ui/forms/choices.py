"""Fields of a form that choose from a list, and keeping what was filled in.

Not here: which values are allowed (`lib.store`); days (`dates`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from lib.access import NotAllowedError
from lib.catalog import DataProblemsError
from lib.store import ChangedMeanwhileError, StoreError
from lib.ui import frame
from lib.ui.survey.survey_upload import show_problems


def select_one(label: str, options: Mapping[str, str], chosen: str | None, *, key: str) -> str:
    """Show a box with options by key; return the key that is chosen, at first the first."""
    keys = list(options)
    place = keys.index(chosen) if chosen in keys else 0
    return str(
        st.selectbox(
            label, keys, place, format_func=options.__getitem__, key=key, placeholder="Kies"
        )
    )


def select_many(
    label: str, options: Mapping[str, str], chosen: Sequence[str], *, key: str
) -> tuple[str, ...]:
    """Show a box in which several options can be chosen; return their keys."""
    picked = st.multiselect(
        label,
        list(options),
        [c for c in chosen if c in options],
        format_func=options.__getitem__,
        key=key,
        placeholder="Kies",
    )
    return tuple(picked)


def save_and_report(save: Callable[[], str], *, describe: Callable[[Any], str]) -> None:
    """Save, and say what `save` returns; or say what is wrong: what was typed stays typed.

    `describe` puts in words what the record is now, where somebody else changed it meanwhile.
    """
    try:
        said = save()
    except DataProblemsError as error:
        show_problems(error.problems)
    except ChangedMeanwhileError as error:
        frame.show_notice(f"{error} Zo is het nu: {describe(error.newer)}")
    except (StoreError, NotAllowedError) as error:
        frame.show_notice(str(error))
    else:
        frame.rerun_with_notice(said)
