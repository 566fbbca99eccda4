"""The stand-in services behave as the real ones do, traps included."""

import gzip
import http.client
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.opendata import fake as faking
from tests.opendata.fake import Fake, Fault, FaultKind, World, new_division, serve, value

TOPIC = "GeregistreerdeMisdrijven_1"
OWN = "substring(WijkenEnBuurten,2,4) eq '0983'"
YEAR = "Perioden eq '2023JJ00'"
ALL = "GM0983    "


@pytest.fixture(scope="module")
def usual() -> Iterator[Fake]:
    with serve() as fake:
        yield fake


def get(address: str, timeout: float = 5, headers: dict[str, str] | None = None) -> bytes:
    request = urllib.request.Request(address, headers=headers or {})
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        body: bytes = answer.read()
    return body


def odata(base: str, entity: str, root: str, options: dict[str, str]) -> Any:
    query = urlencode({"$format": "json"} | {f"${name}": text for name, text in options.items()})
    return json.loads(get(f"{base}/{root}/{entity}?{query}"))


def rows(base: str, entity: str, **options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = odata(base, entity, "ODataApi/OData", options)["value"]
    return found


def refused(address: str) -> int:
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(address)
    with caught.value as answer:
        assert "odata.error" in json.load(answer)
        return answer.code


def test_a_year_of_every_area(usual: Fake) -> None:
    start = time.process_time()
    found = rows(usual.politie_url, "47018NED/TypedDataSet", filter=f"({OWN}) and ({YEAR})")
    assert time.process_time() - start < 2
    assert len(found) == 56 * 136  # three kinds are hidden
    assert not {"1.4.1 ", "3.2.1 ", "3.2.2 "} & {row["SoortMisdrijf"] for row in found}
    assert len({(r["SoortMisdrijf"], r["WijkenEnBuurten"]) for r in found}) == len(found)
    figures = {(r["SoortMisdrijf"], r["WijkenEnBuurten"]): r[TOPIC] for r in found}
    for kind, area in [("0.0.0 ", ALL), ("1.1.1 ", "WK098311  "), ("2.6.10", "BU09831101")]:
        keys = {"SoortMisdrijf": kind, "WijkenEnBuurten": area, "Perioden": "2023JJ00"}
        assert figures[kind, area] == value("47018NED", **keys)
    parts = {
        k: sum(v for key, v in figures.items() if key[0] == "0.0.0 " and key[1][:2] == k)
        for k in ("BU", "WK")
    }
    assert parts["BU"] == parts["WK"] < figures["0.0.0 ", ALL] < parts["BU"] * 1.05


def test_tables_agree_and_months_add_up(usual: Fake) -> None:
    keys = {"SoortMisdrijf": "1.1.1 ", "Perioden": "2022JJ00"}
    year = value("47018NED", WijkenEnBuurten="GM0983", **keys)
    assert year == value("47013NED", RegioS="GM0983", **keys)
    found = rows(
        usual.politie_url,
        "47022NED/TypedDataSet",
        filter=f"WijkenEnBuurten eq '{ALL}' and SoortMisdrijf eq '1.1.1 ' "
        "and substring(Perioden,0,6) eq '2022MM'",
    )
    assert len(found) == 12
    assert sum(row[TOPIC] for row in found) == year


def test_code_lists_are_padded_and_complete(usual: Fake) -> None:
    kinds = rows(usual.politie_url, "47018NED/SoortMisdrijf")
    assert len(kinds) == 59
    assert {len(row["Key"]) for row in kinds} == {6}
    areas = rows(usual.politie_url, "47018NED/WijkenEnBuurten")
    areas = [row for row in areas if row["Municipality"] == "GM0983"]
    assert [row["Key"] for row in areas[:3]] == [ALL, "WK098311  ", "BU09831101"]
    assert len(areas) == 136
    months = rows(usual.politie_url, "47013NED/Perioden")
    assert {r["Key"]: r["Status"] for r in months}["2024MM06"] == "Voorlopig"
    assert {r["Key"]: r["Title"] for r in months}["2021MM01"] == "2021 januari"
    (info,) = rows(usual.politie_url, "47018NED/TableInfos")
    assert (info["Identifier"], info["Period"]) == ("47018NED", "2021-2023")
    types = {r["Key"]: r["Type"] for r in rows(usual.politie_url, "47018NED/DataProperties")}
    assert types["WijkenEnBuurten"] == "GeoDetail"
    assert types[TOPIC] == "Topic"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("WijkenEnBuurten eq 'GM0983'", 0),  # a key of the wrong width
        ("WijkenEnBuurten eq 'GM0983    '", 1),
        ("substring(WijkenEnBuurten,0,6) eq 'BU0983'", 114),
        ("(substring(WijkenEnBuurten,0,6) eq 'WK0983' or (WijkenEnBuurten eq 'GM0983    '))", 22),
        ("(WijkenEnBuurten eq 'GM0983    ' or WijkenEnBuurten eq 'WK098311  ')", 2),
    ],
)
def test_filters(usual: Fake, text: str, count: int) -> None:
    where = f"SoortMisdrijf eq '0.0.0 ' and {YEAR} and {text}"
    assert len(rows(usual.politie_url, "47018NED/TypedDataSet", filter=where)) == count


