"""A stand-in for the open-data services of the police, CBS and PDOK, with their traps and faults.

OData version 3 (`ODataApi` and the bulk feed) and PDOK's OGC API, each on a loopback port of its
own. All figures are made up: a hash of the keys. Simplifications: a filter on figures is refused,
and shapes are squares on a grid.
"""

import csv
import gzip
import itertools
import json
import math
import os
import re
import socket
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
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
HIGHEST_TOP = 5_000
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
    "slow",
    "empty",
    "no_body",
    "reset",
    "broken_json",
]


@dataclass
class Fault:
    """What goes wrong with requests whose path and query contain `path_contains`.

    `times` counts down and None never ends. Kind 'empty' is an answer without rows, 'no_body' one
    of zero bytes. `seconds` is the delay of 'slow' and the Retry-After of '503'.
    """

    path_contains: str
    times: int | None
    kind: FaultKind
    seconds: float = 0


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
    title: str | None = None
    hidden_as_null: bool = False


def _areas(kind: str) -> dict[str, str]:
    path = Path(__file__).parents[2] / "data" / "areas.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["area"]: row["name"] for row in csv.DictReader(file) if row["kind"] == kind}


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
    `zeros` tells how the police tables give a zero. `delay` slows every request down.
    """

    municipality: str = "GM0983"
    name: str = "Venlo"
    wijken: dict[str, str] = field(default_factory=lambda: _areas("cbs_wijk"))
    buurten: dict[str, str] = field(default_factory=lambda: _areas("cbs_buurt"))
    years: list[int] = field(default_factory=lambda: [2021, 2022, 2023])
    last_month: tuple[int, int] = (2024, 6)
    provisional: set[str] = field(default_factory=set)
    division_year: int = 2024
    pdok_years: set[int] = field(default_factory=lambda: {2022, 2023, 2024, 2025})
    pdok_areas: dict[int, dict[str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    variations: dict[str, Variation] = field(default_factory=dict)
    cells: dict[tuple[str, ...], float | None] = field(default_factory=dict)
    zeros: Literal["zero", "null", "absent"] = "zero"
    missing_tables: set[str] = field(default_factory=set)
    delay: float = 0
    seed: int = 1

    def vary(self, table: str) -> Variation:
        """Return the variation of a table, to be changed."""
        return self.variations.setdefault(table, Variation())

    def areas(self, table: str = "") -> dict[str, str]:
        """Return the wijken and buurten of a table, unpadded, each wijk before its buurten."""
        variation = self.variations.get(table)
        if variation and variation.areas is not None:
            return variation.areas
        return _in_order(self.wijken | self.buurten)

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
        late = int(period[:4]) > max(self.years) or period in self.provisional
        return "Voorlopig" if late else "Definitief"

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

    def _buurten(self, table: str, area: str) -> list[str]:
        if area.startswith("BU"):
            return [area]
        own = area[2:6] == self.municipality[2:]
        found = self.areas(table) if own else tables.NEIGHBOUR_BUURTEN
        return [b for b in found if b.startswith("BU" + area[2:])]

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
            places.append(area)  # what could not be located in a buurt
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


# Tells of a row, of which some columns may not be known yet: True, False, or None for 'perhaps'.
_Test = Callable[[Mapping[str, str]], bool | None]
_Text = Callable[[Mapping[str, str]], str | None]
_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[A-Za-z_]\w*|\d+|[(),])")
_ORDERINGS: dict[str, Callable[[str, str], bool]] = {
    "ge": lambda a, b: a >= b,
    "gt": lambda a, b: a > b,
    "le": lambda a, b: a <= b,
    "lt": lambda a, b: a < b,
}


class _Filter:
    """A parsed $filter."""

    def __init__(self, text: str, columns: Iterable[str], regions: Iterable[str]) -> None:
        self.columns, self.regions = set(columns), set(regions)
        self.tokens: list[str] = []
        at, text = 0, text.rstrip()
        while at < len(text):
            match = _TOKEN.match(text, at)
            if not match:
                raise _Refused(400, f"Syntax error at position {at} in '{text}'.")
            self.tokens.append(match[1])
            at = match.end()
        self.tokens.reverse()
        self.test = self._either()
        if self.tokens:
            raise _Refused(400, f"Syntax error at '{self.tokens[-1]}' in '{text}'.")

    def _take(self, *wanted: str) -> str:
        token = self.tokens.pop() if self.tokens else ""
        if not token or (wanted and token not in wanted):
            raise _Refused(400, f"Syntax error: '{token}' where {wanted or 'more'} was expected.")
        return token

    def _next(self) -> str:
        return self.tokens[-1] if self.tokens else ""

    def _either(self) -> _Test:
        tests = [self._both()]
        while self._next() == "or":
            self._take()
            tests.append(self._both())
        return tests[0] if len(tests) == 1 else lambda row: _any(test(row) for test in tests)

    def _both(self) -> _Test:
        tests = [self._single()]
        while self._next() == "and":
            self._take()
            tests.append(self._single())
        return tests[0] if len(tests) == 1 else lambda row: _all(test(row) for test in tests)

    def _single(self) -> _Test:
        if self._next() == "(":
            self._take()
            inner = self._either()
            self._take(")")
            return inner
        if self._next() in {"startswith", "endswith", "substringof"}:
            return self._function()
        of_region = self._next() in self.regions
        left = self._text()
        how = self._take("eq", "ne", *_ORDERINGS)
        right = self._text()
        if how in _ORDERINGS:
            # The services ignore an order of regions, without a word.
            return (lambda _row: True) if of_region else _compare(left, right, _ORDERINGS[how])
        return _compare(left, right, lambda a, b: (a == b) == (how == "eq"))

    def _function(self) -> _Test:
        name = self._take()
        self._take("(")
        first = self._text()
        self._take(",")
        second = self._text()
        self._take(")")
        if name == "startswith":
            return _compare(first, second, str.startswith)
        if name == "endswith":
            return _compare(first, second, str.endswith)
        return _compare(first, second, lambda part, whole: part in whole)

    def _text(self) -> _Text:
        token = self._take()
        if token.startswith("'"):
            literal = token[1:-1].replace("''", "'")
            return lambda _row: literal
        if token == "substring":  # noqa: S105 - no password
            self._take("(")
            inner = self._text()
            self._take(",")
            start, length = self._number(), None
            if self._take(",", ")") == ",":
                length = self._number()
                self._take(")")
            end = None if length is None else start + length
            return lambda row: None if (text := inner(row)) is None else text[start:end]
        if token not in self.columns:
            raise _Refused(400, f"Could not find a property named '{token}'.")
        return lambda row: row.get(token)

    def _number(self) -> int:
        token = self._take()
        if not token.isdigit():
            raise _Refused(400, f"Syntax error: '{token}' where a number was expected.")
        return int(token)


def _compare(left: _Text, right: _Text, how: Callable[[str, str], bool]) -> _Test:
    def test(row: Mapping[str, str]) -> bool | None:
        a, b = left(row), right(row)
        return None if a is None or b is None else how(a, b)

    return test


def _all(found: Iterable[bool | None]) -> bool | None:
    result: bool | None = True
    for each in found:
        if each is False:
            return False
        if each is None:
            result = None
    return result


def _any(found: Iterable[bool | None]) -> bool | None:
    inverse = _all(None if each is None else not each for each in found)
    return None if inverse is None else not inverse


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
                "Title": variation.title or spec.title,
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

    def keys(self, test: _Test | None) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the number and the keys of each row that passes the test."""
        sizes = [len(codes) for codes in self.codes]
        # A key that no row can pass with is dropped before they are all combined.
        kept = [
            [
                (place, code["Key"])
                for place, code in enumerate(codes)
                if not test or test({dim: code["Key"]}) is not False
            ]
            for dim, codes in zip(self.dims, self.codes, strict=True)
        ]
        for combined in itertools.product(*kept):
            keys = tuple(key for _, key in combined)
            if not self._held(keys):
                continue
            if test and not test(dict(zip(self.dims, keys, strict=True))):
                continue
            number = 0
            for (place, _), size in zip(combined, sizes, strict=True):
                number = number * size + place
            yield number, keys

    def _held(self, keys: tuple[str, ...]) -> bool:
        if "SoortMisdrijf" in self.spec.dims:
            hidden = keys[0] in tables.HIDDEN_LOCALLY and "WijkenEnBuurten" in self.spec.dims
            if hidden and not self.variation.hidden_as_null:
                return False
            if keys[0] in tables.HIDDEN_MONTHLY and "MM" in keys[-1] and not hidden:
                return False
        if self.world.zeros == "absent" and self.spec.catalog == "Politie":
            return self._count(keys) != 0
        return True

    def _count(self, keys: tuple[str, ...]) -> int | None:
        place = (self.spec.id, *keys)
        if place in self.world.cells:
            given = self.world.cells[place]
            return None if given is None else int(given)
        if keys[0] in tables.HIDDEN_LOCALLY and "WijkenEnBuurten" in self.spec.dims:
            return None
        return self.world.value(self.spec.id, **dict(zip(self.spec.dims, keys, strict=True)))

    def row(self, number: int, keys: tuple[str, ...], *, typed: bool) -> Row:
        """Return a row of TypedDataSet or UntypedDataSet."""
        row: Row = {"ID": number, **dict(zip(self.dims, keys, strict=True))}
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
            row[name] = found if typed or isinstance(found, str) else _untyped(found)
        return row

    def _figure(self, topic: Topic, count: int | None) -> float | None:
        if count is None or (not count and self.world.zeros == "null" and not self.spec.year):
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


