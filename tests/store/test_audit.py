"""The audit trail: complete, in order, and not to be changed, not even past the program."""

import datetime as dt
from dataclasses import replace

import pytest
from pydantic import BaseModel
from sqlalchemy import insert, select
from sqlalchemy.exc import DatabaseError

from lib.catalog import Catalog
from lib.store import (
    Event,
    NotFoundError,
    Store,
    add_measure,
    anonymise,
    change_agreement,
    change_question,
    close_meeting,
    erase_texts,
    load_agenda,
    load_agreement_history,
    load_agreements,
    load_audit_trail,
    load_board_version,
    load_frozen_agreements,
    load_waves,
    tables,
    withdraw_wave,
)
from lib.store.driehoek.agreements import Agreement
from lib.store.field_names import FIELD_NAMES
from lib.store.measures import Measure
from lib.store.story.content import Story
from tests.store.samples import (
    ADMIN,
    AGREEMENT,
    DRIEHOEK,
    EDITOR,
    FILE,
    ITEM,
    LATER,
    MEASURE,
    NOON,
    agreed,
    figure,
    find_wave,
    picked,
    planned,
    proposed,
    published,
)


def test_every_step_of_a_wave_is_there_with_before_and_after(store: Store) -> None:
    start = dt.datetime.now(dt.UTC)
    number = published(store, embargo=NOON)
    withdraw_wave(ADMIN, store, seen=find_wave(store, number), reason="verkeerd")
    withdrawn, out, new = load_audit_trail(ADMIN, store)
    assert [e.what for e in (new, out, withdrawn)] == [
        Event.WAVE_PROPOSED,
        Event.WAVE_PUBLISHED,
        Event.WAVE_WITHDRAWN,
    ]
    assert {e.subject for e in (new, out, withdrawn)} == {f"meting {number}"}
    assert (new.who, new.role) == (EDITOR.name, "redacteur")
    assert (out.who, out.role) == (ADMIN.name, "beheerder")
    kept = {"bestand": FILE.name, "sha256": FILE.sha256, "opzet in de marges": "onbekend"}
    before = {"stand": "voorgesteld", "embargo": None, "toelichting": "ter controle"} | kept
    after = {"stand": "gepubliceerd", "embargo": NOON.isoformat(), "toelichting": "akkoord"} | kept
    content = {"cijfers": 1, "indicatoren": ["rapportcijfer"], "perioden": ["2025"]}
    assert (new.before, new.after) == (None, before | content)
    assert (out.before, out.after) == (before, after)
    assert (withdrawn.before, withdrawn.after) == (
        after,
        after | {"stand": "ingetrokken", "toelichting": "verkeerd"},
    )
    assert start <= new.at <= out.at <= withdrawn.at <= dt.datetime.now(dt.UTC)


def test_the_newest_entries_come_first_or_those_of_one_subject(store: Store) -> None:
    numbers = [proposed(store) for _ in range(5)]
    newest = load_audit_trail(ADMIN, store, limit=2)
    assert [e.subject for e in newest] == [f"meting {n}" for n in numbers[:-3:-1]]
    every = load_audit_trail(ADMIN, store)
    assert [e.subject for e in every] == [f"meting {n}" for n in numbers[::-1]]
    assert [e.subject for e in load_audit_trail(ADMIN, store, subject="meting 3")] == ["meting 3"]


ATTACKS = [
    "UPDATE audit SET who = 'een ander'",
    "UPDATE audit SET at = '2020-01-01 00:00:00'",
    "UPDATE audit SET role = 'publiek'",
    "UPDATE audit SET what = 'niets'",
    "UPDATE audit SET subject = 'meting 9'",
    "UPDATE audit SET before = '{}'",
    """UPDATE audit SET after = '{"stand": "voorgesteld"}'""",
    "UPDATE audit SET id = id + 100",
    "UPDATE audit SET who = 'geanonimiseerd', what = 'niets'",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE id = 1",
]
UPSERT = """INSERT INTO audit SELECT * FROM audit WHERE id = 1
    ON CONFLICT (id) DO UPDATE SET who = 'een ander'"""
ATTACKS_BY_KIND = {
    "sqlite": [
        "REPLACE INTO audit (id, at, who, role, what, subject) VALUES (1, '2026', 'x', '', '', '')",
        "INSERT OR REPLACE INTO audit VALUES (1, '2026-01-01', 'x', 'x', 'x', 'x', NULL, NULL)",
        "UPDATE OR REPLACE audit SET id = 1 WHERE id = 2",
        UPSERT,
    ],
    "postgresql": [
        "TRUNCATE audit",
        "TRUNCATE audit, wave CASCADE",
        UPSERT,
    ],
}


def test_the_database_itself_refuses_to_change_the_trail(store: Store, kind: str) -> None:
    published(store)
    before = load_audit_trail(ADMIN, store)
    for attack in (*ATTACKS, *ATTACKS_BY_KIND[kind]):
        with (
            pytest.raises(DatabaseError, match="het logboek kan niet worden gewijzigd"),
            store.writing() as raw,
        ):
            raw.exec_driver_sql(attack)
        assert load_audit_trail(ADMIN, store) == before, attack


