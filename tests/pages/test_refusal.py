"""A page that needs an operation: its own check, and the menu."""

from pathlib import Path
from typing import Literal

import pytest
import streamlit as st
from streamlit.navigation.page import Page
from streamlit.testing.v1 import AppTest

from lib.access import ALLOWED, PUBLIC, Actor, Operation, Role
from lib.board import Board
from lib.ui import frame, page_registry
from tests.pages.run_page import page_text, run_page

HIDDEN = "alleen voor wie het mag"
PAGE = f"""
import streamlit as st
from lib.access import Operation
from lib.ui import frame

frame.begin_page("Proef", needs=Operation[{{name!r}}])
st.html("<p>{HIDDEN}</p>")
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app with one more page, on a fixed day."""
    monkeypatch.setenv("TODAY", "2026-11-23")
    path = tmp_path / "proef.py"
    others = page_registry.build_pages

    def pages(board: Board) -> list[Page]:
        return [*others(board), st.Page(path, title="Proef", url_path="proef")]

    monkeypatch.setattr(frame, "build_pages", pages)
    return path


def show(page: Path, monkeypatch: pytest.MonkeyPatch, role: Role, needs: Operation) -> AppTest:
    """Return the page as somebody in that role gets it."""
    page.write_text(PAGE.format(name=needs.name), "utf-8")
    monkeypatch.setattr(frame, "current_actor", lambda: Actor("iemand", role))
    app = run_page("proef")
    assert not app.exception
    return app


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("needs", [Operation.READ_DRIEHOEK, Operation.PREPARE_IMPORT])
def test_a_page_is_only_for_who_may(
    page: Path, monkeypatch: pytest.MonkeyPatch, role: Role, needs: Operation
) -> None:
    shown = page_text(show(page, monkeypatch, role, needs))
    may = Actor("iemand", role).may(needs)
    assert (HIDDEN in shown) is may
    assert ("Geen toegang" in shown) is not may
    assert ("Proef" in shown) is may
    assert (f"Nodig is het recht: {needs}." in shown) is not may


def test_a_refusal_has_no_error_and_has_the_footer(
    page: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = show(page, monkeypatch, Role.PUBLIC, Operation.PUBLISH)
    shown = page_text(app)
    assert "openbare weergave" in shown
    assert "Er ging iets mis" not in shown
    assert not app.error
    assert not [r for r in caplog.records if r.levelname == "ERROR"]


@pytest.mark.parametrize("allowed", [frozenset({Operation.READ_PUBLIC}), frozenset()])
def test_the_menu_has_what_somebody_may_see(
    monkeypatch: pytest.MonkeyPatch, allowed: frozenset[Operation]
) -> None:
    monkeypatch.setitem(ALLOWED, Role.PUBLIC, allowed)
    monkeypatch.setattr(frame, "current_actor", lambda: PUBLIC)
    menus: list[list[Page]] = []
    navigation = st.navigation

    def watched(pages: list[Page], *, position: Literal["top"]) -> Page:
        menus.append(pages)
        return navigation(pages, position=position)

    monkeypatch.setattr(st, "navigation", watched)
    shown = page_text(run_page("doelen"))
    visible = {page.url_path for page in menus[0] if page.visibility == "visible"}
    assert ("doelen" in visible) is bool(allowed)
    assert "gegevens" not in visible
    assert ("Geen toegang" in shown) is (not allowed)