def _untyped(found: float | None) -> str:
    text = "." if found is None else f"{found:.1f}" if isinstance(found, float) else str(found)
    return f"{text:>8}"


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
    match = re.fullmatch(r"/(ODataApi|ODataFeed)/odata/(\w+)/?(\w*)/?", path, re.IGNORECASE)
    spec = TABLES.get(match[2]) if match else None
    if not match or not spec or spec.catalog != catalog or spec.id in world.missing_tables:
        raise _Refused(404, "De gevraagde tabel bestaat niet.")
    feed, entity = match[1].lower() == "odatafeed", match[3]
    view = _View(world, spec)
    sets = {"TypedDataSet", "UntypedDataSet"}
    lists: dict[str, Callable[[], list[Row]]] = {
        "TableInfos": view.table_infos,
        "DataProperties": view.data_properties,
        "CategoryGroups": list,
    }
    for name, codes in zip(view.dims, view.codes, strict=True):
        lists[name] = lambda codes=codes: codes  # type: ignore[misc]
    meta = f"{base}/{match[1]}/OData/{spec.id}/$metadata"
    if not entity:
        named = [{"name": n, "url": f"{base}{path.rstrip('/')}/{n}"} for n in [*lists, *sets]]
        return _as_json({"odata.metadata": meta, "value": named})
    if entity not in lists and entity not in sets:
        raise _Refused(404, f"Resource not found for the segment '{entity}'.")
    if entity in sets:
        found = _data_rows(view, query, typed=entity == "TypedDataSet")
    else:
        found = _list_rows(view, entity, lists[entity](), query)
    rows, left = _page(found, query, feed=feed)
    if "$select" in query:
        rows = _selected(rows, query["$select"])
    if feed and query.get("$format", "").lower() != "json":
        atom = b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>'
        return _Answer(atom, kind="application/atom+xml")
    values: Row = {"odata.metadata": f"{meta}#Cbs.OData.WebAPI.{entity}", "value": rows}
    if left:
        values["odata.nextLink"] = f"{UNRESOLVABLE}{path}?{urlencode(left, safe='$')}"
    return _as_json(values, DataServiceVersion="3.0")


