"""The committed data as the catalog gives it."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pandas as pd
import pytest
import shapely
from pydantic import ValidationError

from lib.catalog import OBSERVATION_COLUMNS, Catalog, fingerprint, load_catalog
from lib.catalog.__main__ import main
from lib.catalog.catalog import Frame

ROOT = Path(__file__).parents[2]
# The annex of the policy note.
RATINGS_2021 = {
    "blerick-noord-en-trade-port": 6.2,
    "klingerberg": 6.4,
    "venlo-zuid": 6.8,
    "venlo-oost-zuid": 6.8,
    "venlo-centrum": 6.9,
    "venlo-noord": 6.9,
    "tegelen-op-de-heide": 6.9,
    "blerick-midden": 7.0,
    "vossener": 7.0,
    "blerick-zuid": 7.2,
    "tegelen-centrum": 7.5,
    "steyl": 7.6,
    "belfeld": 7.7,
    "velden": 7.7,
    "arcen-en-lomm": 7.7,
    "venlo-oost-noord": 7.8,
    "venlo-noord-oost": 7.8,
    "hout-blerick-en-boekend": 7.8,
}


def ratings(catalog: Catalog, period: str) -> dict[str, float]:
    rows = catalog.frame("survey").query("indicator == 'rapportcijfer' and period == @period")
    return dict(zip(rows["area"], rows["value"], strict=True))


def of(frame: pd.DataFrame, indicator: str) -> pd.DataFrame:
    return frame[frame["indicator"] == indicator]


@pytest.mark.parametrize(
    ("kind", "number"), [("municipality", 1), ("area", 18), ("cbs_wijk", 21), ("cbs_buurt", 114)]
)
def test_number_of_units(catalog: Catalog, kind: str, number: int) -> None:
    assert len(catalog.of_kind(kind)) == number


def test_ratings_of_2021_are_those_of_the_policy_note(catalog: Catalog) -> None:
    assert ratings(catalog, "2021") == {"GM0983": 7.2, **RATINGS_2021}


def test_ratings_of_2016_give_blerick_noord_without_trade_port(catalog: Catalog) -> None:
    assert ratings(catalog, "2016") == {
        "GM0983": 6.9,
        "WK098322": 6.1,
        "klingerberg": 6.4,
        "venlo-centrum": 6.3,
    }


@pytest.mark.parametrize(
    ("indicator", "period", "total"), [("misdrijven", "2023", 6456), ("inwoners", "2024", 103_800)]
)
def test_sum_over_buurten(catalog: Catalog, indicator: str, period: str, total: int) -> None:
    rows = of(catalog.frame("counts"), indicator)
    assert set(rows["period"]) == {period}
    assert rows["value"].sum() == total
    assert sorted(rows["area"]) == sorted(catalog.of_kind("cbs_buurt"))


def test_crime_of_the_municipality(catalog: Catalog) -> None:
    rows = of(catalog.frame("series"), "misdrijven")
    rows = rows[rows["source"] == "politie-47013"]
    assert dict(zip(rows["period"], rows["value"], strict=True)) == {
        "2022": 5984,
        "2023": 6501,
        "2024": 6112,
    }


def test_the_three_frames_share_columns_and_no_row(catalog: Catalog) -> None:
    frames = [catalog.frame("survey"), catalog.frame("series"), catalog.frame("counts")]
    assert [tuple(f.columns) for f in frames] == [OBSERVATION_COLUMNS] * 3
    rows = pd.concat(frames)
    assert not rows.duplicated(["indicator", "area", "period", "source"]).any()


def test_targets_and_focus_neighbourhoods(catalog: Catalog) -> None:
    assert [(t.scope, t.value, t.judged_on.text) for t in catalog.targets] == [
        ("municipality", 7.4, "2025"),
        ("every_area", 6.7, "2025"),
    ]
    assert {f.focus: f.areas for f in catalog.focus} == {
        "vastenavondkamp": ("BU09832202", "BU09832203"),
        "klingerberg": ("klingerberg",),
        "tegelen-op-de-heide": ("tegelen-op-de-heide",),
        "venlo-oost-zuid": ("venlo-oost-zuid",),
    }


def test_milestones_stand_in_order_of_time(catalog: Catalog) -> None:
    ends = [m.end.end for m in catalog.milestones]
    assert ends == sorted(ends)
    assert len(ends) == 10


def test_every_buurt_lies_in_exactly_one_area(catalog: Catalog) -> None:
    inside = [p.area for a in catalog.of_kind("area") for p in catalog.parts(a, kind="cbs_buurt")]
    assert sorted(inside) == sorted(catalog.of_kind("cbs_buurt"))


@pytest.mark.parametrize(
    ("area", "wijken"),
    [
        ("blerick-noord-en-trade-port", ["WK098322", "WK098328"]),
        ("klingerberg", ["WK098325"]),
        ("hout-blerick-en-boekend", ["WK098326", "WK098327"]),
        ("WK098325", ["WK098325"]),
    ],
)
def test_wijken_of_an_area(catalog: Catalog, area: str, wijken: list[str]) -> None:
    assert [p.area for p in catalog.parts(area, kind="cbs_wijk")] == wijken


@pytest.mark.parametrize("name", ["survey", "series", "counts"])
@pytest.mark.parametrize("column", ["value", "n", "area"])
def test_changing_a_frame_leaves_the_catalog_whole(
    catalog: Catalog, name: Frame, column: str
) -> None:
    """Given one frame changed in place, and another below the reach of copy-on-write."""
    before = catalog.frame(name).copy()
    new = 1 if column != "area" else "elsewhere"
    changed = catalog.frame(name)
    changed.loc[0, column] = new
    assert changed.loc[0, column] == new
    catalog.frame(name)[column].array[1] = new
    pd.testing.assert_frame_equal(catalog.frame(name), before)


@pytest.mark.parametrize("name", ["boundaries_rd", "focus_boundaries_rd", "context_rd"])
def test_changing_shapes_leaves_the_catalog_whole(catalog: Catalog, name: str) -> None:
    before = [shape.wkt for shape in getattr(catalog.geography, name).geometry]
    handed_out = getattr(catalog.geography, name)
    handed_out.geometry.to_numpy()[0] = None
    handed_out.geometry = [shapely.Point(0, 0)] * len(handed_out)
    handed_out.to_crs(4326, inplace=True)
    assert [shape.wkt for shape in getattr(catalog.geography, name).geometry] == before
    assert getattr(catalog.geography, name).crs.to_epsg() == 28992


@pytest.mark.parametrize("name", ["areas", "sources", "indicators"])
def test_mappings_reject_assignment(catalog: Catalog, name: str) -> None:
    mapping = getattr(catalog, name)
    key = next(iter(mapping))
    with pytest.raises(TypeError):
        mapping[key] = mapping[key]
    with pytest.raises(TypeError):
        del mapping[key]


def test_units_of_a_kind_reject_assignment(catalog: Catalog) -> None:
    units = catalog.of_kind("area")
    with pytest.raises(TypeError):
        units["steyl"] = units["velden"]  # type: ignore[index]


def test_catalog_and_rows_reject_assignment(catalog: Catalog) -> None:
    with pytest.raises(FrozenInstanceError):
        catalog.targets = ()  # type: ignore[misc]
    with pytest.raises(ValidationError):
        catalog.targets[0].value = 1.0  # type: ignore[misc]


def test_importing_the_catalog_needs_no_streamlit_network_or_database() -> None:
    code = "import sys, lib.catalog; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert "lib.catalog" in loaded
    assert not loaded & {"streamlit", "sqlalchemy", "requests", "httpx", "altair", "folium"}


def test_check_by_hand_counts_what_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(ROOT / "data"), str(ROOT / "geo")]) == 0
    assert "18 wijken, 368 cijfers, 15 bronnen, 3 thema's" in capsys.readouterr().out


def append(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")


def touch(path: Path) -> None:
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))


@pytest.mark.parametrize("change", [append, touch, Path.unlink, lambda p: p.rename(p.parent / "x")])
@pytest.mark.parametrize(
    "name",
    [
        "data/areas.csv",
        "data/gemeente.toml",
        "data/observations/rapportcijfers.csv",
        "data/themes/ondermijnende-criminaliteit/text.md",
        "geo/areas.geojson",
    ],
)
def test_fingerprint_follows_every_file(
    data_copy: tuple[Path, Path], name: str, change: Callable[[Path], object]
) -> None:
    before = fingerprint(*data_copy)
    assert fingerprint(*data_copy) == before
    change(data_copy[0].parent / name)
    assert fingerprint(*data_copy) != before


def test_fingerprint_of_an_absent_folder_is_empty(tmp_path: Path) -> None:
    assert fingerprint(tmp_path / "data", tmp_path / "geo") == ()


def test_another_folder_is_another_municipality(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    for path in data.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("GM0983", "GM9999"), encoding="utf-8")
    assert load_catalog(data, geo).municipality.code == "GM9999"
    assert len(load_catalog(data, geo).frame("series")) == len(
        load_catalog(ROOT / "data", geo).frame("series")
    )


def test_an_empty_setting_is_none_for_the_command_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "")
    monkeypatch.setenv("GEO_DIR", "")
    monkeypatch.chdir(ROOT)
    assert main([]) == 0
