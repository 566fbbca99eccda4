"""Records of one table: found, added, changed and removed, with versions and the audit trail.

A feature describes its table once, and after that only what changes:

    MEASURES = Repository(
        tables.measure,
        name="maatregel",
        read=lambda row: read_record(StoredMeasure, row, measure=read_record(Measure, row)),
        describe=lambda row: pick(row, Measure.model_fields),
    )

    with store.writing() as connection:
        MEASURES.add(connection, actor, {"title": "Licht"}, event=Event.MEASURE_ADDED)
    ...
    with store.writing() as connection:
        values = {"title": "Meer licht"}
        MEASURES.change(connection, actor, seen, values, event=Event.MEASURE_CHANGED)

Each change compares the version that the caller saw with the one in the database, counts it up and
adds an entry to the audit trail, all in the caller's transaction; there is one writer at a time.
Not here: permissions (`lib.access`), what may be stored (`form_fields`), and stories,
whose versions are rows of their own (`story`).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar, get_args, get_type_hints

from pydantic import BaseModel
from sqlalchemy import Connection, Select, Table, delete, insert, select, update

from lib.access import Actor
from lib.store.audit import Event, Json, record_event, utc_now
from lib.store.errors import ChangedMeanwhileError, NotFoundError

# A row as the database gives it, by the names of its columns.
Row = Mapping[Any, Any]


class Numbered(Protocol):
    """A record with the number that its row has."""

    @property
    def number(self) -> int:
        """The number of its row."""


R = TypeVar("R", bound=Numbered)
K = TypeVar("K")


@dataclass(frozen=True)
class Repository(Generic[R]):
    """The records of a table with a number and, where they can be edited, a version.

    `name` is what the audit trail calls one; `read` makes a record of a row, and `describe` what
    the audit trail stores of it. `large` names columns that only who asks for them gets. `title`
    is what a message calls a record; `missing` and `subject` replace the usual message and the
    usual subject of the audit trail.
    """

    table: Table
    name: str
    read: Callable[[Row], R]
    describe: Callable[[Row], Json]
    large: frozenset[str] = frozenset()
    title: Callable[[R], str] | None = None
    missing: str = "{name} {number} is er niet, of niet meer."
    subject: Callable[[Row], str] | None = None

    def query(self) -> Select[Any]:
        """Return a query of all records without their large columns."""
        return select(*(column for column in self.table.c if column.name not in self.large))

    def load(self, connection: Connection, query: Select[Any] | None = None) -> list[R]:
        """Return the records of a query, by default all of them."""
        rows = connection.execute(self.query() if query is None else query)
        return [self.read(dict(row)) for row in rows.mappings()]

    def find(self, connection: Connection, number: int) -> R:
        """Return a record; raise `NotFoundError` when there is none."""
        return self.read(self.find_row(connection, number))

    def find_unchanged(self, connection: Connection, seen: R) -> R:
        """Return a record; raise `ChangedMeanwhileError` unless it is the version that was seen."""
        found = self.find(connection, seen.number)
        if getattr(found, "version", None) != getattr(seen, "version", None):
            name = f"{self.name.capitalize()} {seen.number}"
            raise ChangedMeanwhileError(self.title(found) if self.title else name, newer=found)
        return found

    def add(
        self,
        connection: Connection,
        actor: Actor,
        values: Row,
        *,
        event: Event,
        details: Json | None = None,
    ) -> R:
        """Add a record; the audit trail gets `details` with what it stores anyway."""
        query = insert(self.table).values(**self._stamp(1), **values)
        number = connection.execute(query.returning(self.table.c.id)).scalar_one()
        row = self.find_row(connection, number)
        stored = {**self.describe(row), **(details or {})}
        record_event(connection, actor, event=event, subject=self._name_row(row), after=stored)
        return self.read(row)

    def change(
        self, connection: Connection, actor: Actor, seen: R, values: Row, *, event: Event
    ) -> R:
        """Change columns of a record that is as it was seen; return it as it is then.

        Raises `ChangedMeanwhileError` with the newer record, `NotFoundError` when it is gone.
        """
        self.find_unchanged(connection, seen)
        before = self.find_row(connection, seen.number)
        query = update(self.table).where(self.table.c.id == seen.number)
        stamp = self._stamp(before.get("version", 0) + 1)
        connection.execute(query.values({**stamp, **values}))
        after = self.find_row(connection, seen.number)
        self.record_change(connection, actor, event=event, before=before, after=after)
        return self.read(after)

    def remove(self, connection: Connection, actor: Actor, seen: R, *, event: Event) -> None:
        """Remove a record that is as it was seen; raise as `change`."""
        self.find_unchanged(connection, seen)
        before = self.find_row(connection, seen.number)
        connection.execute(delete(self.table).where(self.table.c.id == seen.number))
        self.record_change(connection, actor, event=event, before=before)

    def find_row(self, connection: Connection, number: int) -> Row:
        """Return the row of a record; raise `NotFoundError` when there is none."""
        query = self.query().where(self.table.c.id == number)
        row = connection.execute(query).mappings().one_or_none()
        if row is None:
            message = self.missing.format(name=self.name.capitalize(), number=number)
            raise NotFoundError(message)
        return dict(row)

    def record_change(
        self,
        connection: Connection,
        actor: Actor,
        *,
        event: Event,
        before: Row,
        after: Row | None = None,
    ) -> None:
        """Add the change of a row to the audit trail, or its removal."""
        subject, old = self._name_row(before), self.describe(before)
        new = self.describe(after) if after else None
        record_event(connection, actor, event=event, subject=subject, before=old, after=new)

    def _name_row(self, row: Row) -> str:
        return self.subject(row) if self.subject else f"{self.name} {row['id']}"

    def _stamp(self, version: int) -> dict[str, Any]:
        """Return what a change writes by itself, where the table has columns for it."""
        stamp = {"version": version, "changed_at": utc_now()}
        return {name: value for name, value in stamp.items() if name in self.table.c}


def pick(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Return the values of some columns by name."""
    return {name: row[name] for name in names}


def read_record(kind: type[K], row: Row, **given: object) -> K:
    """Return a dataclass or model of a stored row, `given` for what the row does not have.

    `number` is the row's id. Nothing is checked: it was when it came in, and rules may have changed
    since.
    """
    shape: Any = kind
    hints = _field_types(shape)
    columns = {name: "id" if name == "number" else name for name in hints if name not in given}
    values = {n: _restore(row[c], hints[n]) for n, c in columns.items() if c in row}
    make = shape.model_construct if issubclass(shape, BaseModel) else shape
    record: K = make(**values, **given)
    return record


@lru_cache(maxsize=256)
def _field_types(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a dataclass or a model
    hints = get_type_hints(kind)
    names = [f.name for f in fields(kind)] if is_dataclass(kind) else kind.model_fields
    return {name: hints[name] for name in names}


def _restore(value: Any, hint: Any) -> Any:  # noqa: ANN401 - whatever a column can hold
    """Return what JSON or a column of text holds as the type that the field has."""
    if isinstance(value, list):
        (each, *_) = get_args(hint) or (str,)
        return tuple(_restore(one, each) for one in value)
    for kind in get_args(hint) or (hint,):
        if isinstance(value, str) and isinstance(kind, type):
            if issubclass(kind, Enum):
                return kind(value)
            if issubclass(kind, dt.date):
                return kind.fromisoformat(value)
    return value