def _page(
    found: Iterator[Callable[[], Row]], query: dict[str, str], *, feed: bool
) -> tuple[list[Row], dict[str, str]]:
    """Return the rows of one answer, and the query for what remains on the feed."""
    top, skip = _whole(query, "$top"), _whole(query, "$skip") or 0
    if not feed and ("$skip" in query or (top or 0) > HIGHEST_TOP):
        raise _Refused(500, "An error has occurred.")
    stop = ROWS_AT_ONCE if top is None else min(top, ROWS_AT_ONCE)
    # One more than fits tells whether more remain; rows are only made once that is known.
    producers = list(itertools.islice(found, skip, skip + stop + 1))
    more = len(producers) > stop and (top is None or top > stop)
    if more and not feed:
        raise _Refused(500, f"De selectie bevat meer dan {ROWS_AT_ONCE} records.")
    left = query | {"$skip": str(skip + stop)} if more else {}
    if more and top is not None:
        left["$top"] = str(top - stop)
    return [produce() for produce in producers[:stop]], left


def _whole(query: Mapping[str, str], name: str) -> int | None:
    if name not in query:
        return None
    if not query[name].isdigit():
        raise _Refused(400, f"Incorrect format for {name}.")
    return int(query[name])


def _data_rows(
    view: _View, query: Mapping[str, str], *, typed: bool
) -> Iterator[Callable[[], Row]]:
    test = None
    if text := query.get("$filter"):
        pairs = zip(view.dims, view.spec.dims, strict=True)
        test = _Filter(text, view.dims, {name for name, dim in pairs if _regional(dim)}).test
    copies = view.variation.duplicates
    for count, (number, keys) in enumerate(view.keys(test)):

        def produce(number: int = number, keys: tuple[str, ...] = keys) -> Row:
            return view.row(number, keys, typed=typed)

        yield produce
        if count < copies:
            yield produce


