"""Every figure has its title, finding, source, alternative, caveats and table."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from lib.access import LOCAL, PUBLIC
from lib.board import AreaValues, Board
from lib.catalog import Catalog, Indicator
from lib.exhibits import (
    area_registrations,
    areas,
    benchmark,
    goals,
    maps,
    planning,
    ratings,
    registrations,
    yearly,
)
from lib.exhibits.change_lists import ChangeList, ChangeScope
from lib.exhibits.changes import change_list
from lib.exhibits.exhibit import PROVENANCE, CaveatKind, Exhibit, as_json, from_json
from lib.figures.layers.modes import RegistrationView, map_layers, theme_layers
from tests.builders import build_board_from
from tests.charts import check_specification
from tests.exhibits.conftest import TODAY

FigureFunction = Callable[[Board], Exhibit | None]
KIND = "overlast-jeugd"
MARGINS = ("marge van", "marge tot", "deelnemers")
LIMITS = ["ondergrens 95 %", "bovengrens 95 %", "ondergrens 99,8 %", "bovengrens 99,8 %"]


def first_goal(board: Board) -> Exhibit:
    return goals.goal_progress(board, board.goals[0])


def floor_goal(board: Board) -> Exhibit:
    return goals.goal_progress(board, board.goals[-1])


def rating_map(board: Board) -> Exhibit:
    return maps.area_map(board, map_layers(board)["rapportcijfer"], name="overzicht")


def rate_map(board: Board) -> Exhibit:
    return maps.area_map(board, map_layers(board)["misdrijven-per-1000"], name="overzicht")


def parts_of_an_area(board: Board) -> Exhibit | None:
    return areas.cbs_wijken(board, "blerick-noord-en-trade-port")


def crime_per_year(board: Board) -> Exhibit | None:
    return yearly.registrations_per_year(board, board.indicators["misdrijven"], name="jaar")


def burglary_per_year(board: Board) -> Exhibit | None:
    return yearly.registrations_per_year(board, board.indicators["woninginbraak"], name="inbraak")


def burglary_rates(board: Board) -> Exhibit | None:
    return benchmark.rates_per_year(board, board.indicators["woninginbraak"], name="thema")


def burglary_elsewhere(board: Board) -> Exhibit | None:
    return benchmark.registration_rates(board, board.indicators["woninginbraak"], name="thema")


def kind_per_month(board: Board) -> Exhibit:
    return registrations.registrations_per_month(
        board, board.indicators[KIND], measures=(), name="thema"
    )


def kinds_per_year(board: Board) -> Exhibit | None:
    return yearly.kinds_per_year(board, (board.indicators[KIND],), name="thema")


def kind_per_area(board: Board) -> Exhibit | None:
    return area_registrations.area_panels(board, board.indicators[KIND], name="thema")


def kinds_in_area(board: Board) -> Exhibit | None:
    return area_registrations.area_kinds(board, "klingerberg")


def kind_in_area(board: Board) -> Exhibit | None:
    return area_registrations.area_years(board, "klingerberg", board.indicators[KIND])


def kind_elsewhere(board: Board) -> Exhibit | None:
    return benchmark.registration_rates(board, board.indicators[KIND], name="thema")


def surveys_elsewhere(board: Board) -> Exhibit | None:
    questions = [i for i in board.indicators.values() if i.kind == "survey" and i.themes]
    return benchmark.survey_figures(board, benchmark.load_surveys(board, questions), name="thema")


def changed_areas(board: Board) -> Exhibit | None:
    found = board.registrations.changes()
    assert found is not None
    kinds = {KIND: board.indicators[KIND], "mishandeling": board.indicators["mishandeling"]}
    return change_list(ChangeList(board, found, kinds, ChangeScope.AREAS), name="thema")


def changed_map(board: Board) -> Exhibit:
    """The map of how one kind changed, which insiders see with its margins."""
    layers = [
        layer
        for theme in board.files.themes
        for layer in theme_layers(board, theme, view=RegistrationView.CHANGE).values()
    ]
    layer = next(layer for layer in layers if layer.has_changes)
    return maps.area_map(board, layer, name="verandering")


OF_POLICY: tuple[tuple[FigureFunction, list[str]], ...] = (
    (first_goal, ["wat", "wanneer", "rapportcijfer", *MARGINS]),
    (floor_goal, ["wat", "wanneer", "rapportcijfer", *MARGINS]),
    (
        lambda board: ratings.area_ratings(board, order="name"),
        [
            "wijk",
            "rapportcijfer",
            "afstand tot ondergrens",
            "afstand tot doel",
            "groep",
            "wat de marge zegt",
            *MARGINS,
        ],
    ),
    (
        lambda board: ratings.area_waves(board, "klingerberg"),
        ["meting", "rapportcijfer", "gaat over", "vergelijkbaar", *MARGINS],
    ),
    (
        ratings.rating_and_crime,
        ["wijk", "rapportcijfer", "misdrijven per 1.000 inwoners", "opmerking", *MARGINS],
    ),
    (
        rating_map,
        [
            "wijk",
            "rapportcijfer",
            "klasse",
            "ontbreekt omdat",
            "opmerking",
            *MARGINS,
            "wat de marge zegt",
        ],
    ),
    (rate_map, ["wijk", "per 1.000", "klasse", "ontbreekt omdat", "opmerking"]),
    (
        lambda board: areas.area_comparison(board, "klingerberg"),
        [
            *("Wijk", "Rapportcijfer 2021", "Inwoners 2024", "Misdrijven 2023", "Per 1.000 2023"),
            *MARGINS,
        ],
    ),
    (
        parts_of_an_area,
        ["CBS-wijk", "Inwoners 2024", "Misdrijven 2023", "Per 1.000 2023", "opmerking"],
    ),
    (
        crime_per_year,
        [
            "jaar",
            "misdrijven, som van de buurten",
            "misdrijven, hele gemeente",
            "ontbreekt omdat",
        ],
    ),
    (burglary_per_year, ["jaar", "misdrijven", "ontbreekt omdat"]),
    (burglary_rates, ["jaar", "Venlo", "Nederland", "10 andere gemeenten", "ontbreekt omdat"]),
    (burglary_elsewhere, ["gebied", "misdrijven", "inwoners", "per 1.000", *LIMITS]),
    (
        planning.planning_steps,
        ["stap", "van", "tot en met", "wie", "stand volgens planning", "paragraaf"],
    ),
)
OF_DEMO: tuple[tuple[FigureFunction, list[str]], ...] = (
    (kind_per_month, ["maand", "registraties", "verwacht vanaf", "verwacht tot en met"]),
    (kinds_per_year, ["soort", "2018", "2021", "2022", "2023", "Verschil 2022-2023"]),
    (kind_per_area, ["wijk", "registraties", "ontbreekt omdat", "jaar"]),
    (
        kinds_in_area,
        [
            *("soort", "aantal", "per 1.000 inwoners", "% van alles", "ontbreekt omdat"),
            "laatste 12 maanden",
        ],
    ),
    (kind_in_area, ["jaar", "registraties", "ontbreekt omdat"]),
    (kind_elsewhere, ["gebied", "registraties", "inwoners", "per 1.000", *LIMITS]),
    (surveys_elsewhere, ["vraag", "gebied", "cijfer", "marge van", "marge tot", "oordeel"]),
    (
        changed_areas,
        [
            "soort",
            "gebied",
            "oordeel",
            "2019-2022",
            "2023",
            "verwacht",
            "verwacht vanaf",
            "verwacht tot en met",
            "verloop",
            "verhouding",
            "verhouding, ondergrens",
            "verhouding, bovengrens",
        ],
    ),
)


def check(exhibit: Exhibit | None, columns: list[str]) -> None:
    """Check what every figure must have."""
    assert exhibit is not None
    assert exhibit.title
    assert exhibit.title in exhibit.alternative or len(exhibit.alternative) > 20
    assert "Bron: " in exhibit.source
    assert list(exhibit.figures.columns) == columns
    assert len(exhibit.figures)
    assert set(PROVENANCE[:4]) <= set(exhibit.table.columns)
    assert exhibit.table["bron"].all()
    assert exhibit.chart or exhibit.svg or exhibit.html or exhibit.screen_table
    if exhibit.chart:
        check_specification(exhibit.chart)
    if exhibit.native:
        assert {exhibit.native.category, *exhibit.native.values} <= set(exhibit.figures.columns)  # noqa: PD011
    if exhibit.room:
        assert exhibit.room().title == exhibit.title
    for title, make in exhibit.parts.items():
        assert make().title == title


@pytest.mark.parametrize(("figure", "columns"), OF_POLICY)
def test_a_figure_of_the_policy_is_whole(
    policy_board: Board, figure: FigureFunction, columns: list[str]
) -> None:
    check(figure(policy_board), columns)


@pytest.mark.parametrize(("figure", "columns"), OF_DEMO)
def test_a_figure_of_registrations_is_whole(
    demo_board: Board, figure: FigureFunction, columns: list[str]
) -> None:
    exhibit = figure(demo_board)
    check(exhibit, columns)
    assert exhibit is not None
    assert (
        exhibit.marks == ("FICTIEVE CIJFERS", "INTERN")[: 1 if figure is surveys_elsewhere else 2]
    )


def test_slopes_need_two_waves(policy_board: Board) -> None:
    assert ratings.slopes(policy_board) is None


def test_slopes_show_every_area_in_every_wave(waves_board: Board) -> None:
    exhibit = ratings.slopes(waves_board)
    waves = ["2021", "2023", "2025"]
    margins = [f"{wave} {margin}" for wave in waves for margin in MARGINS]
    check(exhibit, ["wijk", *waves, *margins, "oordeel"])
    assert exhibit is not None
    assert exhibit.title == "Elke wijk van meting tot meting, 2021-2025"
    assert exhibit.finding.endswith(
        "en 12 andere steeg het cijfer van 2023 naar 2025 aantoonbaar en in Klingerberg (−1,0) "
        "daalde het aantoonbaar (18 wijken vergeleken)."
    )
    assert len(exhibit.table) == 18
    assert "aantoonbare daling" in exhibit.screen_table


@pytest.mark.parametrize("figure", [floor_goal, rating_map])
def test_ratings_without_an_interval_say_so(
    policy_board: Board, waves_board: Board, figure: FigureFunction
) -> None:
    def says_so(board: Board) -> bool:
        exhibit = figure(board)
        assert exhibit is not None
        return CaveatKind.NO_MARGIN in [c.kind for c in exhibit.caveats]

    assert says_so(policy_board)
    assert not says_so(waves_board)


@pytest.mark.parametrize("figure", [rate_map, parts_of_an_area])
def test_a_star_is_explained(policy_board: Board, figure: FigureFunction) -> None:
    exhibit = figure(policy_board)
    assert exhibit is not None
    (star,) = [c.text for c in exhibit.caveats if c.kind is CaveatKind.STAR]
    assert star.startswith("* veel bezoekers of bedrijven")
    assert star in exhibit.notes


def test_ratings_are_public_and_registrations_internal(
    policy_board: Board, data_copy: tuple[Path, Path]
) -> None:
    assert rating_map(policy_board).marks == ()
    assert rate_map(policy_board).marks == ("INTERN",)
    public = build_board_from(*data_copy, actor=PUBLIC)
    assert rate_map(public).marks == ()


def test_effort_of_the_police_is_no_judgement(demo_board: Board) -> None:
    kind = next(
        i
        for i in demo_board.indicators.values()
        if i.kinds
        and i.polarity.value == "none"
        and not demo_board.registrations.monthly(i.indicator).empty
    )
    exhibit = registrations.registrations_per_month(demo_board, kind, measures=(), name="thema")
    assert any(note.startswith("Meer registraties kan meer controle") for note in exhibit.notes)


def test_each_real_change_is_a_part(demo_board: Board) -> None:
    exhibit = changed_areas(demo_board)
    assert exhibit is not None
    assert "Mishandeling in Venlo-Zuid" in " ".join(exhibit.parts)
    assert exhibit.room is not None
    assert set(exhibit.room().figures["Oordeel"]) >= {"↑ aantoonbare stijging, ongunstig"}
    assert any("Daarom noemen we een verschil pas aangetoond" in note for note in exhibit.notes)


def test_the_planning_has_its_quarters_in_words_on_paper(policy_board: Board) -> None:
    exhibit = planning.planning_steps(policy_board)
    assert "2024-Q2" in [str(start) for start in exhibit.table["van"]], "for programs it sorts"
    on_agenda = from_json(as_json(exhibit)).table["van"]
    assert on_agenda.str.contains("2e kwartaal van 2024").any()
    assert not on_agenda.str.contains("-Q").any()


def test_what_is_absent_in_a_table_is_nothing_in_json() -> None:
    table = pd.DataFrame([("a", "2021", None), ("b", None, 2.5)], columns=["x", "y", "z"])
    table["z"] = table["z"].astype(object)
    figure = Exhibit(name="n", title="t", source="s", table=table)
    assert as_json(figure)["table"]["rows"] == [["a", "2021", None], ["b", None, 2.5]]
    json.dumps(as_json(figure), allow_nan=False)


def test_table_of_a_map_of_changes_has_verdict_and_margin(
    demo_board: Board, public_demo_board: Board
) -> None:
    of_insiders, of_public = (changed_map(board).table for board in (demo_board, public_demo_board))
    assert {"verandering in %", "oordeel", *MARGINS[:2]} <= set(of_insiders)
    judged = of_insiders.dropna(subset=["marge van", "marge tot"])
    assert len(judged)
    between = judged["verandering in %"].between(judged["marge van"] - 1, judged["marge tot"] + 1)
    assert between.all()
    assert "oordeel" in of_public
    assert not {*MARGINS} & set(of_public), "a margin would give away a small count"
    assert of_public["verandering in %"].isna().all()


def test_what_happened_is_explained_wherever_its_line_goes(demo_board: Board) -> None:
    exhibit = kind_per_month(demo_board)
    assert exhibit.native is not None
    (month, label), *_ = exhibit.native.moments
    assert label == "1"
    assert month in set(exhibit.table["maand"].astype(str))
    explained = [note for note in exhibit.notes if note.startswith("1. ")]
    assert len(explained) == 1
    assert "De stippellijn toont het moment, niet het effect." in exhibit.notes
    assert from_json(as_json(exhibit)).native == exhibit.native


def test_an_area_without_any_count_has_no_empty_chart_but_says_why(
    demo_catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = "nog niet in dit dashboard"
    load = area_registrations._load_years

    def load_nothing(board: Board, indicator: Indicator) -> dict[str, AreaValues]:
        return {
            year: replace(values, frame=values.frame.assign(value=float("nan"), missing=why))
            for year, values in load(board, indicator).items()
        }

    monkeypatch.setattr(area_registrations, "_load_years", load_nothing)
    board = Board(demo_catalog, LOCAL, TODAY, "nothing")
    found = kind_in_area(board)
    assert found is not None
    assert not found.has_picture
    assert found.native is None
    assert found.html.count(why) == len(found.table)
