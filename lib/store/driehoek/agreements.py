"""Agreements of the driehoek: who does what before which day, and how far that is.

'Who' is an organisation, never a person. Not here: agreements as they were when a meeting was
closed (`closing`).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import ValidationError, field_validator
from sqlalchemy import Connection, RowMapping, insert, select, update

from lib.access import Actor, Operation
from lib.catalog import Catalog, DataProblemsError
from lib.catalog.fields import FrozenModel, Keys, OptionalKey
from lib.store import tables
from lib.store.audit import Event, Json, now, record
from lib.store.database import Store
from lib.store.driehoek.meetings import require_open
from lib.store.errors import ChangedMeanwhileError, NotFoundError
from lib.store.free_text import Prose, Reason, translate_errors
from lib.store.known_keys import Day, known

PLACE = "afspraak"
AGREEMENT_LABELS = {
    "what": "wat",
    "who": "wie",
    "partner": "partner",
    "areas": "wijken",
    "theme": "thema",
    "due": "uiterlijk",
    "status": "stand",
    "note": "toelichting",
}


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
    """What was agreed. No `areas`: all of the municipality; `partner` is which, or who helps."""

    what: Reason
    who: Party
    partner: OptionalKey = None
    areas: Keys = ()
    theme: OptionalKey = None
    due: Day
    status: AgreementStatus = AgreementStatus.OPEN
    note: Prose = ""

    _known = field_validator("partner", "areas", "theme")(known)


@dataclass(frozen=True)
class StoredAgreement:
    """An agreement as it stands in the store; `meeting` is where it was made."""

    number: int
    version: int
    meeting: int
    changed_at: dt.datetime
    agreement: Agreement

    @property
    def is_over(self) -> bool:
        """Whether nothing needs to be done for it any more."""
        return self.agreement.status in OVER_STATUSES

    def is_overdue(self, today: dt.date) -> bool:
        """Tell whether its day has passed while it is not over."""
        return not self.is_over and self.agreement.due < today


@dataclass(frozen=True)
class AgreementChange:
    """One step in the history of an agreement: by which role, not by whom."""

    at: dt.datetime
    role: str
    what: str
    before: Json | None
    after: Json | None


def load_agreements(actor: Actor, store: Store) -> tuple[StoredAgreement, ...]:
    """Return every agreement: open ones by due day, so overdue first; then the last ended."""
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        rows = connection.execute(select(tables.agreement)).mappings().all()
    return in_order(map(stored, rows))


def load_agreement_history(
    actor: Actor, store: Store, *, number: int
) -> tuple[AgreementChange, ...]:
    """Return what happened to an agreement, newest first, as far as the audit trail tells."""
    actor.require(Operation.READ_DRIEHOEK)
    a = tables.audit.c
    query = select(a.at, a.role, a.what, a.before, a.after).where(a.subject == _subject(number))
    with store.reading() as connection:
        return tuple(
            AgreementChange(*row) for row in connection.execute(query.order_by(a.id.desc()))
        )


def add_agreement(
    actor: Actor, store: Store, *, meeting: int, values: Mapping[str, object], catalog: Catalog
) -> StoredAgreement:
    """Keep a new agreement of a meeting; keys of `values` as the fields of `Agreement`.

    Raises `DataProblemsError` for values that cannot be kept, `NotFoundError` and
    `WrongStateError` for a meeting that is gone or closed.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    columns = _columns(_checked(values, catalog))
    with store.writing() as connection:
        require_open(connection, meeting)
        query = insert(tables.agreement).values(
            meeting=meeting, version=1, changed_at=now(), **columns
        )
        number = connection.execute(query.returning(tables.agreement.c.id)).scalar_one()
        record(
            connection,
            actor,
            event=Event.AGREEMENT_ADDED,
            subject=_subject(number),
            change=(None, columns),
        )
        return _find(connection, number)


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
    `NotFoundError` when it is gone, `DataProblemsError` for values that cannot be kept.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    columns, table = _columns(_checked(values, catalog)), tables.agreement
    with store.writing() as connection:
        before = _find(connection, seen.number)
        if before.version != seen.version:
            raise ChangedMeanwhileError(f"Afspraak {seen.number}", newer=before)
        connection.execute(
            update(table)
            .where(table.c.id == seen.number)
            .values(version=seen.version + 1, changed_at=now(), **columns)
        )
        record(
            connection,
            actor,
            event=Event.AGREEMENT_CHANGED,
            subject=_subject(seen.number),
            change=(_columns(before.agreement), columns),
        )
        return _find(connection, seen.number)


def in_order(found: Iterable[StoredAgreement]) -> tuple[StoredAgreement, ...]:
    """Return agreements as `load_agreements` does."""
    ordered = sorted(found, key=lambda a: (a.agreement.due, a.number))
    ended = sorted((a for a in ordered if a.is_over), key=lambda a: a.changed_at, reverse=True)
    return (*(a for a in ordered if not a.is_over), *ended)


def stored(row: Mapping[Any, Any]) -> StoredAgreement:
    """Return a stored row as it was; it was checked when it came in, and rules may have changed."""
    values = {name: row[name] for name in Agreement.model_fields}
    agreement = Agreement.model_construct(
        **values
        | {
            "who": Party(row["who"]),
            "areas": tuple(row["areas"]),
            "due": dt.date.fromisoformat(row["due"]),
            "status": AgreementStatus(row["status"]),
        }
    )
    return StoredAgreement(row["id"], row["version"], row["meeting"], row["changed_at"], agreement)


def _checked(values: Mapping[str, object], catalog: Catalog) -> Agreement:
    try:
        return Agreement.model_validate(values, context=catalog)
    except ValidationError as error:
        raise DataProblemsError(
            translate_errors(error, file=PLACE, labels=AGREEMENT_LABELS)
        ) from None


def _columns(agreement: Agreement) -> dict[str, Any]:
    return agreement.model_dump(mode="json")


def _subject(number: int) -> str:
    return f"{PLACE} {number}"


def _find(connection: Connection, number: int) -> StoredAgreement:
    query = select(tables.agreement).where(tables.agreement.c.id == number)
    row: RowMapping | None = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"Afspraak {number} is er niet, of niet meer.")
    return stored(row)
