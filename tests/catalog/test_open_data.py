"""Indicators and tables of open data: what may be configured, what they mean, and reading rows."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.catalog import Catalog, DataProblemsError, Polarity, load_catalog
from lib.catalog.open_tables import OPEN_COLUMNS, read_rows
from lib.opendata.storage import OpenDataFolder

INDICATORS, SETTINGS, TABLES = "indicators.toml", "gemeente.toml", "opendata.toml"
# Registrations that depend on what the police, or an inspection, looks for.
BY_EFFORT = {
    "1.6.3",
    "2.1.1",
    "2.4.1",
    "2.6.2",
    "2.7.2",
    "3.1.1",
    "3.1.2",
    "3.1.3",
    "3.6.4",
    "3.9.2",
}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            INDICATORS,
            'measure = "slachtoffers"',
            'measure = "slachtoffer"',
            "slachtoffers.measure': Er staat: 'slachtoffer'. Verwacht: een van de 'columns'",
        ),
        (
            INDICATORS,
            'kinds = ["1.4.7"]',
            'kinds = ["1.4.2"]',
            "'municipality, cbs_buurt'. Verwacht: alleen 'municipality', vanwege 1.4.2",
        ),
        (
            INDICATORS,
            'levels = ["municipality"]\npreferred = ["open-47013NED"]\n',
            'watched = true\nlevels = ["municipality"]\npreferred = ["open-47013NED"]\n',
            "mensenhandel.watched': Er staat: 'true'. Verwacht: bij 'watched' ook het niveau",
        ),
        (
            INDICATORS,
            'measure = "inwoners"\n',
            "",
            "inwoners': Verwacht: 'tables' samen met 'kinds' of 'measure'",
        ),
        (SETTINGS, 'region = "GM1883"', 'region = "GM0935"', "Er staat: 'GM0935'. Verwacht: elke"),
        (SETTINGS, 'region = "GM1883"', 'region = "GM0983"', "Er staat: 'GM0983'. Verwacht: elke"),
        (SETTINGS, 'kind = "country"', 'kind = "continent"', "region.1.kind"),
        (TABLES, '["police_unit", "country"]', '["politie", "country"]', "table 6.benchmark.0"),
        (TABLES, 'regions = "parts"', 'regions = "GM0983"', "table 1.regions"),
    ],
)
def test_faults_are_reported(
    data_copy: tuple[Path, Path], name: str, old: str, new: str, told: str
) -> None:
    path = data_copy[0] / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataProblemsError) as caught:
        load_catalog(*data_copy)
    assert told in "\n".join(map(str, caught.value.problems))


def test_a_definition_quotes_its_kinds_and_codes(catalog: Catalog) -> None:
    """A kind's name is not its meaning."""
    counted = [i for i in catalog.indicators.values() if i.kinds and i.kinds != ("0.0.0",)]
    assert len(counted) >= 25
    for indicator in counted:
        for kind in indicator.kinds:
            assert kind in indicator.definition, indicator.indicator
        assert "code" in indicator.definition, indicator.indicator


def test_what_depends_on_effort_is_not_judged(catalog: Catalog) -> None:
    for indicator in catalog.indicators.values():
        if BY_EFFORT & set(indicator.kinds):
            assert indicator.polarity is Polarity.NONE
            assert "Meer registraties kan meer controle betekenen" in indicator.definition


def test_the_kinds_of_the_policy_are_there(catalog: Catalog) -> None:
    of_theme = {
        theme.slug: {
            k
            for i in catalog.indicators.values()
            if theme.slug in i.themes
            for k in (*i.kinds, i.measure)
            if k
        }
        for theme in catalog.themes
    }
    assert of_theme["maatschappelijke-onrust-en-overlast"] >= {
        "0.0.0",
        "E33",
        "E35",
        "E38",
        "E41",
        "F010",
        "M061",
        "M062",
        "1.4.4",
        "1.4.5",
        "1.4.3",
        "2.2.1",
        "3.6.4",
        "2.1.1",
        "sociale-overlast",
        "fysieke-verloedering",
        "verkeersoverlast",
        "onveilig-in-buurt",
        "slachtoffers",
        "functioneren-gemeente",
    }
    assert of_theme["ondermijnende-criminaliteit"] >= {
        "3.1.1",
        "3.1.3",
        "1.6.3",
        "3.1.2",
        "2.7.2",
        "3.9.2",
        "3.9.3",
        "2.6.2",
    }
    assert of_theme["digitale-criminaliteit-en-cybercrime"] >= {
        "3.7.4",
        "3.9.1",
        "slachtoffers-online",
    }
    going_on = {k for i in catalog.indicators.values() if i.going_concern for k in i.kinds}
    assert going_on >= {"1.1.1", "1.4.6", "1.4.7", "1.2.3", "2.5.2"}
    assert sum(i.watched for i in catalog.indicators.values()) == 8


@pytest.fixture(scope="module")
def stored(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pd.DataFrame]:
    """A table of some kinds, areas and months, with a value that was not published."""
    index = pd.MultiIndex.from_product(
        [["0.0.0", "1.1.1", "1.10.1", "1.4.4"], ["GM0983", "BU1", "BU2"], ["2022-12", "2023-01"]],
        names=["kind", "area", "period"],
    )
    rows = pd.Series(np.arange(len(index), dtype=float), index=index, name="value").reset_index()
    rows.loc[3, "value"] = float("nan")
    rows = rows.assign(measure="aantal", lower=np.nan, upper=np.nan, status="definitief")
    rows = rows[list(OPEN_COLUMNS)]
    folder = OpenDataFolder(tmp_path_factory.mktemp("stored"))
    about = {"title": "proef", "version": "2024-01-01", "retrieved": "2024-01-01", "kinds": {}}
    shuffled = rows.sample(frac=1, random_state=1)
    table = folder.publish_table(catalog.open_tables[0], shuffled, about)
    return folder.path / table.file, rows


@given(
    kinds=st.sets(st.sampled_from(["0.0.0", "1.1.1", "1.10.1", "1.4.4", "1.2.3", "9"])),
    areas=st.sets(st.sampled_from(["GM0983", "BU1", "BU2", "BU3"])),
)
def test_rows_are_those_that_were_asked_for(
    stored: tuple[Path, pd.DataFrame], kinds: set[str], areas: set[str]
) -> None:
    path, rows = stored
    keep = pd.Series(data=True, index=rows.index)
    if kinds:
        keep &= rows["kind"].isin(kinds)
    if areas:
        keep &= rows["area"].isin(areas)
    order = ["kind", "area", "period"]
    expected = rows[keep].sort_values(order).reset_index(drop=True)
    found = read_rows(path, kinds=kinds, areas=areas)
    text = dict.fromkeys(("measure", "kind", "area", "period", "status"), "str")
    pd.testing.assert_frame_equal(found.astype(text), expected.astype(text))


def test_rows_of_no_kind_can_still_be_asked_for_months(stored: tuple[Path, pd.DataFrame]) -> None:
    none = read_rows(stored[0], kinds=["9.9.9"])
    assert none[none["period"].str.len() == 7].empty
