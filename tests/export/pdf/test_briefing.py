"""The briefing: accessible, never over two sheets, and with the figures of the board."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.access import LOCAL, PUBLIC
from lib.analysis.counts import Verdict
from lib.board import Board
from lib.catalog import Catalog
from lib.exhibits.exhibit import INTERNAL
from lib.export.pdf import sections
from lib.export.pdf.briefing import Agreements, render_briefing
from lib.figures.expected_band import format_expected
from lib.figures.format import number
from lib.figures.keynumbers import area_tiles, overview_tiles
from lib.figures.layers.layer import group_areas
from lib.figures.layers.modes import map_layers
from lib.figures.sentences.area_sentences import area_finding, extra_effort_text, unknown_about_area
from lib.figures.sentences.goal_sentences import headline
from lib.figures.sentences.planning_sentences import describe_absent_waves
from lib.figures.vocabulary import FICTITIOUS
from lib.store import (
    Agreement,
    AgreementStatus,
    Measure,
    MeasureStatus,
    Party,
    StoredAgreement,
    Visibility,
)
from tests.builders import add_waves, build_board, build_board_from
from tests.export.boards import LONG, SOLID, crowded, measure
from tests.export.reading import claims, elements, opened, sizes, text

pytestmark = pytest.mark.slow

AUTHOR = "Gemeente Venlo"
LONG_NAMED = "blerick-noord-en-trade-port"


def made(
    board: Board, area: str | None = None, *measures: Measure, agreements: Agreements = None
) -> bytes:
    """The briefing with its second sheet."""
    return render_briefing(
        board,
        area=area,
        measures=measures,
        agreements=agreements,
        author=AUTHOR,
        has_details=True,
    )


def one_sheet(board: Board, area: str | None = None, *, agreements: Agreements = None) -> bytes:
    return render_briefing(board, area=area, measures=(), agreements=agreements, author=AUTHOR)


def alternatives(content: bytes) -> list[str]:
    """What is read aloud in place of each picture."""
    return [alternative for kind, alternative in elements(content) if kind == "/Figure"]


@pytest.mark.parametrize("area", [None, LONG_NAMED])
def test_it_is_one_sheet_with_answer_changes_map_and_next_step(
    fictitious: Board, area: str | None
) -> None:
    content = one_sheet(fictitious, area)
    assert len(opened(content).pages) == 1
    assert min(sizes(content)) > 5
    words, steps = text(content), sections.planning_section(fictitious, most=3)
    answer = area_finding(fictitious, area) if area else headline(fictitious)
    places = [
        words.rindex(part)
        for part in (answer, "Wat is aantoonbaar veranderd", "Volgende stappen", steps.rows[0][1])
    ]
    assert places == sorted(places)
    assert "Opgehaald: 28 november 2026" in words or "Opgehaald: 23 november 2026" in words


def test_next_to_the_map_stand_tiles_with_every_figure(internal: Board) -> None:
    first, second = alternatives(one_sheet(internal))
    assert first.startswith("Kaart. ")
    for mark in map_layers(internal)["rapportcijfer"].marks.values():
        assert f"{mark.name} {mark.starred}" in second


def test_agreements_stand_on_it_for_who_may_see_them(internal: Board) -> None:
    found = [
        stored(1, what="Meer licht", due=dt.date(2026, 11, 1)),
        stored(2, what="Buurtapp", due=dt.date(2027, 1, 1), areas=("klingerberg",)),
        stored(3, what="Klaar", due=dt.date(2026, 1, 1), status=AgreementStatus.DONE),
    ]
    words = text(one_sheet(internal, agreements=found))
    assert "Meer licht gemeente heel Venlo TE LAAT: 1 november 2026" in words
    assert "Buurtapp gemeente Klingerberg 1 januari 2027" in words
    assert "Klaar" not in words
    own = text(one_sheet(internal, "klingerberg", agreements=found))
    assert "Buurtapp" in own
    assert "Meer licht" not in own
    assert "Er zijn geen open afspraken." in text(one_sheet(internal, agreements=[]))
    assert "Afspraken van de driehoek" not in text(one_sheet(internal))


def stored(
    number: int,
    *,
    what: str,
    due: dt.date,
    areas: tuple[str, ...] = (),
    status: AgreementStatus = AgreementStatus.OPEN,
) -> StoredAgreement:
    """An agreement of the municipality, as the store gives it."""
    agreed = Agreement.model_construct(
        what=what,
        who=(Party.MUNICIPALITY,),
        partners=(),
        areas=areas,
        theme=None,
        due=due,
        status=status,
        note="",
    )
    return StoredAgreement(number, 1, 1, dt.datetime.now(dt.UTC), None, 0, agreed)


@pytest.mark.parametrize("area", [None, "klingerberg"])
def test_pdf_is_accessible(internal: Board, area: str | None) -> None:
    content = made(internal, area)
    name = internal.areas[area].name if area else internal.municipality.dashboard_title
    assert claims(content) == {
        "language": "nl",
        "tagged": True,
        "shows its title": True,
        "PDF/UA": True,
        "title": f"Briefing: {name}, 23 november 2026",
        "author": AUTHOR,
    }
    found = elements(content)
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2")
    assert len(alternatives(content)) == (2 if area is None else 1)
    assert all(alternatives(content))


def test_every_table_has_a_header(internal: Board) -> None:
    kinds = [kind for kind, _ in elements(made(internal, None, measure()))]
    assert kinds.count("/Table") == kinds.count("/THead") > 2


def test_briefing_of_the_municipality_has_the_words_of_the_screen(internal: Board) -> None:
    words = text(made(internal))
    assert headline(internal) in words
    for big, label, small in overview_tiles(internal):
        assert big in words
        assert label in words
        assert str(small) in words
    for source in map_layers(internal)["rapportcijfer"].sources:
        assert source.title in words
    assert "Opgehaald: 23 november 2026" in words
    assert describe_absent_waves(internal) in words


def test_areas_under_the_floor_have_their_gap(internal: Board) -> None:
    words = text(made(internal)).partition("Wijken onder de ondergrens van 6,7")[2]
    assert "Blerick-Noord en Trade-Port 6,2 −0,5 630 Vastenavondkamp" in words
    assert "Klingerberg 6,4 −0,3 143 ja" in words


@pytest.mark.parametrize("area", ["klingerberg", LONG_NAMED])
def test_briefing_of_an_area_has_the_words_of_the_screen(internal: Board, area: str) -> None:
    words = text(made(internal, area))
    assert area_finding(internal, area) in words
    for line in (*extra_effort_text(internal, area), *unknown_about_area(internal, area)):
        assert line in words
    for big, label, _ in area_tiles(internal, area):
        assert big in words
        assert label in words
    for other in internal.benchmark.similar_areas(area):
        rating = internal.ratings.of_area(other)
        assert f"{rating.name} {number(rating.value, decimals=1)}" in words


def test_marks_follow_the_reader_and_the_data(
    internal: Board, public: Board, fictitious: Board
) -> None:
    for board, marks in (
        (public, ()),
        (internal, (INTERNAL,)),
        (fictitious, (INTERNAL, FICTITIOUS)),
    ):
        for area in (None, "steyl"):
            words = text(made(board, area))
            assert {m for m in (INTERNAL, FICTITIOUS) if m in words} == set(marks)


def test_without_tiles_the_public_list_is_alphabetical_within_groups(catalog: Catalog) -> None:
    public = build_board(replace(catalog, tiles={}), actor=PUBLIC)
    words = text(one_sheet(public)).partition("onder 6,7")[2]
    layer = map_layers(public)["rapportcijfer"]
    places = [
        [words.index(f"{layer.marks[a].name} {layer.marks[a].text}") for a in group]
        for group in group_areas(layer, internal=False)
    ]
    assert all(group == sorted(group) for group in places)
    names = [[layer.marks[a].name for a in g] for g in group_areas(layer, internal=False)]
    assert all(group == sorted(group) for group in names)


def test_only_demonstrable_changes_are_listed_with_their_counts(fictitious: Board) -> None:
    found = fictitious.registrations.changes()
    assert found is not None
    words = text(made(fictitious)).rpartition("Wat is aantoonbaar veranderd")[2]
    words = words.partition("Lopende maatregelen")[0]
    real = found.areas[found.areas["verdict"].isin([Verdict.RISE, Verdict.FALL])]
    assert len(real)
    for _, row in real.iterrows():
        kind = fictitious.indicators[row["group"]].name
        where = fictitious.areas[row["area"]].name
        assert f"{kind} {where} ↑ aantoonbare stijging, ongunstig" in words
        assert f"{number(row['after'])} {format_expected(row)} +" in words
    assert words.count("aantoonbare") == len(real) + int(
        found.totals["verdict"].isin([Verdict.RISE, Verdict.FALL]).sum()
    )


def test_briefing_of_an_area_lists_only_its_own_changes(fictitious: Board) -> None:
    found = fictitious.registrations.changes()
    assert found is not None
    real = found.areas[found.areas["verdict"] == Verdict.RISE]
    for area in {*real["area"], "steyl", "belfeld"}:
        words = text(one_sheet(fictitious, area)).count("↑ aantoonbare stijging")
        assert words == int((real["area"] == area).sum())


def test_without_two_waves_the_method_break_is_explained(internal: Board) -> None:
    words = text(made(internal))
    assert "er zijn nog geen twee vergelijkbare metingen" in words
    assert internal.indicators["rapportcijfer"].break_note in words


def test_between_waves_only_what_survives_its_margin_is_named(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    add_waves(data, {"2023": {}, "2025": {"klingerberg": 0.6, "steyl": 0.1}}, margin=0.1)
    board = build_board_from(data, geo)
    words = text(made(board))
    assert (
        "Rapportcijfer. In Klingerberg (+0,6) steeg het cijfer van 2023 naar 2025 aantoonbaar (18 "
        "wijken vergeleken)."
    ) in words
    assert "Steyl (+" not in words
    assert "2025 naast 2023: aantoonbare stijging (+0,6)" in text(made(board, "klingerberg"))
    assert "2025 naast 2023: geen aantoonbaar verschil (+0,1)" in text(made(board, "steyl"))


def test_every_listed_wave_has_its_source(internal: Board) -> None:
    words = text(made(internal, "klingerberg"))
    for key in internal.ratings.history("klingerberg")["source"]:
        assert internal.sources[key].title in words


@pytest.mark.parametrize("area", [None, "klingerberg"])
@pytest.mark.parametrize("gone", ["targets.toml", "observations"])
def test_what_is_not_loaded_is_left_out(
    data_copy: tuple[Path, Path], gone: str, area: str | None
) -> None:
    """Given no goals or no figures, there is a briefing of what is left."""
    data, geo = data_copy
    for path in (data / gone).glob("*.csv") if gone == "observations" else (data / gone,):
        lines = path.read_text(encoding="utf-8").splitlines()
        keep = "# none" if path.suffix == ".toml" else lines[0]
        path.write_text(f"{keep}\n", encoding="utf-8")
    words = text(made(build_board_from(data, geo), area))
    assert "ondergrens van" not in words
    assert ("6,4" in words) is (gone != "observations")
    assert "Bronnen" in words


def test_measures_run_and_may_be_seen(internal: Board, public: Board) -> None:
    given_ = (
        measure("Loopt overal"),
        measure("Loopt hier", areas=("klingerberg",)),
        measure("Loopt elders", areas=("steyl",)),
        measure("Alleen intern", visibility=Visibility.INTERNAL),
        measure("Is voorbij", status=MeasureStatus.DONE, end="2026-05"),
    )
    titles = {m.title for m in given_}
    for board, area, seen in (
        (internal, None, titles - {"Is voorbij"}),
        (public, None, titles - {"Is voorbij", "Alleen intern"}),
        (public, "klingerberg", {"Loopt overal", "Loopt hier"}),
    ):
        words = text(made(board, area, *given_))
        assert {t for t in titles if t in words} == seen


@pytest.mark.parametrize("actor", [LOCAL, PUBLIC])
def test_two_sheets_whatever_the_data(data_copy: tuple[Path, Path], *, actor: object) -> None:
    """Given names as long as they may be and more of everything, it is cut and says so."""
    board = crowded(*data_copy, actor=actor)  # type: ignore[arg-type]
    many = [measure(f"{LONG} {SOLID}{n}"[:120], areas=tuple(board.areas)) for n in range(40)]
    for area in (None, *list(board.areas)[:1]):
        content = made(board, area, *many)
        assert len(opened(content).pages) == 2
        assert min(sizes(content)) > 4
        words = text(content)
        assert "en 33 andere maatregelen" in words
        assert "stappen" in words
        short = one_sheet(board, area)
        assert len(opened(short).pages) == 1
        assert min(sizes(short)) > 4
    words = text(made(board, None, *many))
    assert "en 10 andere wijken" in words
    assert "heel Venlo: en 24 andere soorten" in words
    assert "Voorlopige cijfers." in words


@settings(max_examples=12)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=120), max_size=12))
def test_any_title_fits_and_stops_nothing(public: Board, titles: list[str]) -> None:
    content = made(public, "steyl", *(measure(title) for title in titles))
    assert len(opened(content).pages) == 2


def test_text_of_people_is_no_markup(public: Board) -> None:
    title = '#set text(red) *vet* $a$ <label> @ref "aan" \\ `code` [b] & 100% //'
    assert title in text(made(public, None, measure(title)))
