"""The fictitious figures, and the theme pages with them."""

import datetime as dt
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pptx import Presentation

from lib.access import LOCAL, PUBLIC
from lib.analysis.counts import Verdict
from lib.analysis.windows import Comparison
from lib.board import Board, get_store, load_board
from lib.board.change_tests import WHOLE_MUNICIPALITY
from lib.board.registration_changes import most_changed_first
from lib.catalog import Catalog, DataProblemsError, Status, load_catalog
from lib.catalog.open_tables import find_stored_tables
from lib.exhibits.areas import area_drivers
from lib.exhibits.exhibit import Exhibit, ExhibitMaker, Native, Shape
from lib.exhibits.interpretations import OLDER_FIGURES, describe_with_age
from lib.exhibits.measures import effort_series, list_efforts
from lib.export.pptx.slides import render_slides
from lib.figures.format import number, partial_date
from lib.figures.keynumbers import registration_tiles, theme_tiles
from lib.figures.layers.modes import RegistrationView, map_layers, theme_layers
from lib.figures.sentences.map_sentences import layer_finding
from lib.figures.vocabulary import FICTITIOUS
from lib.opendata.__main__ import main as refresh
from lib.store import Visibility, WaveState, load_waves
from tests.builders import build_board
from tests.pages.conftest import through_app as through_app  # noqa: PLC0414 - a fixture
from tests.pages.run_page import PAGES, THEMES, page_text, run_page, view_internally
from tools import demo_store
from tools.demo_figures import main, planted

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
UNREST = "maatschappelijke-onrust-en-overlast"


@pytest.fixture(scope="module")
def loaded(demo_folder: Path) -> Path:
    """A data folder with fictitious figures, to read."""
    return demo_folder


def test_the_store_of_the_demo_has_waves_and_interpretations(
    loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(loaded))
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert demo_store.fill()
    assert not demo_store.fill()
    waves = load_waves(LOCAL, get_store())
    assert {wave.state for wave in waves} == {WaveState.PROPOSED, WaveState.PUBLISHED}
    assert sum(wave.embargo is not None for wave in waves) == 1
    assert all(demo_store.MARK in wave.details.title for wave in waves)
    inside = load_board(LOCAL)
    assert inside.fictitious
    assert inside.is_ahead
    written = [one.interpretation for one in inside.interpretations]
    assert {one.visibility for one in written} == set(Visibility)
    older = [OLDER_FIGURES in describe_with_age(inside, one) for one in written]
    assert sorted(older) == [False, True]
    assert all(demo_store.MARK in describe_with_age(inside, one) for one in written)


@pytest.fixture(scope="module")
def found(loaded: Path) -> Catalog:
    return load_catalog(loaded, ROOT / "geo")


@pytest.fixture(scope="module")
def internal_board(found: Catalog) -> Board:
    return board(found, internal=True)


@pytest.fixture(scope="module")
def public_board(found: Catalog) -> Board:
    return board(found, internal=False)


