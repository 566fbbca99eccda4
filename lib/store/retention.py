"""How long things are stored, in one table, and the removal of what is past it.

A published wave or story, and a measure or agreement that is not ended, stay: they hold no personal
data except the account of a colleague, which goes when the audit trail's does. A list of the police
stays as long as days of a year earlier, and what is before them, are of use. The reasons stand in
docs/privacy.md.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import pandas as pd
from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    Update,
    and_,
    delete,
    exists,
    or_,
    select,
    update,
)

from lib.access import Actor, Operation
from lib.store import tables
from lib.store.audit import Event, record_event
from lib.store.database import LONG_SECONDS, Store
from lib.store.driehoek.agreements import OVER_STATUSES
from lib.store.erasure import ANONYMOUS
from lib.store.interpretations import InterpretationState
from lib.store.measures import ENDED_STATUSES
from lib.store.tables import require_aware
from lib.store.waves import WaveState

Removal = Callable[[dt.datetime], Delete | Update]
_W, _I = tables.wave.c, tables.interpretation.c


@dataclass(frozen=True)
class RetentionRule:
    """What is removed `years` after the moment that the Dutch `what` names."""

    what: str
    years: int
    removal: Removal


def _delete_after(moment: Column[dt.datetime], *conditions: ColumnElement[bool]) -> Removal:
    """Return how rows go that fulfil the conditions, by the moment that their years run from."""
    return lambda before: delete(moment.table).where(moment < before, *conditions)


def _anonymise_after(moment: Column[dt.datetime], account: Column[str]) -> Removal:
    """Return how an account goes, by the moment that its years run from."""
    return lambda before: (
        update(moment.table)
        .where(moment < before, account != ANONYMOUS)
        .values({account: ANONYMOUS})
    )


def _is_any(column: Column[str], statuses: Iterable[StrEnum]) -> ColumnElement[bool]:
    return column.in_([status.value for status in statuses])


def _withdrawn_waves(before: dt.datetime) -> Delete:
    withdrawn = and_(_W.state == WaveState.WITHDRAWN.value, _W.withdrawn_at < before)
    proposed = and_(_W.state == WaveState.PROPOSED.value, _W.proposed_at < before)
    return delete(tables.wave).where(or_(withdrawn, proposed))


def _old_meetings(before: dt.datetime) -> Delete:
    m = tables.meeting.c
    is_old = and_(m.day < before.date().isoformat(), m.changed_at < before)
    return delete(tables.meeting).where(is_old, ~exists().where(tables.agreement.c.meeting == m.id))


def _old_lists(before: dt.datetime) -> Delete:
    last = tables.police_list.c.last_day
    return delete(tables.police_list).where(last < before.date().isoformat())


def _inactive_stories(before: dt.datetime) -> Delete:
    s, t = tables.story.c, tables.story_step.c
    recent = select(t.story).where(t.at >= before)
    return delete(tables.story).where(s.public.is_(None), s.id.not_in(recent))


def _old_interpretation_accounts(before: dt.datetime) -> Update:
    is_old = and_(_I.changed_at < before, _I.proposed_by != ANONYMOUS)
    names = {"proposed_by": ANONYMOUS, "agreed_by": ANONYMOUS, "person": ""}
    return update(tables.interpretation).where(is_old).values(names)


# The database itself holds that no audit entry goes before its seven years: see `migrations`.
RETENTION = (
    RetentionRule(
        "metingen: na intrekking, of na een voorstel dat niet is gepubliceerd", 2, _withdrawn_waves
    ),
    RetentionRule("verhalen die niet openbaar zijn: na de laatste stap", 2, _inactive_stories),
    RetentionRule(
        "beëindigde maatregelen: na de laatste wijziging",
        5,
        _delete_after(
            tables.measure.c.changed_at, _is_any(tables.measure.c.status, ENDED_STATUSES)
        ),
    ),
    RetentionRule("politielijsten: na de laatste dag", 3, _old_lists),
    RetentionRule(
        "ingetrokken politielijsten: na intrekking",
        1,
        _delete_after(tables.police_list.c.withdrawn_at),
    ),
    RetentionRule("logboek: na de gebeurtenis", 7, _delete_after(tables.audit.c.at)),
    RetentionRule(
        "account bij een meting: na het voorstel",
        7,
        _anonymise_after(_W.proposed_at, _W.proposed_by),
    ),
    RetentionRule(
        "account bij een verhaal: na de stap",
        7,
        _anonymise_after(tables.story_step.c.at, tables.story_step.c.who),
    ),
    RetentionRule(
        "duidingen: na intrekking, of na een voorstel zonder akkoord",
        2,
        _delete_after(_I.changed_at, _I.state != InterpretationState.AGREED.value),
    ),
    RetentionRule("account bij een duiding: na de laatste stap", 7, _old_interpretation_accounts),
    RetentionRule(
        "afspraken die klaar of vervallen zijn: na de laatste wijziging",
        5,
        _delete_after(
            tables.agreement.c.changed_at, _is_any(tables.agreement.c.status, OVER_STATUSES)
        ),
    ),
    # After the agreements: a meeting stays while one of its own does.
    RetentionRule(
        "driehoeken met hun agenda: na de dag, als hun afspraken weg zijn", 5, _old_meetings
    ),
)


def remove_expired(actor: Actor, store: Store, *, now: dt.datetime) -> Mapping[str, int]:
    """Remove what is past its retention, all of it or nothing; return how much of each rule."""
    actor.require(Operation.MAINTAIN)
    with store.writing(seconds=LONG_SECONDS) as connection:
        removed = {
            rule.what: connection.execute(rule.removal(_years_earlier(now, rule.years))).rowcount
            for rule in RETENTION
        }
        if any(removed.values()):
            record_event(
                connection, actor, event=Event.CLEANED, subject="bewaartermijnen", after=removed
            )
    return MappingProxyType(removed)


def _years_earlier(moment: dt.datetime, years: int) -> dt.datetime:
    return (pd.Timestamp(require_aware(moment)) - pd.DateOffset(years=years)).to_pydatetime()
