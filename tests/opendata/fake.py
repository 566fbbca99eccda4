"""A stand-in for the open-data services of the police, CBS and PDOK, with their traps and faults.

OData version 3 (`ODataApi` and the bulk feed) and PDOK's OGC API, as far as the client asks, each
on a loopback port of its own. All figures are made up: a hash of the keys. Filters are those that
the client sends; shapes are squares on a grid.
"""

import csv
import gzip
import itertools
import json
import os
import re
import socket
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qsl, unquote, unquote_plus, urlencode, urlsplit

from tests.opendata import tables
from tests.opendata.tables import TABLES, Table, Topic

ROWS_AT_ONCE = 10_000
UNRESOLVABLE = "http://odata.intern.invalid"
LOWEST_SCORE_BASE = 60
PDOK_LIMITS = (10, 1000)  # when none is given, and the highest

Row = dict[str, Any]
FaultKind = Literal[
    "404",
    "500",
    "503",
    "html",
    "truncated",
    "empty",
    "no_body",
    "reset",
    "broken_json",
    "other_names",
    "301",
    "-1",
    "12.5",
    "       .",
]
NO_COUNTS = frozenset({"-1", "12.5", "       ."})


@dataclass
class Fault:
    """What goes wrong with requests whose path and query contain `path_contains`.

    `times` counts down and None never ends. Kind 'empty' is an answer without rows, 'no_body' one
    of zero bytes, 'other_names' rows with names of another version, '301' a move to another
    address; those of `NO_COUNTS` stand where a count should.
    """

    path_contains: str
    times: int | None
    kind: FaultKind


@dataclass
class Variation:
    """How one table differs from the usual.

    `renamed` and `titles` go by the usual key of a topic or a dimension; `areas` replaces the
    codes of wijken and buurten; `duplicates` first rows of an answer come twice.
    """

    renamed: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    extra_kinds: dict[str, str] = field(default_factory=dict)
    vanished_kinds: set[str] = field(default_factory=set)
    duplicates: int = 0
    areas: dict[str, str] | None = None
    modified: str | None = None


def _areas(kind: str) -> dict[str, str]:
    path = Path(__file__).parents[2] / "data" / "areas.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["area"]: row["name"] for row in csv.DictReader(file) if row["kind"] == kind}


@cache
def _begin_with(start: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in codes if code.startswith(start))


@cache
def _hash(text: str) -> int:
    # The multiplication spreads what a checksum leaves alike for keys that differ little.
    return (zlib.crc32(text.encode()) * 2654435761 & 0xFFFFFFFF) >> 7


def _month_part(total: int, month: int, key: str) -> int:
    """Return one month's part of a year's figure; twelve of them add up to it."""
    if not total:
        return 0
    shift = _hash(key) % 12
    return (total * month + shift) // 12 - (total * (month - 1) + shift) // 12


