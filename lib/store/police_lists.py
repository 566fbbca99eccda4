"""The lists of the police: saved by the driehoek, withdrawn; of each kind and day the newest holds.

A list covers each of its days for each of its kinds: what it does not name there is zero. When the
list that holds is withdrawn the one before it is back. Not here: reading a file (`lib.intake`), and
joining lists with open figures (`lib.board`).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import Connection, and_, false, insert, or_, select

from lib.access import Actor, Operation
from lib.catalog import DataProblem, DataProblemsError, Source, Status
from lib.catalog.fields import FrozenModel, Key
from lib.catalog.problems import describe_validation_error
from lib.catalog.schema import NO_DETAILS
from lib.settings import DUTCH_TIME
from lib.store import tables
from lib.store.audit import Event, utc_now
from lib.store.database import Store
from lib.store.errors import WrongStateError
from lib.store.form_fields import REASON, FormFields, Prose, Sha256, UploadName
from lib.store.repository import Repository, Row, read_record
from lib.store.waves import ImportedFile

POLICE_PUBLISHER = "Interne lijst van de politie"
MAX_COUNTS = 20_000
MAX_CASES_A_DAY = 1_000
CountKey = tuple[str, str, dt.date]
COUNT_COLUMNS = ["kind", "area", "day", "value", "list"]


@dataclass(frozen=True)
class SavedPoliceList:
    """A list as it stands in the store: `cases` is the sum of its counts."""

    number: int
    file: ImportedFile
    saved_at: dt.datetime
    first: dt.date
    last: dt.date
    kinds: tuple[str, ...]
    cases: int
    status: Status
    withdrawn_at: dt.datetime | None

    @property
    def source(self) -> Source:
        """Where its figures come from; it names nobody."""
        return Source.model_construct(
            source=f"politielijst-{self.number}",
            title=self.file.name,
            publisher=POLICE_PUBLISHER,
            date=self.last.isoformat(),
            retrieved=self.saved_at.astimezone(DUTCH_TIME).date(),
            **NO_DETAILS,
        )


def _read_list(row: Row) -> SavedPoliceList:
    file = ImportedFile(row["file_name"], row["file_sha256"])
    names = {"saved_at": "kept_at", "first": "first_day", "last": "last_day"}
    renamed = {name: row[column] for name, column in names.items()}
    return read_record(SavedPoliceList, {**row, **renamed}, file=file)


def _describe_list(row: Row) -> dict[str, object]:
    """Return what the audit trail stores of a list: not who, which is an entry's own column."""
    return {
        "stand": "ingetrokken" if row["withdrawn_at"] else "bewaard",
        "bestand": row["file_name"],
        "sha256": row["file_sha256"],
        "van": row["first_day"],
        "tot en met": row["last_day"],
        "soorten": row["kinds"],
        "gevallen": row["cases"],
        "status": row["status"],
        "toelichting": row["note"],
    }


POLICE_LISTS = Repository(
    tables.police_list,
    name="politielijst",
    read=_read_list,
    describe=_describe_list,
    missing="Politielijst {number} is er niet.",
)


class _PoliceList(FrozenModel):
    name: UploadName = Field(title="bestandsnaam")
    sha256: Sha256 = Field(title="controlegetal van het bestand")
    first: dt.date = Field(title="eerste dag")
    last: dt.date = Field(title="laatste dag")
    kinds: Annotated[tuple[Key, ...], Field(min_length=1)] = Field(title="soorten")
    status: Literal[Status.PROVISIONAL, Status.FICTITIOUS] = Field(title="status")
    note: Prose = Field("", title="toelichting")

    @model_validator(mode="after")
    def _in_order(self) -> "_PoliceList":
        if self.last < self.first:
            raise PydanticCustomError("end_before_start", "ends before it starts")
        return self


POLICE_FIELDS = FormFields.of("politielijst", _PoliceList, reason="reden")


