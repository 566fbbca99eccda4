"""The register of measures: added, changed and ended by editors; internal until made public.

'Who' and 'where' are keys of the catalog, never names. Not here: what the policy itself says of
its approach, which stands in the catalog's themes.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from lib.access import Actor, Operation
from lib.catalog import Catalog, DataProblem, DataProblemsError, MeasureStatus, ends_before
from lib.catalog.fields import FrozenModel, Key, Keys, OptionalKey, PartialDate
from lib.store import tables
from lib.store.audit import Event
from lib.store.database import Store
from lib.store.form_fields import FormFields, Prose, TextLine, require_known
from lib.store.repository import Repository, pick, read_record


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

    title: TextLine = Field(title="titel")
    theme: Key = Field(title="thema")
    threads: Keys = Field((), title="rode draden")
    areas: Keys = Field((), title="wijken")
    partners: Keys = Field((), title="partners")
    start: Annotated[PartialDate, Field(min_length=1)] = Field(title="begin")
    end: PartialDate = Field("", title="einde")
    status: MeasureStatus = Field(title="stand")
    indicator: OptionalKey = Field(None, title="moet veranderen")
    residents: Prose = Field("", title="wat inwoners kunnen doen")
    visibility: Visibility = Field(Visibility.INTERNAL, title="openbaar of intern")

    _require_known = field_validator("theme", "threads", "areas", "partners", "indicator")(
        require_known
    )

    @model_validator(mode="after")
    def _consistent(self) -> "Measure":
        _check_end(self.start, self.end, self.status)
        return self


MEASURE_FIELDS = FormFields.of("maatregel", Measure)


@dataclass(frozen=True)
class StoredMeasure:
    """A measure as it stands in the store; `version` counts its changes."""

    number: int
    version: int
    changed_at: dt.datetime
    measure: Measure


MEASURES = Repository(
    tables.measure,
    name="maatregel",
    read=lambda row: read_record(StoredMeasure, row, measure=read_record(Measure, row)),
    describe=lambda row: pick(row, Measure.model_fields),
)


def check_measure(
    values: Mapping[str, object], *, catalog: Catalog, file: str = "", row: int = 0
) -> Measure:
    """Return the measure; raise `DataProblemsError` with all that is wrong with its values.

    Keys as the fields of `Measure`; several keys in one field as a sequence or split by a bar.
    """
    return MEASURE_FIELDS.validate(Measure, values, catalog=catalog, file=file, row=row)


def load_measures(actor: Actor, store: Store) -> tuple[StoredMeasure, ...]:
    """Return the measures that an actor may see, by start."""
    actor.require(Operation.READ_PUBLIC)
    query = MEASURES.query()
    if not actor.may(Operation.READ_INTERNAL):
        query = query.where(tables.measure.c.visibility == Visibility.PUBLIC.value)
    with store.reading() as connection:
        found = MEASURES.load(connection, query)
    return tuple(sorted(found, key=lambda m: (m.measure.start, m.number)))


def add_measure(
    actor: Actor, store: Store, *, values: Mapping[str, object], catalog: Catalog
) -> StoredMeasure:
    """Save a new measure; raise `DataProblemsError` for values that cannot be stored."""
    actor.require(Operation.EDIT_MEASURES)
    return _add(actor, store, [check_measure(values, catalog=catalog)])[0]


def add_measures(
    actor: Actor, store: Store, *, rows: Sequence[Mapping[str, object]], catalog: Catalog, file: str
) -> tuple[StoredMeasure, ...]:
    """Save the measures of a file, all or none.

    `rows` are those below its header. Raises `DataProblemsError` with the problems of all rows.
    """
    actor.require(Operation.EDIT_MEASURES)
    problems: list[DataProblem] = []
    measures = []
    for number, values in enumerate(rows, start=2):
        try:
            measures.append(check_measure(values, catalog=catalog, file=file, row=number))
        except DataProblemsError as error:
            problems += error.problems
    if problems:
        raise DataProblemsError(problems)
    return _add(actor, store, measures)


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
    `DataProblemsError` for values that cannot be stored.
    """
    actor.require(Operation.EDIT_MEASURES)
    columns = check_measure(values, catalog=catalog).model_dump(mode="json")
    with store.writing() as connection:
        return MEASURES.change(connection, actor, seen, columns, event=Event.MEASURE_CHANGED)


def end_measure(
    actor: Actor, store: Store, *, seen: StoredMeasure, status: MeasureStatus, end: str
) -> StoredMeasure:
    """Save that a measure was done or stopped, and when; raise as `change_measure`."""
    actor.require(Operation.EDIT_MEASURES)
    values = {"start": seen.measure.start, "end": end, "status": status}
    ended = MEASURE_FIELDS.validate(_MeasureEnd, values)
    columns = {"status": ended.status.value, "end": ended.end}
    with store.writing() as connection:
        return MEASURES.change(connection, actor, seen, columns, event=Event.MEASURE_ENDED)


class _MeasureEnd(FrozenModel):
    start: str
    end: PartialDate
    status: Literal[MeasureStatus.DONE, MeasureStatus.STOPPED]

    @model_validator(mode="after")
    def _consistent(self) -> "_MeasureEnd":
        _check_end(self.start, self.end, self.status)
        return self


def _check_end(start: str, end: str, status: MeasureStatus) -> None:
    if status in ENDED_STATUSES and not end:
        raise PydanticCustomError("end_missing", "end missing")
    if ends_before(end, start):
        raise PydanticCustomError("end_before_start", "end before start")


def _add(actor: Actor, store: Store, measures: Sequence[Measure]) -> tuple[StoredMeasure, ...]:
    rows, event = [m.model_dump(mode="json") for m in measures], Event.MEASURE_ADDED
    with store.writing() as connection:
        return tuple(MEASURES.add(connection, actor, row, event=event) for row in rows)
