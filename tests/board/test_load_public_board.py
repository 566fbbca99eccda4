"""What insiders get of the public's view, for preparing something public: no more than that."""

from pathlib import Path

import pytest

from lib.access import PUBLIC, Actor, NotAllowedError, Role
from lib.board import Board, get_store, load_board, load_public_board
from lib.figures.facts.facts import load_facts
from tests.store.samples import DRIEHOEK, save_list
from tests.wave_files import ADMIN, WAVES, propose_wave_file, publish_proposed_wave, wave_file

INSIDERS = [Role.STAFF, Role.DRIEHOEK, Role.EDITOR, Role.ADMINISTRATOR]
WAVE = {"2025": WAVES["2025"]}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("TODAY", "2026-11-23")


def actor(role: Role) -> Actor:
    return Actor(f"{role}-1", role)


def test_the_public_is_refused() -> None:
    with pytest.raises(NotAllowedError):
        load_public_board(PUBLIC)


@pytest.mark.parametrize("role", INSIDERS)
def test_of_real_figures_it_is_the_board_of_the_public(role: Role) -> None:
    assert load_public_board(actor(role)) is load_board(PUBLIC)


def test_a_wave_that_waits_for_its_day_is_not_in_it() -> None:
    propose_wave_file(wave_file(WAVE))
    assert load_public_board(ADMIN).ratings.of_area("klingerberg").value == 6.4
    publish_proposed_wave(1)
    assert load_public_board(ADMIN).ratings.of_area("klingerberg").value == 7.3


def test_it_holds_nothing_of_the_driehoek() -> None:
    save_list(get_store(), {}, kinds=("overval",))
    assert load_board(DRIEHOEK).police.newest_day is not None
    assert load_public_board(DRIEHOEK).police.newest_day is None


def test_of_fictitious_figures_it_is_what_the_public_would_see(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(demo_folder))
    shown, own = load_public_board(ADMIN), load_board(ADMIN)
    assert (shown.internal, shown.fictitious) == (False, True)
    assert (shown.version, own.internal) == (own.version, True)
    assert hiding(shown) > hiding(own) == 0
    assert load_facts(shown).board is shown
    assert load_public_board(actor(Role.STAFF)).actor == PUBLIC
    assert load_public_board(ADMIN) is shown


def hiding(of: Board) -> int:
    """Count the indicators of which small counts are hidden."""
    levels = [of.area_values(key) for key, i in of.indicators.items() if i.kind == "count"]
    return sum(per_area.hides for per_area in levels if per_area)
