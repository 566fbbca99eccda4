"""What the first sentences say of a change between two waves, in every state of the data."""

from pathlib import Path

import pytest

from lib.analysis.change import Change
from lib.board import Board
from lib.exhibits.ratings import area_waves, slopes
from lib.figures.sentences.area_sentences import area_finding
from lib.figures.sentences.goal_sentences import course_sentence, headline
from lib.figures.sentences.wave_sentences import area_changes_sentence, design_note
from tests.builders import add_waves, build_board_from

HOME = "GM0983"
FIRST = {"*": 0.0}
DESIGN = (
    "Van de meting van 2023 en 2025 zijn de marges niet gewogen voor de opzet van de enquête, of "
    "wij weten dat niet: bij een oordeel rekenen wij met marges die 1,22 keer zo breed zijn."
)
NO_CHANGE = (
    "In geen enkele wijk steeg of daalde het cijfer van 2023 naar 2025 aantoonbaar (18 wijken "
    "vergeleken)."
)


def two_waves(
    data_copy: tuple[Path, Path], second: dict[str, float], *, margin: float = 0.1
) -> Board:
    add_waves(data_copy[0], {"2023": FIRST, "2025": second}, margin=margin)
    return build_board_from(*data_copy)


@pytest.mark.parametrize(
    ("second", "margin", "municipality", "areas"),
    [
        ({"*": 0.0}, 0.1, "een 7,2, niet aantoonbaar anders dan in 2023 (7,2). Het", NO_CHANGE),
        (
            {"*": 0.0, HOME: 0.2},
            0.1,
            "een 7,4, aantoonbaar hoger dan in 2023 (7,2). Het doel",
            NO_CHANGE,
        ),
        (
            {"*": 0.0, HOME: -0.2},
            0.1,
            "een 7,0, aantoonbaar lager dan in 2023 (7,2). Het doel",
            NO_CHANGE,
        ),
        (
            {"*": 0.0, "klingerberg": 0.5},
            0.1,
            "niet aantoonbaar anders dan in 2023 (7,2)",
            (
                "In Klingerberg (+0,5) steeg het cijfer van 2023 naar 2025 aantoonbaar (18 wijken "
                "vergeleken)."
            ),
        ),
        (
            {"*": 0.0, "steyl": -0.5},
            0.1,
            "niet aantoonbaar anders dan in 2023 (7,2)",
            (
                "In Steyl (−0,5) daalde het cijfer van 2023 naar 2025 aantoonbaar (18 wijken "
                "vergeleken)."
            ),
        ),
        (
            {"*": 0.0, "klingerberg": 0.5, "steyl": -0.5, "velden": -0.6},
            0.1,
            "niet aantoonbaar anders dan in 2023 (7,2)",
            (
                "In Klingerberg (+0,5) steeg het cijfer van 2023 naar 2025 aantoonbaar en in Steyl "
                "(−0,5) en Velden (−0,6) daalde het aantoonbaar (18 wijken vergeleken)."
            ),
        ),
        (
            {"*": 0.6, HOME: 0.6},
            0.1,
            "een 7,8, aantoonbaar hoger dan in 2023 (7,2)",
            "en 13 andere steeg het cijfer van 2023 naar 2025 aantoonbaar (18 wijken vergeleken).",
        ),
        # Too small for its margin, whatever it looks like.
        ({"*": 0.0, "klingerberg": 0.9}, 0.6, "niet aantoonbaar anders", NO_CHANGE),
        (
            {"*": 0.9},
            0.0,
            "Venlo gaf in 2025 een 8,1. Het doel voor 2026 is 7,4.",
            (
                "Of het cijfer van een wijk van 2023 naar 2025 steeg of daalde, is niet te "
                "zeggen: er is geen marge bekend."
            ),
        ),
    ],
)
def test_the_answer_says_first_who_changed(
    data_copy: tuple[Path, Path],
    second: dict[str, float],
    margin: float,
    municipality: str,
    areas: str,
) -> None:
    found = two_waves(data_copy, second, margin=margin)
    text = headline(found)
    first, rest = text.split("Het doel voor 2026 is 7,4. ")
    assert municipality in f"{first}Het doel voor 2026 is 7,4."
    assert area_changes_sentence(found).endswith(areas)
    assert rest.startswith(area_changes_sentence(found))
    assert text.startswith("Venlo gaf in 2025 een ")


