"""Agreements of the driehoek: who does what before which day, and how far that is.

'Who' is an organisation, never a person. Not here: agreements as they were when a meeting was
closed (`meeting_steps`).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator
from sqlalchemy import select

from lib.access import Actor, Operation
from lib.catalog import Catalog
from lib.catalog.fields import FrozenModel, Keys, OptionalKey, SplitValues
from lib.store import tables
from lib.store.audit import Event
from lib.store.database import Store
from lib.store.driehoek.meetings import require_open
from lib.store.form_fields import Day, FormFields, Prose, Reason, require_known
from lib.store.repository import Repository, Row, pick, read_record


class Party(StrEnum):
    """Who does it."""

    MUNICIPALITY = "gemeente"
    POLICE = "politie"
    PROSECUTOR = "openbaar ministerie"
    PARTNER = "partner"


class AgreementStatus(StrEnum):
    """How far an agreement is."""

    OPEN = "open"
    BUSY = "bezig"
    DONE = "klaar"
    DROPPED = "vervallen"


OVER_STATUSES = {AgreementStatus.DONE, AgreementStatus.DROPPED}


class Agreement(FrozenModel):
    """What was agreed. No `areas`: all of the municipality; `partners` are which, or who help."""

    what: Reason = Field(title="wat")
    who: Annotated[tuple[Party, ...], SplitValues, Field(min_length=1)] = Field(title="wie")
    partners: Keys = Field((), title="partners")
    areas: Keys = Field((), title="wijken")
    theme: OptionalKey = Field(None, title="thema")
    due: Day = Field(title="uiterlijk")
    status: AgreementStatus = Field(AgreementStatus.OPEN, title="stand")
    note: Prose = Field("", title="toelichting")

    _require_known = field_validator("partners", "areas", "theme")(require_known)


AGREEMENT_FIELDS = FormFields.of("afspraak", Agreement)


@dataclass(frozen=True)
class StoredAgreement:
    """An agreement as it stands in the store.

    `meeting` is where it was made, `item` at which point of its agenda (None: at none, or at one
    that is gone), `postponed` how often its day became a later one.
    """

    number: int
    version: int
    meeting: int
    changed_at: dt.datetime
    item: int | None
    postponed: int
    agreement: Agreement

    @property
    def is_over(self) -> bool:
        """Whether nothing needs to be done for it any more."""
        return self.agreement.status in OVER_STATUSES

    def is_overdue(self, today: dt.date) -> bool:
        """Return whether its day has passed while it is not over."""
        return not self.is_over and self.agreement.due < today


def read_agreement(row: Row) -> StoredAgreement:
    """Return a stored agreement of its row."""
    return read_record(StoredAgreement, row, agreement=read_record(Agreement, row))


AGREEMENTS = Repository(
    tables.agreement,
    name="afspraak",
    read=read_agreement,
    describe=lambda row: pick(row, Agreement.model_fields),
)


def load_agreements(actor: Actor, store: Store) -> tuple[StoredAgreement, ...]:
    """Return every agreement: open ones by due day, so overdue first; then the last ended."""
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        return sort_agreements(AGREEMENTS.load(connection))


def add_agreement(
    actor: Actor,
    store: Store,
    *,
    meeting: int,
    values: Mapping[str, object],
    catalog: Catalog,
    item: int | None = None,
) -> StoredAgreement:
    """Save a new agreement of a meeting; keys of `values` as the fields of `Agreement`.

    `item`: the number of the point of its agenda at which it was made; one that is gone is none.

    Raises `DataProblemsError` for values that cannot be stored, `NotFoundError` and
    `WrongStateError` for a meeting that is gone or closed.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    columns = _validate(values, catalog) | {"meeting": meeting, "postponed": 0}
    with store.writing() as connection:
        require_open(connection, meeting)
        i = tables.agenda_item.c
        own = select(i.id).where(i.id == item, i.meeting == meeting)
        columns["item"] = connection.scalar(own)
        return AGREEMENTS.add(connection, actor, columns, event=Event.AGREEMENT_ADDED)


def change_agreement(
    actor: Actor,
    store: Store,
    *,
    seen: StoredAgreement,
    values: Mapping[str, object],
    catalog: Catalog,
) -> StoredAgreement:
    """Replace an agreement's values by others; `seen` is what the editor started from.

    Also after its meeting was closed. Raises `ChangedMeanwhileError` with the newer record,
    `NotFoundError` when it is gone, `DataProblemsError` for values that cannot be stored.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    columns = _validate(values, catalog)
    with store.writing() as connection:
        before = AGREEMENTS.find_row(connection, seen.number)
        columns["postponed"] = before["postponed"] + (str(columns["due"]) > before["due"])
        return AGREEMENTS.change(connection, actor, seen, columns, event=Event.AGREEMENT_CHANGED)


def sort_agreements(found: Iterable[StoredAgreement]) -> tuple[StoredAgreement, ...]:
    """Return agreements in the order of `load_agreements`."""
    ordered = sorted(found, key=lambda a: (a.agreement.due, a.number))
    ended = sorted((a for a in ordered if a.is_over), key=lambda a: a.changed_at, reverse=True)
    return (*(a for a in ordered if not a.is_over), *ended)


def _validate(values: Mapping[str, object], catalog: Catalog) -> dict[str, object]:
    return AGREEMENT_FIELDS.validate(Agreement, values, catalog=catalog).model_dump(mode="json")
