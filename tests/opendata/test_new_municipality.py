"""A folder for another municipality: from files, and from the open-data services."""

import datetime as dt
import json
import re
import shlex
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import box

from lib.catalog import __main__ as command
from lib.catalog import load_catalog
from lib.opendata import client
from lib.settings import DUTCH_TIME
from tests.opendata.fake import Fake, World

SECOND = Path(__file__).parents[1] / "second"
SHAPES, INHABITANTS, CRIME = (
    SECOND / name for name in ("wijken-2022.geojson", "inwoners.csv", "misdrijven.csv")
)
UNREACHABLE = "http://127.0.0.1:9"
New = Callable[..., int]


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> New:
    """Run the command for the second municipality, without a network."""
    monkeypatch.setattr(client, "MOST_ATTEMPTS", 1)
    for service in ("PDOK_URL", "POLITIE_URL", "CBS_URL"):
        monkeypatch.setenv(service, UNREACHABLE)

    def run(*options: str | Path, code: str = "GM0957") -> int:
        return command.main(["new", code, "--to", str(tmp_path / "made"), *map(str, options)])

    return run


def all_files(*, shapes: Path = SHAPES, crime: Path = CRIME) -> list[str | Path]:
    return ["--shapes", shapes, "--figures", INHABITANTS, "--figures", crime, "--name", "Roermond"]


