"""How long things are stored, in one table, and the removal of what is past it.

A published wave or story, and a measure or agreement that is not ended, stay: they hold no personal
data except the account of a colleague, which goes when the audit trail's does. A list of the police
stays as long as days of a year earlier, and what is before them, are of use. The reasons stand in
docs/privacy.md.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd
from sqlalchemy import Delete, Update, and_, delete, exists, or_, select, update

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


@dataclass(frozen=True)
class RetentionRule:
    """What is removed `years` after the moment that the Dutch `what` names."""

    table: str
    what: str
    years: int
    removal: Callable[[dt.datetime], Delete | Update]


def _withdrawn_waves(before: dt.datetime) -> Delete:
    w = tables.wave.c
    return delete(tables.wave).where(
        or_(
            and_(w.state == WaveState.WITHDRAWN.value, w.withdrawn_at < before),
            and_(w.state == WaveState.PROPOSED.value, w.proposed_at < before),
        )
    )


def _ended_measures(before: dt.datetime) -> Delete:
    m = tables.measure.c
    is_ended = m.status.in_([status.value for status in ENDED_STATUSES])
    return delete(tables.measure).where(is_ended, m.changed_at < before)


def _ended_agreements(before: dt.datetime) -> Delete:
    a = tables.agreement.c
    is_over = a.status.in_([status.value for status in OVER_STATUSES])
    return delete(tables.agreement).where(is_over, a.changed_at < before)


def _old_meetings(before: dt.datetime) -> Delete:
    m = tables.meeting.c
    is_old = and_(m.day < before.date().isoformat(), m.changed_at < before)
    return delete(tables.meeting).where(is_old, ~exists().where(tables.agreement.c.meeting == m.id))


def _old_lists(before: dt.datetime) -> Delete:
    return delete(tables.police_list).where(tables.police_list.c.last_day < f"{before:%Y-%m-%d}")


def _withdrawn_lists(before: dt.datetime) -> Delete:
    return delete(tables.police_list).where(tables.police_list.c.withdrawn_at < before)


def _old_wave_accounts(before: dt.datetime) -> Update:
    w = tables.wave.c
    is_old = and_(w.proposed_at < before, w.proposed_by != ANONYMOUS)
    return update(tables.wave).where(is_old).values(proposed_by=ANONYMOUS)


def _inactive_stories(before: dt.datetime) -> Delete:
    s, t = tables.story.c, tables.story_step.c
    recent = select(t.story).where(t.at >= before)
    return delete(tables.story).where(s.public.is_(None), s.id.not_in(recent))


def _old_story_accounts(before: dt.datetime) -> Update:
    t = tables.story_step.c
    is_old = and_(t.at < before, t.who != ANONYMOUS)
    return update(tables.story_step).where(is_old).values(who=ANONYMOUS)


def _withdrawn_interpretations(before: dt.datetime) -> Delete:
    i = tables.interpretation.c
    is_off = i.state != InterpretationState.AGREED.value
    return delete(tables.interpretation).where(is_off, i.changed_at < before)


def _old_interpretation_accounts(before: dt.datetime) -> Update:
    i = tables.interpretation.c
    is_old = and_(i.changed_at < before, i.proposed_by != ANONYMOUS)
    names = {"proposed_by": ANONYMOUS, "agreed_by": ANONYMOUS, "person": ""}
    return update(tables.interpretation).where(is_old).values(names)


def _old_entries(before: dt.datetime) -> Delete:
    return delete(tables.audit).where(tables.audit.c.at < before)


# The database itself holds that no audit entry goes before its seven years: see `migrations`.
RETENTION = (
    RetentionRule(
        "wave",
        "metingen: na intrekking, of na een voorstel dat niet is gepubliceerd",
        2,
        _withdrawn_waves,
    ),
    RetentionRule(
        "story", "verhalen die niet openbaar zijn: na de laatste stap", 2, _inactive_stories
    ),
    RetentionRule("measure", "beëindigde maatregelen: na de laatste wijziging", 5, _ended_measures),
    RetentionRule("police_list", "politielijsten: na de laatste dag", 3, _old_lists),
    RetentionRule("police_list", "ingetrokken politielijsten: na intrekking", 1, _withdrawn_lists),
    RetentionRule("audit", "logboek: na de gebeurtenis", 7, _old_entries),
    RetentionRule("wave", "account bij een meting: na het voorstel", 7, _old_wave_accounts),
    RetentionRule("story_step", "account bij een verhaal: na de stap", 7, _old_story_accounts),
    RetentionRule(
        "interpretation",
        "duidingen: na intrekking, of na een voorstel zonder akkoord",
        2,
        _withdrawn_interpretations,
    ),
    RetentionRule(
        "interpretation",
        "account bij een duiding: na de laatste stap",
        7,
        _old_interpretation_accounts,
    ),
    RetentionRule(
        "agreement",
        "afspraken die klaar of vervallen zijn: na de laatste wijziging",
        5,
        _ended_agreements,
    ),
    # After the agreements: a meeting stays while one of its own does.
    RetentionRule(
        "meeting",
        "driehoeken met hun agenda: na de dag, als hun afspraken weg zijn",
        5,
        _old_meetings,
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
