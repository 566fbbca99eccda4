"""What the law may ask to take out: the name of an account, and texts about a subject.

That something happened stays in the audit trail. Not here: what goes by itself after some years
(`retention`).
"""

from sqlalchemy import Connection, Update, delete, func, select, update

from lib.access import Actor, Operation
from lib.store import tables
from lib.store.audit import Event, record_event
from lib.store.database import LONG_SECONDS, Store
from lib.store.errors import NotFoundError

ANONYMOUS = "geanonimiseerd"
ACCOUNTS = (
    tables.audit.c.who,
    tables.wave.c.proposed_by,
    tables.police_list.c.kept_by,
    tables.story_step.c.who,
    tables.interpretation.c.proposed_by,
    tables.interpretation.c.agreed_by,
)
# By the first word of a subject: the columns of text, and which column has the subject's number.
ERASABLE_TEXTS = {
    "meting": (
        (tables.wave.c.note, tables.wave.c.id),
        (tables.observation.c.note, tables.observation.c.wave),
    ),
    "driehoek": ((tables.agenda_item.c.question, tables.agenda_item.c.meeting),),
    "duiding": ((tables.interpretation.c.note, tables.interpretation.c.id),),
    "politielijst": ((tables.police_list.c.note, tables.police_list.c.id),),
    "verhaal": ((tables.story_step.c.note, tables.story_step.c.story),),
}


def anonymise(actor: Actor, store: Store, *, who: str) -> int:
    """Take somebody's name out of the audit trail and off what they brought in or wrote.

    Returns from how many entries. Raises `NotFoundError` when the name is nowhere.
    """
    actor.require(Operation.MAINTAIN)
    with store.writing(seconds=LONG_SECONDS) as connection:
        for account in (tables.story_step.c.who, tables.interpretation.c.proposed_by):
            _run(connection, update(account.table).where(account == who).values(person=""))
        changes = (update(a.table).where(a == who).values({a: ANONYMOUS}) for a in ACCOUNTS)
        count = sum(_run(connection, change) for change in changes)
        if not count:
            raise NotFoundError(f"De naam '{who}' staat niet in het logboek.")
        after = {"regels": count}
        record_event(connection, actor, event=Event.ANONYMISED, subject="logboek", after=after)
    return count


def erase_texts(actor: Actor, store: Store, *, subject: str) -> int:
    """Take all text about a subject ('meting 7') out of its entries; return of how many.

    That something happened stays. Of a wave and a list the remarks go too, of a story the remarks
    and all versions but the newest and the public one, of a meeting of the driehoek ('driehoek 2')
    the questions, and of an agreement ('afspraak 3') the text that closed meetings have. The text
    of a measure, story or agreement itself is changed first, by whoever edits it. Raises
    `NotFoundError` when there is nothing about the subject.
    """
    actor.require(Operation.MAINTAIN)
    entries = update(tables.audit).where(tables.audit.c.subject == subject)
    with store.writing(seconds=LONG_SECONDS) as connection:
        count = _run(connection, entries.values({"before": None, "after": None}))
        if not count:
            raise NotFoundError(f"Over '{subject}' staat niets in het logboek.")
        kind, _, number = subject.partition(" ")
        for text, key in ERASABLE_TEXTS.get(kind, ()):
            _run(connection, update(text.table).where(key == int(number)).values({text: ""}))
        if kind == "afspraak":
            _erase_frozen_agreement(connection, int(number))
        if kind == "verhaal":
            _delete_former_versions(connection, int(number))
        after = {"onderwerp": subject, "regels": count}
        record_event(connection, actor, event=Event.EMPTIED, subject="logboek", after=after)
    return count


def _run(connection: Connection, change: Update) -> int:
    return connection.execute(change).rowcount


def _erase_frozen_agreement(connection: Connection, agreement: int) -> None:
    m = tables.meeting.c
    for meeting, rows in connection.execute(select(m.id, m.frozen).where(m.frozen.is_not(None))):
        erased = [r | {"what": "", "note": ""} if r["id"] == agreement else r for r in rows]
        connection.execute(update(tables.meeting).where(m.id == meeting).values(frozen=erased))


def _delete_former_versions(connection: Connection, story: int) -> None:
    v, s = tables.story_version.c, tables.story.c
    stored = select(s.newest, func.coalesce(s.public, s.newest)).where(s.id == story)
    current = connection.execute(stored).one_or_none() or ()
    former = (v.story == story, v.version.not_in(tuple(current)))
    connection.execute(delete(tables.story_version).where(*former))
