"""The audit trail on Gegevens, for whoever may read it. Nobody can change it here."""

import datetime as dt
import re
from collections.abc import Mapping

import pandas as pd

from lib.access import Operation
from lib.board import get_store
from lib.export.table_files import render_csv
from lib.figures.format import count, moment
from lib.store import AuditEntry, load_audit_trail
from lib.store.field_names import FIELD_NAMES
from lib.ui import frame
from lib.ui.forms.widgets import show_file_button
from lib.ui.sign_in import current_actor

NEWEST, LONGEST_VALUE = 50, 50
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?[+-]\d\d:\d\d$")


def show_logbook() -> None:
    """Show the newest entries, and all of them as a file."""
    actor = current_actor()
    if not actor.may(Operation.READ_AUDIT):
        return
    frame.show_heading("Logboek")
    entries = load_audit_trail(actor, get_store(), limit=NEWEST)
    if not entries:
        frame.show_subtitle("Er is nog niets gebeurd.")
        return
    frame.show_table(
        ("Wanneer", "Wie", "Rol", "Wat", "Waarover", "Verandering"),
        [
            (moment(e.at), e.who, e.role, e.what, e.subject, _describe_change(e.before, e.after))
            for e in entries
        ],
        caption=f"De nieuwste {count(len(entries), 'regel', 'regels')}",
    )
    show_file_button(
        "Heel het logboek als CSV",
        lambda: render_csv(_tabulate_entries(load_audit_trail(actor, get_store()))),
        file="logboek.csv",
        key="audit_file",
    )


def _describe_change(
    before: Mapping[str, object] | None, after: Mapping[str, object] | None
) -> str:
    """Return the fields that changed, with what they became."""
    old, new = before or {}, after or {}
    changed = [k for k in dict.fromkeys((*old, *new)) if old.get(k) != new.get(k)]
    return "; ".join(
        f"{_name_field(k)}: {_shorten_value(old[k])} → {_shorten_value(new.get(k))}"
        if k in old
        else f"{_name_field(k)}: {_shorten_value(new[k])}"
        for k in sorted(changed, key=lambda k: k not in old)
    )


def _name_field(name: str) -> str:
    return FIELD_NAMES.get(name, name)


def _shorten_value(value: object) -> str:
    text = _describe_value(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _describe_value(value: object) -> str:
    """Return a stored value in words: 'ja', 'niets', a list with commas, a moment in Dutch time."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Mapping):
        return "; ".join(f"{_name_field(k)}: {_describe_value(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_describe_value, value)) or "niets"
    if isinstance(value, str) and _MOMENT.match(value):
        return moment(dt.datetime.fromisoformat(value))
    return "niets" if value in {None, ""} else str(value)


def _tabulate_entries(entries: tuple[AuditEntry, ...]) -> pd.DataFrame:
    columns = ("nummer", "wanneer", "wie", "rol", "wat", "waarover", "voor", "na")
    rows = [
        (
            e.number,
            moment(e.at),
            e.who,
            e.role,
            e.what,
            e.subject,
            _describe_value(e.before or {}),
            _describe_value(e.after or {}),
        )
        for e in entries
    ]
    return pd.DataFrame(rows, columns=columns)