class _PoliceCount(FrozenModel):
    kind: Key
    area: Key
    day: dt.date
    value: Annotated[int, Field(ge=0, le=MAX_CASES_A_DAY)]


def save_police_list(
    actor: Actor,
    store: Store,
    *,
    file: ImportedFile,
    values: Mapping[str, object],
    counts: Mapping[CountKey, int],
) -> int:
    """Save a list, from now on the one that holds; return its number.

    `values`: the first and last day, the kinds, the status and, if any, the note; `counts` by kind,
    area and day. Kinds and areas must be keys, and known to the caller. Raises `DataProblemsError`
    for counts or text that cannot be stored.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    about = POLICE_FIELDS.validate(
        _PoliceList, {"name": file.name, "sha256": file.sha256, **values}
    )
    found = _validate_counts(counts, about)
    columns = {
        "file_name": about.name,
        "file_sha256": about.sha256,
        "kept_by": actor.name,
        "kept_at": utc_now(),
        "first_day": about.first.isoformat(),
        "last_day": about.last.isoformat(),
        "kinds": sorted(about.kinds),
        "cases": sum(c.value for c in found),
        "status": about.status.value,
        "note": about.note,
    }
    with store.writing() as connection:
        saved = POLICE_LISTS.add(connection, actor, columns, event=Event.LIST_SAVED)
        rows = [{"list": saved.number, **c.model_dump(mode="json")} for c in found if c.value]
        if rows:
            connection.execute(insert(tables.police_count), rows)
    return saved.number


def withdraw_police_list(actor: Actor, store: Store, *, number: int, reason: str) -> None:
    """Take a list back: where it held, the one before it holds again.

    Raises `NotFoundError`, `WrongStateError` when it is withdrawn already, and
    `DataProblemsError` for a reason that cannot be stored.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    note = POLICE_FIELDS.validate_field(REASON, reason, field="reason")
    with store.writing() as connection:
        before = POLICE_LISTS.find(connection, number)
        if before.withdrawn_at is not None:
            raise WrongStateError(
                f"Politielijst {number} is al ingetrokken: misschien was een collega u net voor. "
                "Wat te doen: laad de pagina opnieuw."
            )
        values = {"withdrawn_at": utc_now(), "note": note}
        POLICE_LISTS.change(connection, actor, before, values, event=Event.LIST_WITHDRAWN)


def load_police_lists(actor: Actor, store: Store) -> tuple[SavedPoliceList, ...]:
    """Return every list, newest first, those that were withdrawn too."""
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        return _find_lists(connection)


def _find_lists(connection: Connection) -> tuple[SavedPoliceList, ...]:
    query = POLICE_LISTS.query().order_by(tables.police_list.c.id.desc())
    return tuple(POLICE_LISTS.load(connection, query))


def _validate_counts(counts: Mapping[CountKey, int], about: _PoliceList) -> list[_PoliceCount]:
    """Return the counts as they can be stored; raise `DataProblemsError` with all problems."""
    if len(counts) > MAX_COUNTS:
        POLICE_FIELDS.refuse(
            value=len(counts),
            expected=f"hoogstens {MAX_COUNTS} aantallen",
            fix="deel de lijst op in twee lijsten van minder dagen",
        )
    problems: list[DataProblem] = []
    found: list[_PoliceCount] = []
    for (kind, area, day), value in counts.items():
        where = f"{kind} {area} {day}"
        if kind not in about.kinds or not about.first <= day <= about.last:
            expected = "een soort en een dag die de lijst dekt"
            fix = "noem alle soorten, en de eerste en laatste dag"
            problems.append(DataProblem("politielijst", column=where, expected=expected, fix=fix))
        try:
            found.append(_PoliceCount(kind=kind, area=area, day=day, value=value))
        except ValidationError as error:
            problems += describe_validation_error(error, file="politielijst", where=where)
    if problems:
        raise DataProblemsError(problems)
    return found


