"""The sentences on the screen, for many states of the data."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from lib.access import PUBLIC
from lib.analysis.counts import Verdict
from lib.catalog import load_catalog
from lib.figures.keynumbers import overview_tiles
from lib.figures.sentences.area_sentences import extra_effort_text
from lib.figures.sentences.change_sentences import joint_test_note, unchanged_finding
from lib.figures.sentences.goal_sentences import (
    answer_details,
    course_sentence,
    headline,
    pace_sentence,
)
from lib.figures.sentences.map_sentences import layer_finding
from lib.figures.sentences.planning_sentences import absent_waves, planning_finding
from lib.figures.sentences.source_sentences import format_citation, format_source
from tests.builders import add_waves, build_board, build_board_from

DAY = dt.date(2026, 11, 23)
COMPARED = "aantoonbaar; 18 wijken vergeleken"
Change = Callable[[Path], None]


def ratings(data: Path, change: Callable[[list[str]], list[str]]) -> None:
    """Rewrite the rows of the ratings file, with their header."""
    path = data / "observations" / "rapportcijfers.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *change(rows)]) + "\n", encoding="utf-8")


def all_areas_at(value: str) -> Change:
    def change(data: Path) -> None:
        def at(row: str) -> str:
            cells = row.split(",")
            if cells[2] == "2021" and cells[1] != "GM0983":
                cells[3] = value
            return ",".join(cells)

        ratings(data, lambda rows: [at(r) for r in rows])

    return change


def only_below(*slugs: str) -> Change:
    def change(data: Path) -> None:
        def at(row: str) -> str:
            cells = row.split(",")
            if cells[2] == "2021" and cells[1] != "GM0983":
                cells[3] = "6.0" if cells[1] in slugs else "7.0"
            return ",".join(cells)

        ratings(data, lambda rows: [at(r) for r in rows])

    return change


def no_wave(data: Path) -> None:
    ratings(data, lambda _: [])


def without(slug: str) -> Change:
    def change(data: Path) -> None:
        ratings(data, lambda rows: [r for r in rows if not r.startswith(f"rapportcijfer,{slug},")])

    return change


def municipal_wave_2023(data: Path) -> None:
    row = "rapportcijfer,GM0983,2023,7.3,,,,ivb-2023,definitief,,"
    ratings(data, lambda rows: [*rows, row])


def no_target(data: Path) -> None:
    (data / "targets.toml").write_text("", encoding="utf-8")
    (data / "targets.toml").write_text("# none\n", encoding="utf-8")


def unchanged(_: Path) -> None:
    pass


START = "Venlo gaf in 2021 een 7,2. Het doel voor 2026 is 7,4."


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            unchanged,
            (
                f"{START} In 2021 zaten 2 van de 18 wijken onder 6,7: "
                "Blerick-Noord en Trade-Port (6,2) en Klingerberg (6,4)."
            ),
        ),
        (only_below(), f"{START} In 2021 zat geen van de 18 wijken onder 6,7."),
        (only_below("steyl"), f"{START} In 2021 zat 1 van de 18 wijken onder 6,7: Steyl (6,0)."),
        (all_areas_at("6.0"), f"{START} In 2021 zaten alle 18 wijken onder 6,7."),
        (all_areas_at("7.0"), f"{START} In 2021 zat geen van de 18 wijken onder 6,7."),
        (all_areas_at("6.7"), f"{START} In 2021 zat geen van de 18 wijken onder 6,7."),
        (
            only_below("steyl", "velden", "belfeld", "vossener", "klingerberg", "venlo-zuid"),
            (
                f"{START} In 2021 zaten 6 van de 18 wijken onder 6,7: "
                "Belfeld (6,0), Klingerberg (6,0), Steyl (6,0), "
                "Velden (6,0), Venlo-Zuid (6,0) en 1 andere."
            ),
        ),
        (no_wave, "Voor Venlo is nog geen meting in dit dashboard. Het doel voor 2026 is 7,4."),
        (
            without("klingerberg"),
            (
                f"{START} In 2021 zat 1 van de 17 wijken onder 6,7: "
                "Blerick-Noord en Trade-Port (6,2). Van 1 wijk is er geen rapportcijfer."
            ),
        ),
        (no_target, "Venlo gaf in 2021 een 7,2. Er is geen doel ingesteld."),
        (
            municipal_wave_2023,
            (
                "Venlo gaf in 2023 een 7,3. Het doel voor 2026 is 7,4. "
                "Bij de wijkmeting van 2021 zaten 2 van de 18 wijken onder 6,7: "
                "Blerick-Noord en Trade-Port (6,2) en Klingerberg (6,4)."
            ),
        ),
    ],
)
def test_headline(data_copy: tuple[Path, Path], change: Change, expected: str) -> None:
    data, geo = data_copy
    change(data)
    assert headline(build_board_from(data, geo)) == expected


@pytest.mark.parametrize(
    ("day", "age", "absent"),
    [
        (dt.date(2021, 6, 1), "van dit jaar", "er is geen tweede meting"),
        (dt.date(2023, 8, 1), "2 jaar oud", "er is geen tweede meting"),
        (dt.date(2023, 10, 1), "2 jaar oud", "2023: nog niet in dit dashboard"),
        (dt.date(2026, 11, 23), "5 jaar oud", "2023 en 2025: nog niet in dit dashboard"),
    ],
)
def test_age_of_the_newest_wave_and_what_is_absent(
    data_copy: tuple[Path, Path], day: dt.date, age: str, absent: str
) -> None:
    board = build_board_from(*data_copy, day=day)
    assert answer_details(board).endswith(f"De meting is {age}; er is geen marge bekend.")
    assert ("?", "Veranderd sinds 2021", absent) in overview_tiles(board)


def test_the_step_of_today_stands_large(data_copy: tuple[Path, Path]) -> None:
    board = build_board_from(*data_copy, day=dt.date(2026, 11, 23))
    assert overview_tiles(board)[-1] == (
        "Raadsbesluit beleid 2027-2030",
        "Nu, volgens de planning",
        "4e kwartaal van 2026; ook: Evaluatie beleid 2023-2026",
    )


@pytest.mark.parametrize(
    ("waves", "margin", "expected"),
    [
        (
            {"klingerberg": 0.9, "steyl": -0.9},
            0.1,
            ("↑ 1  ↓ 1", "aantoonbaar; 18 wijken vergeleken"),
        ),
        ({"*": 0.0}, 0.1, ("0", COMPARED)),
        ({"klingerberg": 0.9}, 0.0, ("?", "niet te zeggen: er is geen marge bekend")),
    ],
)
def test_a_tile_counts_who_demonstrably_changed(
    data_copy: tuple[Path, Path],
    waves: dict[str, float],
    margin: float,
    expected: tuple[str, str],
) -> None:
    add_waves(data_copy[0], {"2023": {"*": 0.0}, "2025": {"*": 0.0, **waves}}, margin=margin)
    big, label, small = overview_tiles(build_board_from(*data_copy))[2]
    assert (big, small) == expected
    assert label == "Wijken veranderd, 2023 tot 2025"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2022, 1, 1), "Er komen nog 2 metingen tot en met 2025. Nodig is dan 0,10 punt"),
        (dt.date(2024, 6, 1), "Er komt nog 1 meting tot en met 2025. Nodig is dan 0,20 punt"),
        (dt.date(2025, 9, 30), "Er komt nog 1 meting tot en met 2025. Nodig is dan 0,20 punt"),
        (dt.date(2025, 10, 1), "daarna komt er geen meting meer."),
        (dt.date(2028, 1, 1), "daarna komt er geen meting meer."),
    ],
)
def test_pace_depends_on_the_surveys_that_are_left(
    data_copy: tuple[Path, Path], day: dt.date, expected: str
) -> None:
    goal = build_board_from(*data_copy, day=day).goals[0]
    assert expected in pace_sentence(goal)


@pytest.mark.parametrize(
    ("raises", "expected"),
    [
        ({"2025": 0.0, "2027": 0.4}, "Niet gehaald: de meting van 2025 telt voor dit doel."),
        ({"2025": 0.6, "2027": -0.4}, "Gehaald: de meting van 2025 telt voor dit doel."),
        (
            {"2027": 0.4},
            "Op koers: nog niet te zeggen, want de meting van 2025 telt voor dit doel, en die",
        ),
    ],
)
def test_wave_after_the_one_that_decides_changes_no_verdict(
    data_copy: tuple[Path, Path], raises: dict[str, float], expected: str
) -> None:
    add_waves(data_copy[0], {wave: {"*": n} for wave, n in raises.items()}, margin=0.1)
    board = build_board_from(*data_copy, day=dt.date(2028, 2, 29))
    for goal in board.goals:
        assert goal.period == "2027"
        assert course_sentence(goal, board=board).startswith(expected)
        assert pace_sentence(goal) == ""


def test_wave_of_the_areas_alone_is_not_absent(data_copy: tuple[Path, Path]) -> None:
    add_waves(data_copy[0], {"2023": {"*": 0.0}, "2025": {"*": 0.1}}, margin=0.1)
    path = data_copy[0] / "observations" / "rapportcijfers.csv"
    rows = path.read_text("utf-8").splitlines()
    own = tuple(f"rapportcijfer,GM0983,{wave}" for wave in ("2023", "2025"))
    path.write_text("\n".join(row for row in rows if not row.startswith(own)) + "\n", "utf-8")
    board = build_board_from(*data_copy)
    assert absent_waves(board) == []
    assert answer_details(board).endswith(
        "De meting van 2021 is 5 jaar oud; er is geen marge bekend."
    )


def test_course_is_unknown_from_the_baseline_alone(data_copy: tuple[Path, Path]) -> None:
    board = build_board_from(*data_copy)
    for goal in board.goals:
        text = course_sentence(goal, board=board)
        assert text.startswith("Op koers: nog niet te zeggen, want de nieuwste meting is van 2021")
        assert "Nog niet in dit dashboard: 2023 en 2025" in text


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2022, 12, 31), "De volgende stap is: "),
        (dt.date(2023, 2, 1), "Volgens de planning is het nu tijd voor: "),
        (
            dt.date(2026, 11, 23),
            "Volgens de planning is het nu tijd voor: Evaluatie van het beleid",
        ),
        (dt.date(2027, 1, 1), "Alle stappen van deze beleidsperiode zijn"),
    ],
)
def test_cycle_before_in_and_after_the_policy(
    data_copy: tuple[Path, Path], day: dt.date, expected: str
) -> None:
    assert planning_finding(build_board_from(*data_copy, day=day)).startswith(expected)


def test_crime_sentence_has_what_is_not_on_the_map(data_copy: tuple[Path, Path]) -> None:
    from lib.figures.layers.modes import map_layers  # noqa: PLC0415

    board = build_board_from(*data_copy)
    text = layer_finding(map_layers(board)["misdrijven"], board=board)
    assert text == (
        "In 2023 registreerde de politie in Venlo 6.501 misdrijven. "
        "Daarvan staan er 45 (0,7 %) niet op de kaart."
    )


def test_working_terms_are_for_insiders(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    catalog = load_catalog(data, geo)
    public = " ".join(extra_effort_text(build_board(catalog, actor=PUBLIC), "klingerberg"))
    internal = " ".join(extra_effort_text(build_board(catalog), "klingerberg"))
    assert "aandachtswijk" not in public
    assert "wijk met extra inzet" in public
    assert "aandachtswijk" in internal


def test_a_part_with_extra_effort_is_not_the_area(data_copy: tuple[Path, Path]) -> None:
    board = build_board_from(*data_copy)
    first = extra_effort_text(board, "blerick-noord-en-trade-port")[0]
    assert first.startswith("Vastenavondkamp is een deel van deze wijk en krijgt extra inzet")
    assert "zonder eigen rapportcijfer" in first


def test_every_source_line_names_source_period_and_retrieval(data_copy: tuple[Path, Path]) -> None:
    board = build_board_from(*data_copy)
    text = format_source(list(board.sources.values()), period="2023")
    assert "Periode: 2023." in text
    newest = max(source.retrieved for source in board.sources.values())
    assert f"Opgehaald: {newest.day} november 2026." in text
    assert all(source.publisher in text for source in board.sources.values())


def test_a_source_has_no_empty_brackets(data_copy: tuple[Path, Path]) -> None:
    known = next(iter(build_board_from(*data_copy).sources.values()))
    list_of = known.model_copy(
        update={"publisher": "Politie", "title": "lijst.xlsx", "date": "2026-11-22"}
    )
    bare = list_of.model_copy(update={"date": "", "section": ""})
    assert format_citation(list_of, section="") == "Politie, lijst.xlsx (22 november 2026)"
    assert format_citation(list_of, section="blad 1").endswith("(blad 1, 22 november 2026)")
    assert format_citation(bare, section="") == "Politie, lijst.xlsx"
    assert "Bron: Politie, lijst.xlsx. Periode" in format_source([bare], period="2026")


R, F, N, S = Verdict.RISE, Verdict.FALL, Verdict.NOT_DEMONSTRABLE, Verdict.TOO_SMALL


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([R, F, N, S, N], "De andere 3 van 5 vergelijkingen: geen aantoonbaar verschil, of te "),
        ([N, S], "Van 2 vergelijkingen: geen stijging en geen daling aangetoond. Bij 1 zijn de "),
        ([N], "Van 1 vergelijking: geen stijging en geen daling aangetoond."),
    ],
)
def test_folded_list_has_the_number_of_its_changes(verdicts: list[Verdict], expected: str) -> None:
    assert unchanged_finding(pd.Series(verdicts)).startswith(expected)


@pytest.mark.parametrize(
    ("groups", "areas", "expected"),
    [
        (["a", "b", "c"], ["x"] * 3, "We vergelijken 3 soorten tegelijk. Daarom"),
        (["a", "a", "b", "b"], ["x", "y"] * 2, "We vergelijken 2 soorten in 2 wijken tegelijk. "),
        (["a", "a"], ["x", "y"], "We vergelijken 1 soort in 2 wijken tegelijk. Daarom"),
        (["a"], ["x"], ""),
    ],
)
def test_joint_test_note_has_the_number_of_comparisons(
    groups: list[str], areas: list[str], expected: str
) -> None:
    rows = pd.DataFrame({"group": groups, "area": areas})
    note = joint_test_note(rows, kinds={"a", "b", "c"})
    assert note.startswith(expected)
    assert bool(note) is bool(expected)


def test_joint_test_note_mentions_other_themes() -> None:
    rows = pd.DataFrame({"group": ["a", "b"], "area": ["x", "x"]})
    note = joint_test_note(rows, kinds={"a"})
    assert note.startswith("We vergelijken 2 soorten tegelijk, ook die van andere thema's. Daarom")
