"""Processes of the app on one PostgreSQL: each sees at its next run what another one did."""

import re

import pytest

from lib.access import PUBLIC
from lib.board import get_store, load_board
from lib.figures.sentences.goal_sentences import headline
from lib.store import withdraw_wave
from tests.board.processes import asking
from tests.store.samples import find_wave
from tests.store.server import new_database
from tests.wave_files import ADMIN, propose_wave_file, publish_proposed_wave, wave_file

pytestmark = pytest.mark.slow


def test_processes_agree(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"DATABASE_URL": new_database(server, "agree"), "TODAY": "2026-11-23"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with asking(settings) as one, asking(settings) as other:
        seen = [one()]
        number = propose_wave_file(wave_file())
        publish_proposed_wave(number)
        seen.append(one())
        assert other() == seen[-1]
        withdraw_wave(
            ADMIN, get_store(), seen=find_wave(get_store(), number), reason="verkeerd bestand"
        )
        seen.append(other())
        assert one() == seen[-1]
    found = load_board(PUBLIC)
    assert seen[-1] == (found.version, headline(found))
    years = [re.findall(r"\b20\d\d\b", sentence)[0] for _, sentence in seen]
    assert years == ["2021", "2025", "2021"]
    assert len({version for version, _ in seen}) == len(seen)
