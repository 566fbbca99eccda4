"""Interpretations: two or three sentences of an analyst that stay with their figure.

Bound to a figure, an area, a period and the figures as they were; a second person agrees before
anybody else sees it. Not here: whether a figure is still the same (`lib.exhibits`), and whether the
numbers and claims are right: the caller's judge decides that.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator
from sqlalchemy import Connection

from lib.access import Actor, NotAllowedError, Operation
from lib.catalog import Catalog, DataProblem, DataProblemsError
from lib.catalog.fields import FrozenModel, OptionalKey
from lib.store import tables
from lib.store.audit import Event
from lib.store.database import Store
from lib.store.driehoek.agenda import ItemKey, Link
from lib.store.errors import WrongStateError
from lib.store.form_fields import (
    REASON,
    Day,
    FormFields,
    Reason,
    Sha256,
    TextLine,
    require_own_areas,
)
from lib.store.measures import Visibility
from lib.store.repository import Repository, Row, pick, read_record
from lib.store.story.content import Binding
from lib.store.story.story_steps import require_other_writer

MAX_NUMBERS = 4_000
Judge = Callable[["Interpretation"], Sequence[DataProblem]]


class InterpretationState(StrEnum):
    """How far an interpretation is."""

    PROPOSED = "voorgesteld"
    AGREED = "akkoord"
    WITHDRAWN = "ingetrokken"


class Interpretation(FrozenModel):
    """What an analyst says of a figure. No `area`: it is about all of the municipality.

    `exhibit` names the figure and `figure` is its title; `fingerprint` and `numbers` are its
    figures as they were. `function` is that of who wrote it; `bindings` are as in a story.
    """

    exhibit: ItemKey = Field(title="figuur")
    figure: str = Field(min_length=1, max_length=300, title="titel van de figuur")
    link: Link
    fingerprint: Sha256
    numbers: Annotated[tuple[float, ...], Field(max_length=MAX_NUMBERS)] = ()
    area: OptionalKey = Field(None, title="wijk")
    period: TextLine = Field(title="periode")
    title: TextLine = Field(title="titel")
    text: Reason = Field(title="tekst")
    function: TextLine = Field(title="functie van de schrijver")
    day: Day = Field(title="datum")
    visibility: Visibility = Field(Visibility.INTERNAL, title="voor wie")
    bindings: Annotated[tuple[Binding, ...], Field(max_length=60)] = ()

    _require_area = field_validator("area")(require_own_areas)


INTERPRETATION_FIELDS = FormFields.of("duiding", Interpretation, reason="reden")


@dataclass(frozen=True)
class StoredInterpretation:
    """An interpretation as it stands in the store."""

    number: int
    version: int
    state: InterpretationState
    interpretation: Interpretation
    proposed_by: str
    person: str

    @property
    def writers(self) -> frozenset[str]:
        """The account that wrote it."""
        return frozenset({self.proposed_by})

    @property
    def persons(self) -> frozenset[str]:
        """Who that is, where the provider says so."""
        return frozenset({self.person})


def _read_interpretation(row: Row) -> StoredInterpretation:
    bindings = tuple(read_record(Binding, one) for one in row["bindings"])
    own = read_record(Interpretation, row, bindings=bindings)
    return read_record(StoredInterpretation, row, interpretation=own)


INTERPRETATIONS = Repository(
    tables.interpretation,
    name="duiding",
    read=_read_interpretation,
    describe=lambda row: pick(row, ("state", "figure", "title", "text", "visibility", "note")),
)


def propose_interpretation(
    actor: Actor, store: Store, *, values: Mapping[str, object], catalog: Catalog, judge: Judge
) -> StoredInterpretation:
    """Save an interpretation until somebody else agrees; keys as the fields of `Interpretation`.

    Raises `DataProblemsError` for values that cannot be stored, and for what the judge finds.
    """
    actor.require(Operation.INTERPRET)
    found = INTERPRETATION_FIELDS.validate(Interpretation, values, catalog=catalog)
    _require_judged(found, judge)
    columns = found.model_dump(mode="json") | {
        "state": InterpretationState.PROPOSED.value,
        "proposed_by": actor.name,
        "person": actor.person,
        "agreed_by": "",
        "note": "",
    }
    with store.writing() as connection:
        return INTERPRETATIONS.add(connection, actor, columns, event=Event.INTERPRETATION_PROPOSED)


def agree_interpretation(
    actor: Actor, store: Store, *, seen: StoredInterpretation, judge: Judge
) -> StoredInterpretation:
    """Agree with what somebody else wrote: from now on it stands with its figure.

    As with stories, what the public reads needs the right to publish. Raises `NotAllowedError`,
    `OwnWordsError` for the writer, `WrongStateError` unless it was proposed,
    `ChangedMeanwhileError` with the newer record, and as `propose_interpretation`.
    """
    actor.require(needed_to_agree(seen))
    require_other_writer(actor, seen)
    _require_judged(seen.interpretation, judge)
    values = {"state": InterpretationState.AGREED.value, "agreed_by": actor.name}
    with store.writing() as connection:
        current = _require_state(connection, seen, InterpretationState.PROPOSED)
        return INTERPRETATIONS.change(
            connection, actor, current, values, event=Event.INTERPRETATION_AGREED
        )


def needed_to_agree(seen: StoredInterpretation) -> Operation:
    """Return what somebody must be allowed to do to agree with an interpretation."""
    is_public = seen.interpretation.visibility is Visibility.PUBLIC
    return Operation.PUBLISH if is_public else Operation.INTERPRET


def withdraw_interpretation(
    actor: Actor, store: Store, *, seen: StoredInterpretation, reason: str
) -> StoredInterpretation:
    """Take an interpretation off its figure; without the right to publish only an own one.

    Raises `NotAllowedError`, `WrongStateError` when it is withdrawn already,
    `ChangedMeanwhileError`, and `DataProblemsError` for a reason that cannot be stored.
    """
    actor.require(Operation.INTERPRET)
    if not (actor.may(Operation.PUBLISH) or seen.proposed_by == actor.name):
        raise NotAllowedError(actor, Operation.PUBLISH)
    note = INTERPRETATION_FIELDS.validate_field(REASON, reason, field="reason")
    values = {"state": InterpretationState.WITHDRAWN.value, "note": note}
    with store.writing() as connection:
        known = InterpretationState.PROPOSED, InterpretationState.AGREED
        current = _require_state(connection, seen, *known)
        return INTERPRETATIONS.change(
            connection, actor, current, values, event=Event.INTERPRETATION_WITHDRAWN
        )


def load_interpretations(actor: Actor, store: Store) -> tuple[StoredInterpretation, ...]:
    """Return the interpretations that an actor may see, the newest first.

    Who writes them sees all; others those that somebody agreed with, and the public of these the
    public ones.
    """
    actor.require(Operation.READ_PUBLIC)
    query = INTERPRETATIONS.query().order_by(tables.interpretation.c.id.desc())
    with store.reading() as connection:
        found = INTERPRETATIONS.load(connection, query)
    return tuple(one for one in found if _may_see(actor, one))


def _may_see(actor: Actor, one: StoredInterpretation) -> bool:
    if actor.may(Operation.INTERPRET):
        return True
    is_public = one.interpretation.visibility is Visibility.PUBLIC
    return one.state is InterpretationState.AGREED and (
        is_public or actor.may(Operation.READ_INTERNAL)
    )


def _require_judged(found: Interpretation, judge: Judge) -> None:
    if problems := tuple(judge(found)):
        raise DataProblemsError(problems)


def _require_state(
    connection: Connection, seen: StoredInterpretation, *known: InterpretationState
) -> StoredInterpretation:
    current = INTERPRETATIONS.find_unchanged(connection, seen)
    if current.state not in known:
        raise WrongStateError(
            f"Deze duiding is al {current.state}. Wat te doen: laad de pagina opnieuw."
        )
    return current