def test_select_and_strings(usual: Fake) -> None:
    where = f"{YEAR} and SoortMisdrijf eq '0.0.0 ' and WijkenEnBuurten eq '{ALL}'"
    table = "47018NED/TypedDataSet"
    (found,) = rows(usual.politie_url, table, filter=where, select=f"Perioden, {TOPIC}")
    assert list(found) == ["Perioden", TOPIC]
    (found,) = rows(usual.politie_url, table, filter=where)
    assert found["SoortRegio_3"].strip() == "Gemeente"


def test_what_the_api_refuses(usual: Fake) -> None:
    table = f"{usual.politie_url}/ODataApi/OData/47018NED"
    assert refused(f"{table}/TypedDataSet?$format=json") == 500  # too many rows
    assert refused(f"{table}/TypedDataSet?$filter=Nothing%20eq%20'x'") == 400
    assert refused(f"{table}/TypedDataSet?$filter=Perioden%20ge%20'x'") == 400
    one = "$filter=Perioden%20eq%20'2023JJ00'%20and%20SoortMisdrijf%20eq%20'0.0.0%20'"
    assert refused(f"{table}/TypedDataSet?{one}&$select=Nothing") == 400
    assert refused(f"{table}/Nothing") == 404
    assert refused(f"{usual.cbs_url}/ODataApi/OData/47018NED/TableInfos") == 404


def test_the_feed_pages(usual: Fake) -> None:
    page = odata(usual.politie_url, "47018NED/TypedDataSet", "ODataFeed/odata", {})
    ids = [tuple(row.values())[:3] for row in page["value"]]
    assert len(ids) == faking.ROWS_AT_ONCE
    assert urlsplit(page["odata.nextLink"]).hostname == "odata.intern.invalid"
    while link := page.get("odata.nextLink"):
        parts = urlsplit(link)
        page = json.loads(get(f"{usual.politie_url}{parts.path}?{parts.query}"))
        ids += [tuple(row.values())[:3] for row in page["value"]]
    assert len(ids) == len(set(ids)) == 3 * 56 * 140


def test_gzip_and_the_log(usual: Fake) -> None:
    address = f"{usual.politie_url}/ODataApi/OData/47024NED/Overlast?$format=json"
    packed = get(address, headers={"Accept-Encoding": "gzip", "X-Which": "packed"})
    assert gzip.decompress(packed) == get(address)
    (asked,) = [r for r in usual.requests if r.headers.get("x-which") == "packed"]
    path, query, sent, _ = asked
    assert (path, query) == ("/ODataApi/OData/47024NED/Overlast", {"$format": "json"})
    assert sent == len(packed)


def test_yearly_only_kinds_and_both_sorts_of_period(usual: Fake) -> None:
    where = "RegioS eq 'GM0983' and SoortMisdrijf eq '1.4.1 '"
    found = rows(usual.politie_url, "47013NED/TypedDataSet", filter=where)
    assert [row["Perioden"] for row in found] == ["2021JJ00", "2022JJ00", "2023JJ00"]
    assert all(row["Aangiften_2"] <= row[TOPIC] for row in found)
    where = "RegioS eq 'GM0983' and Overlast eq 'E33   '"
    assert len(rows(usual.politie_url, "47021NED/TypedDataSet", filter=where)) == 3 + 42


def test_the_survey_and_inhabitants(usual: Fake) -> None:
    topic = "RapportcijferVeiligheidInBuurt_60"
    where = "RegioS eq 'GM0983' and Perioden eq '2023JJ00'"
    found = rows(usual.cbs_url, "85146NED/TypedDataSet", filter=where)
    figures = {row["Marges"]: row[topic] for row in found}
    assert figures["MOG0095"] < figures["MW00000"] < figures["MBG0095"]
    assert figures["MW00000"] == World().score(topic, "MW00000", "GM0983", "2023JJ00")
    assert {r["Key"] for r in rows(usual.cbs_url, "85146NED/Perioden")} == {"2021JJ00", "2023JJ00"}
    for table, year in (("85984NED", "2024"), ("85618NED", "2023")):
        (info,) = rows(usual.cbs_url, f"{table}/TableInfos")
        assert info["Period"] == year
        found = rows(usual.cbs_url, f"{table}/TypedDataSet", filter=OWN)
        people = {row["Codering_3"].strip(): row["AantalInwoners_5"] for row in found}
        assert people["GM0983"] == value(table, WijkenEnBuurten="GM0983")
        assert people["GM0983"] == sum(n for code, n in people.items() if code[:2] == "BU")


