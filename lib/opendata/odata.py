"""One OData table of police or CBS: what it says about itself, and the rows that we ask for.

Codes are sent as the code lists write them, spaces included: a question with the wrong number of
spaces is answered with nothing. Columns are found by title. Not here: files (`storage`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lib.catalog import Period, Region
from lib.catalog.open_tables import ALL_KINDS, OPEN_COLUMNS, OpenTable
from lib.opendata import fetch_problems
from lib.opendata.client import Service

# The servers give at most 10,000 rows an answer.
MOST_ROWS = 9_000
MARGINS = {"MW00000": "value", "MOG0095": "lower", "MBG0095": "upper"}
PERIODS = {"JJ": "", "MM": "-", "KW": "-Q"}
GROUP = "|"  # between the title of a group and what stands in it
STATUS = {"Definitief": "definitief"}


@dataclass(frozen=True)
class Part:
    """One question to a table, small enough for one answer."""

    name: str
    clause: str


@dataclass(frozen=True)
class Table:
    """A published table as it is now, for one municipality; see `describe`.

    `wanted` are the regions to fetch beside it.
    """

    spec: OpenTable
    service: Service
    municipality: str
    wanted: tuple[Region, ...]
    title: str
    version: str
    period: str
    columns: Mapping[str, str]
    dimensions: Mapping[str, str]
    codes: Mapping[str, Mapping[str, Mapping[str, str]]]

    @property
    def name(self) -> str:
        """How messages call the table."""
        return f"Tabel {self.spec.id}"

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Title by code of every kind, codes without spaces; empty for a table without kinds."""
        dimension = self.dimensions.get("kind")
        if dimension is None:
            return {}
        return {k.strip(): v["Title"] for k, v in self.codes[dimension].items()}

    @cached_property
    def beside(self) -> Mapping[str, Region]:
        """The regions beside the municipality that this table has, by its own code of them."""
        known = self.codes[self.dimensions["region"]]
        found = {_code(region, known): region for region in self.wanted}
        return {code: region for code, region in found.items() if code}

    @property
    def absent(self) -> tuple[Region, ...]:
        """The regions that are wanted and that this table does not have."""
        return tuple(r for r in self.wanted if r not in self.beside.values())

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The codes of the municipality and, where asked for, its parts, with their spaces."""
        known, code = self.codes[self.dimensions["region"]], self.municipality
        if self.spec.regions == "parts":
            return tuple(k for k in known if k[2:6] == code[2:])
        return tuple(k for k in known if k.strip() == code)

    def periods(self, since: str) -> tuple[str, ...]:
        """Return the codes of years, months and quarters from `since` on; none without them."""
        dimension = self.dimensions.get("period")
        if dimension is None:
            return ()
        found = [k for k in self.codes[dimension] if _period(k)]
        return tuple(k for k in found if not since or _start(k) >= Period(since).start.isoformat())

    def parts(self, since: str) -> list[Part]:
        """Return the questions that together ask for everything from `since` on."""
        if not self.own:
            raise fetch_problems.empty_answer(self.name, clause=f"naar {self.municipality}")
        periods, kinds = self.periods(since), list(self.codes.get(self._of("kind"), ()))
        regions = len(self.own) + len(self.beside)
        each = regions * len(self.codes.get(self._of("margin"), {"": None}))
        where = self._region_clause()
        if not periods:
            return [Part("alles", where)]
        kinds_at_once = max(1, min(len(kinds) or 1, MOST_ROWS // each))
        periods_at_once = max(1, MOST_ROWS // (each * (len(kinds) or 1)))
        found = []
        for some in _batches(periods, periods_at_once):
            when = _any(self._of("period"), some)
            if kinds_at_once >= len(kinds):
                found.append(Part(some[0].strip(), f"{where} and {when}"))
                continue
            for which in _batches(kinds, kinds_at_once):
                clause = f"{where} and {when} and {_any(self._of('kind'), which)}"
                found.append(Part(f"{some[0].strip()}-{which[0].strip()}", clause))
        return found

    def fetch(self, part: Part) -> pd.DataFrame:
        """Return the rows of one part, long; columns as in `lib.catalog.opendata`.

        Raises `OpenDataError` for an answer that is broken, empty or holds a row twice.
        """
        wanted = [*self.dimensions.values(), *self.columns.values()]
        asked = {"$format": "json", "$filter": part.clause, "$select": ",".join(wanted)}
        rows: list[dict[str, object]] = []
        for page in self.service.pages(
            f"/ODataApi/OData/{self.spec.id}/TypedDataSet", what=self.name, params=asked
        ):
            rows += page.rows("value", what=self.name)
        if not rows:
            raise fetch_problems.empty_answer(self.name, clause=part.clause)
        lost = [c for c in wanted if c not in rows[0]]
        if lost:
            raise fetch_problems.renamed(self.name, column=lost[0], there=sorted(rows[0]))
        return self._long(pd.DataFrame(rows))

    def _of(self, role: str) -> str:
        return self.dimensions.get(role, "")

    def _region_clause(self) -> str:
        region = self._of("region")
        if self.spec.regions != "parts":
            return _any(region, [*self.own, *self.beside])
        clause = f"substring({region},2,4) eq '{self.municipality[2:]}'"
        return f"({clause} or {_any(region, list(self.beside))})" if self.beside else clause

    def _long(self, rows: pd.DataFrame) -> pd.DataFrame:
        statuses = {
            k: STATUS.get(v.get("Status", "Definitief"), "voorlopig")
            for k, v in self.codes.get(self._of("period"), {}).items()
        }
        keys = pd.DataFrame(
            {
                "kind": self._text(rows, "kind", ALL_KINDS),
                "area": self._text(rows, "region", "").replace(
                    {code.strip(): region.region for code, region in self.beside.items()}
                ),
                "period": [_period(p) for p in rows[self._of("period")]]
                if self._of("period")
                else self.period,
                "status": [statuses[p] for p in rows[self._of("period")]]
                if self._of("period")
                else "definitief",
            }
        )
        margins = self._text(rows, "margin", "MW00000").map(MARGINS)
        parts = [
            keys.assign(measure=measure, margin=margins, number=pd.to_numeric(rows[column]))
            for measure, column in self.columns.items()
        ]
        long = pd.concat(parts).dropna(subset="margin")
        key = ["measure", "kind", "area", "period", "status"]
        twice = long.duplicated([*key, "margin"])
        if twice.any():
            first = " ".join(map(str, long.loc[twice, key].iloc[0]))
            raise fetch_problems.duplicates(self.name, example=first, number=int(twice.sum()))
        # Not `pivot_table`: that would drop figures that are not published.
        wide = long.set_index([*key, "margin"])["number"].unstack("margin").reset_index()  # noqa: PD010
        return wide.reindex(columns=list(OPEN_COLUMNS)).astype(
            dict.fromkeys(("value", "lower", "upper"), "float64")
        )

    def _text(self, rows: pd.DataFrame, role: str, otherwise: str) -> pd.Series:
        column = self.dimensions.get(role)
        if column is None:
            return pd.Series(otherwise, index=rows.index)
        return rows[column].astype(str).str.strip()


def describe(
    spec: OpenTable, service: Service, *, municipality: str, regions: Sequence[Region]
) -> Table:
    """Ask a table what it is: version, columns, dimensions and codes.

    Of `regions` those that the table's entry asks for are wanted beside the municipality. Raises
    `OpenDataError`, also when a column has another title than opendata.toml says.
    """
    name = f"Tabel {spec.id}"
    root = f"/ODataApi/OData/{spec.id}"

    def listed(entity: str) -> list[dict[str, object]]:
        asked = {"$format": "json"}
        return [
            row
            for page in service.pages(f"{root}/{entity}", what=name, params=asked)
            for row in page.rows("value", what=name)
        ]

    infos = listed("TableInfos")
    if not infos:
        raise fetch_problems.broken_answer(name, why="zonder beschrijving")
    properties = listed("DataProperties")
    dimensions = _dimensions(properties)
    codes = {
        key: {str(row["Key"]): _texts(row) for row in listed(key)} for key in dimensions.values()
    }
    return Table(
        spec=spec,
        service=service,
        municipality=municipality,
        wanted=tuple(r for r in regions if r.kind in spec.benchmark and r.region != municipality),
        title=str(infos[0].get("Title", "")).strip(),
        version=str(infos[0].get("Modified", "")),
        period=str(infos[0].get("Period", "")).strip()[:4],
        columns=_columns(properties, spec, name),
        dimensions=dimensions,
        codes=codes,
    )


def version(spec: OpenTable, service: Service) -> str:
    """Return when a table was last changed, with one small question."""
    name = f"Tabel {spec.id}"
    page = service.get(
        f"/ODataApi/OData/{spec.id}/TableInfos", what=name, params={"$format": "json"}
    )
    infos = page.rows("value", what=name)
    return str(infos[0].get("Modified", "")) if infos else ""


def _texts(row: Mapping[str, object]) -> dict[str, str]:
    return {k: str(v or "").strip() for k, v in row.items()}


def _dimensions(properties: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """Return the key of each dimension by what it is for us."""
    found = {}
    for row in properties:
        kind, key = str(row.get("Type", "")), str(row.get("Key", ""))
        if kind == "TimeDimension":
            found["period"] = key
        elif kind.startswith("Geo"):
            found["region"] = key
        elif kind == "Dimension":
            found["margin" if key == "Marges" else "kind"] = key
    return found


def _columns(
    properties: Sequence[Mapping[str, object]], spec: OpenTable, name: str
) -> dict[str, str]:
    """Return the key of each measure's column, found by its title and the groups named with it."""
    topics = _topics(properties)
    found = {}
    for measure, title in spec.columns.items():
        wanted = [_plain(part) for part in title.split(GROUP)]
        fitting = [
            (path, key)
            for path, key in topics
            if [_plain(part) for part in path[-len(wanted) :]] == wanted
        ]
        if not fitting:
            raise fetch_problems.renamed(
                name, column=title, there=[_shown(path) for path, _ in topics]
            )
        if len(fitting) > 1:
            raise fetch_problems.ambiguous(
                name, column=title, there=[_shown(p) for p, _ in fitting]
            )
        found[measure] = fitting[0][1]
    return found


