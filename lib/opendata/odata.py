"""One OData table of police or CBS: its description, and the rows that we ask for.

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
from lib.opendata.client import Service
from lib.opendata.fetch_problems import FetchProblem, most_alike, quote_some

# The servers give at most 10,000 rows an answer.
MOST_ROWS_AN_ANSWER = 9_000
MARGIN_COLUMNS = {"MW00000": "value", "MOG0095": "lower", "MBG0095": "upper"}
GROUP_SEPARATOR = "|"  # between the title of a group and what stands in it
ROW_KEY = ["measure", "kind", "area", "period", "status"]
Properties = Mapping[str, object]
Codes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class ODataTable:
    """A published table as it is now, for one municipality; see `describe_table`.

    `columns` is key by measure, `dimensions` key by role ('period', 'region', 'kind', 'margin');
    `codes` the code list of each dimension. `wanted` are the regions to fetch as benchmark,
    `year` is the period of a table without periods.
    """

    spec: OpenTable
    service: Service
    municipality: str
    wanted: tuple[Region, ...]
    title: str
    version: str
    year: str
    columns: Mapping[str, str]
    dimensions: Mapping[str, str]
    codes: Mapping[str, Codes]

    @property
    def name(self) -> str:
        """How messages call the table."""
        return f"Tabel {self.spec.id}"

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Title by code of every kind, codes without spaces; empty for a table without kinds."""
        return {code.strip(): row["Title"] for code, row in self._codes_of("kind").items()}

    @cached_property
    def regions(self) -> Mapping[str, Region]:
        """The regions of the benchmark that this table has, by its own code of them."""
        known = self._codes_of("region")
        found = {_region_code(region, known): region for region in self.wanted}
        return {code: region for code, region in found.items() if code}

    @property
    def missing_regions(self) -> list[str]:
        """The names of the regions that are wanted and that this table does not have."""
        return [r.name for r in self.wanted if r not in self.regions.values()]

    @cached_property
    def own_codes(self) -> tuple[str, ...]:
        """The codes of the municipality and, where asked for, its parts, with their spaces."""
        code = self.municipality
        if self.spec.regions == "parts":
            return tuple(k for k in self._codes_of("region") if k[2:6] == code[2:])
        return tuple(k for k in self._codes_of("region") if k.strip() == code)

    def period_codes(self, since: str) -> tuple[str, ...]:
        """Return the codes of years, months and quarters from `since` on; none without them."""
        start = Period(since).start if since else None
        periods = {code: _parse_period(code) for code in self._codes_of("period")}
        return tuple(
            code for code, p in periods.items() if p and (start is None or p.start >= start)
        )

    def questions(self, since: str) -> list[str]:
        """Return the filters that together ask for everything from `since` on.

        Each is small enough for one answer. Raises `OpenDataError` where the municipality is not
        in the table.
        """
        if not self.own_codes:
            raise FetchProblem.NO_ROWS.error(what=self.name, clause=f"naar {self.municipality}")
        where, periods = self._region_clause(), self.period_codes(since)
        if not periods:
            return [where]
        kinds = tuple(self._codes_of("kind"))
        regions = len(self.own_codes) + len(self.regions)
        each = regions * (len(self._codes_of("margin")) or 1)
        kinds_at_once = max(1, MOST_ROWS_AN_ANSWER // each)
        periods_at_once = max(1, MOST_ROWS_AN_ANSWER // (each * max(len(kinds), 1)))
        found = []
        for some in _batches(periods, periods_at_once):
            clause = f"{where} and {_any_of(self._key('period'), some)}"
            if kinds_at_once >= len(kinds):
                found.append(clause)
                continue
            batches = _batches(kinds, kinds_at_once)
            found += [f"{clause} and {_any_of(self._key('kind'), which)}" for which in batches]
        return found

    def fetch(self, clause: str) -> pd.DataFrame:
        """Return the rows of one of `questions`, long; columns as in `lib.catalog.open_tables`.

        Raises `OpenDataError` for an answer that is broken, empty or holds a row twice.
        """
        wanted = [*self.dimensions.values(), *self.columns.values()]
        query = {"$format": "json", "$filter": clause, "$select": ",".join(wanted)}
        path = f"/ODataApi/OData/{self.spec.id}/TypedDataSet"
        rows = list(self.service.rows(path, "value", what=self.name, params=query))
        if not rows:
            raise FetchProblem.NO_ROWS.error(what=self.name, clause=clause)
        lost = [c for c in wanted if c not in rows[0]]
        if lost:
            alike = most_alike(lost[0], sorted(rows[0]))
            raise FetchProblem.RENAMED.error(what=self.name, column=lost[0], alike=alike)
        return self._to_long(pd.DataFrame(rows))

    def _key(self, role: str) -> str:
        return self.dimensions.get(role, "")

    def _codes_of(self, role: str) -> Codes:
        return self.codes.get(self._key(role), {})

    def _region_clause(self) -> str:
        region = self._key("region")
        if self.spec.regions != "parts":
            return _any_of(region, [*self.own_codes, *self.regions])
        clause = f"substring({region},2,4) eq '{self.municipality[2:]}'"
        return f"({clause} or {_any_of(region, list(self.regions))})" if self.regions else clause

    def _to_long(self, rows: pd.DataFrame) -> pd.DataFrame:
        regions = {code.strip(): region.region for code, region in self.regions.items()}
        keys = pd.DataFrame(
            {
                "kind": self._texts(rows, "kind", ALL_KINDS),
                "area": self._texts(rows, "region", "").replace(regions),
                **self._periods(rows),
                "margin": self._texts(rows, "margin", "MW00000").map(MARGIN_COLUMNS),
            }
        )
        long = pd.concat(
            keys.assign(measure=measure, number=self._read_numbers(rows[column]))
            for measure, column in self.columns.items()
        ).dropna(subset="margin")
        twice = long.duplicated([*ROW_KEY, "margin"])
        if twice.any():
            example = " ".join(map(str, long.loc[twice, ROW_KEY].iloc[0]))
            raise FetchProblem.DUPLICATES.error(
                what=self.name, example=example, number=int(twice.sum())
            )
        # Not `pivot_table`: that would drop figures that are not published.
        wide = long.set_index([*ROW_KEY, "margin"])["number"].unstack("margin")  # noqa: PD010
        wide = wide.reset_index().reindex(columns=list(OPEN_COLUMNS))
        return wide.astype(dict.fromkeys(("value", "lower", "upper"), "float64"))

    def _read_numbers(self, cells: pd.Series) -> pd.Series:
        """Return the numbers of a column; a count is a whole number from 0.

        Raises `OpenDataError` for anything else, so that the former table stays.
        """
        numbers = pd.to_numeric(cells, errors="coerce")
        is_wrong = (numbers.isna() & cells.notna()) | (numbers < 0)
        if self._key("kind"):
            is_wrong |= numbers.notna() & (numbers % 1 != 0)
        if is_wrong.any():
            example = str(cells[is_wrong].iloc[0]).strip()
            number = int(is_wrong.sum())
            raise FetchProblem.NO_COUNT.error(what=self.name, example=example, number=number)
        return numbers

    def _periods(self, rows: pd.DataFrame) -> dict[str, object]:
        """Return the period and the status of each row."""
        key = self._key("period")
        if not key:
            return {"period": self.year, "status": "definitief"}
        periods = {code: str(_parse_period(code) or "") for code in self._codes_of("period")}
        statuses = {
            code: "definitief" if row.get("Status", "Definitief") == "Definitief" else "voorlopig"
            for code, row in self._codes_of("period").items()
        }
        return {"period": rows[key].map(periods), "status": rows[key].map(statuses)}

    def _texts(self, rows: pd.DataFrame, role: str, otherwise: str) -> pd.Series:
        key = self._key(role)
        if not key:
            return pd.Series(otherwise, index=rows.index)
        return rows[key].astype(str).str.strip()


def describe_table(
    spec: OpenTable, service: Service, *, municipality: str, regions: Sequence[Region]
) -> ODataTable:
    """Ask a table what it is: version, columns, dimensions and codes.

    Of `regions` those that the table's entry asks for are wanted as benchmark. Raises
    `OpenDataError`, also when a column has another title than in opendata.toml.
    """
    about = _load_about(spec, service)
    if not (about.get("Title") and about.get("Modified")):
        raise FetchProblem.UNREADABLE.error(what=f"Tabel {spec.id}", why="zonder beschrijving")
    properties = _list_entity(spec, service, "DataProperties")
    dimensions, topics = _find_dimensions(properties), _load_topics(properties)
    year = re.match(r"\d{4}", str(about.get("Period", "")).strip())
    return ODataTable(
        spec=spec,
        service=service,
        municipality=municipality,
        wanted=tuple(r for r in regions if r.kind in spec.benchmark and r.region != municipality),
        title=str(about.get("Title", "")).strip(),
        version=str(about.get("Modified", "")),
        year=year[0] if year else "",
        columns={m: _find_column(title, topics, spec) for m, title in spec.columns.items()},
        dimensions=dimensions,
        codes={key: _load_codes(spec, service, key) for key in dimensions.values()},
    )


def load_version(spec: OpenTable, service: Service) -> str:
    """Return when a table was last changed, with one small question."""
    return str(_load_about(spec, service).get("Modified", ""))


def _load_about(spec: OpenTable, service: Service) -> Properties:
    return next(iter(_list_entity(spec, service, "TableInfos")), {})


def _list_entity(spec: OpenTable, service: Service, entity: str) -> list[dict[str, object]]:
    path = f"/ODataApi/OData/{spec.id}/{entity}"
    return list(service.rows(path, "value", what=f"Tabel {spec.id}", params={"$format": "json"}))


def _load_codes(spec: OpenTable, service: Service, dimension: str) -> Codes:
    return {
        str(row["Key"]): {k: str(v or "").strip() for k, v in row.items()}
        for row in _list_entity(spec, service, dimension)
    }


def _find_dimensions(properties: Sequence[Properties]) -> dict[str, str]:
    """Return the key of each dimension by its role: period, region, kind or margin."""
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


def _find_column(title: str, topics: Mapping[str, Sequence[str]], spec: OpenTable) -> str:
    """Return the key of a column, found by its title and the groups named with it."""
    wanted = [_letters(part) for part in title.split(GROUP_SEPARATOR)]
    fitting = [
        key
        for key, path in topics.items()
        if [_letters(part) for part in path[-len(wanted) :]] == wanted
    ]
    about = {"what": f"Tabel {spec.id}", "column": title}
    titles = {key: f" {GROUP_SEPARATOR} ".join(path) for key, path in topics.items()}
    if not fitting:
        raise FetchProblem.RENAMED.error(**about, alike=most_alike(title, list(titles.values())))
    if len(fitting) > 1:
        alike = quote_some([titles[key] for key in fitting])
        raise FetchProblem.AMBIGUOUS.error(**about, number=len(fitting), alike=alike)
    return fitting[0]


def _load_topics(properties: Sequence[Properties]) -> dict[str, list[str]]:
    """Return by key each column's titles, those of the groups around it first."""
    rows = {row.get("ID"): row for row in properties}
    topics = {}
    for row in properties:
        if row.get("Type") != "Topic":
            continue
        path, parent = [str(row.get("Title"))], row.get("ParentID")
        # A group that is its own ancestor would never end.
        while parent in rows and len(path) < len(rows):
            path.insert(0, str(rows[parent].get("Title")))
            parent = rows[parent].get("ParentID")
        topics[str(row.get("Key"))] = path
    return topics


def _letters(title: str) -> str:
    return re.sub(r"\W", "", title).casefold()


def _region_code(region: Region, known: Codes) -> str | None:
    """Return a table's own code of a region: the same code, or one with a title of the region."""
    exact = next((code for code in known if code.strip() == region.region), None)
    titles = {_letters(title) for title in region.titles}
    return exact or next(
        (code for code, row in known.items() if _letters(row.get("Title", "")) in titles), None
    )


def _parse_period(code: str) -> Period | None:
    """Return the period of a code such as 2023JJ00, 2023MM05 or 2023KW02; None for another kind."""
    match = re.fullmatch(r"((?:19|20)\d\d)(JJ|MM|KW)(\d)(\d)", code.strip())
    if match is None:
        return None
    year, kind, tens, units = match.groups()
    parts = {"JJ": "", "MM": f"-{tens}{units}", "KW": f"-Q{units}"}
    return Period(year + parts[kind])


def _any_of(dimension: str, codes: Sequence[str]) -> str:
    return "(" + " or ".join(f"{dimension} eq '{code}'" for code in codes) + ")"


def _batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (items[n : n + size] for n in range(0, len(items), size))