def items(base: str, year: int = 2024, **query: str) -> Any:
    path = f"/cbs/wijken-en-buurten-{year}/ogc/v1/collections/buurten/items"
    return json.loads(get(f"{base}{path}?{urlencode({'f': 'json', **query})}"))


def test_boundaries(usual: Fake) -> None:
    page = items(usual.pdok_url, limit="100", gemeentecode="GM0983")
    features = page["features"]
    assert len(features) == 100
    (link,) = [link["href"] for link in page["links"] if link["rel"] == "next"]
    page = json.loads(get(link))
    features += page["features"]
    assert not [link for link in page["links"] if link["rel"] == "next"]
    dry = [f["properties"] for f in features if f["properties"]["water"] == "NEE"]
    assert (len(features), len(dry)) == (115, 114)
    assert {p["buurtcode"] for p in dry} == set(usual.world.buurten)
    lon, lat = features[0]["geometry"]["coordinates"][0][0][0]
    assert (round(lon), round(lat)) == (6, 51)


@pytest.mark.parametrize("kind", ["404", "500", "503"])
def test_faults_by_status(kind: FaultKind) -> None:
    with serve(World(faults=[Fault("Perioden", 2, kind)])) as fake:
        address = f"{fake.politie_url}/ODataApi/OData/47018NED/Perioden"
        assert [refused(address), refused(address)] == [int(kind)] * 2
        get(address)
        get(address.replace("Perioden", "TableInfos"))


def test_other_faults() -> None:
    world = World()
    with serve(world) as fake:
        address = f"{fake.politie_url}/ODataApi/OData/47018NED/Perioden?$format=json"

        def faulty(kind: FaultKind) -> bytes:
            world.faults = [Fault("47018NED/Perioden", 1, kind)]
            return get(address)

        assert faulty("html").startswith(b"<!DOCTYPE html>")
        assert json.loads(faulty("empty"))["value"] == []
        assert faulty("no_body") == b""
        with pytest.raises(ValueError, match="line 1"):
            json.loads(faulty("broken_json"))
        with pytest.raises(http.client.IncompleteRead):
            faulty("truncated")
        with pytest.raises((ConnectionResetError, urllib.error.URLError)):
            faulty("reset")


def test_variations() -> None:
    world = World()
    varied = world.vary("47018NED")
    varied.renamed[TOPIC] = "Misdrijven_1"
    varied.titles[TOPIC] = "Misdrijven"
    varied.extra_kinds["9.9.9"] = "9.9.9 Nieuw soort"
    varied.vanished_kinds.add("1.1.1 ")
    varied.duplicates = 2
    varied.modified = "2025-02-15T02:00:00"
    varied.areas = new_division(world)
    world.cells["47018NED", "2.5.2 ", ALL, "2023JJ00"] = None
    with serve(world) as fake:
        url = fake.politie_url
        found = rows(url, "47018NED/TypedDataSet", filter=f"{YEAR} and WijkenEnBuurten eq '{ALL}'")
        assert len(found) == 56 + 2
        assert found[:2] == found[2:4]
        assert {r["SoortMisdrijf"]: r["Misdrijven_1"] for r in found}["2.5.2 "] is None
        properties = rows(url, "47018NED/DataProperties")
        assert ("Misdrijven_1", "Misdrijven") in {(r["Key"], r["Title"]) for r in properties}
        kinds = {row["Key"] for row in rows(url, "47018NED/SoortMisdrijf")}
        assert "9.9.9 " in kinds
        assert "1.1.1 " not in kinds
        assert rows(url, "47018NED/TableInfos")[0]["Modified"] == "2025-02-15T02:00:00"
        areas = {row["Key"] for row in rows(url, "47018NED/WijkenEnBuurten")}
        assert "WK098361  " in areas
        assert "WK098351  " not in areas


def test_requests_at_once_are_counted_and_nothing_stays() -> None:
    before = threading.active_count()
    with serve() as fake:
        address = f"{fake.politie_url}/ODataApi/OData/47018NED/Perioden"
        asking = [threading.Thread(target=get, args=(address,)) for _ in range(5)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        assert 1 <= fake.most_at_once <= len(fake.requests) == 5
        kept = http.client.HTTPConnection(urlsplit(fake.pdok_url).netloc)
        kept.request("HEAD", "/")
        assert kept.getresponse().read() == b""
    kept.close()
    assert threading.active_count() == before
    with pytest.raises(urllib.error.URLError):
        get(address)
