"""Waves that came in through the database: all that is shown follows, and goes back again."""

import csv
import datetime as dt
import io
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lib.access import PUBLIC, Actor, Role
from lib.analysis.change import Change
from lib.analysis.course import Course, CourseReason
from lib.board import RATING, Board, DataProblemsError, get_store, load_board
from lib.exhibits.maps import layer_table
from lib.export.site.open_data import list_datasets
from lib.export.table_files import render_csv
from lib.figures.layers.modes import map_layers
from lib.figures.sentences.goal_sentences import (
    answer_details,
    goal_sentence,
    headline,
    pace_sentence,
)
from lib.figures.sentences.map_sentences import layer_finding
from lib.intake.spreadsheet.sheets import safe_file_name
from lib.store import withdraw_wave
from tests.store.samples import find_wave
from tests.wave_files import ADMIN, WAVES, propose_wave_file, publish_proposed_wave, wave_file

STAFF = Actor("iemand", Role.STAFF)
FIRST = {"2023": WAVES["2023"]}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty database and a fixed day."""
    shutil.copy(empty_file, tmp_path / "dashboard.sqlite3")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("TODAY", "2026-11-23")


def bring_in(
    content: bytes, *, embargo: dt.datetime | None = None, name: str = "x.csv", title: str = ""
) -> int:
    number = propose_wave_file(content, name=name, title=title)
    publish_proposed_wave(number, embargo=embargo)
    return number


def courses(found: Board) -> list[tuple[Course, CourseReason]]:
    return [(goal.verdict.course, goal.verdict.reason) for goal in found.goals]


def test_with_two_waves_everything_follows() -> None:
    bring_in(wave_file())
    found = load_board(PUBLIC)
    assert found.ratings.comparable_waves == ("2021", "2023", "2025")
    assert [w.year for w in found.planning.waves if not w.loaded] == []
    assert headline(found) == (
        "Venlo gaf in 2025 een 7,4, niet aantoonbaar anders dan in 2023 (7,3). Het "
        "doel voor 2026 is 7,4. In Klingerberg (+0,8) steeg het cijfer van 2023 naar 2025 "
        "aantoonbaar en in Steyl (−0,7) daalde het aantoonbaar (18 wijken vergeleken). In 2025 zat "
        "1 van de 18 wijken onder 6,7: Blerick-Noord en Trade-Port (6,4)."
    )
    assert courses(found) == [
        (Course.REACHED, CourseReason.JUDGED_WAVE),
        (Course.MISSED, CourseReason.JUDGED_WAVE),
    ]
    assert answer_details(found).endswith("De meting is 1 jaar oud.")
    assert list(found.ratings.of_municipality()["period"]) == ["2016", "2021", "2023", "2025"]
    assert list(found.ratings.history("klingerberg")["value"]) == [6.4, 6.4, 6.5, 7.3]


def test_margins_decide_what_is_called_a_change() -> None:
    bring_in(wave_file())
    changes = load_board(PUBLIC).ratings.changes()
    assert changes is not None
    verdicts = changes["verdict"]
    assert verdicts["klingerberg"] == Change.RISE
    assert verdicts["steyl"] == Change.FALL
    assert set(verdicts.drop(["klingerberg", "steyl"])) == {Change.NOT_DEMONSTRABLE}


def test_the_map_of_change_comes_and_goes() -> None:
    assert "verandering" not in map_layers(load_board(PUBLIC))
    number = bring_in(wave_file())
    layer = map_layers(load_board(PUBLIC))["verandering"]
    assert layer.title == "Verandering van het rapportcijfer, 2023 naar 2025"
    assert (layer.marks["klingerberg"].text, layer.marks["klingerberg"].band.sign) == ("+0,8", "↑")
    assert layer.marks["velden"].remark == "geen aantoonbaar verschil"
    assert layer_finding(layer, board=load_board(PUBLIC)) == (
        "In Klingerberg (+0,8) steeg het cijfer van 2023 naar 2025 aantoonbaar en in Steyl (−0,7) "
        "daalde het aantoonbaar (18 wijken vergeleken)."
    )
    withdraw_wave(
        ADMIN, get_store(), seen=find_wave(get_store(), number), reason="verkeerd bestand"
    )
    assert "verandering" not in map_layers(load_board(PUBLIC))


def test_without_margins_nothing_is_called_a_change() -> None:
    bring_in(wave_file(margin=0))
    found = load_board(PUBLIC)
    changes = found.ratings.changes()
    assert changes is not None
    assert set(changes["verdict"]) == {Change.NO_MARGIN}
    assert layer_finding(map_layers(found)["verandering"], board=found).startswith(
        "Of het cijfer van een wijk van 2023 naar 2025 steeg of daalde, is niet te zeggen"
    )


@pytest.mark.parametrize(
    ("raises", "margin", "course", "reason"),
    [
        ({"*": 0.1}, 0.0, Course.UNKNOWN, CourseReason.NO_MARGIN),
        ({"*": 0.0}, 0.0, Course.UNKNOWN, CourseReason.NO_MARGIN),
        ({"*": 0.0}, 0.05, Course.OFF_COURSE, CourseReason.AGAINST_PATH),
        ({"*": 0.0}, 0.2, Course.UNKNOWN, CourseReason.WITHIN_MARGIN),
    ],
)
def test_halfway_the_goals_have_a_course_and_a_pace(
    monkeypatch: pytest.MonkeyPatch,
    raises: dict[str, float],
    margin: float,
    course: Course,
    reason: CourseReason,
) -> None:
    monkeypatch.setenv("TODAY", "2025-06-30")
    bring_in(wave_file({"2023": raises}, margin=margin))
    found = load_board(PUBLIC)
    mean = found.goals[0]
    assert courses(found)[0] == (course, reason)
    assert (mean.period, mean.waves_to_come) == ("2023", 1)
    assert mean.pace == pytest.approx(0.2 - raises["*"])
    assert goal_sentence(mean, board=found).startswith("Bij de meting van 2023 gaf Venlo een 7,")
    assert pace_sentence(mean).startswith("Er komt nog 1 meting tot en met 2025.")


def test_one_wave_at_a_time_and_each_figure_has_its_wave_as_source() -> None:
    bring_in(wave_file(FIRST), title="Peiling 2023")
    assert load_board(PUBLIC).ratings.comparable_waves == ("2021", "2023")
    bring_in(wave_file({"2025": WAVES["2025"]}), name="meting-2025.csv")
    found = load_board(PUBLIC)
    for period, title in (("2023", "Peiling 2023"), ("2025", "Meting 2025")):
        per_area = found.area_values(RATING, period=period)
        assert per_area is not None
        assert [s.title for s in per_area.sources] == [title]
    before = found.area_values(RATING, period="2021")
    assert before is not None
    assert "csv" not in before.sources[0].title


def test_a_better_version_stands_in_its_place_and_the_former_comes_back() -> None:
    bring_in(wave_file())
    second = bring_in(wave_file({"2025": {"*": 0.3}}))
    assert load_board(PUBLIC).ratings.of_area("klingerberg").value == 6.7
    assert load_board(PUBLIC).ratings.comparable_waves == ("2021", "2023", "2025")
    withdraw_wave(ADMIN, get_store(), seen=find_wave(get_store(), second), reason="toch niet beter")
    assert load_board(PUBLIC).ratings.of_area("klingerberg").value == 7.3


def test_under_embargo_nothing_of_it_is_on_a_board_of_the_public(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = headline(load_board(PUBLIC))
    embargo = dt.datetime(2026, 11, 24, 23, tzinfo=ZoneInfo("Europe/Amsterdam"))
    bring_in(wave_file(), embargo=embargo, title="Geheim")
    assert "2025" in headline(load_board(STAFF))
    public = load_board(PUBLIC)
    assert headline(public) == before
    assert public.ratings.changes() is None
    assert list(map_layers(public)) == [
        "rapportcijfer",
        "afstand",
        "misdrijven-per-1000",
        "misdrijven",
    ]
    assert [s for s in public.sources.values() if s.title == "Geheim"] == []
    open_data = [d.exhibit for d in list_datasets(public)]
    assert "Geheim" not in " ".join(e.table.to_csv() for e in open_data)
    assert "kaart-rapportcijfer" in {
        e.name for e in open_data if set(e.table["periode"]) == {"2021"}
    }
    monkeypatch.setenv("TODAY", "2026-11-26")
    assert "2025" in headline(load_board(PUBLIC))


@pytest.mark.parametrize("name", ["=1+1.csv", "@SUM(A1).csv", "+1.csv", "-1+2.csv", "../=1.csv"])
def test_a_file_name_that_is_a_formula_is_refused(name: str) -> None:
    with pytest.raises(DataProblemsError, match="tekst die niet met = \\+ - of @ begint"):
        propose_wave_file(wave_file(), name=name)


@pytest.mark.parametrize(
    "name", ['a";=1+1;".csv', "a;=1+1.csv", "a\t=1+1.csv", "a,=1+1;'.csv", "a\r\n=1+1.csv"]
)
def test_no_title_starts_a_formula_in_a_download(name: str) -> None:
    bring_in(wave_file(), title=safe_file_name(name))
    content = render_csv(layer_table(map_layers(load_board(PUBLIC))["rapportcijfer"])).decode(
        "utf-8-sig"
    )
    header, *rows = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    assert len(rows) == 18
    assert all(safe_file_name(name) in row[header.index("bron")] for row in rows)
    formulas = [c for row in rows for c in row if c.strip().startswith(("=", "+", "-", "@"))]
    assert formulas == []