def _topics(properties: Sequence[Mapping[str, object]]) -> list[tuple[list[str], str]]:
    """Return each column's titles, those of the groups around it first, and its key."""
    rows = {row.get("ID"): row for row in properties}
    topics = []
    for row in properties:
        if row.get("Type") != "Topic":
            continue
        path, parent = [str(row.get("Title"))], row.get("ParentID")
        # A group that is its own ancestor would never end.
        while parent in rows and len(path) < len(rows):
            path.insert(0, str(rows[parent].get("Title")))
            parent = rows[parent].get("ParentID")
        topics.append((path, str(row.get("Key"))))
    return topics


def _shown(path: Sequence[str]) -> str:
    return f" {GROUP} ".join(path)


def _plain(title: str) -> str:
    return re.sub(r"\W", "", title).casefold()


def _code(region: Region, known: Mapping[str, Mapping[str, str]]) -> str | None:
    """Return a table's own code of a region: the same code, or one with a title of the region."""
    exact = next((k for k in known if k.strip() == region.region), None)
    titles = {_plain(title) for title in region.titles}
    return exact or next(
        (k for k, row in known.items() if _plain(row.get("Title", "")) in titles), None
    )


def _period(code: str) -> str:
    """Return '2023', '2023-05' or '2023-Q2' for a code of a period; nothing for another kind."""
    match = re.fullmatch(r"(\d{4})(JJ|MM|KW)(\d\d)", code.strip())
    if match is None:
        return ""
    year, kind, number = match.groups()
    if kind == "JJ":
        return year
    return f"{year}{PERIODS[kind]}{number if kind == 'MM' else int(number)}"


def _start(code: str) -> str:
    return Period(_period(code)).start.isoformat()


def _any(dimension: str, codes: Sequence[str]) -> str:
    return "(" + " or ".join(f"{dimension} eq '{code}'" for code in codes) + ")"


def _batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (items[n : n + size] for n in range(0, len(items), size))
