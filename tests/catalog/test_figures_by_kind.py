"""Spot values of registered crime per kind and of inhabitants, each with the source it is from.

They were read from the copies of the published tables, not from the files of this project.
"""

from pathlib import Path

import pytest

from lib.catalog import Catalog, load_catalog

ROOT = Path(__file__).parents[2]
NEWER, OLDER, COUNTRY = "politie-soorten-2025", "politie-soorten", "politie-nederland"
VALUES = [
    ("cybercrime", "GM0983", "2022", OLDER, 49),
    ("cybercrime", "GM0983", "2023", OLDER, 93),
    ("cybercrime", "GM0983", "2024", OLDER, 28),
    ("cybercrime", "GM0983", "2025", NEWER, 26),
    ("horizontale-fraude", "GM0983", "2022", OLDER, 567),
    ("horizontale-fraude", "GM0983", "2023", OLDER, 597),
    ("horizontale-fraude", "GM0983", "2024", OLDER, 603),
    ("horizontale-fraude", "GM0983", "2025", NEWER, 514),
    ("woninginbraak", "GM0983", "2012", OLDER, 483),
    ("woninginbraak", "GM0983", "2025", NEWER, 147),
    ("straatroof", "GM0983", "2012", OLDER, 14),
    ("straatroof", "GM0983", "2025", NEWER, 4),
    ("vernieling", "GM0983", "2019", OLDER, 525),
    ("overige-drugsdelicten", "GM0983", "2019", OLDER, 4),
    ("inbraak-bedrijven", "GM0983", "2018", OLDER, 164),
    ("diefstal-motorvoertuigen", "GM0983", "2023", OLDER, 142),
    ("misdrijven", "GM0983", "2012", OLDER, 8647),
    ("misdrijven", "GM0983", "2025", NEWER, 6044),
    ("misdrijven", "GM0983", "2023", "politie-47013", 6501),
    ("misdrijven", "GM0758", "2022", OLDER, 10_752),
    ("woninginbraak", "GM0957", "2025", NEWER, 92),
    ("bedreiging", "GM0957", "2025", NEWER, 134),
    ("misdrijven", "NL", "2012", COUNTRY, 1_127_869),
    ("horizontale-fraude", "NL", "2023", COUNTRY, 88_132),
    ("fietsendiefstal", "NL", "2012", COUNTRY, 123_742),
    ("overlast-verward", "GM0983", "2021", "1limburg-2022", 838),
    ("overlast-verward", "GM0917", "2021", "1limburg-2022", 979),
    ("inwoners", "GM0983", "2025", "cbs-37230", 103_984),
    ("inwoners", "GM0080", "2025", "cbs-37230", 129_973),
    ("inwoners", "NL", "2012", "cbs-37230", 16_730_348),
]


@pytest.fixture(scope="module")
def of_files() -> Catalog:
    return load_catalog(ROOT / "data", ROOT / "geo")


@pytest.mark.parametrize(("indicator", "area", "year", "source", "value"), VALUES)
def test_spot_value(
    of_files: Catalog, indicator: str, area: str, year: str, source: str, value: int
) -> None:
    frame = (
        of_files.frame("series")
        if area == of_files.municipality.code
        else of_files.frame("benchmark")
    )
    key = ["indicator", "area", "period", "source"]
    assert frame.set_index(key)["value"].loc[(indicator, area, year, source)] == value


def test_2025_is_provisional_and_nothing_else_is(of_files: Catalog) -> None:
    for frame in (of_files.frame("series"), of_files.frame("benchmark")):
        rows = frame[frame["source"].isin([NEWER, OLDER, COUNTRY])]
        assert set(rows.loc[rows["period"] == "2025", "status"]) == {"voorlopig"}
        assert set(rows.loc[rows["period"] != "2025", "status"]) == {"definitief"}


def test_years_that_the_source_lacks_are_absent(of_files: Catalog) -> None:
    rows = of_files.rows("series", "vernieling")
    assert sorted(rows["period"]) == [
        *("2012", "2017", "2018", "2019"),
        *("2022", "2023", "2024", "2025"),
    ]


def test_each_source_of_a_count_per_kind_is_a_copy_that_says_so(of_files: Catalog) -> None:
    for key in (NEWER, OLDER, COUNTRY, "cbs-37230"):
        assert "openbare kopie" in of_files.sources[key].section
    assert of_files.sources[OLDER].counting == of_files.sources[NEWER].counting
    assert of_files.sources[OLDER].counting != of_files.sources["politie-47013"].counting
