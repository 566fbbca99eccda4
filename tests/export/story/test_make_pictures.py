"""What pictures say: only what is public, with source and date, and no more than the data."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from lib.access import LOCAL, PUBLIC
from lib.board import CRIME, RATING, Board
from lib.catalog import Catalog, load_catalog
from lib.export.story.make_pictures import make_measure_picture, make_picture
from lib.export.story.picture_words import PictureLanguage, PictureWords
from lib.export.typeset import ExportError
from lib.figures.facts.fact import RATE, Kind
from lib.figures.facts.facts import InternalBoardError
from tests.builders import add_waves, build_board, set_count
from tests.export.story.samples import AREA, TEXT, contents, fictitious, measure, ref, with_waves

pytestmark = pytest.mark.slow
HOME = "GM0983"


def few_in_velden(data: Path, geo: Path) -> Catalog:
    """The data with three crimes in all of Velden."""
    for number, unit in enumerate(load_catalog(data, geo).parts("velden", kind="cbs_buurt")):
        set_count(data, unit.area, int(number < 3))
    return load_catalog(data, geo)


def board_with(
    data_copy: tuple[Path, Path], raises: dict[str, float], margin: float = 0.1
) -> Board:
    """A board with waves in which all areas gave so much more than in 2021."""
    add_waves(data_copy[0], {year: {"*": more} for year, more in raises.items()}, margin=margin)
    return build_board(load_catalog(*data_copy), actor=PUBLIC)


def test_a_rating_has_its_wave_its_margin_and_source(public: Board) -> None:
    found = make_picture(public, ref(Kind.NUMBER, RATING, AREA))
    known = found.value, found.label, found.place
    assert known == ("6,4", "rapportcijfer voor veiligheid", "Klingerberg")
    assert found.finding == (
        "Bij de meting van 2021 gaven inwoners van Klingerberg gemiddeld een 6,4 voor de "
        "veiligheid in hun eigen buurt."
    )
    assert found.notes == ("De marge is niet bekend.",)
    assert found.source.startswith("Bron: Gemeente Venlo, Aanpakken!")
    assert found.source.endswith("Periode: 2021. Opgehaald: 23 november 2026.")
    for text in (found.finding, found.source, *found.notes):
        assert text in found.alternative


def test_a_known_margin_stands_with_the_rating(data_copy: tuple[Path, Path]) -> None:
    found = make_picture(with_waves(*data_copy), ref(Kind.NUMBER, RATING, AREA, "2025"))
    assert found.notes == ("De marge is 6,5 tot 6,7.",)


def test_figures_of_the_municipality(public: Board) -> None:
    assert make_picture(public, ref(Kind.NUMBER, RATING, HOME)).value == "7,2"
    crime = ref(Kind.NUMBER, CRIME, HOME, "2023")
    assert make_picture(public, crime).value == "6.501"
    assert make_picture(public, crime, language=PictureLanguage.ENGLISH).value == "6,501"


def test_a_rate_has_both_years_and_a_note_where_it_cannot_be_compared(public: Board) -> None:
    found = make_picture(public, ref(Kind.NUMBER, CRIME + RATE, "venlo-centrum", "2023"))
    assert "Periode: 2023, inwoners 2024." in found.source
    assert found.notes == ("Veel bezoekers of bedrijven: niet vergelijkbaar met andere wijken.",)
    assert found.notes[0] in found.alternative


def test_a_small_count_has_no_picture(data_copy: tuple[Path, Path]) -> None:
    board = build_board(few_in_velden(*data_copy), actor=PUBLIC)
    for kind in (Kind.NUMBER, Kind.MAP):
        with pytest.raises(ExportError, match="tonen wij niet"):
            make_picture(board, ref(kind, CRIME, "velden", "2023"))
    tiles = make_picture(board, ref(Kind.TILES, CRIME + RATE, HOME, "2023"))
    assert "Velden minder dan 5" in tiles.alternative
    for text in (tiles.alternative, tiles.drawing):
        assert "Velden 0," not in text


@pytest.mark.parametrize("kind", Kind)
def test_figures_of_insiders_are_refused(catalog: Catalog, kind: Kind) -> None:
    with pytest.raises(InternalBoardError):
        make_picture(build_board(catalog, actor=LOCAL), ref(kind, RATING, AREA))


def test_an_internal_measure_or_unknown_figure_is_refused(public: Board, catalog: Catalog) -> None:
    with pytest.raises(ExportError, match="Maatregel 12 is intern"):
        make_measure_picture(public, measure(catalog, visibility="intern"), text=TEXT)
    with pytest.raises(ExportError, match="tonen wij niet"):
        make_picture(public, ref(Kind.NUMBER, "bestaat-niet", AREA))


def test_a_demonstration_is_marked(data_copy: tuple[Path, Path]) -> None:
    for content in contents(fictitious(*data_copy), load_catalog(*data_copy)).values():
        assert content.marks == ("FICTIEVE CIJFERS",)
        assert content.alternative.startswith("FICTIEVE CIJFERS.")


def test_real_figures_have_no_mark(public: Board, catalog: Catalog) -> None:
    assert all(c.marks == () for c in contents(public, catalog).values())


def test_distance_of_an_area_and_of_the_municipality(public: Board) -> None:
    own = make_picture(public, ref(Kind.GAP, RATING, AREA))
    assert (own.value, own.label) == ("0,3", "punt onder de ondergrens van 6,7")
    assert "6,4 (meting 2021)" in own.drawing
    assert "ondergrens 6,7 (2026)" in own.drawing
    above = make_picture(public, ref(Kind.GAP, RATING, "steyl"))
    assert (above.value, above.label) == ("0,9", "punt boven de ondergrens van 6,7")
    whole = make_picture(public, ref(Kind.GAP, RATING, HOME))
    assert (whole.value, whole.label) == ("0,2", "punt onder het doel van 7,4")
    assert whole.finding.endswith("Het doel voor 2026 is 7,4.")


def test_exactly_on_the_goal(data_copy: tuple[Path, Path]) -> None:
    add_waves(data_copy[0], {"2023": {AREA: 0.3}})
    board = build_board(load_catalog(*data_copy), actor=PUBLIC)
    found = make_picture(board, ref(Kind.GAP, RATING, AREA, "2023"))
    assert (found.value, found.label) == ("6,7", "precies op de ondergrens")


def test_a_trend_explains_its_break_its_margins_and_its_axis(data_copy: tuple[Path, Path]) -> None:
    found = make_picture(with_waves(*data_copy), ref(Kind.TREND, RATING, AREA, "2025"))
    assert "De metingen tot en met 2016 zijn anders gedaan" in found.notes[0]
    assert "Verticale streep: marge van 95\N{NO-BREAK SPACE}%." in found.notes
    assert "De schaal begint niet bij 0." in found.notes
    assert "2016: 6,4; 2021: 6,4; 2023: 6,5; 2025: 6,6" in found.alternative
    assert set(found.notes) <= {n for n in found.notes if n in found.alternative}
    assert "Periode: 2016, 2021, 2023, 2025." in found.source


CHANGES = [
    ({"2023": 0.0, "2025": 0.5}, 0.1, "steeg het cijfer aantoonbaar, van 6,4 naar 6,9"),
    ({"2023": 0.5, "2025": 0.0}, 0.1, "daalde het cijfer aantoonbaar, van 6,9 naar 6,4"),
    ({"2023": 0.0, "2025": 0.1}, 0.1, "geen verschil aangetoond"),
    ({"2023": 0.0, "2025": 0.5}, 0.0, "De marge is niet bekend"),
]


@pytest.mark.parametrize("kind", [Kind.TREND, Kind.CHANGE])
@pytest.mark.parametrize(("raises", "margin", "words"), CHANGES)
def test_a_rise_or_fall_is_only_named_where_it_is_real(
    data_copy: tuple[Path, Path], raises: dict[str, float], margin: float, words: str, kind: Kind
) -> None:
    board = board_with(data_copy, raises, margin)
    found = make_picture(board, ref(kind, RATING, AREA, "2025"))
    assert words in found.finding
    judged = {"steeg", "daalde"} & set(found.finding.split())
    assert bool(judged) is ("aantoonbaar" in words)


def test_before_and_after_are_the_large_number(public: Board, data_copy: tuple[Path, Path]) -> None:
    board = board_with(data_copy, {"2023": 0.1, "2025": 0.7})
    found = make_picture(board, ref(Kind.CHANGE, RATING, AREA, "2025"))
    assert found.value == "6,5→7,1"
    counts = ref(Kind.CHANGE, "woninginbraak", HOME, "2025")
    found = make_picture(public, counts)
    assert (found.value, found.place) == ("114→147", "Venlo")
    assert found.finding == "Het was 114 in 2022 en 147 in 2025. Een verschil is niet aangetoond."
    english = make_picture(public, counts, language=PictureLanguage.ENGLISH)
    assert english.finding.endswith("No difference was shown.")


def test_one_comparable_wave_is_no_change(public: Board) -> None:
    found = make_picture(public, ref(Kind.TREND, RATING, AREA))
    assert "nog geen tweede meting" in found.finding
    for kind, area in ((Kind.CHANGE, AREA), (Kind.TREND, "steyl")):
        with pytest.raises(ExportError, match="tonen wij niet"):
            make_picture(public, ref(kind, RATING, area))


def test_a_wave_of_a_part_is_no_wave_of_the_area(public: Board) -> None:
    with pytest.raises(ExportError, match="tonen wij niet"):
        make_picture(public, ref(Kind.TREND, RATING, "blerick-noord-en-trade-port"))


def test_the_map_lights_one_area_in_the_municipality_s_colour(
    public: Board, catalog: Catalog
) -> None:
    style = catalog.municipality.style.model_copy(update={"accent": "#1D6F42"})
    own = replace(catalog, municipality=catalog.municipality.model_copy(update={"style": style}))
    board = build_board(own, actor=PUBLIC)
    found = make_picture(board, ref(Kind.MAP, RATING, AREA))
    assert (found.place, found.value) == ("Klingerberg", "6,4")
    assert found.drawing.count('fill="#1D6F42"') == 1
    assert found.drawing.count("<path") == len(public.areas)
    assert "Kaart van Venlo; Klingerberg is gekleurd." in found.alternative


def test_the_map_of_tiles_has_every_area_in_words_too(public: Board) -> None:
    found = make_picture(public, ref(Kind.TILES, RATING, HOME), language=PictureLanguage.ENGLISH)
    for area in public.areas.values():
        assert f"{area.name} " in found.alternative
    assert "Klingerberg 6.4" in found.alternative
    assert "under 6.7" in found.drawing
    assert "onder" not in found.drawing


def test_a_drawing_has_no_dutch_word_in_another_language(public: Board) -> None:
    for kind in (Kind.GAP, Kind.TREND):
        found = make_picture(public, ref(kind, RATING, AREA), language=PictureLanguage.GERMAN)
        assert "Untergrenze" in found.drawing
        for word in ("ondergrens", "meting", "vergelijkbaar", "rapportcijfer"):
            assert word not in found.drawing


SOURCE_WORDS = {
    PictureLanguage.DUTCH: ("Bron: ", "Periode: ", ("Opgehaald: ", "Stand: "), "november"),
    PictureLanguage.ENGLISH: ("Source: ", "Period: ", ("Retrieved: ", "As of: "), "November"),
    PictureLanguage.GERMAN: ("Quelle: ", "Zeitraum: ", ("Abgerufen: ", "Stand: "), "November"),
    PictureLanguage.POLISH: ("Źródło: ", "Okres: ", ("Pobrano: ", "Stan na: "), "listopada"),
}


def test_a_picture_has_its_source_in_its_own_language(
    catalog: Catalog, data_copy: tuple[Path, Path]
) -> None:
    waves = with_waves(*data_copy)
    dutch = {"Bron: ", "Periode: ", "Opgehaald: "}
    for language, (source, period, dates, month) in SOURCE_WORDS.items():
        for name, found in contents(waves, catalog, language).items():
            assert found.source.startswith(source), (language, name)
            assert period in found.source
            assert any(date in found.source for date in dates), (language, name)
            assert month in found.source
            is_dutch = language is PictureLanguage.DUTCH
            assert is_dutch or not [word for word in dutch if word in found.source]


def test_a_measure_has_what_is_done_and_what_residents_can_do(
    public: Board, catalog: Catalog
) -> None:
    found = make_measure_picture(public, measure(catalog), text=TEXT)
    known = found.place, found.doing, found.can_do
    assert known == ("Klingerberg", "Wat doen we?", "Wat kunt u doen?")
    assert found.source == (
        "Bron: gemeente Venlo, register van maatregelen. Periode: vanaf maart 2025. "
        "Stand: 20 november 2026."
    )
    assert [s["text"] for s in found.sections] == [TEXT, found.residents]
    night = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)
    late = make_measure_picture(public, replace(measure(catalog), changed_at=night), text=TEXT)
    assert late.source.endswith("Stand: 21 november 2026.")
    ended = measure(catalog, status="afgerond", end="2026-02-01", residents="")
    closed = make_measure_picture(public, ended, text=TEXT)
    assert "maart 2025 tot en met 1 februari 2026" in closed.source
    assert [s["text"] for s in closed.sections] == [TEXT]


def test_a_figure_is_refused_where_the_language_has_no_word(
    public: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PictureWords, "indicator", lambda *_: "")
    one = ref(Kind.NUMBER, RATING, AREA)
    assert make_picture(public, one).label == "rapportcijfer veiligheid eigen buurt"
    with pytest.raises(ExportError, match="Typ zelf"):
        make_picture(public, one, language=PictureLanguage.POLISH)


def test_no_target_no_distance(catalog: Catalog) -> None:
    board = build_board(replace(catalog, targets=()), actor=PUBLIC)
    with pytest.raises(ExportError, match="tonen wij niet"):
        make_picture(board, ref(Kind.GAP, RATING, AREA))