@dataclass(frozen=True, eq=False)
class PoliceCounts:
    """What holds of the lists together.

    `covered` has a row for each day that a list covers ('2026-11-23', in order), a column per
    kind, and the number of the list that holds there, 0 for none. `cells` has the counts above 0
    of just those lists: columns `kind`, `area`, `day`, `value`, `list`; what is absent where a
    list holds is 0. `lists` are those that hold anywhere, by number.
    """

    cells: pd.DataFrame
    covered: pd.DataFrame
    lists: Mapping[int, SavedPoliceList]


def load_police_counts(actor: Actor, store: Store, *, fictitious: bool) -> PoliceCounts:
    """Return what holds of all lists that are not withdrawn.

    Only the real ones, or only the fictitious: they never share a figure.
    """
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        lists = {
            found.number: found
            for found in _find_lists(connection)
            if found.withdrawn_at is None and (found.status is Status.FICTITIOUS) is fictitious
        }
        covered = find_coverage(tuple(lists.values()))
        return _hold_together(_load_cells(connection, covered), covered, lists)


def preview_police_counts(
    found: PoliceCounts, added: SavedPoliceList, counts: Mapping[CountKey, int]
) -> PoliceCounts:
    """Return what would hold with one more list, whose number is higher than the others'."""
    lists = {**found.lists, added.number: added}
    rows = [(*key[:2], key[2].isoformat(), n, added.number) for key, n in counts.items() if n]
    cells = pd.concat([found.cells, pd.DataFrame(rows, columns=COUNT_COLUMNS)])
    return _hold_together(cells, find_coverage(tuple(lists.values())), lists)


def find_coverage(lists: Sequence[SavedPoliceList]) -> pd.DataFrame:
    """Return `PoliceCounts.covered` of some lists: the highest number holds."""
    if not lists:
        return pd.DataFrame(index=pd.Index([], dtype=str))
    days = pd.date_range(min(one.first for one in lists), max(one.last for one in lists))
    kinds = sorted({kind for one in lists for kind in one.kinds})
    covered = pd.DataFrame(0, index=days, columns=kinds)
    for one in sorted(lists, key=lambda one: one.number):
        covered.loc[str(one.first) : str(one.last), list(one.kinds)] = one.number
    covered.index = pd.Index(days.strftime("%Y-%m-%d"))
    holds: pd.DataFrame = covered[(covered > 0).any(axis=1)]
    return holds


def _list_numbers(covered: pd.DataFrame) -> list[int]:
    """Return the numbers of the lists that hold anywhere."""
    return [int(number) for number in pd.unique(covered.to_numpy().ravel()) if number]


def _load_cells(connection: Connection, covered: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of the lists on the days between which each holds."""
    c = tables.police_count.c
    parts = []
    for number in _list_numbers(covered):
        days = covered.index[(covered == number).any(axis=1)]
        parts.append(and_(c.list == number, c.day.between(days[0], days[-1])))
    query = select(*(c[name] for name in COUNT_COLUMNS)).where(or_(false(), *parts))
    return pd.DataFrame(map(tuple, connection.execute(query)), columns=COUNT_COLUMNS)


def _hold_together(
    cells: pd.DataFrame, covered: pd.DataFrame, lists: Mapping[int, SavedPoliceList]
) -> PoliceCounts:
    """Return what holds: the counts of each list where it does, and the lists that do anywhere."""
    days, kinds = pd.Index(cells["day"]), pd.Index(cells["kind"])
    at = covered.index.get_indexer(days), covered.columns.get_indexer(kinds)
    holds: pd.DataFrame = cells[covered.to_numpy()[at] == cells["list"].to_numpy()]
    holds = holds.sort_values(["kind", "area", "day"], ignore_index=True)
    used = {number: lists[number] for number in _list_numbers(covered)}
    return PoliceCounts(holds, covered, MappingProxyType(used))
