"""What `make data` fetched, read from Parquet: which tables there are, and rows out of them.

One file a table, long: columns `measure`, `kind`, `area`, `period`, `value`, `lower`, `upper` and
`status`, sorted by kind, area and period, so that a question about some kinds reads only their
part. A manifest says which file is the newest of each table; a file that it does not name is no
part of the data. Not here: fetching and writing (`lib.opendata`).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

import pandas as pd
import pyarrow.parquet as pq
from pydantic import Field, ValidationError

from lib.catalog.schema import Indicator, Key, Missing, Name, Row, Source, Text

FOLDER, MANIFEST = "opendata", "manifest.json"
COLUMNS = ("measure", "kind", "area", "period", "value", "lower", "upper", "status")
YEAR = len("2023")
HOSTS = {"politie": "dataderden.cbs.nl", "cbs": "opendata.cbs.nl"}
Group = Literal["politie", "overlast", "veiligheidsmonitor", "inwoners", "grenzen"]


class OpenTable(Row):
    """A published table to fetch; an entry of opendata.toml."""

    id: Annotated[str, Field(pattern=r"^\w+$")]
    group: Group
    service: Literal["politie", "cbs"]
    columns: dict[str, Name]
    regions: Literal["parts"] | tuple[Text, ...]
    title: Name
    publisher: Name
    licence: Text

    @property
    def source(self) -> str:
        """The key under which figures name this table as their source."""
        return f"open-{self.id}"


class Stored(Row):
    """A table as it was fetched; an entry of the manifest. `kinds`: title by code."""

    table: str
    file: Annotated[str, Field(pattern=r"^[\w-]+\.parquet$")]
    title: str
    version: str
    retrieved: dt.date
    since: str
    source: Key
    rows: int
    first: str
    last: str
    sha256: str
    kinds: dict[str, str]


class Manifest(Row):
    """Which tables are there, by number."""

    tables: dict[str, Stored] = Field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a folder; an empty one where there is none.

    Raises `ValueError` when it cannot be read: then nobody may overwrite it unseen.
    """
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Manifest()
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise ValueError(f"{folder / MANIFEST} is niet te lezen: {error}") from error


def stored_tables(data_dir: Path) -> Mapping[str, Stored]:
    """Return the tables that can be read: those of the manifest whose file is there."""
    folder = data_dir / FOLDER
    found = read_manifest(folder).tables
    return MappingProxyType({k: t for k, t in found.items() if (folder / t.file).is_file()})


def read_rows(
    path: Path,
    *,
    kinds: Collection[str] = (),
    areas: Collection[str] = (),
    since: str = "",
) -> pd.DataFrame:
    """Return rows of one table's file: only these kinds and areas (none named: all), from `since`.

    Columns as in the module; text columns are categories. Reads only the parts of the file that
    can hold what is asked for.
    """
    tests: list[tuple[str, str, object]] = []
    if kinds:
        tests.append(("kind", "in", sorted(kinds)))
    if areas:
        tests.append(("area", "in", sorted(areas)))
    if since:
        tests.append(("period", ">=", since))
    table = pq.read_table(path, filters=tests or None, columns=list(COLUMNS))
    frame: pd.DataFrame = table.to_pandas()
    return frame


def observations(
    indicators: Iterable[Indicator], *, stored: Mapping[str, Stored], data_dir: Path
) -> list[pd.DataFrame]:
    """Return the yearly figures of indicators that add up kinds of a table, as observations.

    Columns as in `Observation`. Of the tables per wijk and buurt only the buurten: areas are
    their sums.
    """
    used = pd.DataFrame(
        [(n, kind, i.indicator) for i in indicators for n in i.tables for kind in i.kinds],
        columns=["table", "kind", "indicator"],
    )
    return [
        _observed(used[used["table"] == number], stored[number], data_dir / FOLDER)
        for number in dict.fromkeys(used["table"])
        if number in stored and len(stored[number].first) == YEAR
    ]


def _observed(used: pd.DataFrame, table: Stored, folder: Path) -> pd.DataFrame:
    rows = read_rows(folder / table.file, kinds=set(used["kind"]))
    rows = rows[(rows["period"].str.len() == YEAR) & ~rows["area"].str.startswith("WK")]
    is_buurt = rows["area"].str.startswith("BU")
    rows = rows[is_buurt] if is_buurt.any() else rows
    kinds = rows.assign(kind=rows["kind"].astype(str)).merge(used[["kind", "indicator"]], on="kind")
    sums = total(kinds, by=["indicator", "area", "period"])
    absent = sums["value"].isna()
    return sums.assign(
        lower=float("nan"), upper=float("nan"), n=None, source=table.source, note="",
        missing=[Missing.NOT_PUBLISHED.value if gone else "" for gone in absent],
    )  # fmt: skip


def total(rows: pd.DataFrame, *, by: list[str]) -> pd.DataFrame:
    """Return the sum of `value` with the last `status`, one row for each of `by`, as text.

    An absent part makes the sum absent: it is not zero.
    """
    text = rows.assign(
        absent=rows["value"].isna(), **{name: rows[name].astype(str) for name in (*by, "status")}
    )
    sums = text.groupby(by, as_index=False).agg(
        value=("value", "sum"), absent=("absent", "any"), status=("status", "last")
    )
    sums["value"] = sums["value"].mask(sums["absent"])
    return sums.drop(columns="absent")


def source_of(table: OpenTable, stored: Stored) -> Source:
    """Return where the figures of a fetched table come from."""
    return Source(
        source=table.source, title=table.title, publisher=table.publisher,
        date=stored.version[:10], section=f"Tabel {table.id}", licence=table.licence,
        address=f"https://{HOSTS[table.service]}/ODataApi/OData/{table.id}",
        retrieved=stored.retrieved, note="",
    )  # fmt: skip
