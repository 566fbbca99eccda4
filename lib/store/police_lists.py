"""The police's own lists: counts per kind, area and day, for the driehoek only.

A list covers each of its days for each of its kinds: what it does not name there is zero. Of each
kind and day the newest list holds; when it is withdrawn the one before it is back. Not here:
reading a file (`lib.intake`), and joining lists with open figures (`lib.board`).
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import Connection, RowMapping, and_, insert, or_, select, update

from lib.access import Actor, Operation
from lib.catalog import DataProblem, DataProblemsError, Source, Status
from lib.catalog.fields import FrozenModel, Key
from lib.catalog.messages import describe_validation_error
from lib.store import tables
from lib.store.audit import Event, now, record
from lib.store.database import Store
from lib.store.errors import NotFoundError, WrongStateError
from lib.store.free_text import FileName, Prose, Reason, validate_fields
from lib.store.waves import ImportedFile

PLACE = "politielijst"
PUBLISHER = "Interne lijst van de politie"
LABELS = {
    "name": "bestandsnaam",
    "sha256": "controlegetal van het bestand",
    "first": "eerste dag",
    "last": "laatste dag",
    "kinds": "soorten",
    "status": "status",
    "note": "toelichting",
    "reason": "reden",
}
MOST_COUNTS = 20_000
MOST_A_DAY = 1_000
CELLS = ["kind", "area", "day", "value", "list"]


@dataclass(frozen=True)
class SavedPoliceList:
    """A list as it stands in the store. `cases`: the sum of its counts; `note`: said last."""

    number: int
    file: ImportedFile
    saved_by: str
    saved_at: dt.datetime
    first: dt.date
    last: dt.date
    kinds: tuple[str, ...]
    cases: int
    status: Status
    withdrawn_at: dt.datetime | None
    note: str

    @property
    def source(self) -> Source:
        """Where its figures come from; it names nobody."""
        day = self.saved_at.astimezone().date()
        return Source.model_construct(
            source=police_source_key(self.number),
            title=self.file.name,
            publisher=PUBLISHER,
            date=self.last.isoformat(),
            section="",
            address="",
            licence="",
            retrieved=day,
            note="",
        )


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


def police_source_key(number: int) -> str:
    """Return the key of a list as a source."""
    return f"{PLACE}-{number}"


class _List(FrozenModel):
    name: FileName
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    first: dt.date
    last: dt.date
    kinds: Annotated[tuple[Key, ...], Field(min_length=1)]
    status: Literal[Status.PROVISIONAL, Status.FICTITIOUS]
    note: Prose

    @model_validator(mode="after")
    def _in_order(self) -> "_List":
        if self.last < self.first:
            raise PydanticCustomError("end_before_start", "ends before it starts")
        return self


class _Count(FrozenModel):
    kind: Key
    area: Key
    day: dt.date
    value: Annotated[int, Field(ge=0, le=MOST_A_DAY)]


class _Why(FrozenModel):
    reason: Reason


def save_police_list(  # noqa: PLR0913 - a list with all that it says of itself
    actor: Actor,
    store: Store,
    *,
    file: ImportedFile,
    counts: Mapping[tuple[str, str, dt.date], int],
    first: dt.date,
    last: dt.date,
    kinds: Collection[str],
    status: Status,
    note: str,
) -> int:
    """Keep a list, from now on the one that holds; return its number.

    `counts` by kind, area and day; kinds and areas must be keys, and known to the caller. Raises
    `DataProblemsError` for counts or text that cannot be kept.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    values = {
        "name": file.name,
        "sha256": file.sha256,
        "first": first,
        "last": last,
        "kinds": tuple(sorted(kinds)),
        "status": status,
        "note": note,
    }
    kept = validate_fields(_List, values, file=PLACE, labels=LABELS)
    found = _checked(counts, kept)
    with store.writing() as connection:
        number: int = connection.execute(
            insert(tables.police_list)
            .values(
                file_name=kept.name,
                file_sha256=kept.sha256,
                kept_by=actor.name,
                kept_at=now(),
                first_day=kept.first.isoformat(),
                last_day=kept.last.isoformat(),
                kinds=list(kept.kinds),
                cases=sum(c.value for c in found),
                status=kept.status.value,
                note=kept.note,
            )
            .returning(tables.police_list.c.id)
        ).scalar_one()
        rows = [
            {
                "list": number,
                "kind": c.kind,
                "area": c.area,
                "day": c.day.isoformat(),
                "value": c.value,
            }
            for c in found
            if c.value
        ]
        if rows:
            connection.execute(insert(tables.police_count), rows)
        record(
            connection,
            actor,
            event=Event.LIST_SAVED,
            subject=_subject(number),
            change=(None, _told(_find(connection, number))),
        )
    return number


