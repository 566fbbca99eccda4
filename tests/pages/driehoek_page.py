"""The driehoek as its pages find it: figures on an agenda, agreements, and the page itself."""

import datetime as dt
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.access import Role
from lib.board import get_store, load_catalog_for
from lib.exhibits.exhibit import Exhibit, as_json
from lib.store import (
    AgendaItem,
    Meeting,
    StoredAgreement,
    add_agenda_item,
    add_agreement,
    load_agenda,
)
from tests.export.samples import exhibit
from tests.pages.run_page import run_page, sign_in_as
from tests.store.samples import AGREEMENT, DRIEHOEK, ITEM

TODAY = dt.date(2026, 11, 23)


def add_to_agenda(meeting: Meeting, *figures: Exhibit) -> tuple[AgendaItem, ...]:
    """Put figures on an agenda; return its items."""
    for place, figure in enumerate(figures):
        values = ITEM | {"key": f"figuur-{place}", "title": figure.title}
        add_agenda_item(
            DRIEHOEK, get_store(), meeting=meeting.number, values=values, exhibit=as_json(figure)
        )
    return load_agenda(DRIEHOEK, get_store(), meeting=meeting.number)


def exhibit_with_title(title: str, **other: Any) -> Exhibit:
    """Return a small figure with a title."""
    return exhibit(title=title, **other)


def make_agreement(meeting: Meeting, **other: object) -> StoredAgreement:
    """Make an agreement in a meeting."""
    return add_agreement(
        DRIEHOEK,
        get_store(),
        meeting=meeting.number,
        values=AGREEMENT | other,
        catalog=load_catalog_for(DRIEHOEK),
    )


def run_driehoek_page(monkeypatch: pytest.MonkeyPatch, **parameters: str) -> AppTest:
    """Return the page as somebody of the driehoek sees it."""
    sign_in_as(monkeypatch, Role.DRIEHOEK)
    app = run_page("driehoek", **parameters)
    assert not app.exception
    return app