def _list_rows(
    view: _View, entity: str, rows: list[Row], query: Mapping[str, str]
) -> Iterator[Callable[[], Row]]:
    test = None
    if text := query.get("$filter"):
        places = {n for n, d in zip(view.dims, view.spec.dims, strict=True) if _regional(d)}
        regions = {"Key", "Municipality", "DetailRegionCode"} if entity in places else set()
        test = _Filter(text, rows[0] if rows else (), regions).test
    for row in rows:
        if not test or test({k: str(v) for k, v in row.items() if v is not None}):
            yield lambda row=row: row  # type: ignore[misc]


def _regional(dim: str) -> bool:
    return dim in {"WijkenEnBuurten", "RegioS"}


def _selected(rows: list[Row], wanted: str) -> list[Row]:
    columns = [column.strip() for column in wanted.split(",")]
    for column in columns if rows else ():
        if column not in rows[0]:
            raise _Refused(400, f"Could not find a property named '{column}'.")
    return [{column: row[column] for column in columns} for row in rows]


# --- PDOK ----------------------------------------------------------------------------------------

_CELL = 0.004
_CORNER = (6.1, 51.33)
_CRS: dict[str, Callable[[float, float], tuple[float, float]]] = {
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84": lambda x, y: (x, y),
    "http://www.opengis.net/def/crs/EPSG/0/4326": lambda x, y: (y, x),
    # Near enough: metres from the corner of the grid, on the Dutch national grid.
    "http://www.opengis.net/def/crs/EPSG/0/28992": lambda x, y: (
        round(204_000 + (x - _CORNER[0]) * 69_500, 3),
        round(371_500 + (y - _CORNER[1]) * 111_300, 3),
    ),
}
_CRS84 = next(iter(_CRS))
_Ring = list[tuple[float, float]]


def _box(x: float, y: float, wide: float = 1, high: float = 1) -> _Ring:
    return [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]


