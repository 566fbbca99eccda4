"""What everybody gets of a page in its first HTML: the public's figures, and only those."""

import asyncio
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lib.access import Actor, Role
from lib.board import load_board
from lib.figures.sentences.goal_sentences import answer_sentence
from lib.ui.brand import render_brand
from lib.ui.page_registry import PUBLIC_NAMES
from lib.web import first_view
from lib.web.first_view import FirstViews
from tests.wave_files import propose_wave_file, publish_proposed_wave, wave_file

ANSWER = "Venlo gaf in 2021 een 7,2. Het doel voor 2026 is 7,4."


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty database, a fixed day, and as much time as a view needs."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("TODAY", "2026-11-23")
    monkeypatch.setattr(first_view, "WAIT_SECONDS", 60.0)
    monkeypatch.setattr(first_view, "LOOK_SECONDS", 0.0)


def view_of(path: str, query: bytes = b"", views: FirstViews | None = None) -> str:
    """Return the view of an address, of new views by default."""
    found = views or FirstViews(PUBLIC_NAMES, render_brand)
    # In a thread of its own: the thread of a browser's tests has a loop already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(found.find(path, query))).result().decode()


def test_the_overview_has_answer_key_numbers_and_map() -> None:
    view = view_of("/")
    for part in (ANSWER, "2 van 18", "Raadsbesluit beleid 2027-2030", "<svg", "Klingerberg"):
        assert part in view
    assert "<script" not in view
    # One title a page, as a screen reader counts them.
    assert view.count("<h1") == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/doelen", ANSWER),
        ("/wijk", "Wijk"),
        ("/digitale-criminaliteit-en-cybercrime", "Digitale criminaliteit en cybercrime"),
    ],
)
def test_other_pages_have_their_title(path: str, text: str) -> None:
    assert text in view_of(path)


@pytest.mark.parametrize("path", ["/driehoek", "/gegevens", "/verhaal", "/onbekend", "/static/x"])
def test_pages_for_insiders_and_no_pages_have_none(path: str) -> None:
    assert view_of(path) == ""


def test_an_address_with_a_choice_has_none() -> None:
    assert view_of("/", b"wijk=klingerberg") == ""


def test_nothing_internal_is_in_it() -> None:
    embargo = dt.datetime(2026, 11, 24, 23, tzinfo=ZoneInfo("Europe/Amsterdam"))
    number = propose_wave_file(wave_file(), name="geheim.csv")
    publish_proposed_wave(number, embargo=embargo)
    internal = load_board(Actor("iemand", Role.STAFF))
    assert "2025" in answer_sentence(internal)
    for path in ("/", "/doelen"):
        view = view_of(path)
        assert ANSWER in view
        assert answer_sentence(internal) not in view
        assert "geheim" not in view
        assert "aandachtswijk" not in view


def test_new_figures_are_in_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    views = FirstViews(PUBLIC_NAMES, render_brand)
    assert ANSWER in view_of("/", views=views)
    publish_proposed_wave(propose_wave_file(wave_file()))
    assert "Venlo gaf in 2025 een 7,4" in view_of("/", views=views)
    assert "Venlo gaf in 2021" not in view_of("/", views=views)


def test_what_takes_long_or_fails_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_view, "WAIT_SECONDS", 0.0)
    assert view_of("/") == ""
    monkeypatch.setattr(first_view, "WAIT_SECONDS", 60.0)

    def fail(_actor: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(first_view, "load_board", fail)
    assert view_of("/") == ""