def test_only_what_is_past_seven_years_can_be_deleted(store: Store) -> None:
    today = dt.datetime.now(dt.UTC)
    ages = {name: today.year - 7 + years for name, years in (("oud", -1), ("jong", 1))}
    for name, year in ages.items():
        with store.writing() as raw:
            at = dt.datetime(year, 6, 15, tzinfo=dt.UTC)
            values = {"at": at, "who": name, "role": "beheerder", "what": "", "subject": ""}
            raw.execute(insert(tables.audit).values(values))
    with pytest.raises(DatabaseError, match="logboek"), store.writing() as raw:
        raw.exec_driver_sql("DELETE FROM audit")
    with store.writing() as raw:
        raw.exec_driver_sql("DELETE FROM audit WHERE who = 'oud'")
    assert [e.who for e in load_audit_trail(ADMIN, store)] == ["jong"]


def test_a_name_is_taken_out_of_the_trail_and_off_waves(store: Store, catalog: Catalog) -> None:
    number = published(store)
    proposed(store)
    add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    before, start = load_audit_trail(ADMIN, store), load_board_version(store, now=NOON)
    assert anonymise(ADMIN, store, who=EDITOR.name) == 5  # three entries and two waves
    told, *rest = load_audit_trail(ADMIN, store)
    assert (told.what, told.who, told.after) == (Event.ANONYMISED, ADMIN.name, {"regels": 5})
    assert [(e.number, e.at, e.what, e.before, e.after) for e in rest] == [
        (e.number, e.at, e.what, e.before, e.after) for e in before
    ]
    assert {e.who for e in rest} == {"geanonimiseerd", ADMIN.name}
    assert {w.proposed_by for w in load_waves(ADMIN, store)} == {"geanonimiseerd"}
    with store.reading() as raw:
        for table in tables.metadata.sorted_tables:
            assert EDITOR.name not in str(raw.execute(select(table)).all())
    assert load_board_version(store, now=NOON) != start
    with pytest.raises(NotFoundError, match="'redacteur-1' staat niet in het logboek"):
        anonymise(ADMIN, store, who=EDITOR.name)
    assert load_waves(ADMIN, store)[1].number == number


def test_what_was_written_can_be_taken_out_but_not_that_it_happened(store: Store) -> None:
    number, other = (
        published(store, figure(note="met een naam"), figure("venlo-centrum")) for _ in range(2)
    )
    withdraw_wave(ADMIN, store, seen=find_wave(store, number), reason="met een naam")
    before, subject = load_audit_trail(ADMIN, store), f"meting {number}"
    assert erase_texts(ADMIN, store, subject=subject) == 3
    told, *after = load_audit_trail(ADMIN, store)
    assert (told.what, told.after) == (Event.EMPTIED, {"onderwerp": subject, "regels": 3})
    for was, entry in zip(before, after, strict=True):
        is_emptied = was.subject == subject
        assert entry == (replace(was, before=None, after=None) if is_emptied else was)
    kept = {w.number: w for w in load_waves(ADMIN, store)}
    assert (kept[number].note, kept[other].note) == ("", "akkoord")
    o = tables.observation.c
    for wave, notes in ((number, ["", ""]), (other, ["met een naam", ""])):
        query = select(o.note).where(o.wave == wave).order_by(o.area)
        with store.reading() as connection:
            assert list(connection.scalars(query)) == notes
    with pytest.raises(NotFoundError, match="Over 'meting 99' staat niets"):
        erase_texts(ADMIN, store, subject="meting 99")


def test_what_the_driehoek_wrote_can_be_taken_out_also_where_it_is_frozen(
    store: Store, catalog: Catalog
) -> None:
    where = planned(store)
    change_question(DRIEHOEK, store, seen=picked(store, where), question="met een naam")
    for note in ("met een naam", "zonder"):
        agreed(store, where, catalog, note=note)
    close_meeting(DRIEHOEK, store, seen=where, on=LATER)
    kept = load_frozen_agreements(DRIEHOEK, store, meeting=where.number)
    seen = load_agreements(DRIEHOEK, store)[0]
    change_agreement(DRIEHOEK, store, seen=seen, values=AGREEMENT, catalog=catalog)
    assert erase_texts(ADMIN, store, subject=f"afspraak {seen.number}") == 2
    assert erase_texts(ADMIN, store, subject=f"driehoek {where.number}") == 4
    emptied, other = load_frozen_agreements(DRIEHOEK, store, meeting=where.number)
    assert (emptied.agreement.what, emptied.agreement.note) == ("", "")
    assert (other, emptied.agreement.due) == (kept[1], kept[0].agreement.due)
    (item,) = load_agenda(DRIEHOEK, store, meeting=where.number)
    assert (item.question, item.title) == ("", ITEM["title"])
    history = load_agreement_history(DRIEHOEK, store, number=seen.number)
    assert [(step.before, step.after) for step in history] == [(None, None)] * 2
    with store.reading() as raw:
        for table in tables.metadata.sorted_tables:
            assert "met een naam" not in str(raw.execute(select(table)).all())


@pytest.mark.parametrize("record", [Measure, Agreement, Story])
def test_each_field_has_the_name_that_staff_reads(record: type[BaseModel]) -> None:
    assert [field for field in record.model_fields if field not in FIELD_NAMES] == []
    assert {"state", "figure", "title", "text", "visibility", "note"} <= set(FIELD_NAMES)
