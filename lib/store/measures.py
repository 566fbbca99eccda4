"""The register of measures: added, changed and ended by editors; internal until made public.

'Who' and 'where' are keys of the catalog, never names. Not here: what the policy itself says of
its approach, which stands in the catalog's themes.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import Connection, RowMapping, insert, select, update

from lib.access import Actor, Operation
from lib.catalog import Catalog, DataProblem, DataProblemsError, MeasureStatus, ends_before
from lib.catalog.fields import FrozenModel, Key, Keys, OptionalKey, PartialDate
from lib.store import tables
from lib.store.audit import Event, now, record
from lib.store.database import Store
from lib.store.errors import ChangedMeanwhileError, NotFoundError
from lib.store.free_text import Line, Prose, translate_errors, validate_fields
from lib.store.known_keys import known

PLACE = "maatregel"
MEASURE_LABELS = {
    "title": "titel",
    "theme": "thema",
    "threads": "rode draden",
    "areas": "wijken",
    "partners": "partners",
    "start": "begin",
    "end": "einde",
    "status": "stand",
    "level": "niveau",
    "indicator": "moet veranderen",
    "residents": "wat inwoners kunnen doen",
    "visibility": "openbaar of intern",
}


class MeasureLevel(StrEnum):
    """Whether it is a line of the policy or something that is done for it."""

    POLICY = "beleid"
    MEASURE = "maatregel"


class Visibility(StrEnum):
    """Who sees a measure."""

    PUBLIC = "openbaar"
    INTERNAL = "intern"


ENDED_STATUSES = {MeasureStatus.DONE, MeasureStatus.STOPPED}


class Measure(FrozenModel):
    """What is known of a measure; `check_measure` makes one. No `areas`: all of the municipality.

    `start` and `end` are ISO, a year or month if no more is known; `residents` says what people
    can do themselves; `indicator` is what it should change.
    """

    title: Line
    theme: Key
    threads: Keys = ()
    areas: Keys = ()
    partners: Keys = ()
    start: Annotated[PartialDate, Field(min_length=1)]
    end: PartialDate = ""
    status: MeasureStatus
    level: MeasureLevel = MeasureLevel.MEASURE
    indicator: OptionalKey = None
    residents: Prose = ""
    visibility: Visibility = Visibility.INTERNAL

    _known = field_validator("theme", "threads", "areas", "partners", "indicator")(known)

    @model_validator(mode="after")
    def _consistent(self) -> "Measure":
        _check_end(self.start, self.end, self.status)
        return self


@dataclass(frozen=True)
class StoredMeasure:
    """A measure as it stands in the store; `version` counts its changes."""

    number: int
    version: int
    changed_at: dt.datetime
    measure: Measure


def check_measure(
    values: Mapping[str, object], *, catalog: Catalog, file: str = PLACE, row: int = 0
) -> Measure:
    """Return the measure; raise `DataProblemsError` with all that is wrong with its values.

    Keys as the fields of `Measure`; several keys in one field as a sequence or split by a bar.
    """
    try:
        return Measure.model_validate(values, context=catalog)
    except ValidationError as error:
        raise DataProblemsError(
            translate_errors(error, file=file, labels=MEASURE_LABELS, row=row)
        ) from None


def load_measures(actor: Actor, store: Store) -> tuple[StoredMeasure, ...]:
    """Return the measures that an actor may see, by start."""
    actor.require(Operation.READ_PUBLIC)
    query = select(tables.measure)
    if not actor.may(Operation.READ_INTERNAL):
        query = query.where(tables.measure.c.visibility == Visibility.PUBLIC.value)
    with store.reading() as connection:
        found = [_stored(row) for row in connection.execute(query).mappings()]
    return tuple(sorted(found, key=lambda m: (m.measure.start, m.number)))


def add_measure(
    actor: Actor, store: Store, *, values: Mapping[str, object], catalog: Catalog
) -> StoredMeasure:
    """Keep a new measure; raise `DataProblemsError` for values that cannot be kept."""
    actor.require(Operation.EDIT_MEASURES)
    return _add(actor, store, [check_measure(values, catalog=catalog)])[0]


def add_measures(
    actor: Actor,
    store: Store,
    *,
    rows: Sequence[Mapping[str, object]],
    catalog: Catalog,
    file: str,
) -> tuple[StoredMeasure, ...]:
    """Keep the measures of a file, all or none.

    `rows` are those below its header. Raises `DataProblemsError` with the problems of all rows.
    """
    actor.require(Operation.EDIT_MEASURES)
    problems: list[DataProblem] = []
    good = []
    for number, values in enumerate(rows, start=2):
        try:
            good.append(check_measure(values, catalog=catalog, file=file, row=number))
        except DataProblemsError as error:
            problems += error.problems
    if problems:
        raise DataProblemsError(problems)
    return _add(actor, store, good)


def change_measure(
    actor: Actor,
    store: Store,
    *,
    seen: StoredMeasure,
    values: Mapping[str, object],
    catalog: Catalog,
) -> StoredMeasure:
    """Replace a measure's values by others; `seen` is what the editor started from.

    Raises `ChangedMeanwhileError` with the newer record, `NotFoundError` when it is gone, and
    `DataProblemsError` for values that cannot be kept.
    """
    actor.require(Operation.EDIT_MEASURES)
    changed = check_measure(values, catalog=catalog)
    return _replace(actor, store, seen, _columns(changed), event=Event.MEASURE_CHANGED)


def end_measure(
    actor: Actor, store: Store, *, seen: StoredMeasure, status: MeasureStatus, end: str
) -> StoredMeasure:
    """Say that a measure was done or stopped, and when; raises as `change_measure`."""
    actor.require(Operation.EDIT_MEASURES)
    values = {"start": seen.measure.start, "end": end, "status": status}
    ended = validate_fields(_End, values, file=PLACE, labels=MEASURE_LABELS)
    columns = {"status": ended.status, "end": ended.end}
    return _replace(actor, store, seen, columns, event=Event.MEASURE_ENDED)


class _End(FrozenModel):
    start: str
    end: PartialDate
    status: Literal[MeasureStatus.DONE, MeasureStatus.STOPPED]

    @model_validator(mode="after")
    def _consistent(self) -> "_End":
        _check_end(self.start, self.end, self.status)
        return self


def _check_end(start: str, end: str, status: MeasureStatus) -> None:
    if status in ENDED_STATUSES and not end:
        raise PydanticCustomError("end_missing", "end missing")
    if ends_before(end, start):
        raise PydanticCustomError("end_before_start", "end before start")


def _add(actor: Actor, store: Store, new: Sequence[Measure]) -> tuple[StoredMeasure, ...]:
    with store.writing() as connection:
        return tuple(_insert(connection, actor, measure) for measure in new)


def _insert(connection: Connection, actor: Actor, measure: Measure) -> StoredMeasure:
    query = insert(tables.measure).values(version=1, changed_at=now(), **_columns(measure))
    number = connection.execute(query.returning(tables.measure.c.id)).scalar_one()
    row = _find(connection, number)
    record(
        connection,
        actor,
        event=Event.MEASURE_ADDED,
        subject=f"{PLACE} {number}",
        change=(None, _columns(_stored(row).measure)),
    )
    return _stored(row)


def _replace(
    actor: Actor, store: Store, seen: StoredMeasure, values: dict[str, Any], *, event: Event
) -> StoredMeasure:
    """Write values over what an editor saw, unless it is something else by now."""
    table = tables.measure
    with store.writing() as connection:
        before = _stored(_find(connection, seen.number))
        if before.version != seen.version:
            raise ChangedMeanwhileError(f"Maatregel {before.number}", newer=before)
        connection.execute(
            update(table)
            .where(table.c.id == seen.number)
            .values(version=seen.version + 1, changed_at=now(), **values)
        )
        after = _stored(_find(connection, seen.number))
        record(
            connection,
            actor,
            event=event,
            subject=f"{PLACE} {seen.number}",
            change=(_columns(before.measure), _columns(after.measure)),
        )
    return after


def _columns(measure: Measure) -> dict[str, Any]:
    return measure.model_dump(mode="json")


def _find(connection: Connection, number: int) -> RowMapping:
    query = select(tables.measure).where(tables.measure.c.id == number)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"Maatregel {number} is er niet, of niet meer.")
    return row


def _stored(row: RowMapping) -> StoredMeasure:
    """Return a stored row as it was; it was checked when it came in, and rules may have changed."""
    values = {name: row[name] for name in Measure.model_fields}
    measure = Measure.model_construct(
        **values
        | {name: tuple(row[name]) for name in ("threads", "areas", "partners")}
        | {
            "status": MeasureStatus(row["status"]),
            "level": MeasureLevel(row["level"]),
            "visibility": Visibility(row["visibility"]),
        }
    )
    return StoredMeasure(row["id"], row["version"], row["changed_at"], measure)
