"""What the board gives of the municipality beside other regions, loaded from the fake services."""

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from lib.access import LOCAL, PUBLIC, Actor
from lib.board import CRIME_RATE, RATING, Board
from lib.catalog import Catalog, load_catalog
from lib.catalog.open_tables import MANIFEST_FILE, OPEN_DATA_FOLDER
from tests.builders import build_board
from tests.opendata.conftest import GEO, copy_data, refresh_from
from tests.opendata.fake import World, serve

OTHERS = [
    "NL",
    *("GM0935", "GM1883", "GM0917", "GM0957", "GM0984", "GM0988"),
    *("GM0794", "GM0758", "GM0503", "GM0150", "GM0080"),
]
YEARS = {2021: "85039NED", 2022: "85318NED", 2023: "85618NED", 2024: "85984NED", 2025: "86165NED"}


@pytest.fixture(scope="module")
def world() -> World:
    return World(years=[2021, 2022, 2023], last_month=(2022, 2))


@pytest.fixture(scope="module")
def data(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with nuisance, survey and inhabitants, none of it to be changed.

    Of other regions only what is fetched.
    """
    folder = copy_data(tmp_path_factory.mktemp("benchmark") / "data")
    for path in (*folder.glob("observations/*-soorten*.csv"), *folder.glob("*/inwoners-gem*.csv")):
        path.unlink()
    with serve(world) as fake:
        outcomes = refresh_from(fake, folder, "overlast", "veiligheidsmonitor", "inwoners")
    assert not [o for o in outcomes.values() if o.error or o.notes]
    return folder


@pytest.fixture(scope="module")
def found(data: Path) -> Catalog:
    return load_catalog(data, GEO)


@pytest.fixture
def fewer(data: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy in which the test may forget tables."""
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    yield folder
    shutil.rmtree(folder)


def forget(data: Path, *tables: str) -> None:
    path = data / OPEN_DATA_FOLDER / MANIFEST_FILE
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for table in tables:
        del manifest["tables"][table]
    path.write_text(json.dumps(manifest), encoding="utf-8")


def board(catalog: Catalog, actor: Actor = LOCAL) -> Board:
    return build_board(catalog, actor=actor, day=dt.date(2026, 11, 24))


def nuisance(world: World, region: str, year: int = 2023) -> int:
    code = "NL00" if region == "NL" else region
    return world.value("47021NED", Overlast="0.0.0", RegioS=code, Perioden=f"{year}JJ00")


def people(world: World, region: str, year: int = 2023) -> int:
    return world.value(YEARS[year], WijkenEnBuurten="NL00" if region == "NL" else region)


def test_frames_keep_regions_apart(found: Catalog) -> None:
    assert set(found.frame("series")["area"]) == {"GM0983"}
    assert set(found.frame("counts")["area"]) <= set(found.of_kind("cbs_buurt"))
    assert set(found.frame("benchmark")["area"]) == set(OTHERS)
    assert set(found.frame("survey")["area"]) - set(found.areas) == {"NL", "politie-limburg"}


def test_the_rating_is_compared_with_police_unit_and_country(found: Catalog, world: World) -> None:
    frame = board(found).benchmark.surveys(RATING)
    assert list(zip(frame["area"], frame["period"], frame["source"], strict=True)) == [
        ("GM0983", "2021", "ivb-2023"),
        ("GM0983", "2023", "open-85146NED"),
        ("politie-limburg", "2023", "open-85146NED"),
        ("NL", "2023", "open-85146NED"),
    ]
    assert frame["name"].tolist()[2:] == ["Politie-eenheid Limburg", "Nederland"]
    topic, period = "RapportcijferVeiligheidInBuurt_60", "2023JJ00"
    for area, code in (("GM0983", "GM0983"), ("politie-limburg", "PE3100"), ("NL", "NL01")):
        row = frame[(frame["area"] == area) & (frame["source"] == "open-85146NED")].iloc[0]
        for column, margin in (("value", "MW00000"), ("lower", "MOG0095"), ("upper", "MBG0095")):
            assert row[column] == world.score(topic, margin, code, period)
    assert frame["lower"].isna().tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    ("indicator", "topic"),
    [
        ("ervaren-sociale-overlast", "EenOfMeerVormenVanSocialeOverlast_34"),
        ("ervaren-verloedering", "EenOfMeerVormenFysiekeVerloedering_26"),
        ("ervaren-verkeersoverlast", "EenOfMeerVormenVanVerkeersoverlast_38"),
        ("onveilig-in-buurt", "VoeltZichWeleensOnveiligInBuurt_50"),
        ("slachtoffers", "Slachtoffers_68"),
        ("slachtoffers-online", "Slachtoffers_132"),
        ("oordeel-gemeente", "OordeelFunctionerenGemeenteAlgemeen_19"),
    ],
)
def test_each_topic_is_the_column_that_is_meant(
    found: Catalog, world: World, indicator: str, topic: str
) -> None:
    frame = board(found).benchmark.surveys(indicator)
    assert frame["area"].tolist() == ["GM0983", "politie-limburg", "NL"]
    assert frame["value"].iloc[2] == world.score(topic, "MW00000", "NL01", "2023JJ00")
    assert (frame["status"] == "definitief").all()


