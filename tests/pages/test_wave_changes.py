"""Two waves on the screen, in every state of the data: who changed is said first, everywhere."""

import shutil
from pathlib import Path

import pytest

from lib.access import PUBLIC
from lib.board import load_board
from lib.export.pdf.briefing import render_briefing
from lib.export.site.overview_page import render_overview_page
from tests.export.reading import opened
from tests.export.site.samples import ADDRESS
from tests.pages.run_page import page_text, run_page
from tests.wave_files import propose_wave_file, publish_proposed_wave, wave_file

HOME = "GM0983"
RISE = "Venlo gaf in 2025 een 7,4, aantoonbaar hoger dan in 2023 (7,2)"
CHANGED = (
    "In Klingerberg (+0,5) steeg het cijfer van 2023 naar 2025 aantoonbaar en in Steyl (−0,5) "
    "daalde het aantoonbaar (18 wijken vergeleken)."
)
UNCHANGED = "In geen enkele wijk steeg of daalde het cijfer van 2023 naar 2025 aantoonbaar"
NO_MARGIN = "van 2023 naar 2025 steeg of daalde, is niet te zeggen: er is geen marge bekend."


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty database and a fixed day."""
    shutil.copy(empty_file, tmp_path / "dashboard.sqlite3")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("TODAY", "2026-11-23")


def bring_in(second: dict[str, float], *, margin: float = 0.1) -> None:
    waves = {"2023": {"*": 0.0}, "2025": {"*": 0.0, **second}}
    publish_proposed_wave(propose_wave_file(wave_file(waves, margin=margin)))


@pytest.mark.parametrize(
    ("second", "margin", "expected"),
    [
        ({HOME: 0.2}, 0.1, (RISE, UNCHANGED)),
        ({"klingerberg": 0.5, "steyl": -0.5}, 0.1, (CHANGED,)),
        ({"klingerberg": 0.5, "steyl": -0.5, HOME: 0.2}, 0.1, (RISE, CHANGED)),
        ({"klingerberg": 0.9}, 0.0, (NO_MARGIN,)),
    ],
)
def test_who_changed_is_in_the_first_sentences(
    second: dict[str, float], margin: float, expected: tuple[str, ...]
) -> None:
    bring_in(second, margin=margin)
    board = load_board(PUBLIC)
    briefing = opened(render_briefing(board, measures=(), author="Gemeente Venlo"))
    texts = {
        "overzicht": page_text(run_page("")),
        "doelen": page_text(run_page("doelen")),
        "openbaar": render_overview_page(board, address=ADDRESS),
        "briefing": " ".join(briefing.pages[0].extract_text().split()),
    }
    for name, text in texts.items():
        for sentence in expected:
            assert sentence in text, name
        # Before any key number, map or list.
        assert text.index(expected[-1]) < text.index("wijken onder 6,7:"), name


def test_a_profile_says_first_whether_its_area_changed() -> None:
    bring_in({"klingerberg": 0.5})
    changed, unchanged = (page_text(run_page("wijk", wijk=a)) for a in ("klingerberg", "velden"))
    assert "gaf Klingerberg een 6,9, aantoonbaar hoger dan in 2023 (6,4; 18 wijken" in changed
    assert "gaf Velden een 7,7, niet aantoonbaar anders dan in 2023 (7,7; 18 wijken" in unchanged


@pytest.mark.parametrize(("raised", "is_reached"), [(0.2, True), (0.1, False)])
def test_reached_never_stands_next_to_under_the_target(raised: float, *, is_reached: bool) -> None:
    """The mean of the areas is another figure than the one that was measured."""
    bring_in({HOME: raised})
    text = page_text(run_page("doelen", voorbeeld="eigen"))
    assert ("Gehaald: de meting van 2025 telt voor dit doel." in text) is is_reached
    assert ("onder het doel" in text) is not is_reached
    assert ("Het gemeten cijfer haalde het doel van 7,4." in text) is is_reached


def test_a_wave_without_margins_gives_no_verdict_on_the_goals() -> None:
    publish_proposed_wave(propose_wave_file(wave_file({"2023": {"*": 0.0}}, margin=0.0)))
    text = page_text(run_page("doelen"))
    assert "meting van 2023" in text
    assert "geen marge bekend" in text
    assert "niet op koers" not in text
