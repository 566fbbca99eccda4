"""Saving what was filled in; and forms on records that somebody else may change meanwhile.

Nobody's typing is lost: a form remembers what its editor started from over runs of the page.
Without that the record would be read anew when 'Bewaar' is pressed, and its version would always be
the newest. A restart of the server takes that memory away, but not what the browser has in its
fields: so what the form began from is one of these, which nobody sees. Not here: the fields
(`widgets`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import streamlit as st

from lib.access import NotAllowedError
from lib.catalog import DataProblem, DataProblemsError
from lib.catalog.problems import fold_problems
from lib.store import ChangedMeanwhileError, StoreError
from lib.ui import frame
from lib.ui.forms.widgets import fresh_key, renew_key

# The style hides fields whose key begins so.
BEGIN_KEY = "began_"
# What `lib/web/drafts.js` puts before it, when a reload made the form anew.
TYPED_BACK = "terug "


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


class HasVersion(Protocol):
    """A record that counts its changes."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def version(self) -> int:
        """How often it was changed."""


VersionedRecord = TypeVar("VersionedRecord", bound=HasVersion)


class VersionedForm(Generic[VersionedRecord]):
    """One form's record: `key` for its widgets, `seen` is what the editor started from.

    `field` is the end of the key of one of its widgets: while that is not there, nobody started.
    `describe` puts a record in words.
    """

    def __init__(
        self,
        name: str,
        current: VersionedRecord,
        *,
        field: str,
        describe: Callable[[VersionedRecord], str],
    ) -> None:
        self._name, self._seen = name, f"_seen_{name}"
        self._current, self._describe = current, describe
        if self._seen in st.session_state:
            is_new = f"{fresh_key(name)}_{field}" not in st.session_state
            # Of the same version only a step may differ, and that is no other's words.
            if is_new or self.seen.version == current.version:
                st.session_state[self._seen] = current
            begin = str(st.session_state.get(f"{BEGIN_KEY}{name}"))
            if begin.startswith(TYPED_BACK):
                self._begin_from(begin.removeprefix(TYPED_BACK))
            st.session_state[f"{BEGIN_KEY}{name}"] = self._format_begin(self.seen)
        begin = st.text_input(
            "Versie van dit formulier",
            self._format_begin(current),
            max_chars=120,
            key=f"{BEGIN_KEY}{name}",
        )
        if self._seen not in st.session_state:
            self._begin_from(str(begin))
        self.key = fresh_key(name)

    def _format_begin(self, record: VersionedRecord) -> str:
        """Return what the browser stores: the key of the fields, and which version they had."""
        return f"{fresh_key(self._name)} {record.version}"

    def _begin_from(self, begin: str) -> None:
        """Begin as the browser has it: anew, or as before a restart of the server."""
        st.session_state[self._seen] = self._current
        if found := re.fullmatch(rf"{re.escape(self._name)}__(\d{{1,9}}) (\d{{1,9}})", begin):
            renew_key(self._name, generation=int(found[1]))
            st.session_state[self._seen] = replace(self._current, version=int(found[2]))

    @property
    def seen(self) -> VersionedRecord:
        """What the editor started from, or was last shown."""
        seen: VersionedRecord = st.session_state[self._seen]
        return seen

    def show_newer(self) -> None:
        """Show what the record is now when somebody else changed it since the editor started."""
        if self.seen.version == self._current.version:
            return
        newer = self._describe(self._current)
        frame.show_notice(
            f"Een ander heeft dit intussen gewijzigd. Zo is het nu: {newer} "
            "Wat u hieronder invulde, is er nog. Bewaart u dat, dan vervangt het dit."
        )
        st.button(
            "Begin opnieuw, met wat er nu staat", key=f"{self.key}_again", on_click=self.restart
        )

    @contextmanager
    def saving(self) -> Iterator[VersionedRecord]:
        """Give what the editor started from, to be changed; then the form starts anew, as `saving`.

        Refused because of a newer record: the editor sees that, and saving again replaces it.
        """
        with saving(describe=self._describe):
            try:
                yield self.seen
            except ChangedMeanwhileError as error:
                st.session_state[self._seen] = error.newer
                raise
            self.restart()

    def restart(self) -> None:
        """Start the form from the record as it is."""
        renew_key(self._name)