@dataclass
class World:
    """What the services know; may be changed while they run.

    `cells` sets single figures by (table, padded key of each dimension in order): None is null.
    """

    municipality: str = "GM0983"
    name: str = "Venlo"
    wijken: dict[str, str] = field(default_factory=lambda: _areas("cbs_wijk"))
    buurten: dict[str, str] = field(default_factory=lambda: _areas("cbs_buurt"))
    years: list[int] = field(default_factory=lambda: [2021, 2022, 2023])
    last_month: tuple[int, int] = (2024, 6)
    division_year: int = 2024
    pdok_areas: dict[int, dict[str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    variations: dict[str, Variation] = field(default_factory=dict)
    cells: dict[tuple[str, ...], float | None] = field(default_factory=dict)
    seed: int = 1

    def vary(self, table: str) -> Variation:
        """Return the variation of a table, to be changed."""
        return self.variations.setdefault(table, Variation())

    def areas(self, table: str = "") -> dict[str, str]:
        """Return the wijken and buurten of a table, unpadded, each wijk before its buurten."""
        given = self.variations.get(table, Variation()).areas
        return _in_order(self.wijken | self.buurten) if given is None else given

    def kinds(self, table: str) -> dict[str, str]:
        """Return the code list of kinds of a table."""
        base = tables.KINDS if "SoortMisdrijf" in TABLES[table].dims else tables.NUISANCE
        variation = self.variations.get(table, Variation())
        kept = {k: v for k, v in base.items() if k not in variation.vanished_kinds}
        return kept | {f"{k:<6}": v for k, v in variation.extra_kinds.items()}

    def periods(self, table: str) -> dict[str, str]:
        """Return the periods of a table with their titles, in order of time."""
        spec = TABLES[table]
        found: dict[str, str] = {}
        if spec.years:
            survey = "Marges" in spec.dims  # held in odd years
            found |= {f"{y}JJ00": str(y) for y in self.years if not survey or y % 2}
        if spec.months:
            for year in range(min(self.years), self.last_month[0] + 1):
                last = self.last_month[1] if year == self.last_month[0] else 12
                for month in range(1, last + 1):
                    found[f"{year}MM{month:02}"] = f"{year} {tables.MONTHS[month - 1]}"
        return dict(sorted(found.items()))

    def status(self, period: str) -> str:
        """Return the status of a period: provisional after the last whole year."""
        return "Voorlopig" if int(period[:4]) > max(self.years) else "Definitief"

    def value(self, table: str, **keys: str) -> int:
        """Return the count in a table: crimes, nuisance or inhabitants; padding may be left out.

        The keys go by dimension. Raises `KeyError` for a table that holds no counts.
        """
        spec = TABLES[table]
        padded = tuple(_padded(dim, keys[dim]) for dim in spec.dims)
        if (given := self.cells.get((table, *padded))) is not None:
            return int(given)
        area = keys[spec.dims[-1 if spec.year else 1]].strip()
        if spec.year and area in (tables.NATION_PARTS.strip(), *tables.REFERENCES):
            return self._drawn_inhabitants(area)
        if spec.year:
            return sum(self._inhabitants(b, spec.year) for b in self._buurten(table, area))
        kind, period = padded[0], padded[-1]
        first = next(iter(tables.KINDS))
        counted = [k for k in self.kinds(table) if k != first] if kind == first else [kind]
        month = int(period[6:]) if period[4:6] == "MM" else None
        return sum(self._count(table, k, area, int(period[:4]), month) for k in counted)

    def score(self, topic: str, margin: str, region: str, period: str) -> float:
        """Return a figure of 85146NED; `margin` is MW00000, MOG0095 (below) or MBG0095 (above)."""
        spec = next(t for t in TABLES["85146NED"].topics if t.key == topic)
        seed = _hash(f"{self.seed}|{topic}|{region.strip()}|{period}")
        mark = spec.unit == "rapportcijfer"
        tenths = LOWEST_SCORE_BASE + seed % 20 if mark else 50 + seed % 300
        width = 3 if mark else 21
        return (tenths + {"MOG0095": -width, "MBG0095": width}.get(margin, 0)) / 10

    def _buurten(self, table: str, area: str) -> tuple[str, ...]:
        if area.startswith("BU"):
            return (area,)
        if area[2:6] != self.municipality[2:]:
            return _begin_with("BU" + area[2:], tuple(tables.NEIGHBOUR_BUURTEN))
        given = self.variations.get(table, Variation()).areas
        return _begin_with("BU" + area[2:], tuple(self.buurten if given is None else given))

    def _inhabitants(self, buurt: str, year: int) -> int:
        drawn = _hash(f"{self.seed}|inwoners|{buurt}")
        # Business parks: nobody lives in one buurt out of twelve.
        return 0 if drawn % 12 == 0 else 5 * (drawn % 500 + (year - 2021) * (drawn % 3))

    def _drawn_inhabitants(self, area: str) -> int:
        drawn = _hash(f"{self.seed}|inwoners|{area}")
        return 17_900_000 if area.startswith("NL") else 60_000 + 5 * (drawn % 13_000)

    def _count(self, table: str, kind: str, area: str, year: int, month: int | None) -> int:
        if area.startswith("NL"):
            both = (self.municipality, tables.NEIGHBOUR)
            return 400 * sum(self._count(table, kind, a, year, month) for a in both)
        places = self._buurten(table, area)
        if area.startswith("GM"):
            places += (area,)  # what could not be located in a buurt
        what = "misdrijf" if "SoortMisdrijf" in TABLES[table].dims else "overlast"
        total = 0
        for place in places:
            key = f"{self.seed}|{what}|{kind}|{place}|{year}"
            drawn = (_hash(key) % 1000) ** 4 // 10**11  # 0 to 9, mostly low
            total += drawn if month is None else _month_part(drawn, month, key)
        return total


def value(table: str, **keys: str) -> int:
    """Return the count that an unchanged world gives: see `World.value`."""
    return World().value(table, **keys)


def new_division(world: World) -> dict[str, str]:
    """Return the areas of a later division: the last wijk and its buurten have other codes."""
    old = max(world.wijken)[2:]
    new = f"{int(old) + 10:06}"
    given = world.wijken | world.buurten
    return _in_order({c[:2] + new + c[8:] if c[2:8] == old else c: n for c, n in given.items()})


def _in_order(areas: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(areas.items(), key=lambda item: (item[0][2:8], item[0][:2] != "WK", item)))


def _padded(dim: str, key: str) -> str:
    width = {"WijkenEnBuurten": 10, "RegioS": 6, "SoortMisdrijf": 6, "Overlast": 6}.get(dim, 0)
    return f"{key:<{width}}"


# --- OData ---------------------------------------------------------------------------------------


class _Refused(Exception):  # noqa: N818 - an answer, no error of this program
    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


_CONDITION = re.compile(
    r"(?:substring\((?P<part>\w+),(?P<start>\d+),(?P<length>\d+)\)|(?P<whole>\w+))"
    r" eq '(?P<text>[^']*)'"
)
_Test = Callable[[str], bool]


def _parse_filter(text: str, columns: Collection[str]) -> dict[str, _Test]:
    """Return a test for each column of a $filter: groups of conditions joined by 'and'.

    Each group has conditions on one column joined by 'or', as the client writes them.
    """
    tests: dict[str, _Test] = {}
    for group in text.split(" and "):
        conditions = list(_CONDITION.finditer(group))
        names = {c["part"] or c["whole"] for c in conditions}
        rest = _CONDITION.sub("", group).replace("(", "").replace(")", "").split()
        if len(names) != 1 or not names <= set(columns) or set(rest) - {"or"}:
            raise _Refused(400, f"Syntax error in '{group}'.")
        tests[names.pop()] = lambda key, found=conditions: any(_fits(key, c) for c in found)  # type: ignore[misc]
    return tests


def _fits(key: str, condition: re.Match[str]) -> bool:
    if condition["whole"]:
        return key == condition["text"]
    start = int(condition["start"])
    return key[start : start + int(condition["length"])] == condition["text"]


class _View:
    """One table as its world and its variation have it now."""

    def __init__(self, world: World, spec: Table) -> None:
        self.world, self.spec = world, spec
        self.variation = world.variations.get(spec.id, Variation())
        self.dims = [self.variation.renamed.get(dim, dim) for dim in spec.dims]
        self.codes = [self._code_list(dim) for dim in spec.dims]
        self.topics = [(self.variation.renamed.get(t.key, t.key), t) for t in spec.topics]

    def _code_list(self, dim: str) -> list[Row]:
        world, spec = self.world, self.spec
        if dim == "WijkenEnBuurten":
            given = {world.municipality: world.name} | world.areas(spec.id)
            given |= {tables.NEIGHBOUR: "Buurgemeente"}
            given |= tables.NEIGHBOUR_WIJKEN | tables.NEIGHBOUR_BUURTEN
            if spec.year:
                given = {tables.NATION_PARTS: "Nederland"} | tables.REFERENCES | given
            return [
                {
                    "Key": _padded(dim, code),
                    "Title": title,
                    "Description": None,
                    "Municipality": "GM" + code[2:6],
                    "DetailRegionCode": code,
                }
                for code, title in given.items()
            ]
        if dim == "Perioden":
            return [
                {"Key": key, "Title": title, "Description": "", "Status": world.status(key)}
                for key, title in world.periods(spec.id).items()
            ]
        if dim == "Marges":
            found = tables.MARGINS
        elif dim == "RegioS" and spec.catalog == "CBS":
            found = tables.LIKE_REGIONS | {tables.NATION: "Nederland"}
            found |= {tables.POLICE_UNIT: "Limburg (RE)", world.municipality: world.name}
        elif dim == "RegioS":
            found = {tables.NATION_POLICE: "Nederland", world.municipality: world.name}
            found |= tables.REFERENCES | {tables.NEIGHBOUR: "Buurgemeente"}
        else:
            found = world.kinds(spec.id)
        return [
            {"Key": key, "Title": title, "Description": None, "CategoryGroupID": None}
            for key, title in found.items()
        ]

    def table_infos(self) -> list[Row]:
        spec, variation = self.spec, self.variation
        periods = list(self.world.periods(spec.id)) or [str(spec.year)]
        first, last = periods[0][:4], periods[-1][:4]
        modified = variation.modified or spec.modified
        return [
            {
                "ID": 0,
                "Title": spec.title,
                "ShortTitle": spec.short,
                "Identifier": spec.id,
                "Summary": spec.short,
                "Modified": modified,
                "ReasonDelivery": "Actualisering",
                "Language": "nl",
                "Catalog": spec.catalog,
                "Frequency": "Permaand" if spec.months else "Perjaar",
                "Period": first if first == last else f"{first}-{last}",
                "ShortDescription": "Verzonnen cijfers.",
                "OutputStatus": "Regulier",
                "Source": "&copy; Politie," if spec.catalog == "Politie" else "CBS",
                "MetaDataModified": modified,
                "SearchPriority": "2",
            }
        ]

    def data_properties(self) -> list[Row]:
        rows: list[Row] = []
        groups: dict[str, int] = {}

        def add(kind: str, key: str, title: str, parent: int | None = None, **more: Any) -> None:
            rows.append(
                {
                    "odata.type": f"Cbs.OData.{kind}",
                    "ID": len(rows),
                    "Position": None if kind == "TopicGroup" else len(rows) - len(groups),
                    "ParentID": parent,
                    "Type": kind,
                    "Key": key,
                    "Title": title,
                    "Description": "",
                }
                | dict.fromkeys(("Datatype", "Unit", "Decimals", "Default", "PresentationType"))
                | more
            )

        titles = self.variation.titles
        for dim, key in zip(self.spec.dims, self.dims, strict=True):
            kind, title = tables.DIMENSION_TITLES[dim]
            year = self.spec.year or self.world.division_year
            text = f"{title} (indeling {year})" if kind == "GeoDetail" else ""
            add(kind, key, titles.get(dim, title), Description=text)
        for key, topic in self.topics:
            titles_above = topic.group.split(" | ") if topic.group else []
            for depth, title in enumerate(titles_above, start=1):
                group = " | ".join(titles_above[:depth])
                above = groups.get(" | ".join(titles_above[: depth - 1]))
                if group not in groups:
                    groups[group] = len(rows)
                    add("TopicGroup", "", title, above)
            of_text = topic.datatype == "String"
            add(
                "Topic",
                key,
                titles.get(topic.key, topic.title),
                groups.get(topic.group),
                Datatype=topic.datatype,
                Unit=topic.unit,
                Decimals=int(topic.datatype == "Float"),
                Default="Missing" if of_text else "Zero",
                PresentationType="" if of_text else "Absolute",
            )
        return rows

    def keys(self, tests: Mapping[str, _Test]) -> Iterator[tuple[str, ...]]:
        """Yield the keys of each row that passes the test of each column."""
        fitting = [
            [code["Key"] for code in codes if dim not in tests or tests[dim](code["Key"])]
            for dim, codes in zip(self.dims, self.codes, strict=True)
        ]
        return (keys for keys in itertools.product(*fitting) if not self._is_hidden(keys))

    def _is_hidden(self, keys: tuple[str, ...]) -> bool:
        if "SoortMisdrijf" not in self.spec.dims:
            return False
        is_local = "WijkenEnBuurten" in self.spec.dims
        return (is_local and keys[0] in tables.HIDDEN_LOCALLY) or (
            keys[0] in tables.HIDDEN_MONTHLY and "MM" in keys[-1]
        )

    def _count(self, keys: tuple[str, ...]) -> int | None:
        place = (self.spec.id, *keys)
        if place in self.world.cells:
            given = self.world.cells[place]
            return None if given is None else int(given)
        return self.world.value(self.spec.id, **dict(zip(self.spec.dims, keys, strict=True)))

    def row(self, keys: tuple[str, ...]) -> Row:
        """Return a row of TypedDataSet."""
        row: Row = dict(zip(self.dims, keys, strict=True))
        survey = "Marges" in self.spec.dims
        count = None if survey else self._count(keys)
        for name, topic in self.topics:
            found: int | float | str | None
            if topic.datatype == "String":
                found = self._words(topic, keys[-1 if self.spec.year else 1].strip())
            elif survey:
                margin, region, period = keys
                found = self.world.score(topic.key, margin, region, period)
                found = self.world.cells.get((self.spec.id, *keys), found)
            else:
                found = self._figure(topic, count)
            row[name] = found
        return row

    def _figure(self, topic: Topic, count: int | None) -> float | None:
        if count is None:
            return None
        reports, online = count * 3 // 4, count // 4
        if topic.key.startswith("Aangiften"):
            return reports
        if topic.key.startswith("Internetaangiften"):
            return online
        if topic.key.startswith("Aandeel"):
            return round(100 * online / reports, 1) if reports else None
        return count

    def _words(self, topic: Topic, area: str) -> str:
        if topic.key.startswith("Codering"):
            return f"{area:<10}"
        if topic.key.startswith("SoortRegio"):
            return f"{ {'NL': 'Land', 'GM': 'Gemeente', 'WK': 'Wijk', 'BU': 'Buurt'}[area[:2]]:<20}"
        own = area[2:6] == self.world.municipality[2:]
        return f"{self.world.name if own else 'Buurgemeente':<40}"


class _Answer(NamedTuple):
    body: bytes
    status: int = 200
    kind: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = {}


def _as_json(values: object, status: int = 200, **headers: str) -> _Answer:
    body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return _Answer(body, status, headers=headers)


def _error(status: int, message: str) -> _Answer:
    told = {"code": "", "message": {"lang": "nl-NL", "value": message}}
    return _as_json({"odata.error": told}, status)


def _odata(world: World, catalog: str, base: str, path: str, query: dict[str, str]) -> _Answer:
    match = re.fullmatch(r"/(ODataApi|ODataFeed)/odata/(\w+)/(\w+)", path, re.IGNORECASE)
    spec = TABLES.get(match[2]) if match else None
    if not match or not spec or spec.catalog != catalog:
        raise _Refused(404, "De gevraagde tabel bestaat niet.")
    is_feed, entity = match[1].lower() == "odatafeed", match[3]
    view = _View(world, spec)
    lists: dict[str, Callable[[], list[Row]]] = {
        "TableInfos": view.table_infos,
        "DataProperties": view.data_properties,
    }
    for name, codes in zip(view.dims, view.codes, strict=True):
        lists[name] = lambda codes=codes: codes  # type: ignore[misc]
    if entity in lists:
        return _as_json({"value": lists[entity]()}, DataServiceVersion="3.0")
    if entity != "TypedDataSet":
        raise _Refused(404, f"Resource not found for the segment '{entity}'.")
    values: Row = {"value": (rows := _data_rows(view, query, is_feed=is_feed))}
    if len(rows) > ROWS_AT_ONCE:
        left = query | {"$skip": str(int(query.get("$skip", "0")) + ROWS_AT_ONCE)}
        values["value"] = rows[:ROWS_AT_ONCE]
        values["odata.nextLink"] = f"{UNRESOLVABLE}{path}?{urlencode(left, safe='$')}"
    return _as_json(values, DataServiceVersion="3.0")


def _data_rows(view: _View, query: Mapping[str, str], *, is_feed: bool) -> list[Row]:
    """Return the rows of one answer, and one more where there are more."""
    text = query.get("$filter")
    every = view.keys(_parse_filter(text, view.dims) if text else {})
    skip = int(query.get("$skip", "0"))
    keys = list(itertools.islice(every, skip, skip + ROWS_AT_ONCE + 1))
    if len(keys) > ROWS_AT_ONCE and not is_feed:
        raise _Refused(500, f"De selectie bevat meer dan {ROWS_AT_ONCE} records.")
    twice = keys[: view.variation.duplicates]
    rows = [view.row(found) for found in (*twice, *keys)]
    columns = [c.strip() for c in query["$select"].split(",")] if "$select" in query else []
    for column in columns if rows else ():
        if column not in rows[0]:
            raise _Refused(400, f"Could not find a property named '{column}'.")
    return [{c: row[c] for c in columns} for row in rows] if columns else rows


# --- PDOK ----------------------------------------------------------------------------------------

_CELL = 0.004
_CORNER = (6.1, 51.33)


def _square(x: float, y: float) -> list[tuple[float, float]]:
    corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
    return [
        (round(_CORNER[0] + a * _CELL, 6), round(_CORNER[1] + b * _CELL, 6)) for a, b in corners
    ]


def _buurt_features(world: World, year: int) -> list[Row]:
    """Return each buurt as a square, a row of them a wijk; and the water."""
    given = world.pdok_areas.get(year) or world.areas()
    base = {"gemeentecode": world.municipality, "gemeentenaam": world.name, "water": "NEE"}
    found: list[tuple[Row, float, float]] = []
    for y, wijk in enumerate(code for code in given if code.startswith("WK")):
        own = base | {"wijkcode": wijk, "wijknaam": given[wijk]}
        for x, buurt in enumerate(c for c in given if c.startswith("BU" + wijk[2:])):
            found.append((own | {"buurtcode": buurt, "buurtnaam": given[buurt]}, x, y))
    number = world.municipality[2:]
    water = base | {"water": "JA", "wijkcode": f"WK{number}99", "buurtcode": f"BU{number}9997"}
    # In the middle: a client that takes the first or the last is found out.
    found.insert(len(found) // 2, (water, -2, 0))
    return [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "MultiPolygon", "coordinates": [[_square(x, y)]]},
        }
        for properties, x, y in found
    ]


def _wijk_features(world: World, year: int) -> list[Row]:
    """Return each wijk as the first square of its buurten; and the water."""
    firsts: dict[str, Row] = {}
    for feature in _buurt_features(world, year):
        firsts.setdefault(str(feature["properties"]["wijkcode"]), feature)
    return list(firsts.values())


_COLLECTIONS = {"buurten": _buurt_features, "wijken": _wijk_features}


def _pdok(world: World, base: str, path: str, query: dict[str, str]) -> _Answer:
    match = re.fullmatch(
        r"/cbs/wijken-en-buurten-(\d{4})/ogc/v1/collections/(buurten|wijken)/items", path
    )
    limit, start = query.get("limit", str(PDOK_LIMITS[0])), int(query.get("cursor", "0"))
    if not match or query.get("gemeentecode") != world.municipality:
        return _as_json({"title": "Not Found", "status": 404}, 404)
    features = _COLLECTIONS[match[2]](world, int(match[1]))
    after = start + min(int(limit), PDOK_LIMITS[1])
    links = [{"rel": "self", "href": f"{base}{path}?{urlencode(query)}"}]
    if after < len(features):
        following = urlencode(query | {"cursor": str(after)})
        links.append({"rel": "next", "href": f"{base}{path}?{following}"})
    values = {"type": "FeatureCollection", "links": links, "features": features[start:after]}
    return _as_json(values)._replace(kind="application/geo+json")


# --- Serving -------------------------------------------------------------------------------------


class Request(NamedTuple):
    """A request that was answered: headers in lower case, `sent` the bytes of the answer's body."""

    path: str
    query: dict[str, str]
    sent: int
    headers: dict[str, str]


class Fake:
    """The running services: their addresses, and what was asked of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.requests: list[Request] = []
        self.most_at_once = 0
        self.errors: list[BaseException] = []
        self._at_once = 0
        self._lock = threading.Lock()
        self._servers = {name: _Server(name, self) for name in ("Politie", "CBS", "PDOK")}
        self.politie_url, self.cbs_url, self.pdok_url = (
            server.base for server in self._servers.values()
        )
        self.addresses = {
            "politie": self.politie_url,
            "cbs": self.cbs_url,
            "pdok": self.pdok_url,
        }
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.02,))
            for server in self._servers.values()
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop all services; every thread has ended when this returns."""
        for server in self._servers.values():
            server.stop()
        for thread in self._threads:
            thread.join()

    def _entered(self) -> None:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)

    def _left(self, request: Request | None) -> None:
        with self._lock:
            self._at_once -= 1
            if request:
                self.requests.append(request)

    def _fault(self, asked: str) -> Fault | None:
        with self._lock:
            for fault in self.world.faults:
                if fault.path_contains in asked and fault.times != 0:
                    if fault.times is not None:
                        fault.times -= 1
                    return fault
        return None

    def _answer(self, service: str, path: str, query: dict[str, str]) -> _Answer:
        base = self._servers[service].base
        try:
            if service == "PDOK":
                return _pdok(self.world, base, path, query)
            return _odata(self.world, service, base, path, query)
        except _Refused as refused:
            return _error(refused.status, str(refused))