@pytest.mark.parametrize("indicator", ["misdrijven", "overlast", "inwoners", "onzin"])
def test_what_is_no_survey_has_no_monitor(found: Catalog, indicator: str) -> None:
    frame = board(found).benchmark.surveys(indicator)
    assert frame.empty
    assert "upper" in frame.columns


def test_municipal_waves_and_goals_do_not_follow_cbs_figures(
    found: Catalog, catalog: Catalog
) -> None:
    with_cbs, without = board(found), board(catalog)
    pd.testing.assert_frame_equal(
        with_cbs.ratings.of_municipality(), without.ratings.of_municipality()
    )
    assert with_cbs.goals == without.goals
    assert with_cbs.planning.waves == without.planning.waves
    pd.testing.assert_frame_equal(with_cbs.ratings.newest(), without.ratings.newest())


def test_a_count_per_1000_is_compared_with_country_and_others(found: Catalog, world: World) -> None:
    frame = board(found).benchmark.rates("overlast")
    assert frame["code"].tolist() == ["GM0983", *OTHERS]
    assert frame["name"].tolist()[:3] == ["Venlo", "Nederland", "Maastricht"]
    assert set(frame["period"]) == set(frame["base_period"]) == {"2023"}
    assert set(frame["source"]) == {"open-47021NED"}
    assert set(frame["base_source"]) == {"open-85618NED"}
    columns = (frame[name] for name in ("code", "count", "inhabitants", "rate"))
    for code, count, inhabitants, rate in zip(*columns, strict=True):
        assert count == nuisance(world, code)
        assert inhabitants == people(world, code)
        assert rate == pytest.approx(count / inhabitants * 1000)


def test_the_nearest_year_of_inhabitants_is_used_and_named(fewer: Path, world: World) -> None:
    forget(fewer, "85618NED")
    frame = board(load_catalog(fewer, GEO)).benchmark.rates("overlast")
    assert set(frame["base_period"]) == {"2024"}
    assert frame["inhabitants"].iloc[1] == people(world, "NL", 2024)


@pytest.mark.parametrize("tables", [("47021NED",), tuple(YEARS.values())])
def test_without_one_of_the_two_there_is_no_comparison(
    fewer: Path, tables: tuple[str, ...]
) -> None:
    forget(fewer, *tables)
    frame = board(load_catalog(fewer, GEO)).benchmark.rates("overlast")
    assert frame.empty
    assert "rate" in frame.columns


@pytest.mark.parametrize("indicator", ["misdrijven", "rapportcijfer", "inwoners", "onzin"])
def test_what_is_not_loaded_or_no_count_has_no_comparison(found: Catalog, indicator: str) -> None:
    assert board(found).benchmark.rates(indicator).empty


def test_the_public_sees_no_small_count_of_anybody(found: Catalog) -> None:
    kinds = [k for k, i in found.indicators.items() if "47021NED" in i.tables]
    inside = pd.concat([board(found).benchmark.rates(k) for k in kinds])
    public = board(found, PUBLIC)
    outside = pd.concat([public.benchmark.rates(k) for k in kinds])
    assert (inside["count"] < 5).any()
    assert len(outside)
    assert not (outside["count"] < 5).any()
    for kind in kinds:
        own = public.benchmark.rates(kind)
        told = public.registrations.yearly(kind).set_index("period")["value"]
        if len(own):
            assert own["count"].iloc[0] == told[own["period"].iloc[0]]


def test_rates_per_area_use_the_inhabitants_of_the_same_year(
    found: Catalog, fewer: Path, world: World
) -> None:
    per_area = board(found).area_values(CRIME_RATE)
    assert per_area is not None
    assert per_area.when == "2023, inwoners 2023"
    inside = [b.area for b in found.parts("vossener", kind="cbs_buurt")]
    base = sum(people(world, b) for b in inside)
    counts = found.frame("counts")
    crimes = counts[(counts["indicator"] == "misdrijven") & counts["area"].isin(inside)]
    assert per_area.cell("vossener").value == pytest.approx(crimes["value"].sum() / base * 1000)
    assert {s.source for s in per_area.sources} >= {"open-85618NED"}
    parts = board(found).unit_values("vossener", CRIME_RATE, kind="cbs_wijk")
    assert [c.value for c in parts.values()] == [pytest.approx(per_area.cell("vossener").value)]
    forget(fewer, "85618NED", "85318NED")
    per_area = board(load_catalog(fewer, GEO)).area_values(CRIME_RATE)
    assert per_area is not None
    assert per_area.when == "2023, inwoners 2024"
