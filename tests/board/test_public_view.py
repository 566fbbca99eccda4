"""What insiders get of the public's view, for preparing something public: no more than that."""

from pathlib import Path

import pytest

from lib.access import PUBLIC, Actor, NotAllowedError, Role
from lib.board import Board, board, public_view, store
from lib.story import facts
from tests.store.samples import DRIEHOEK, kept_list
from tests.wave_files import ADMIN, WAVES, propose, publish, wave_file
from tools.demo_figures import main as make_demo

INSIDERS = [Role.STAFF, Role.DRIEHOEK, Role.EDITOR, Role.ADMINISTRATOR]
WAVE = {"2025": WAVES["2025"]}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("TODAY", "2026-11-23")


def actor(role: Role) -> Actor:
    return Actor(f"{role}-1", role)


def test_everybody_who_is_public_is_refused() -> None:
    with pytest.raises(NotAllowedError):
        public_view(PUBLIC)


@pytest.mark.parametrize("role", INSIDERS)
def test_of_real_figures_it_is_the_board_of_the_public(role: Role) -> None:
    assert public_view(actor(role)) is board(PUBLIC)


def test_a_wave_that_waits_for_its_day_is_not_in_it() -> None:
    propose(wave_file(WAVE))
    assert public_view(ADMIN).rating("klingerberg").value == 6.4
    publish(1)
    assert public_view(ADMIN).rating("klingerberg").value == 7.3


def test_it_holds_nothing_of_the_driehoek() -> None:
    kept_list(store(), {}, kinds=("overval",))
    assert board(DRIEHOEK).newest_day is not None
    assert public_view(DRIEHOEK).newest_day is None


def test_of_fictitious_figures_it_is_what_the_public_would_see(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert make_demo([str(tmp_path / "data")]) == 0
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    shown, own = public_view(ADMIN), board(ADMIN)
    assert (shown.internal, shown.fictitious) == (False, True)
    assert (shown.version, own.internal) == (own.version, True)
    assert hiding(shown) > hiding(own) == 0
    assert facts(shown).board is shown
    assert public_view(actor(Role.STAFF)).actor == PUBLIC
    assert public_view(ADMIN) is shown


def hiding(of: Board) -> int:
    """Count the indicators of which small counts are hidden."""
    levels = [of.level(key) for key, i in of.indicators.items() if i.kind == "count"]
    return sum(level.hides for level in levels if level)
