"""Saving what was filled in, and what is wrong when it cannot be saved. Not here: the fields."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st

from lib.access import NotAllowedError
from lib.catalog import DataProblem, DataProblemsError
from lib.catalog.problems import fold_problems
from lib.store import ChangedMeanwhileError, StoreError
from lib.ui import frame


@contextmanager
def saving(*, describe: Callable[[Any], str] | None = None) -> Iterator[None]:
    """Let what is saved in it start the page anew, with the notice that it queued.

    What is wrong is shown in place, and what was typed stays typed. `describe` puts in words what
    the record is now, where somebody else changed it meanwhile.
    """
    try:
        yield
    except DataProblemsError as error:
        show_problems(error.problems)
    except ChangedMeanwhileError as error:
        newer = f" Zo is het nu: {describe(error.newer)}" if describe else ""
        frame.show_notice(f"{error}{newer}")
    except (StoreError, NotAllowedError) as error:
        frame.show_notice(str(error))
    else:
        st.rerun()


@contextmanager
def saving_in_callback() -> Iterator[None]:
    """Let what goes wrong in a callback stand on top of the page, which runs next."""
    try:
        yield
    except (DataProblemsError, StoreError, NotAllowedError) as error:
        frame.queue_notice(str(error))


def show_problems(problems: Sequence[DataProblem]) -> None:
    """Show what is wrong, all at once; equal problems are one line with their rows.

    What is wrong on a form has no file with rows, only fields.
    """
    lines = fold_problems(problems)
    is_form = not any(rows or "." in p.file for p, rows in lines)
    first, name = (2, "Veld") if is_form else (0, "Kolom")
    header = ("Bestand", "Rij", name, "Er staat", "Verwacht", "Wat te doen")
    frame.show_table(
        header[first:],
        [(p.file, rows, p.column, p.value, p.expected, p.fix)[first:] for p, rows in lines],
        caption=f"Problemen: {len(lines)}. Er is niets bewaard.",
    )