@pytest.fixture
def shown(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app on that folder."""
    monkeypatch.setenv("DATA_DIR", str(loaded))
    monkeypatch.setenv("TODAY", "2026-11-24")


def board(catalog: Catalog, *, internal: bool) -> Board:
    return build_board(catalog, actor=LOCAL if internal else PUBLIC, day=dt.date(2026, 11, 24))


def test_the_planted_risers_are_found_and_nothing_else(
    found: Catalog, catalog: Catalog, internal_board: Board
) -> None:
    movements = internal_board.registrations.changes()
    assert movements is not None
    assert len(movements.areas) == 8 * 18
    real = movements.areas[movements.areas["verdict"] == Verdict.RISE]
    kinds = {k: i.indicator for i in found.indicators.values() if i.watched for k in i.kinds}
    assert set(zip(real["area"], real["group"], strict=True)) == {
        (area, kinds[kind]) for area, kind in planted(catalog).items()
    }
    assert not (movements.areas["verdict"] == Verdict.FALL).any()
    assert movements.after == ("2023-01", "2023-12")


def test_made_up_crime_adds_up_to_the_real_totals_per_area(
    found: Catalog, catalog: Catalog
) -> None:
    made, real = (
        board(c, internal=True).area_values("misdrijven", period="2023") for c in (found, catalog)
    )
    assert made is not None
    assert real is not None
    pd.testing.assert_series_equal(made.frame["value"], real.frame["value"])
    assert made.status is Status.FICTITIOUS


def test_the_same_figures_each_time(loaded: Path, tmp_path: Path) -> None:
    assert main([str(tmp_path / "again")]) == 0
    first, second = (find_stored_tables(f) for f in (loaded, tmp_path / "again"))
    assert {k: t.sha256 for k, t in first.items()} == {k: t.sha256 for k, t in second.items()}


def test_real_figures_are_not_fetched_into_it(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = find_stored_tables(loaded)
    assert refresh(["refresh", "--data", str(loaded), "--cbs-url", "http://127.0.0.1:9"]) == 1
    assert "Deze map heeft fictieve cijfers" in capsys.readouterr().err
    assert find_stored_tables(loaded) == before


def test_a_damaged_table_of_months_is_a_problem_with_a_fix(loaded: Path, tmp_path: Path) -> None:
    """No page may be the first to read it."""
    damaged = tmp_path / "data"
    shutil.copytree(loaded, damaged)
    (path,) = (damaged / "opendata").glob("47022NED*.parquet")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DataProblemsError, match="haal alles opnieuw op met make data"):
        load_catalog(damaged, ROOT / "geo")
    pd.read_parquet(loaded / "opendata" / path.name).iloc[:-1].to_parquet(path, index=False)
    with pytest.raises(DataProblemsError, match="haal alles opnieuw op met make data"):
        load_catalog(damaged, ROOT / "geo")


def test_a_folder_of_somebody_else_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kostbaar.txt").write_text("x")
    assert main([str(tmp_path)]) == 1
    assert (tmp_path / "kostbaar.txt").exists()
    assert "niet door deze opdracht gemaakt" in capsys.readouterr().err


def test_real_and_made_up_figures_never_mix(loaded: Path, tmp_path: Path) -> None:
    mixed = tmp_path / "data"
    shutil.copytree(loaded, mixed)
    name = "misdrijven-gemeente.csv"
    shutil.copy(ROOT / "data" / "observations" / name, mixed / "observations" / name)
    with pytest.raises(DataProblemsError, match="alleen echte of alleen fictieve cijfers"):
        load_catalog(mixed, ROOT / "geo")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("shown")
def test_every_page_shows_that_figures_are_fictitious(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    view_internally(monkeypatch)
    app = run_page(page)
    assert not app.exception
    assert FICTITIOUS in page_text(app)


@pytest.mark.usefixtures("shown")
def test_the_public_gets_no_made_up_figures() -> None:
    told = page_text(run_page(UNREST))
    assert "De gegevens zijn niet in orde" in told
    assert "Mishandeling" not in told


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.usefixtures("shown")
def test_a_theme_page_shows_its_figures(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    view_internally(monkeypatch)
    app = run_page(theme)
    assert not app.exception
    told = page_text(app)
    assert "nog niet in dit dashboard. De kaart" not in told
    assert "In de 12 maanden tot en met december 2023: " in told
    assert "De andere soorten: 2023 naast 2019-2022 Soort Oordeel" in told
    assert "Registraties in heel Venlo, 2018-2023" in told


@pytest.mark.usefixtures("shown")
def test_a_list_of_changes_has_no_bars_and_no_order_of_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view_internally(monkeypatch)
    for view, label, has_bars in (
        ("aantal", "Wijken per groep, op volgorde van het cijfer", True),
        ("verandering", "Wijken per oordeel", False),
    ):
        app = run_page(UNREST, soort="mishandeling", kaart=view)
        assert [r.label for r in app.radio] == [label]
        bodies = [str(e.proto.body) for e in app.get("html")]
        (style,) = (body for body in bodies if body.startswith("<style>.st-key-ranking"))
        assert (re.search(r"--to:[1-9]", style) is not None) is has_bars


@pytest.mark.usefixtures("shown")
def test_a_kind_stays_chosen_where_its_change_is_not_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view_internally(monkeypatch)
    app = run_page(UNREST, soort="overlast-jeugd", kaart="verandering", deel="achtergrond")
    text = page_text(app)
    assert "overlast door jeugd per wijk veranderde, is niet beoordeeld" in text
    assert "De kaart staat nu op 'Per 1.000'" in text
    assert "Overlast door jeugd per 1.000 inwoners, 2023" in text
    assert "kaart" not in app.query_params
    # What changed stands by name, before the choice.
    first = text.partition("Wat veranderde aantoonbaar?")[2].partition("De aanpak")[0]
    assert "↑ stijging ongunstig Mishandeling in Venlo-Zuid: 68, verwacht" in first


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("view", RegistrationView)
def test_every_mode_of_a_kind_has_its_page(
    monkeypatch: pytest.MonkeyPatch, view: RegistrationView
) -> None:
    view_internally(monkeypatch)
    app = run_page(UNREST, soort="mishandeling", kaart=view)
    assert view.value in app.query_params["kaart"], "no other mode in its place"
    assert "Er ging iets mis" not in page_text(app)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_has_at_most_three_key_numbers(
    found: Catalog, theme: str, internal_board: Board
) -> None:
    subject = next(t for t in found.themes if t.slug == theme)
    tiles = theme_tiles(internal_board, subject, Comparison.YEAR_BEFORE)
    kinds = [i for i in found.indicators.values() if i.kinds and theme in i.themes]
    assert len(tiles) == min(3, len(kinds))
    # A fact of the policy note is real: it never stands in a row with fictitious figures.
    assert {label for _, label, _ in tiles}.isdisjoint(f.label for f in subject.fact)
    assert "naast" in str(tiles[0][2])


def test_key_numbers_under_a_period_do_not_repeat_it(internal_board: Board) -> None:
    of = internal_board
    movements = of.registrations.changes()
    assert movements is not None
    tiles = registration_tiles(movements, dict(of.indicators))
    assert tiles
    assert not any("naast" in str(small) for *_, small in tiles)


def test_the_kind_that_changed_in_most_areas_comes_first(internal_board: Board) -> None:
    of = internal_board
    movements = of.registrations.changes()
    assert movements is not None
    kinds = [i for i in of.indicators.values() if i.watched]
    rows = movements.areas
    for most in (kinds[-1], kinds[2]):
        verdicts = rows["verdict"].where(rows["group"] != most.indicator, Verdict.FALL)
        changed = replace(movements, areas=rows.assign(verdict=verdicts))
        first, *others = most_changed_first(changed, kinds)
        assert first == most
        assert set(others) == set(kinds) - {most}
    still = replace(movements, areas=rows.assign(verdict=Verdict.NOT_DEMONSTRABLE))
    assert most_changed_first(still, kinds) == kinds


@pytest.mark.usefixtures("shown")
def test_a_riser_is_shown_with_its_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    view_internally(monkeypatch)
    told = page_text(run_page(UNREST))
    assert "Per wijk. Van 72 vergelijkingen: 2 stijgingen en 0 dalingen aangetoond" in told
    months = r"\d+ boven de band, van 12 maanden"
    counts = r"\d+ \d+ \(\d+ tot \d+\) \+\d+ % \+\d+ % tot \+\d+ %"
    rise = "Mishandeling Venlo-Zuid ↑ aantoonbare stijging ongunstig"
    assert re.search(f"{rise} {months} {counts}", told)


@pytest.fixture
def menus(monkeypatch: pytest.MonkeyPatch) -> dict[str, Exhibit]:
    """The figures of a page that have a menu, by name."""
    found: dict[str, Exhibit] = {}

    def open_menu(make: ExhibitMaker, *, name: str, **_: object) -> None:
        found[name] = make()

    for menu in ("show_menu", "show_menu_alone"):
        monkeypatch.setattr(f"lib.ui.exhibit.show.{menu}", open_menu)
    return found


@pytest.mark.usefixtures("shown")
def test_a_part_of_a_table_names_all_that_was_compared(
    monkeypatch: pytest.MonkeyPatch, menus: dict[str, Exhibit]
) -> None:
    view_internally(monkeypatch)
    run_page(UNREST)
    real, rest = menus[f"{UNREST}-stijgers-en-dalers"], menus[f"{UNREST}-geen-verschil"]
    assert real.room is not None
    assert real.room().finding == real.finding
    assert real.finding.startswith("Van 72 vergelijkingen: 2 stijgingen en 0 dalingen")
    assert rest.finding.startswith("De andere 70 van 72 vergelijkingen: geen aantoonbaar")
    for note in (" ".join(real.notes), real.table["toelichting"].iloc[0], " ".join(rest.notes)):
        assert "We vergelijken 8 soorten in 18 wijken tegelijk, ook die van andere" in note


@pytest.mark.usefixtures("shown")
def test_a_table_for_a_room_is_in_words(
    monkeypatch: pytest.MonkeyPatch, menus: dict[str, Exhibit]
) -> None:
    view_internally(monkeypatch)
    run_page(UNREST)
    room = menus[f"{UNREST}-stijgers-en-dalers"].room
    assert room is not None
    table = room().figures
    assert set(table["Oordeel"]) == {"↑ aantoonbare stijging, ongunstig"}
    assert not table.map(lambda cell: bool(re.search("[<>]", cell))).to_numpy().any()


@pytest.mark.usefixtures("shown")
def test_a_riser_is_a_chart_that_can_be_edited(
    monkeypatch: pytest.MonkeyPatch, menus: dict[str, Exhibit]
) -> None:
    view_internally(monkeypatch)
    run_page(UNREST)
    parts = menus[f"{UNREST}-stijgers-en-dalers"].parts
    make = next(one for title, one in parts.items() if title.startswith("Mishandeling in Venlo-Z"))
    riser = make()
    expected_band = ("verwacht vanaf", "verwacht tot en met")
    assert riser.native == Native(Shape.LINES, "tijdvak", ("misdrijven",), margin=expected_band)
    assert list(riser.table["tijdvak"])[-12:] == [
        partial_date(f"2023-{m:02}") for m in range(1, 13)
    ]
    newest = riser.table.tail(12)
    after, expected = (number(newest[c].sum()) for c in ("misdrijven", "verwacht"))
    assert re.search(f": {after}, verwacht {expected} [(]\\d+ tot \\d+[)]$", riser.title)
    assert (newest["verwacht tot en met"] >= newest["verwacht"]).all()
    assert "\N{NO-BREAK SPACE}%-marge +" in riser.finding
    slide = Presentation(
        io.BytesIO(render_slides([riser], title="x", subtitle="", author="x"))
    ).slides[1]
    assert any(shape.has_chart for shape in slide.shapes)


@pytest.mark.usefixtures("shown")
def test_a_kind_is_named_with_its_figure(internal_board: Board) -> None:
    of = internal_board
    theme = next(t for t in of.files.themes if t.slug == UNREST)
    for view, figure in {
        RegistrationView.COUNT: r"\d+ registraties in 2023 in heel Venlo",
        RegistrationView.RATE: r"\d+,\d registraties per 1\.000 inwoners in 2023 in heel Venlo",
        RegistrationView.SHARE: r"\d+,\d % van alle registraties in 2023 in heel Venlo",
    }.items():
        told = layer_finding(theme_layers(of, theme, view=view)["overlast-jeugd"], board=of)
        assert re.match(f"Overlast door jeugd: {figure}", told)


@pytest.mark.usefixtures("shown")
def test_an_area_file_has_the_figures_of_the_screen(
    monkeypatch: pytest.MonkeyPatch, menus: dict[str, Exhibit]
) -> None:
    view_internally(monkeypatch)
    screen = page_text(run_page("wijk", wijk="klingerberg"))
    shown = menus["wijk-klingerberg"]
    assert shown.title == "Klingerberg naast de gemeente en drie andere wijken"
    assert FICTITIOUS in shown.marks
    assert re.match(
        r"Klingerberg: rapportcijfer 6,4 \(.*\) in 2023, [\d.]+ inwoners in ", shown.finding
    )
    for told in shown.table["Per 1.000 2023"]:
        assert number(told, decimals=1) in screen
        assert told == round(told, 1)


@pytest.mark.usefixtures("shown")
def test_an_area_shows_its_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    view_internally(monkeypatch)
    told = page_text(run_page("wijk", wijk="venlo-zuid"))
    assert "Registraties per soort in Venlo-Zuid, 2023" in told
    assert re.search(r"Mishandeling \d+ [\d,]+ [\d,]+ ↑ aantoonbare stijging ongunstig", told)


@pytest.mark.usefixtures("shown")
def test_a_wrong_kind_in_the_link_gives_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    view_internally(monkeypatch)
    assert "in de link is er niet. U ziet de eerste soort." in page_text(
        run_page(UNREST, soort="onzin")
    )


@pytest.fixture(scope="module")
def as_if_real(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same figures without the mark, to see what the public would get of real ones."""
    folder = tmp_path_factory.mktemp("real") / "data"
    shutil.copytree(loaded, folder)
    for path in (folder / "opendata").glob("*.parquet"):
        pd.read_parquet(path).assign(status="definitief").to_parquet(path, index=False)
    for path in (folder / "observations").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(",fictief,", ",definitief,"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("theme", THEMES)
def test_the_public_sees_verdicts_without_counts(
    as_if_real: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("DATA_DIR", str(as_if_real))
    app = run_page(theme)
    assert not app.exception
    told = page_text(app)
    assert FICTITIOUS not in told
    assert "aantoonbare stijging" in told or theme != UNREST
    assert "Soort Oordeel 2023 Verwacht" in told
    assert "Soort Wijk Oordeel" in told or theme != UNREST
    assert "Soort Wijk Oordeel 2023" not in told


def test_the_public_board_holds_no_counts_of_changes_in_areas(
    internal_board: Board, public_board: Board
) -> None:
    for comparison in Comparison:
        inside = internal_board.registrations.changes(comparison)
        public = public_board.registrations.changes(comparison)
        assert inside is not None
        assert public is not None
        is_other = public.areas["verdict"] != inside.areas["verdict"]
        assert (public.areas.loc[is_other, "verdict"] == Verdict.TOO_SMALL).all()
        numbers = ["before", "after", "ratio", "lower", "upper", "p_value"]
        numbers += ["dispersion", "degrees", "share"]
        assert public.areas[numbers].isna().all(axis=None)
        assert public.totals["verdict"].tolist() == inside.totals["verdict"].tolist()


def test_totals_of_changes_are_those_of_the_years(public_board: Board) -> None:
    """An exact total would stand beside hidden counts of areas otherwise."""
    public = public_board
    moved = public.registrations.changes()
    assert moved is not None
    for _, row in moved.totals.iterrows():
        years = public.registrations.yearly(row["group"]).set_index("period")["value"]
        for column, (first, last) in (("before", moved.before), ("after", moved.after)):
            window = [str(year) for year in range(int(first[:4]), int(last[:4]) + 1)]
            told = years.reindex(window).sum(skipna=False)
            assert row[column] == told or (pd.isna(row[column]) and pd.isna(told))
        exact = row["after"] / (row["before"] / 4)
        assert row["ratio"] == pytest.approx(exact) or pd.isna(exact)


def test_the_public_sees_months_of_the_municipality_only(
    public_board: Board, internal_board: Board
) -> None:
    """And these as they are rounded or suppressed elsewhere, with the band that follows from it."""
    for comparison in Comparison:
        public = public_board.registrations.changes(comparison)
        inside = internal_board.registrations.changes(comparison)
        assert public is not None
        assert inside is not None
        assert all(list(c.index) == [WHOLE_MUNICIPALITY] for c in public.counts.values())
        assert len(inside.track(inside.areas.iloc[0])) > 0
        assert len(public.track(public.areas.iloc[0])) == 0
        for _, row in public.totals.iterrows():
            seen = public_board.registrations.monthly(row["group"]).set_index("period")["value"]
            track = public.track(row).set_index("period")
            own = seen.reindex(track.index)
            pd.testing.assert_series_equal(track["value"], own.astype(float), check_names=False)
            hidden = track[track["value"].isna()]
            assert hidden[~hidden["is_after"].astype(bool)]["upper"].isna().all()
            assert row["dispersion"] * 2 == round(row["dispersion"] * 2)


def test_months_add_up_to_no_total_that_is_rounded(
    found: Catalog, internal_board: Board, public_board: Board
) -> None:
    public, inside = public_board, internal_board
    seen = set()
    for key in (k for k, i in found.indicators.items() if i.kinds):
        shown, real = (b.registrations.monthly(key).set_index("period") for b in (public, inside))
        for year in public.registrations.years(key):
            per_area = public.area_values(key, period=year)
            of_year = shown[shown.index.str[:4] == year]
            if per_area is None or of_year.empty:
                continue
            small = (real["value"][of_year.index] < 5).any()
            assert of_year["value"].isna().all() == (
                small or (per_area.hides and per_area.total is None)
            )
            if per_area.hides and not small:
                assert (of_year["value"] % 5 == 0).all()
                assert (of_year["step"] == 5).all()
            seen.add((per_area.hides, bool(small)))
    assert seen >= {(True, False), (True, True), (False, False)}


def test_small_counts_are_hidden_for_the_public(internal_board: Board, public_board: Board) -> None:
    for key in ("wapenhandel", "overlast-jeugd", "straatroof"):
        inside = internal_board.area_values(key)
        public = public_board.area_values(key)
        assert inside is not None
        assert public is not None
        small = [a for a, v in inside.frame["value"].items() if v < 5]
        assert small, key
        for area in small:
            assert public.cell(str(area)).value is None


def test_small_municipal_counts_are_hidden_for_the_public(
    found: Catalog, public_board: Board
) -> None:
    for key in (k for k, i in found.indicators.items() if i.kinds):
        assert not (public_board.registrations.yearly(key)["value"] < 5).any()
        assert not (public_board.registrations.monthly(key)["value"] < 5).any()


def test_hidden_counts_cannot_be_found_from_a_total_of_kinds(found: Catalog) -> None:
    """No indicator is the sum of others: then a hidden part would follow from the rest."""
    for table in {t for i in found.indicators.values() if i.kinds for t in i.tables}:
        every = set(found.stored[table].kinds) - {"0.0.0"} if table in found.stored else set()
        shown = [
            set(i.kinds)
            for i in found.indicators.values()
            if table in i.tables and "0.0.0" not in i.kinds
        ]
        assert set().union(*shown) != every
        assert sum(len(kinds) for kinds in shown) == len(set().union(*shown))


def test_sensitive_kinds_are_municipal_only(found: Catalog, internal_board: Board) -> None:
    """Human trafficking and smuggling, sexual offences, exclusion orders, murder."""
    sensitive = {"1.4.1", "1.4.2", "1.6.3", "2.4.1", "3.1.2", "3.2.1", "3.2.2"}
    assert set(found.municipality.disclosure.municipal_only) == sensitive
    counts = found.frame("counts")
    shown = [i for i in found.indicators.values() if sensitive & set(i.kinds)]
    assert set().union(*(i.kinds for i in shown)) == sensitive
    for indicator in shown:
        assert indicator.levels == ("municipality",)
        assert not (counts["indicator"] == indicator.indicator).any()
        assert len(internal_board.registrations.yearly(indicator.indicator))
        assert internal_board.area_values(indicator.indicator) is None
        cells = internal_board.unit_values("venlo-centrum", indicator.indicator, kind="cbs_buurt")
        assert {cell.value for cell in cells.values()} == {None}


def test_the_survey_is_compared_with_unit_and_country(
    found: Catalog, internal_board: Board
) -> None:
    shown = internal_board
    surveys = [k for k, i in found.indicators.items() if i.kind == "survey" and i.themes]
    assert len(surveys) == 7
    for key in surveys:
        frame = shown.benchmark.surveys(key)
        assert frame["area"].tolist() == ["GM0983", "politie-limburg", "NL"]
        assert set(frame["period"]) == {"2023"}
        assert set(frame["status"]) == {"fictief"}
        assert (frame["lower"] < frame["value"]).all()
        assert (frame["value"] < frame["upper"]).all()


def test_ratings_have_made_up_waves_with_margins(found: Catalog, internal_board: Board) -> None:
    ratings = internal_board.ratings
    assert ratings.comparable_waves == ("2021", "2023")
    newest = ratings.newest()
    assert (newest["lower"] < newest["value"]).all()
    assert (newest["n"] >= 60).all()
    assert ratings.floor_chances is not None
    assert set(found.rows("own_survey", "rapportcijfer")["status"]) == {"fictief"}
    assert internal_board.benchmark.surveys("rapportcijfer")["area"].tolist() == ["GM0983"]


def test_every_area_has_made_up_answers_behind_its_rating(internal_board: Board) -> None:
    assert len(internal_board.drivers) == 3
    for area in internal_board.areas:
        exhibit = area_drivers(internal_board, area)
        assert exhibit is not None
        assert exhibit.marks == (FICTITIOUS,)
        assert exhibit.figures["deelnemers"].notna().all()
        assert len(exhibit.figures) == 4
    modes = map_layers(internal_board)
    assert {i.indicator for i in internal_board.drivers} <= set(modes)
    assert "per wijk" in layer_finding(modes["onveilig-in-buurt"], board=internal_board)


def test_what_the_municipality_registers_is_made_up_and_marked(internal_board: Board) -> None:
    efforts = list_efforts(internal_board)
    assert len(efforts) == 7
    for indicator in efforts:
        exhibit = effort_series(internal_board, indicator, measures=[], name="demo")
        assert exhibit.marks == (FICTITIOUS, "INTERN")
        assert set(exhibit.table["status"]) == {FICTITIOUS}
        assert exhibit.source.startswith(FICTITIOUS)


def test_only_municipalities_that_do_not_exist_are_the_benchmark(
    loaded: Path, internal_board: Board
) -> None:
    frame = internal_board.benchmark.rates("misdrijven")
    assert frame["name"].tolist() == [
        "Venlo",
        "Nederland",
        *(f"Voorbeeldgemeente {letter}" for letter in "ABCDEFGHIJK"),
    ]
    assert set(frame["status"]) == {"fictief"}
    assert set(frame["period"]) == set(frame["base_period"]) == {"2023"}
    assert frame["rate"].between(30, 90).all()
    settings = (loaded / "gemeente.toml").read_text(encoding="utf-8")
    assert not re.search(r'"(GM0935|Maastricht|Heerlen|GM0917)"', settings)


def test_every_count_of_the_municipality_can_be_compared(
    found: Catalog, internal_board: Board
) -> None:
    shown = internal_board
    municipal = {t.id for t in found.open_tables if t.regions == "municipality"}
    for key, indicator in found.indicators.items():
        if indicator.kind == "count" and municipal & set(indicator.tables):
            assert len(shown.benchmark.rates(key)) == 13, key