def _shapes(world: World, year: int, collection: str) -> list[tuple[Row, _Ring]]:
    """Return the properties and the outline, in cells, of each feature: a row of cells a wijk."""
    areas = world.pdok_areas.get(year) or world.areas()
    sets = [
        (world.municipality, world.name, areas, 0),
        (tables.NEIGHBOUR, "Buurgemeente", tables.NEIGHBOUR_WIJKEN | tables.NEIGHBOUR_BUURTEN, 40),
    ]
    found: list[tuple[Row, _Ring]] = []
    for code, name, given, lowest in sets:
        base = {"gemeentecode": code, "gemeentenaam": name, "water": "NEE"}
        wijken = [c for c in given if c.startswith("WK")]
        steps: _Ring = [(0, lowest)]
        for y, wijk in enumerate(wijken, lowest):
            buurten = [c for c in given if c.startswith("BU" + wijk[2:])]
            of_wijk = base | {"wijkcode": wijk, "wijknaam": given[wijk]}
            steps += [(len(buurten), y), (len(buurten), y + 1)]
            if collection == "wijken":
                found.append((of_wijk, _box(0, y, len(buurten))))
            elif collection == "buurten":
                found += [
                    (of_wijk | {"buurtcode": b, "buurtnaam": given[b]}, _box(x, y))
                    for x, b in enumerate(buurten)
                ]
        if collection == "gemeenten":
            found.append((base, [*steps, (0, lowest + len(wijken)), (0, lowest)]))
    number = world.municipality[2:]
    water = {"gemeentecode": world.municipality, "gemeentenaam": world.name, "water": "JA"}
    if collection != "gemeenten":
        water |= {"wijkcode": f"WK{number}99", "wijknaam": ""}
    if collection == "buurten":
        water |= {"buurtcode": f"BU{number}9997", "buurtnaam": ""}
    # In the middle: a client that takes the first or the last is found out.
    found.insert(len(found) // 2, (water, _box(-2, 0, 2, 21)))
    return found


def _pdok(world: World, base: str, path: str, query: dict[str, str]) -> _Answer:
    match = re.fullmatch(
        r"/cbs/wijken-en-buurten-(\d{4})/ogc/v1/collections/(gemeenten|wijken|buurten)/items", path
    )
    if not match or int(match[1]) not in world.pdok_years:
        return _as_json({"title": "Not Found", "status": 404}, 404)
    crs = query.get("crs", _CRS84)
    limit, start = query.get("limit", str(PDOK_LIMITS[0])), query.get("cursor", "0")
    if crs not in _CRS or not limit.isdigit() or not int(limit) or not start.isdigit():
        return _as_json({"title": "Bad Request", "status": 400}, 400)
    place = _CRS[crs]
    shapes = [
        shape
        for shape in _shapes(world, int(match[1]), match[2])
        if all(
            shape[0].get(name) == query[name]
            for name in ("gemeentecode", "wijkcode", "buurtcode")
            if name in query
        )
    ]
    first, count = int(start), min(int(limit), PDOK_LIMITS[1])
    features = [
        {
            "type": "Feature",
            "id": f"{match[2]}-{number}",
            "properties": properties,
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    [
                        [
                            place(
                                round(_CORNER[0] + x * _CELL, 6), round(_CORNER[1] + y * _CELL, 6)
                            )
                            for x, y in ring
                        ]
                    ]
                ],
            },
        }
        for number, (properties, ring) in enumerate(shapes[first : first + count], first)
    ]
    links = [{"rel": "self", "href": f"{base}{path}?{urlencode(query)}"}]
    if first + count < len(shapes):
        following = urlencode(query | {"cursor": str(first + count)})
        links.append({"rel": "next", "href": f"{base}{path}?{following}"})
    values = {
        "type": "FeatureCollection",
        "numberReturned": len(features),
        "links": links,
        "features": features,
    }
    return _as_json(values)._replace(
        kind="application/geo+json", headers={"Content-Crs": f"<{crs}>"}
    )


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
        self._closing = threading.Event()
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
        self._closing.set()
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

    def _wait(self, seconds: float) -> None:
        if seconds:
            self._closing.wait(seconds)

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
        """Say nothing."""

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
            slow = fault.seconds if fault and fault.kind == "slow" else 0
            fake._wait(fake.world.delay + slow)
        finally:
            # Before the answer leaves: a client that has it may ask for the next at once.
            fake._left(request)
        if fault and fault.kind == "reset":
            self._reset()
        else:
            self._send(answer, sent)

    def _built(self, path: str, query: dict[str, str], fault: Fault | None) -> _Answer:
        kind = fault.kind if fault else ""
        if fault and kind in {"404", "500", "503"}:
            answer = _error(int(kind), "An error has occurred.")
            if fault.seconds:
                again = {"Retry-After": str(math.ceil(fault.seconds))}
                answer = answer._replace(headers=again)
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
