"""The theme pages with open data from the fake services, for both roles."""

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from lib.access import LOCAL, PUBLIC
from lib.analysis.counts import Verdict
from lib.board import Board
from lib.catalog import Catalog, load_catalog
from lib.catalog.opendata import FOLDER
from lib.opendata.__main__ import main
from tests.opendata.fake import World, serve
from tests.pages.conftest import through_app as through_app  # noqa: PLC0414 - a fixture
from tests.pages.running import THEMES, as_insider, run, text

ROOT = Path(__file__).parents[2]
UNREST = "maatschappelijke-onrust-en-overlast"
# One kind in one area is made to rise: 12 months at 40 a month against 12 at 20.
RISER, KIND, SMALL = "venlo-centrum", "1.4.5", "wapenhandel"


def planted() -> World:
    """A world with five whole years of months, in which assault in the centre doubled."""
    world = World(years=[2020, 2021, 2022, 2023], last_month=(2023, 12))
    for year in range(2020, 2024):
        for month in range(1, 13):
            for buurt in world.buurten:
                centre = buurt == "BU09831101"
                count = (40 if year == 2023 else 20) if centre else 2
                world.cells["47022NED", f"{KIND} ", buurt, f"{year}MM{month:02}"] = count
    return world


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the tables of police and nuisance."""
    folder = tmp_path_factory.mktemp("open") / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns(FOLDER))
    with serve(planted()) as fake:
        arguments = ["--politie-url", fake.politie_url, "--cbs-url", fake.cbs_url]
        assert (
            main(["refresh", "--data", str(folder), "--only", "politie,overlast", *arguments]) == 0
        )
    return folder


@pytest.fixture(scope="module")
def found(loaded: Path) -> Catalog:
    return load_catalog(loaded, ROOT / "geo")


@pytest.fixture
def shown(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app on that folder."""
    monkeypatch.setenv("DATA_DIR", str(loaded))
    monkeypatch.setenv("TODAY", "2026-11-24")


def board(catalog: Catalog, *, internal: bool) -> Board:
    return Board(catalog, LOCAL if internal else PUBLIC, dt.date(2026, 11, 24), "test")


def test_the_planted_riser_is_found_and_nothing_else(found: Catalog) -> None:
    movements = board(found, internal=True).movements
    assert movements is not None
    assert len(movements.frame) == 8 * 18
    real = movements.frame[movements.frame["verdict"] == Verdict.RISE]
    assert list(zip(real["group"], real["area"], strict=True)) == [("mishandeling", RISER)]
    assert not (movements.frame["verdict"] == Verdict.FALL).any()
    assert movements.after == ("2023-01", "2023-12")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("internal", [True, False])
@pytest.mark.usefixtures("shown")
def test_a_theme_page_shows_its_figures(
    theme: str, monkeypatch: pytest.MonkeyPatch, *, internal: bool
) -> None:
    if internal:
        as_insider(monkeypatch)
    app = run(theme)
    assert not app.exception
    told = text(app)
    assert "nog niet geladen. De kaart" not in told
    assert "De nieuwste maand is december 2023" in told
    assert "Stijgers en dalers: januari 2023 tot en met december 2023" in told
    assert "Registraties in heel Venlo, 2021-2023" in told
    assert "Voorlopige cijfers" in told


@pytest.mark.usefixtures("shown")
def test_the_riser_is_told_with_its_counts_to_insiders_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    public = text(run(UNREST))
    assert "Van 72 vergelijkingen van soort en wijk: 1 stijging en 0 dalingen aangetoond." in public
    assert "Mishandeling Venlo-Centrum ↑ aantoonbare stijging" in public
    as_insider(monkeypatch)
    insider = text(run(UNREST))
    assert re.search(r"Mishandeling Venlo-Centrum ↑ aantoonbare stijging \d+ \d+ ", insider)
    assert not re.search(r"Mishandeling Venlo-Centrum ↑ aantoonbare stijging \d", public)


@pytest.mark.usefixtures("shown")
def test_a_wrong_kind_in_the_link_gives_a_notice() -> None:
    assert "in de link is er niet. U ziet de eerste soort." in text(run(UNREST, soort="onzin"))


def test_small_counts_are_hidden_for_the_public(found: Catalog) -> None:
    for key in ("wapenhandel", "overlast-jeugd", "straatroof-overval"):
        inside = board(found, internal=True).level(key)
        public = board(found, internal=False).level(key)
        assert inside is not None
        assert public is not None
        small = [a for a, v in inside.frame["value"].items() if v < 5]
        assert small, key
        for area in small:
            assert public.cell(str(area)).value is None


def test_small_municipal_counts_are_hidden_for_the_public(found: Catalog) -> None:
    for key in (k for k, i in found.indicators.items() if i.kinds):
        assert not (board(found, internal=False).series(key)["value"] < 5).any()
        assert not (board(found, internal=False).months(key)["value"] < 5).any()


def test_hidden_counts_cannot_be_found_from_a_total_of_kinds(found: Catalog) -> None:
    """No indicator is the sum of others: then a hidden part would follow from the rest."""
    for table in {t for i in found.indicators.values() for t in i.tables}:
        every = set(found.stored[table].kinds) - {"0.0.0"} if table in found.stored else set()
        shown = [
            set(i.kinds) for i in found.indicators.values() if table in i.tables
            and "0.0.0" not in i.kinds
        ]  # fmt: skip
        assert set().union(*shown) != every
        assert sum(len(kinds) for kinds in shown) == len(set().union(*shown))


def test_sensitive_kinds_are_municipal_only(found: Catalog) -> None:
    sensitive = {"1.4.1", "1.4.2", "1.6.3", "2.4.1", "3.1.2", "3.2.1", "3.2.2"}
    for indicator in found.indicators.values():
        if sensitive & set(indicator.kinds):
            assert indicator.levels == ("municipality",)
            assert board(found, internal=True).level(indicator.indicator) is None
