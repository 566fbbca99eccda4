"""What `make data` fetched, read from Parquet: which tables there are, and rows out of them.

One file a table, long: columns `measure`, `kind`, `area`, `period`, `value`, `lower`, `upper` and
`status`, sorted by kind, area and period, so that a question about some kinds reads only their
part. A manifest says which file is the newest of each table; a file that it does not name is no
part of the data. Not here: fetching and writing (`lib.opendata`).
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

import pandas as pd
import pyarrow.parquet as pq
from pydantic import Field, ValidationError

from lib.catalog.fields import FrozenModel, Key, Name, PlainText
from lib.catalog.period import Period, yearly_rows
from lib.catalog.schema import Indicator, Missing, Source

OPEN_DATA_FOLDER, MANIFEST_FILE = "opendata", "manifest.json"
OPEN_COLUMNS = ("measure", "kind", "area", "period", "value", "lower", "upper", "status")
TEXT_COLUMNS = ("measure", "kind", "area", "period", "status")
# The kind of a table without kinds, and the measure of an indicator that names none.
ALL_KINDS, COUNT_MEASURE = "0.0.0", "aantal"
SERVICE_HOSTS = {"politie": "dataderden.cbs.nl", "cbs": "opendata.cbs.nl"}
BOUNDARIES = "open-grenzen"
TableGroup = Literal["politie", "overlast", "veiligheidsmonitor", "inwoners"]


class OpenTable(FrozenModel):
    """A published table to fetch; an entry of opendata.toml.

    `columns`: title by measure; `counting`: as of a `Source`.
    """

    id: Annotated[str, Field(pattern=r"^\w+$")]
    group: TableGroup
    service: Literal["politie", "cbs"]
    columns: dict[str, Name]
    regions: Literal["parts", "municipality"]
    benchmark: tuple[Literal["municipality", "police_unit", "country"], ...] = ()
    title: Name
    publisher: Name
    licence: PlainText
    counting: PlainText = ""

    @property
    def source(self) -> str:
        """The key under which figures name this table as their source."""
        return f"open-{self.id}"


class StoredTable(FrozenModel):
    """A table as it was fetched; an entry of the manifest.

    `asked` stands for what was asked of it, `kinds` is title by code.
    """

    table: str
    file: Annotated[str, Field(pattern=r"^[\w-]+\.parquet$")]
    title: str
    version: str
    retrieved: dt.date
    since: str
    asked: str
    source: Key
    rows: int
    first: str
    last: str
    sha256: str
    kinds: dict[str, str]


class StoredShapes(FrozenModel):
    """The official boundaries as they were fetched: their files, and how the map names them."""

    year: int
    areas: Annotated[str, Field(pattern=r"^[\w-]+\.geojson$")]
    focus: Annotated[str, Field(pattern=r"^[\w-]+\.geojson$")]
    water: Annotated[str, Field(pattern=r"^([\w-]+\.geojson)?$")] = ""
    attribution: Name
    retrieved: dt.date
    asked: str

    @property
    def source(self) -> Source:
        """Where they come from."""
        return Source(
            source=BOUNDARIES,
            title=f"Grenzen van wijken en buurten {self.year}",
            publisher="CBS, Kadaster en PDOK",
            date=str(self.year),
            section="Buurten",
            address=f"https://api.pdok.nl/cbs/wijken-en-buurten-{self.year}/ogc/v1",
            licence="CC BY 4.0",
            retrieved=self.retrieved,
            note="Buurten, samengevoegd tot wijken en daarna vereenvoudigd.",
        )


class Manifest(FrozenModel):
    """Which tables are there, by number, and the official boundaries if they are."""

    tables: dict[str, StoredTable] = Field(default_factory=dict)
    boundaries: StoredShapes | None = None


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a folder; an empty one where there is none.

    Raises `ValueError` when it cannot be read: then nobody may overwrite it unseen.
    """
    try:
        text = (folder / MANIFEST_FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Manifest()
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise ValueError(f"{folder / MANIFEST_FILE} is niet te lezen: {error}") from error


def find_stored_tables(data_dir: Path) -> Mapping[str, StoredTable]:
    """Return the tables that can be read: those of the manifest whose file is there."""
    folder = data_dir / OPEN_DATA_FOLDER
    found = read_manifest(folder).tables
    return MappingProxyType({k: t for k, t in found.items() if (folder / t.file).is_file()})


def refuse_damaged(stored: Mapping[str, StoredTable], data_dir: Path) -> None:
    """Raise `OSError` or `pyarrow.ArrowException` where a table's file is not what was written.

    Opens each file, reads no rows: those of months are only read when a page asks for them.
    """
    for table in stored.values():
        path = data_dir / OPEN_DATA_FOLDER / table.file
        with pq.ParquetFile(path) as file:
            if file.metadata.num_rows != table.rows:
                raise OSError(f"{path}: {file.metadata.num_rows} rows instead of {table.rows}")


def read_rows(
    path: Path, *, kinds: Collection[str] = (), areas: Collection[str] = ()
) -> pd.DataFrame:
    """Return rows of one table's file: only these kinds and areas (none named: all).

    Columns as in the module; text columns are categories. Reads only the parts of the file that
    can hold these kinds.
    """
    with pq.ParquetFile(path, read_dictionary=list(TEXT_COLUMNS)) as file:
        groups = _row_groups(file, kinds)
        frame: pd.DataFrame = file.read_row_groups(groups, columns=list(OPEN_COLUMNS)).to_pandas()
    is_wanted = pd.Series(data=True, index=frame.index)
    for name, wanted in (("kind", kinds), ("area", areas)):
        if wanted:
            is_wanted &= frame[name].isin(list(wanted))
    return frame[is_wanted].reset_index(drop=True)


def _row_groups(file: pq.ParquetFile, kinds: Collection[str]) -> list[int]:
    """Return the groups of rows that can hold one of `kinds`, by their least and greatest kind."""
    every = range(file.metadata.num_row_groups)
    column = file.schema_arrow.get_field_index("kind")
    found = [(n, file.metadata.row_group(n).column(column).statistics) for n in every]
    return [n for n, s in found if not kinds or not s or any(s.min <= k <= s.max for k in kinds)]


def read_open_observations(
    indicators: Iterable[Indicator],
    *,
    tables: Mapping[str, OpenTable],
    stored: Mapping[str, StoredTable],
    places: Mapping[str, str],
    data_dir: Path,
) -> list[pd.DataFrame]:
    """Return the yearly figures of indicators that name tables, as observations.

    Columns as in `Observation`. `places`: the level of each area that counts, 'region' for one to
    compare the municipality with; rows of other areas and of levels that the indicator does not
    have are left out. A table per wijk and buurt gives the municipality only where no other table
    of the indicator does, and no wijken: areas are the sums of their buurten.
    """
    found = []
    used = _list_uses(indicators, tables)
    for number in dict.fromkeys(used["table"]):
        if number in stored and Period(stored[number].first).is_year:
            own = used[used["table"] == number].drop(columns="table")
            found.append(_read_used_rows(own, stored[number], data_dir / OPEN_DATA_FOLDER, places))
    return found


def _list_uses(indicators: Iterable[Indicator], tables: Mapping[str, OpenTable]) -> pd.DataFrame:
    """Return a row for each table, measure, kind, indicator and level of which figures are used."""
    rows = []
    for i in indicators:
        has_whole = any(tables[n].regions == "municipality" for n in i.tables)
        for n in i.tables:
            is_spare = has_whole and tables[n].regions == "parts"
            for kind, level in product(
                i.kinds or (ALL_KINDS,), _fetched_levels(i, is_spare=is_spare)
            ):
                rows.append((n, i.measure or COUNT_MEASURE, kind, i.indicator, level))
    return pd.DataFrame(rows, columns=["table", "measure", "kind", "indicator", "level"])


def _fetched_levels(indicator: Indicator, *, is_spare: bool) -> list[str]:
    """Return the levels that a table gives; a spare one does not give the municipality."""
    left_out = {"area", "cbs_wijk", *(["municipality"] if is_spare else [])}
    return [level for level in (*indicator.levels, "region") if level not in left_out]


def _read_used_rows(
    used: pd.DataFrame, table: StoredTable, folder: Path, places: Mapping[str, str]
) -> pd.DataFrame:
    rows = yearly_rows(read_rows(folder / table.file, kinds=set(used["kind"])))
    text = {name: rows[name].astype(str) for name in ("measure", "kind", "area", "period")}
    rows = rows.assign(**text, level=text["area"].map(places))
    parts = rows.merge(used, on=["measure", "kind", "level"])
    by = ["indicator", "area", "period"]
    sums = sum_rows(parts, by=by)
    # Only a survey has bounds, and then one row for each figure.
    bounds = parts.groupby(by)[["lower", "upper"]].sum(min_count=1).reset_index(drop=True)
    absent = sums["value"].isna()
    return sums.assign(
        lower=bounds["lower"],
        upper=bounds["upper"],
        source=table.source,
        note="",
        n=pd.Series(pd.NA, index=sums.index, dtype="Int64"),
        missing=[Missing.NOT_PUBLISHED.value if gone else "" for gone in absent],
    )


def sum_rows(rows: pd.DataFrame, *, by: list[str]) -> pd.DataFrame:
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


def source_of_table(table: OpenTable, stored: StoredTable) -> Source:
    """Return where the figures of a fetched table come from."""
    # A version is whatever the publisher writes: mostly a time.
    date = re.match(r"\d{4}-\d\d-\d\d", stored.version)
    return Source(
        source=table.source,
        title=table.title,
        publisher=table.publisher,
        date=date[0] if date else "",
        section=f"Tabel {table.id}",
        licence=table.licence,
        address=f"https://{SERVICE_HOSTS[table.service]}/ODataApi/OData/{table.id}",
        retrieved=stored.retrieved,
        note="",
        counting=table.counting,
    )
