"""The audit trail on Gegevens, for who may read it. Nobody can change it here."""

import json
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.access import Operation
from lib.board import get_store
from lib.export.csv import render_csv
from lib.figures.format import count, moment
from lib.figures.page_html import render_subtitle, render_table
from lib.store import AuditEntry, load_audit_trail
from lib.ui import frame
from lib.ui.sign_in import current_actor

SHOWN = 50


def show_logbook() -> None:
    """Show the newest entries, and all of them as a file."""
    actor = current_actor()
    if not actor.may(Operation.READ_AUDIT):
        return
    frame.show_heading("Logboek")
    entries = load_audit_trail(actor, get_store(), limit=SHOWN)
    if not entries:
        frame.show_html(render_subtitle("Er is nog niets gebeurd."))
        return
    frame.show_html(
        render_table(
            ("Wanneer", "Wie", "Rol", "Wat", "Waarover", "Verandering"),
            [
                (moment(e.at), e.who, e.role, e.what, e.subject, _difference(e.before, e.after))
                for e in entries
            ],
            caption=f"De nieuwste {count(len(entries), 'regel', 'regels')}",
        )
    )
    st.download_button(
        "Heel het logboek als CSV",
        data=lambda: render_csv(_file(load_audit_trail(actor, get_store()))),
        file_name="logboek.csv",
        mime="text/csv",
        key="audit_file",
        on_click="ignore",
    )


def _difference(before: Mapping[str, object] | None, after: Mapping[str, object] | None) -> str:
    """Return the fields that changed, with what they became."""
    old, new = before or {}, after or {}
    changed = [k for k in dict.fromkeys((*old, *new)) if old.get(k) != new.get(k)]
    told = [f"{k}: {_short(old.get(k))} → {_short(new.get(k))}" for k in changed if k in old]
    told += [f"{k}: {_short(new.get(k))}" for k in changed if k not in old]
    return "; ".join(told)


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _file(entries: tuple[AuditEntry, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "nummer": e.number,
                "wanneer": e.at.isoformat(),
                "wie": e.who,
                "rol": e.role,
                "wat": e.what,
                "waarover": e.subject,
                "voor": json.dumps(e.before, ensure_ascii=False) if e.before else "",
                "na": json.dumps(e.after, ensure_ascii=False) if e.after else "",
            }
            for e in entries
        ]
    )
