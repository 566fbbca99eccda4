"""What pictures say: only what is public, with source and date, and no more than the data."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lib.access import LOCAL, PUBLIC
from lib.board import CRIME, CRIME_RATE, RATING, Board, Unit
from lib.catalog import Catalog, Status, load_catalog
from lib.export.story.make_contents import (
    make_distance,
    make_highlighted_area,
    make_key_number,
    make_measure_picture,
)
from lib.export.story.picture_contents import PictureContent
from lib.export.story.picture_words import PictureLanguage
from lib.export.story.public_figures import NotPublicError, public_figures
from lib.export.story.trend import MOST_PICTURE_WAVES, make_trend
from lib.export.typeset import ExportError
from tests.board.test_police import NEWEST, kept, lists
from tests.builders import add_waves, build_board, set_count
from tests.export.story.samples import (
    AREA,
    TEXT,
    contents,
    fictitious,
    measure,
    with_waves,
)


def few_in_velden(data: Path, geo: Path) -> Catalog:
    """The data with three crimes in all of Velden."""
    for number, unit in enumerate(load_catalog(data, geo).parts("velden", kind="cbs_buurt")):
        set_count(data, unit.area, int(number < 3))
    return load_catalog(data, geo)


def test_a_rating_has_its_wave_and_source(public: Board) -> None:
    found = make_key_number(public, indicator=RATING, area=AREA)
    assert (found.value, found.label, found.place) == (
        "6,4",
        "rapportcijfer voor veiligheid",
        "Klingerberg",
    )
    assert found.finding == (
        "Bij de meting van 2021 gaven inwoners van Klingerberg gemiddeld een 6,4 voor de "
        "veiligheid in hun eigen buurt."
    )
    assert found.source.startswith("Bron: Gemeente Venlo, Aanpakken!")
    assert found.source.endswith("Periode: 2021. Opgehaald: 23 november 2026.")
    assert found.finding in found.alternative
    assert found.source in found.alternative


def test_figures_of_the_municipality(public: Board) -> None:
    assert make_key_number(public, indicator=RATING).value == "7,2"
    assert make_key_number(public, indicator=CRIME).value == "6.501"
    assert (
        make_key_number(public, indicator=CRIME, language=PictureLanguage.ENGLISH).value == "6,501"
    )


def test_a_rate_has_both_years_and_a_note_where_it_cannot_be_compared(public: Board) -> None:
    found = make_key_number(public, indicator=CRIME_RATE, area="venlo-centrum")
    assert "Periode: 2023, inwoners 2024." in found.source
    assert found.notes == ("Veel bezoekers of bedrijven: niet vergelijkbaar met andere wijken.",)
    assert found.notes[0] in found.alternative
    same = make_key_number(public, indicator=CRIME, area="venlo-centrum", unit=Unit.RATE)
    assert same.value == found.value


def test_a_small_count_is_a_reason_never_a_number(data_copy: tuple[Path, Path]) -> None:
    catalog = few_in_velden(*data_copy)
    for make in (make_key_number, make_highlighted_area):
        found = make(build_board(catalog, actor=PUBLIC), indicator=CRIME, area="velden")
        assert found.absent
        assert found.value == "Minder dan 5"
        assert not {"2", "3"} & set(f"{found.finding} {found.alternative}".split())
    others = [
        make_key_number(build_board(catalog, actor=PUBLIC), indicator=CRIME, area=a)
        for a in catalog.of_kind("area")
        if a != "velden"
    ]
    hidden = [o for o in others if o.absent]
    assert {o.value for o in hidden} == {"Niet getoond: beschermt andere aantallen"}
    english = make_key_number(
        build_board(catalog, actor=PUBLIC),
        indicator=CRIME,
        area="velden",
        language=PictureLanguage.ENGLISH,
    )
    assert english.value == "Fewer than 5"
    whole = make_key_number(build_board(catalog, actor=PUBLIC), indicator=CRIME)
    assert whole.absent or whole.notes == ("Afgerond, omdat wij kleine aantallen niet tonen.",)


def test_figures_of_insiders_are_refused(catalog: Catalog) -> None:
    inside, own = build_board(catalog, actor=LOCAL), measure(catalog)
    makers: tuple[Callable[[], PictureContent], ...] = (
        lambda: make_key_number(inside, indicator=RATING, area=AREA),
        lambda: make_highlighted_area(inside, AREA),
        lambda: make_distance(inside, AREA),
        lambda: make_trend(inside, AREA),
        lambda: make_measure_picture(inside, own, text=TEXT),
    )
    for make in makers:
        with pytest.raises(NotPublicError):
            make()


def test_an_internal_measure_or_figure_is_refused(public: Board, catalog: Catalog) -> None:
    with pytest.raises(NotPublicError, match="Maatregel 12 is intern"):
        make_measure_picture(public, measure(catalog, visibility="intern"), text=TEXT)
    with pytest.raises(NotPublicError):
        make_key_number(public, indicator="bestaat-niet")


def test_a_demonstration_hides_what_the_public_does_not_see(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    few_in_velden(data, geo)
    board = fictitious(data, geo)
    assert board.internal
    found = make_key_number(board, indicator=CRIME, area="velden")
    assert (found.value, found.marks) == ("Minder dan 5", ("FICTIEVE CIJFERS",))
    for content in contents(board, load_catalog(data, geo)).values():
        assert content.marks == ("FICTIEVE CIJFERS",)
        assert content.alternative.startswith("FICTIEVE CIJFERS.")


def test_a_demonstration_leaves_out_the_lists_of_the_police(data_copy: tuple[Path, Path]) -> None:
    found = {("winkeldiefstal", AREA, NEWEST): 3}
    own = kept(
        1, found, first=NEWEST, last=NEWEST, kinds=["winkeldiefstal"], status=Status.FICTITIOUS
    )
    inside = replace(fictitious(*data_copy), _police=lists((own, found)))
    assert inside.police.newest_day == NEWEST
    assert public_figures(inside, PictureLanguage.DUTCH).board.police.newest_day is None


def test_real_figures_have_no_mark(public: Board, catalog: Catalog) -> None:
    assert all(c.marks == () for c in contents(public, catalog).values())


def test_distance_of_an_area_and_of_the_municipality(public: Board) -> None:
    own = make_distance(public, AREA)
    assert (own.value, own.label) == ("0,3", "punt onder de ondergrens van 6,7")
    assert own.graphic is not None
    assert own.graphic["now-text"] == "6,4 (meting 2021)"
    assert own.graphic["goal-text"] == "ondergrens 6,7"
    above = make_distance(public, "steyl")
    assert (above.value, above.label) == ("0,9", "punt boven de ondergrens van 6,7")
    whole = make_distance(public, None)
    assert (whole.value, whole.label) == ("0,2", "punt onder het doel van 7,4")
    assert whole.finding.endswith("Het doel voor 2026 is 7,4.")


def test_exactly_on_the_goal(data_copy: tuple[Path, Path]) -> None:
    add_waves(data_copy[0], {"2023": {AREA: 0.3}})
    found = make_distance(build_board(load_catalog(*data_copy), actor=PUBLIC), AREA)
    assert (found.value, found.label) == ("6,7", "precies op de ondergrens")


def test_distance_is_drawn_where_it_is(public: Board) -> None:
    for area in public.areas:
        drawn = make_distance(public, area).graphic
        assert drawn is not None
        places = (drawn["now"], drawn["goal"])
        assert all(0 < place < 1 for place in places)
        rating = public.ratings.of_area(area)
        assert (places[0] < places[1]) == ((rating.gap_floor or 0) < 0)


def test_only_comparable_waves_are_joined_and_the_break_is_explained(
    data_copy: tuple[Path, Path],
) -> None:
    found = make_trend(with_waves(*data_copy), AREA)
    assert found.graphic is not None
    assert [(w["period"], w["joined"]) for w in found.graphic["waves"]] == [
        ("2016", False),
        ("2021", True),
        ("2023", True),
        ("2025", True),
    ]
    assert found.graphic["break-after"] == 1
    assert "De metingen tot en met 2016 zijn anders gedaan" in found.notes[0]
    assert "Verticale streep: marge van 95 %." in found.notes
    assert "De schaal begint niet bij 0." in found.notes
    assert "6,5 (meting 2023), marge 6,4 tot 6,6" in found.alternative
    assert set(found.notes) <= {n for n in found.notes if n in found.alternative}


@pytest.mark.parametrize(
    ("raises", "margin", "words"),
    [
        ({"2023": 0.0, "2025": 0.5}, 0.1, "steeg het cijfer aantoonbaar, van 6,4 naar 6,9"),
        ({"2023": 0.5, "2025": 0.0}, 0.1, "daalde het cijfer aantoonbaar, van 6,9 naar 6,4"),
        ({"2023": 0.0, "2025": 0.1}, 0.1, "geen verschil aangetoond"),
        ({"2023": 0.0, "2025": 0.5}, 0.0, "De marge is niet bekend"),
        ({}, 0.0, "nog geen tweede meting"),
    ],
)
def test_a_rise_or_fall_is_only_named_where_it_is_real(
    data_copy: tuple[Path, Path], raises: dict[str, float], margin: float, words: str
) -> None:
    add_waves(data_copy[0], {y: {"*": v} for y, v in raises.items()}, margin=margin)
    found = make_trend(build_board(load_catalog(*data_copy), actor=PUBLIC), AREA)
    assert words in found.finding
    judged = {"steeg", "daalde"} & set(found.finding.split())
    assert bool(judged) is ("aantoonbaar" in words)


def test_a_wave_of_a_part_is_not_joined_and_has_a_note(public: Board) -> None:
    found = make_trend(public, "blerick-noord-en-trade-port")
    assert found.graphic is not None
    assert [w["joined"] for w in found.graphic["waves"]] == [False, True]
    assert "De meting van 2016 gaat over Wijk 22 Blerick-Noord." in found.notes


def test_one_wave_is_no_trend(public: Board) -> None:
    with pytest.raises(ExportError, match="geen twee metingen"):
        make_trend(public, "steyl")


def test_of_many_waves_the_newest_stand_there_with_a_note(
    data_copy: tuple[Path, Path],
) -> None:
    add_waves(data_copy[0], {str(year): {} for year in range(2022, 2032)})
    found = make_trend(build_board(load_catalog(*data_copy), actor=PUBLIC), AREA)
    assert found.graphic is not None
    assert [w["period"] for w in found.graphic["waves"]] == [str(y) for y in range(2025, 2032)]
    assert f"Alleen de nieuwste {MOST_PICTURE_WAVES} metingen staan hier." in found.notes
    assert "Periode: 2025 tot en met 2031." in found.source


def test_waves_are_drawn_in_order_of_their_value(data_copy: tuple[Path, Path]) -> None:
    drawn = make_trend(with_waves(*data_copy), None).graphic
    assert drawn is not None
    for wave in drawn["waves"]:
        assert 0 <= wave["value"] <= 1
        if wave["lower"] is not None:
            assert wave["upper"] < wave["value"] < wave["lower"]
    assert 0 <= drawn["goal"] <= 1


def test_the_map_lights_one_area(public: Board) -> None:
    found = make_highlighted_area(public, AREA)
    assert (found.place, found.value) == ("Klingerberg", "6,4")
    assert found.drawing.count(f'fill="{found.look.accent}"') == 1
    assert found.drawing.count("<path") == len(public.areas)
    assert found.alternative.endswith("Kaart van Venlo; Klingerberg is gekleurd.")


def test_a_measure_has_what_is_done_and_what_residents_can_do(
    public: Board, catalog: Catalog
) -> None:
    found = make_measure_picture(public, measure(catalog), text=TEXT)
    assert (found.place, found.doing, found.can_do) == (
        "Klingerberg",
        "Wat doen we?",
        "Wat kunt u doen?",
    )
    assert found.source == (
        "Bron: gemeente Venlo, register van maatregelen. Periode: vanaf maart 2025. "
        "Stand: 20 november 2026."
    )
    assert [s["text"] for s in found.sections] == [TEXT, found.residents]
    ended = measure(catalog, status="afgerond", end="2026-02-01", residents="")
    closed = make_measure_picture(public, ended, text=TEXT)
    assert "maart 2025 tot en met 1 februari 2026" in closed.source
    assert [s["text"] for s in closed.sections] == [TEXT]


def test_a_figure_is_refused_where_the_language_has_no_word(public: Board) -> None:
    with pytest.raises(ExportError, match="Typ zelf"):
        make_key_number(public, indicator="overval", language=PictureLanguage.POLISH)


def test_no_target_no_distance(catalog: Catalog) -> None:
    with pytest.raises(ExportError, match="geen rapportcijfer of geen doel"):
        make_distance(build_board(replace(catalog, targets=()), actor=PUBLIC), AREA)


def test_the_board_itself_stays_as_it_was(public: Board, catalog: Catalog) -> None:
    contents(public, catalog)
    assert public.actor == PUBLIC