class _Server(ThreadingHTTPServer):
    # Its end waits for the threads of the requests: none outlives a test.
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, service: str, fake: Fake) -> None:
        self.service, self.fake = service, fake
        self.open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)
        self.base = f"http://127.0.0.1:{self.server_address[1]}"

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        error = sys.exc_info()[1]
        if error and not isinstance(error, OSError):  # a client that leaves is no error
            self.fake.errors.append(error)

    def stop(self) -> None:
        self.shutdown()
        for connection in list(self.open):  # kept alive by clients
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args: object) -> None:
        """Write no log."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        fake = self.server.fake
        parts = urlsplit(self.path)
        path, query = unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True))
        request = None
        fake._entered()
        try:
            fault = fake._fault(path + "?" + unquote_plus(parts.query))
            answer = self._built(path, query, fault)
            sent = len(answer.body) if self.command == "GET" else 0
            if fault and fault.kind == "truncated":
                sent //= 2
            elif fault and fault.kind == "reset":
                sent = 0
            headers = {name.lower(): text for name, text in self.headers.items()}
            request = Request(path, query, sent, headers)
        finally:
            # Before the answer leaves: a client that has it may ask for the next at once.
            fake._left(request)
        if fault and fault.kind == "reset":
            self._reset()
        else:
            self._send(answer, sent)

    def _built(self, path: str, query: dict[str, str], fault: Fault | None) -> _Answer:
        kind = fault.kind if fault else ""
        if kind in {"404", "500", "503"}:
            answer = _error(int(kind), "An error has occurred.")
        elif kind == "301":
            moved = {"Location": "https://nieuw.example/odata"}
            answer = _error(301, "Moved.")._replace(headers=moved)
        elif kind == "html":
            page = "<!DOCTYPE html><html><body><h1>Onderhoud</h1></body></html>"
            answer = _Answer(page.encode(), kind="text/html; charset=utf-8")
        elif kind == "no_body":
            answer = _Answer(b"")
        else:
            answer = self.server.fake._answer(self.server.service, path, query)
        if kind == "empty":
            values = json.loads(answer.body)
            kept = {k: [] if isinstance(v, list) else v for k, v in values.items()}
            answer = _as_json({k: v for k, v in kept.items() if k != "odata.nextLink"})
        elif kind == "other_names":
            values = json.loads(answer.body)
            rows = [{f"x{k}": v for k, v in row.items()} for row in values["value"]]
            answer = _as_json(values | {"value": rows})
        elif kind in NO_COUNTS:
            values = json.loads(answer.body)
            column = next(k for k in values["value"][0] if k.endswith("_1"))
            values["value"][0][column] = kind if kind.strip() == "." else float(kind)
            answer = _as_json(values)
        elif kind == "broken_json":
            answer = answer._replace(body=answer.body[: len(answer.body) // 2])
        if "gzip" in self.headers.get("Accept-Encoding", "") and answer.body:
            packed = gzip.compress(answer.body, 1, mtime=0)
            headers = {**answer.headers, "Content-Encoding": "gzip"}
            answer = answer._replace(body=packed, headers=headers)
        return answer

    def _send(self, answer: _Answer, sent: int) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, text in answer.headers.items():
            self.send_header(name, text)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(answer.body[:sent])
            if sent < len(answer.body):
                self.close_connection = True

    def _reset(self) -> None:
        self.close_connection = True
        # An abrupt end needs no lingering and no orderly shutdown, which the server would do.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())


@contextmanager
def serve(world: World | None = None) -> Iterator[Fake]:
    """Run the services on loopback; an error inside them fails the test at the end."""
    fake = Fake(world or World())
    try:
        yield fake
    finally:
        fake.close()
    if fake.errors:
        raise fake.errors[0]