def withdraw_police_list(actor: Actor, store: Store, *, number: int, reason: str) -> None:
    """Take a list back: where it held, the one before it holds again.

    Raises `NotFoundError`, `WrongStateError` when it is withdrawn already, and
    `DataProblemsError` for a reason that cannot be kept.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    said = validate_fields(_Why, {"reason": reason}, file=PLACE, labels=LABELS).reason
    table = tables.police_list
    with store.writing() as connection:
        row = _find(connection, number)
        if row["withdrawn_at"] is not None:
            raise WrongStateError(
                f"Politielijst {number} is al ingetrokken: misschien was een collega u net voor. "
                "Wat te doen: laad de pagina opnieuw."
            )
        values = {"withdrawn_at": now(), "note": said}
        connection.execute(update(table).where(table.c.id == number).values(values))
        after = _told(_find(connection, number))
        record(
            connection,
            actor,
            event=Event.LIST_WITHDRAWN,
            subject=_subject(number),
            change=(_told(row), after),
        )


def load_police_lists(actor: Actor, store: Store) -> tuple[SavedPoliceList, ...]:
    """Return every list, newest first, those that were withdrawn too."""
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        return _lists(connection)


def load_police_counts(actor: Actor, store: Store, *, fictitious: bool) -> PoliceCounts:
    """Return what holds of all lists that are not withdrawn.

    Only the real ones, or only the fictitious: they never share a figure.
    """
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        lists = {
            kept.number: kept
            for kept in _lists(connection)
            if kept.withdrawn_at is None and (kept.status is Status.FICTITIOUS) is fictitious
        }
        covered = coverage(tuple(lists.values()))
        cells = _cells(connection, covered)
    used = {n: lists[n] for n in _numbers(covered)}
    return PoliceCounts(cells, covered, MappingProxyType(used))


def preview_police_counts(
    found: PoliceCounts, kept: SavedPoliceList, counts: Mapping[tuple[str, str, dt.date], int]
) -> PoliceCounts:
    """Return what would hold with one more list, whose number is higher than the others'."""
    lists = {**found.lists, kept.number: kept}
    rows = [(*key[:2], key[2].isoformat(), n, kept.number) for key, n in counts.items() if n]
    covered = coverage(tuple(lists.values()))
    cells = pd.concat([found.cells, pd.DataFrame(rows, columns=CELLS)])
    used = MappingProxyType({n: lists[n] for n in _numbers(covered)})
    return PoliceCounts(_holding(cells, covered), covered, used)


def coverage(lists: Sequence[SavedPoliceList]) -> pd.DataFrame:
    """Return `PoliceCounts.covered` of some lists: the highest number holds."""
    if not lists:
        return pd.DataFrame(index=pd.Index([], dtype=str))
    days = pd.date_range(min(kept.first for kept in lists), max(kept.last for kept in lists))
    kinds = sorted({kind for kept in lists for kind in kept.kinds})
    covered = pd.DataFrame(0, index=days, columns=kinds)
    for kept in sorted(lists, key=lambda kept: kept.number):
        covered.loc[str(kept.first) : str(kept.last), list(kept.kinds)] = kept.number
    covered.index = pd.Index(days.strftime("%Y-%m-%d"))
    holds: pd.DataFrame = covered[(covered > 0).any(axis=1)]
    return holds


def _numbers(covered: pd.DataFrame) -> list[int]:
    """Return the numbers of the lists that hold anywhere."""
    return [int(number) for number in pd.unique(covered.to_numpy().ravel()) if number]


def _cells(connection: Connection, covered: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of the lists where these hold."""
    c = tables.police_count.c
    parts = []
    for number in _numbers(covered):
        days = covered.index[(covered == number).any(axis=1)]
        parts.append(and_(c.list == number, c.day.between(days[0], days[-1])))
    query = select(*(c[name] for name in CELLS)).where(or_(*parts)) if parts else None
    rows = connection.execute(query).all() if query is not None else []
    return _holding(pd.DataFrame([tuple(row) for row in rows], columns=CELLS), covered)


def _holding(cells: pd.DataFrame, covered: pd.DataFrame) -> pd.DataFrame:
    days, kinds = pd.Index(cells["day"]), pd.Index(cells["kind"])
    at = covered.index.get_indexer(days), covered.columns.get_indexer(kinds)
    holds: pd.DataFrame = cells[covered.to_numpy()[at] == cells["list"].to_numpy()]
    return holds.sort_values(["kind", "area", "day"], ignore_index=True)


def _lists(connection: Connection) -> tuple[SavedPoliceList, ...]:
    table = tables.police_list
    rows = connection.execute(select(table).order_by(table.c.id.desc())).mappings()
    return tuple(
        SavedPoliceList(
            number=row["id"],
            file=ImportedFile(row["file_name"], row["file_sha256"]),
            saved_by=row["kept_by"],
            saved_at=row["kept_at"],
            first=dt.date.fromisoformat(row["first_day"]),
            last=dt.date.fromisoformat(row["last_day"]),
            kinds=tuple(row["kinds"]),
            cases=row["cases"],
            status=Status(row["status"]),
            withdrawn_at=row["withdrawn_at"],
            note=row["note"],
        )
        for row in rows
    )


def _checked(counts: Mapping[tuple[str, str, dt.date], int], kept: _List) -> list[_Count]:
    """Return the counts as they can be kept; raise `DataProblemsError` with all problems."""
    if len(counts) > MOST_COUNTS:
        raise DataProblemsError(
            [
                DataProblem(
                    PLACE,
                    value=str(len(counts)),
                    expected=f"hoogstens {MOST_COUNTS} aantallen",
                    fix="deel de lijst op in twee lijsten van minder dagen",
                )
            ]
        )
    problems: list[DataProblem] = []
    found: list[_Count] = []
    for (kind, area, day), value in counts.items():
        where = f"{kind} {area} {day}"
        if kind not in kept.kinds or not kept.first <= day <= kept.last:
            expected = "een soort en een dag die de lijst dekt"
            fix = "noem alle soorten, en de eerste en laatste dag"
            problems.append(DataProblem(PLACE, column=where, expected=expected, fix=fix))
        try:
            found.append(_Count(kind=kind, area=area, day=day, value=value))
        except ValidationError as error:
            problems += describe_validation_error(error, file=PLACE, where=where)
    if problems:
        raise DataProblemsError(problems)
    return found


def _find(connection: Connection, number: int) -> RowMapping:
    query = select(tables.police_list).where(tables.police_list.c.id == number)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"Politielijst {number} is er niet.")
    return row


def _subject(number: int) -> str:
    return f"{PLACE} {number}"


def _told(row: RowMapping) -> dict[str, Any]:
    """Return what the audit trail tells of a list: not who, which it keeps apart."""
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