def test_files_make_a_folder_that_passes_the_check(
    new: New, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(*all_files()) == 0
    catalog = load_catalog(tmp_path / "made" / "data", tmp_path / "made" / "geo")
    assert catalog.municipality.name == "Roermond"
    assert sorted(a.name for a in catalog.of_kind("area").values())[:3] == [
        "Asenray",
        "Centrum",
        "Donderberg",
    ]
    counts = catalog.frame("counts")
    crime = counts[(counts["indicator"] == "misdrijven") & (counts["period"] == "2023")]
    people = counts[(counts["indicator"] == "inwoners") & (counts["period"] == "2024")]
    assert (len(crime), crime["value"].sum()) == (36, 3904)
    assert (len(people), people["value"].sum()) == (36, 60_755)
    assert len(catalog.geography.boundaries_rd) == len(catalog.tiles) == 10
    printed = capsys.readouterr().out
    first, second = re.findall(r"^ *\d+\. (.*)$", printed, re.MULTILINE)[:2]
    assert first.startswith("het beleid")
    assert second.startswith("de doelen")
    assert printed.count("niet bereikbaar") == 1, "one line for all tables"


def test_the_shapes_lie_where_they_were_delivered(new: New, tmp_path: Path) -> None:
    assert new(*all_files()) == 0
    made = gpd.read_file(tmp_path / "made" / "geo" / "areas.geojson").union_all()
    given = gpd.read_file(SHAPES).union_all()
    assert made.symmetric_difference(given).area < 0.01 * given.area


def test_nothing_of_the_first_municipality_is_in_the_folder(new: New, tmp_path: Path) -> None:
    assert new(*all_files()) == 0
    texts = [p.read_text("utf-8") for p in (tmp_path / "made").rglob("*") if p.is_file()]
    assert len(texts) > 15
    found = re.findall(r"venlo|limburg|blerick|tegelen|0983|aanpakken", " ".join(texts).lower())
    assert found == []


def test_services_make_a_folder_where_no_file_is_given(
    new: New, tmp_path: Path, fake: Fake, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.municipality, world.name = "GM0957", "Roermond"
    world.wijken = {"WK095700": "Wijk 00 Centrum", "WK095701": "Wijk 01 Oost"}
    world.buurten = {"BU09570000": "Markt", "BU09570001": "Haven", "BU09570100": "Veld"}
    for variable, name in (("PDOK_URL", "pdok"), ("POLITIE_URL", "politie"), ("CBS_URL", "cbs")):
        monkeypatch.setenv(variable, fake.addresses[name])
    assert new() == 0
    catalog = load_catalog(tmp_path / "made" / "data", tmp_path / "made" / "geo")
    assert catalog.municipality.name == "Roermond"
    assert {a.name for a in catalog.of_kind("area").values()} == {"Centrum", "Oost"}
    assert {"BU09570000", "BU09570001", "BU09570100"} == set(catalog.of_kind("cbs_buurt"))
    assert "47018NED" in catalog.stored
    assert set(catalog.frame("counts")["area"]) >= {"BU09570000", "BU09570100"}


def test_a_column_may_group_buurten(new: New, tmp_path: Path) -> None:
    wijken = gpd.read_file(SHAPES)
    wijken["deel"] = ["Stad" if code < "WK095705" else "Dorpen" for code in wijken["wijkcode"]]
    wijken.to_file(tmp_path / "deel.geojson")
    options = all_files(shapes=tmp_path / "deel.geojson")
    assert new(*options, "--group", "deel") == 0
    catalog = load_catalog(tmp_path / "made" / "data", tmp_path / "made" / "geo")
    assert {a.name for a in catalog.of_kind("area").values()} == {"Stad", "Dorpen"}


def made_up_municipality(folder: Path) -> list[str | Path]:
    """Return options for 40 areas of three buurten that cut through CBS wijken, named otherwise."""
    rows = [
        {"BU_CODE": f"999{n // 20:02d}{n % 20:02d}", "BU_NAAM": f"Buurt {n}", "kant": n // 3}
        for n in range(120)
    ]
    names = {0: "'t Hól", 1: "Sint-Eén (Noord)"}
    frame = gpd.GeoDataFrame(
        rows,
        geometry=[
            box(
                200_000 + 500 * (n % 12),
                400_000 + 500 * (n // 12),
                200_500 + 500 * (n % 12),
                400_500 + 500 * (n // 12),
            )
            for n in range(120)
        ],
        crs=28992,
    )
    frame["kant"] = [names.get(n, f"Gebied {n}") for n in frame["kant"]]
    whole = gpd.GeoDataFrame({"GM_NAAM": ["Eén"]}, geometry=[frame.union_all()], crs=28992)
    whole.to_file(folder / "kaart 2023.gpkg", layer="gemeenten")
    frame.to_file(folder / "kaart 2023.gpkg", layer="buurten")
    table = frame[["BU_CODE", "BU_NAAM"]].rename(columns={"BU_CODE": "Code"})
    # The zero in front is lost, and the empty cells of one area made decimals of the others.
    people = table.assign(Inwoners=[float("nan")] * 3 + [float(500 + n) for n in range(117)])
    people.to_csv(folder / "bevolking 2025.csv", sep=";", index=False)
    table.assign(Jaar=2024, Misdrijven=range(120)).to_csv(folder / "misdaad.csv", index=False)
    files = (folder / name for name in ("bevolking 2025.csv", "misdaad.csv"))
    figures = [option for file in files for option in ("--figures", file)]
    return ["--shapes", folder / "kaart 2023.gpkg", "--group", "kant", "--name", "Eén", *figures]


def test_areas_may_cut_through_cbs_wijken_and_columns_have_other_names(
    new: New, tmp_path: Path
) -> None:
    assert new(*made_up_municipality(tmp_path), code="GM0999") == 0
    catalog = load_catalog(tmp_path / "made" / "data", tmp_path / "made" / "geo")
    assert (
        len(catalog.of_kind("area"))
        == len(catalog.geography.boundaries_rd)
        == len(catalog.tiles)
        == 40
    )
    assert catalog.areas["t-hol"].name == "'t Hól"
    assert not catalog.of_kind("cbs_wijk"), "wijken of 20 buurten, areas of 3"
    assert [b.area for b in catalog.parts("t-hol", kind="cbs_buurt")] == [
        "BU09990000",
        "BU09990001",
        "BU09990002",
    ]
    counts = catalog.frame("counts").set_index(["indicator", "area"])
    assert counts.loc[("misdrijven", "BU09990519"), "value"] == 119
    assert counts.loc[("inwoners", "BU09990519"), "value"] == 616
    assert counts.loc[("inwoners", "BU09990001"), "missing"] == "niet gepubliceerd"
    assert catalog.municipality.map.attribution.endswith("2023"), "the year in the file's name"
    assert catalog.municipality.map.division.startswith("De wijken volgen de eigen indeling")


def test_the_column_that_groups_buurten_may_stand_with_the_figures(
    new: New, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = made_up_municipality(tmp_path)
    options[options.index("kant")] = "deel"
    file = tmp_path / "misdaad.csv"
    header, *rows = file.read_text("utf-8").splitlines()
    parts = [f"{row},{1 + n % 2}" for n, row in enumerate(rows)]
    file.write_text("\n".join([f"{header},deel", *parts]), "utf-8")
    assert new(*options, code="GM0999") == 0
    catalog = load_catalog(tmp_path / "made" / "data", tmp_path / "made" / "geo")
    assert [a.name for a in catalog.of_kind("area").values()] == ["1", "2"]
    file.write_text("\n".join([f"{header},deel", *parts[1:]]), "utf-8")
    assert new(*options, code="GM0999") == 1
    assert "Er staat: 'BU09990000'. Verwacht: een wijk bij elke buurt" in capsys.readouterr().out


def spoil(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Return a copy of the shapes with the first one changed."""
    found = json.loads(SHAPES.read_text("utf-8"))
    change(found["features"][0])
    path = folder / "wijken-2022.geojson"
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


SQUARE_METRE = [[[197_000, 357_000], [197_001, 357_000], [197_001, 357_001], [197_000, 357_000]]]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"geometry": None}, "Zonder vlak: WK095700."),
        (
            {"geometry": {"type": "Point", "coordinates": [197_000, 357_000]}},
            "Zonder vlak: WK095700.",
        ),
        (
            {"geometry": {"type": "Polygon", "coordinates": SQUARE_METRE}},
            "Te klein of ongeldig in hele meters: centrum.",
        ),
        (
            {"properties": {"wijkcode": "WK095700", "wijknaam": None}},
            "Er staat: 'WK095700'. Verwacht: een wijk bij elke buurt.",
        ),
    ],
)
def test_a_wijk_without_shape_or_name_is_named_and_nothing_is_written(
    new: New,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, Any],
    expected: str,
) -> None:
    assert new(*all_files(shapes=spoil(tmp_path, lambda shape: shape.update(change)))) == 1
    assert expected in capsys.readouterr().out
    assert not (tmp_path / "made").exists()


def test_a_name_with_quotes_and_backslashes_comes_back(new: New, tmp_path: Path) -> None:
    name = '\'s-Graven "Hoek", A\\B'
    assert new(*all_files(), "--name", name) == 0
    catalog = load_catalog(tmp_path / "made" / "data", tmp_path / "made" / "geo")
    assert catalog.municipality.name == name


def test_figures_of_a_buurt_without_a_shape_are_refused(
    new: New, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = made_up_municipality(tmp_path)
    file = tmp_path / "misdaad.csv"
    file.write_text(f"{file.read_text('utf-8')}9990077,Nieuw,2024,3\n", "utf-8")
    assert new(*options, code="GM0999") == 1
    assert "BU09990077" in capsys.readouterr().out
    assert not (tmp_path / "made").exists()


def crime_with(tmp_path: Path, old: str, changed: str) -> Path:
    path = tmp_path / "cijfers.csv"
    path.write_text(CRIME.read_text("utf-8").replace(old, changed), "utf-8")
    return path


STATLINE = """"Kerncijfers wijken en buurten 2024"
"Wijken en buurten";"Regio/Codering (code)";"Regio/Soort regio";"Bevolking/Aantal inwoners (aantal)"
"Roermond";"GM0957    ";"Gemeente";"   60755"
"Centrum";"WK095700  ";"Wijk";"   11430"
"Binnenstad";"BU09570000";"Buurt";"    6060"
"Voorstad";"BU09570001";"Buurt";"       ."
"Bron: CBS"
"""


def test_inhabitants_in_a_table_of_statline(new: New, tmp_path: Path) -> None:
    path = tmp_path / "kerncijfers_2024.csv"
    path.write_text(STATLINE, "utf-8-sig")
    assert new("--shapes", SHAPES, "--figures", path, "--name", "Roermond") == 0
    catalog = load_catalog(tmp_path / "made" / "data", tmp_path / "made" / "geo")
    rows = catalog.frame("counts")[catalog.frame("counts")["indicator"] == "inwoners"]
    assert rows["area"].to_list() == ["BU09570000", "BU09570001"]
    assert rows["value"].to_list()[0] == 6060
    assert rows["missing"].to_list()[1] == "niet gepubliceerd"
    assert catalog.areas["BU09570000"].name == "Binnenstad"


def test_a_bad_cell_below_a_title_is_reported_with_its_own_row(
    new: New, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kerncijfers_2024.csv"
    path.write_text(STATLINE.replace("    6060", "  6060,5"), "utf-8-sig")
    assert new("--shapes", SHAPES, "--figures", path, "--name", "Roermond") == 1
    assert "rij 5, kolom 'Bevolking/Aantal inwoners (aantal)'" in capsys.readouterr().out


def test_every_bad_cell_is_reported_and_nothing_is_written(
    new: New, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = crime_with(tmp_path, ",933,", ",9.3,")
    bad.write_text(bad.read_text("utf-8").replace(",93,", ",-1,"), "utf-8")
    assert new(*all_files(crime=bad)) == 1
    printed = capsys.readouterr().out
    assert "cijfers.csv, rij 2, kolom 'GeregistreerdeMisdrijven_1': Er staat: '9.3'" in printed
    assert "rij 3" in printed
    assert not (tmp_path / "made").exists()
    assert not list(tmp_path.glob("*.part"))


def test_a_missing_figure_stays_missing(new: New, tmp_path: Path) -> None:
    assert new(*all_files(crime=crime_with(tmp_path, ",933,", ",.,"))) == 0
    counts = load_catalog(tmp_path / "made" / "data", tmp_path / "made" / "geo").frame("counts")
    row = counts[(counts["indicator"] == "misdrijven") & (counts["area"] == "BU09570000")].iloc[0]
    assert row["missing"] == "niet gepubliceerd"
    assert row["value"] != row["value"], "no zero"


@pytest.mark.parametrize(
    ("options", "code", "expected"),
    [
        (["--shapes", SHAPES], "GM0957", "--name"),
        (["--shapes", SHAPES, "--name", "X"], "GM0999", "vlakken van GM0999"),
        (["--shapes", SHAPES, "--name", "X"], "0957", "geen code"),
        (["--shapes", SHAPES, "--name", "X", "--group", "deel"], "GM0957", "een kolom 'deel'"),
        (["--shapes", SHAPES, "--name", "X", "--figures", SHAPES], "GM0957", "CBS-codes"),
        (["--name", "X"], "GM0957", "geef de grenzen als bestand met --shapes"),
        (["--shapes", CRIME, "--name", "X"], "GM0957", "vlakken, in GeoJSON of GeoPackage"),
    ],
)
def test_a_wrong_question_is_answered_in_a_sentence(
    new: New,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    code: str,
    expected: str,
) -> None:
    assert new(*options, code=code) in {1, 2}
    assert expected in capsys.readouterr().out
    assert not (tmp_path / "made").exists()


def test_a_folder_that_holds_something_is_left_alone(new: New, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "eigen.txt").write_text("van ons", "utf-8")
    assert new(*all_files()) == 1
    assert [p.name for p in (tmp_path / "made").iterdir()] == ["eigen.txt"]


def test_a_proxy_that_cannot_be_does_not_spoil_what_was_written(
    new: New, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.nl:poort")
    assert new(*all_files()) == 0
    printed = capsys.readouterr().out
    assert "HTTPS_PROXY" in printed
    assert "Nog in te vullen" in printed


def test_what_is_to_be_typed_next_can_be_copied(
    new: New, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "de stad's map"
    assert new(*all_files(), "--to", made) == 0
    line = next(x for x in capsys.readouterr().out.splitlines() if x.startswith("Bekijk het: "))
    command = shlex.split(line.removeprefix("Bekijk het: "))
    assert command == [f"DATA_DIR={made / 'data'}", f"GEO_DIR={made / 'geo'}", "make", "run"]


def test_the_day_is_dutch_wherever_the_server_stands(
    new: New, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = dt.datetime.now(DUTCH_TIME)
    # One of both ends of the earth has another day than the Netherlands.
    zone = "Etc/GMT-14" if here.hour >= 12 else "Etc/GMT+12"
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        elsewhere = dt.datetime.now().astimezone().date()
        assert new(*all_files()) == 0
    finally:
        monkeypatch.undo()
        time.tzset()
    found = load_catalog(tmp_path / "made" / "data", tmp_path / "made" / "geo").sources.values()
    days = {source.retrieved for source in found}
    assert here.date() in days
    assert elsewhere not in days


@pytest.mark.parametrize("collection", ["buurten", "wijken"])
def test_boundaries_with_other_names_are_reported(
    new: New,
    fake: Fake,
    collection: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = fake._answer

    def rename(service: str, path: str, query: dict[str, str]) -> Any:
        found = answer(service, path, query)
        if f"/{collection}/" not in path:
            return found
        renamed = found.body.replace(b'"wijk', b'"wijk_').replace(b'"buurt', b'"b')
        return found._replace(body=renamed)

    monkeypatch.setattr(fake, "_answer", rename)
    monkeypatch.setenv("PDOK_URL", fake.pdok_url)
    assert new(code="GM0983") == 1
    assert "niet te lezen" in capsys.readouterr().out