def test_one_wave_says_nothing_of_change(data_copy: tuple[Path, Path]) -> None:
    found = build_board_from(*data_copy)
    assert area_changes_sentence(found) == ""
    assert "aantoonbaar" not in headline(found) + area_finding(found, "klingerberg")
    assert slopes(found) is None


@pytest.mark.parametrize(
    ("second", "margin", "expected"),
    [
        ({"*": 0.0, "klingerberg": 0.5}, 0.1, "een 6,9, aantoonbaar hoger dan in 2023 (6,4; 18 "),
        ({"*": 0.0, "klingerberg": -0.5}, 0.1, "een 5,9, aantoonbaar lager dan in 2023 (6,4; 18 "),
        ({"*": 0.0}, 0.1, "een 6,4, niet aantoonbaar anders dan in 2023 (6,4; 18 wijken vergelek"),
        ({"*": 0.0, "klingerberg": 0.5}, 0.0, "een 6,9. Dat was 0,2 punt boven de ondergrens"),
    ],
)
def test_an_area_says_first_whether_it_changed(
    data_copy: tuple[Path, Path], second: dict[str, float], margin: float, expected: str
) -> None:
    found = two_waves(data_copy, second, margin=margin)
    assert expected in area_finding(found, "klingerberg")


def test_the_chart_of_waves_lifts_out_whom_its_sentence_names(
    data_copy: tuple[Path, Path],
) -> None:
    found = two_waves(data_copy, {"*": 0.0, "velden": 0.5, "steyl": -0.5})
    exhibit = slopes(found)
    assert exhibit is not None
    assert exhibit.chart is not None
    rows = [row for rows in exhibit.chart["datasets"].values() for row in rows]
    lifted = {row["name"] for row in rows if row.get("changed") and "rating" in row}
    assert lifted == {"Velden", "Steyl"}
    assert all(name in exhibit.finding for name in lifted)
    verdicts = exhibit.table.set_index("wijk")["oordeel"]
    assert verdicts["Velden"] == "aantoonbare stijging"
    assert verdicts["Klingerberg"] == "geen aantoonbaar verschil"


@pytest.mark.parametrize(("design", "note"), [("", DESIGN), ("nee", DESIGN), ("ja", "")])
def test_the_margins_of_a_wave_are_widened_unless_they_count_its_design(
    data_copy: tuple[Path, Path], design: str, note: str
) -> None:
    data, _ = data_copy
    sources = data / "sources.csv"
    header, *rows = sources.read_text(encoding="utf-8").splitlines()
    lines = [f"{header},design", *(f"{row},{design}" for row in rows)]
    sources.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = two_waves(data_copy, {"*": 0.0, "klingerberg": 0.42}, margin=0.16)
    assert design_note(found, ("2023", "2025")) == note
    changes = found.ratings.changes()
    assert changes is not None
    assert changes.loc["klingerberg", "verdict"] is (
        Change.NOT_DEMONSTRABLE if note else Change.RISE
    )
    for exhibit in (slopes(found), area_waves(found, "klingerberg")):
        assert exhibit is not None
        assert (note in {caveat.text for caveat in exhibit.caveats}) is bool(note)


def test_wave_of_one_area_does_not_hide_what_changed_in_all(data_copy: tuple[Path, Path]) -> None:
    found = two_waves(data_copy, {"*": 0.5})
    said = area_changes_sentence(found)
    add_waves(data_copy[0], {"2026": {"*": 0.5}}, margin=0.1)
    path = data_copy[0] / "observations" / "rapportcijfers.csv"
    rows = path.read_text("utf-8").splitlines()
    few = [row for row in rows if ",2026," not in row or ",klingerberg," in row]
    path.write_text("\n".join(few) + "\n", "utf-8")
    found = build_board_from(*data_copy)
    assert "van 2023 naar 2025 aantoonbaar (18 wijken vergeleken)" in said
    assert (found.ratings.period, area_changes_sentence(found)) == ("2025", said)


def test_without_margins_the_goals_say_so(data_copy: tuple[Path, Path]) -> None:
    add_waves(data_copy[0], {"2023": {"*": -0.5}})
    found = build_board_from(*data_copy)
    for goal in found.goals:
        assert course_sentence(goal, board=found).startswith(
            "Op koers: nog niet te zeggen, want van de meting van 2023 is geen marge bekend."
        )
