"""From every earlier version, with rows in it, to now; and never back from a newer one."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, Table, insert, inspect, select, update

from lib.access import PUBLIC
from lib.catalog import Catalog, DesignCounted
from lib.store import (
    MeetingState,
    NewerDatabaseError,
    Party,
    Store,
    add_measure,
    load_agenda,
    load_agreements,
    load_audit_trail,
    load_frozen_agreements,
    load_item_exhibit,
    load_measures,
    load_meetings,
    load_stories,
    load_visible_observations,
    load_waves,
    open_store,
    publish_wave,
    tables,
)
from lib.store.database import connect, known_revisions, migrate, newest_revision, read_revision
from tests.store.samples import ADMIN, DRIEHOEK, EDITOR, MEASURE, NOON

# What each revision had, as it was then: a new revision adds its own line and leaves the others.
ROWS: dict[str, dict[str, dict[str, Any]]] = {
    "0001": {
        "wave": {
            "state": "voorgesteld",
            "file_name": "oud.csv",
            "file_sha256": "ab" * 32,
            "proposed_by": "redacteur-1",
            "note": "van toen",
        },
        "observation": {
            "wave": 1,
            "indicator": "rapportcijfer",
            "period": "2025",
            "area": "klingerberg",
            "value": 6.5,
            "n": 120,
            "status": "definitief",
            "missing": "",
            "note": "",
        },
        "audit": {
            "who": "redacteur-1",
            "role": "redacteur",
            "what": "meting voorgesteld",
            "subject": "meting 1",
            "after": {"stand": "voorgesteld"},
        },
    },
    "0002": {
        "measure": {
            "version": 1,
            "title": "Van toen",
            "theme": "t",
            "threads": [],
            "areas": ["a"],
            "partners": [],
            "start": "2026",
            "end": "",
            "status": "loopt",
            "level": "maatregel",
            "residents": "",
            "visibility": "openbaar",
        },
    },
    "0003": {
        "meeting": {
            "version": 2,
            "day": "2026-11-23",
            "state": "afgesloten",
            "frozen": [
                {
                    "id": 1,
                    "version": 1,
                    "meeting": 1,
                    "changed_at": NOON.isoformat(),
                    "what": "Van toen",
                    "who": "politie",
                    "partner": None,
                    "areas": ["a"],
                    "theme": None,
                    "due": "2026-12-07",
                    "status": "open",
                    "note": "",
                }
            ],
        },
        "agenda_item": {
            "meeting": 1,
            "version": 1,
            "place": 1,
            "title": "Van toen",
            "question": "Waarom?",
            "key": "k",
            "link": "/wijk",
            "board_version": "v",
            "exhibit": "eJyrVspLzE1VslLKL01RqgUAIwIEpA==",  # of {"name":"oud"}
        },
        "agreement": {
            "meeting": 1,
            "version": 2,
            "what": "Van toen",
            "who": "partner",
            "partner": "p",
            "areas": [],
            "theme": "t",
            "due": "2026-12-07",
            "status": "klaar",
            "note": "n",
        },
    },
    "0004": {
        "police_list": {
            "file_name": "lijst.csv",
            "file_sha256": "ab" * 32,
            "kept_by": "driehoek-1",
            "first_day": "2026-11-01",
            "last_day": "2026-11-07",
            "kinds": ["overval"],
            "cases": 2,
            "status": "voorlopig",
            "note": "van toen",
        },
        "police_count": {
            "list": 1,
            "kind": "overval",
            "area": "klingerberg",
            "day": "2026-11-03",
            "value": 2,
        },
    },
    "0005": {
        "story": {"slug": "van-toen-1", "newest": 1, "public": 1},
        "story_version": {
            "story": 1,
            "version": 1,
            "step": "gepubliceerd",
            "content": {"title": "Van toen"},
            "exhibits": [{"name": "x"}],
        },
        "story_step": {
            "story": 1,
            "version": 1,
            "step": "gepubliceerd",
            "who": "beheerder-1",
            "note": "",
        },
    },
    # Adds a column only.
    "0006": {},
    # Rewrites the content of stories.
    "0007": {},
    "0008": {"survey_layout": {"layout": "cijfer|wijk", "columns": {"wijk": "area"}}},
    # Adds a column only.
    "0009": {},
    # Rewrites doers of agreements: see `_with_lists`.
    "0010": {},
    "0011": {
        "interpretation": {
            "version": 1,
            "state": "akkoord",
            "exhibit": "doelen-per-wijk/1a2b3c4d",
            "figure": "Wat inwoners geven",
            "link": "/doelen",
            "period": "2021",
            "fingerprint": "0" * 64,
            "numbers": [7.2],
            "bindings": [],
            "title": "Van toen",
            "text": "Zo was het.",
            "function": "analist",
            "day": "2026-11-01",
            "visibility": "intern",
            "proposed_by": "redacteur-1",
            "person": "",
            "agreed_by": "redacteur-2",
            "note": "",
        }
    },
    "0012": {},
}


def test_every_revision_has_rows_to_start_from() -> None:
    assert list(ROWS) == list(known_revisions())


def _at(url: str, wanted: str) -> None:
    """Make the database of a revision, with rows in every table that it had."""
    store = connect(url)
    with store.writing() as connection:
        migrate(connection, to=wanted)
        assert read_revision(connection) == wanted
        for rows in (ROWS[r] for r in known_revisions() if r <= wanted):
            for name, older in rows.items():
                values = _with_lists(name, older) if wanted >= "0010" else older
                table = Table(name, MetaData(), autoload_with=connection)
                moments = {"at", "proposed_at", "changed_at", "closed_at", "added_at", "kept_at"}
                moments &= set(table.columns.keys())
                connection.execute(insert(table).values(values | dict.fromkeys(moments, NOON)))
    store.close()


def _with_lists(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as revision 0010 rewrites it: lists of doers and of partners."""
    values = dict(row)
    if name == "meeting":
        then = {"item": None, "postponed": 0}
        values["frozen"] = [_with_lists("agreement", r) | then for r in row["frozen"]]
    if name == "agreement":
        partner = values.pop("partner")
        values |= {"who": [row["who"]], "partners": [partner] if partner else []}
    return values


@pytest.mark.parametrize("start", known_revisions())
def test_rows_of_an_earlier_version_are_all_there(
    bare_url: str, catalog: Catalog, start: str
) -> None:
    _at(bare_url, start)
    store = open_store(bare_url)
    with store.reading() as connection:
        assert read_revision(connection) == newest_revision()
        known = {
            name: values
            for r in known_revisions()
            if r <= start
            for name, values in ROWS[r].items()
        }
        for name, older in known.items():
            values = _with_lists(name, older)
            row = connection.execute(select(tables.metadata.tables[name])).mappings().one()
            assert {column: row[column] for column in values} == values
    (wave,) = load_waves(ADMIN, store)
    assert (wave.proposed_at, wave.design) == (NOON, DesignCounted.UNKNOWN)
    assert load_audit_trail(ADMIN, store)[0].after == {"stand": "voorgesteld"}
    # And it goes on from there.
    publish_wave(ADMIN, store, wave=1, note="akkoord", embargo=None)
    frame, _ = load_visible_observations(PUBLIC, store, now=NOON)
    assert list(frame["value"]) == [6.5]
    before = len(load_measures(ADMIN, store))
    add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    assert len(load_measures(ADMIN, store)) == before + 1
    store.close()


def test_a_meeting_of_an_earlier_version_opens_as_it_was(bare_url: str) -> None:
    _at(bare_url, "0003")
    store = open_store(bare_url)
    (meeting,) = load_meetings(DRIEHOEK, store)
    assert (meeting.state, meeting.closed_at) == (MeetingState.CLOSED, NOON)
    (item,) = load_agenda(DRIEHOEK, store, meeting=1)
    assert item.question == "Waarom?"
    assert load_item_exhibit(DRIEHOEK, store, item=item.number) == {"name": "oud"}
    (then,) = load_frozen_agreements(DRIEHOEK, store, meeting=1)
    (now,) = load_agreements(DRIEHOEK, store)
    assert (then.agreement.status, now.agreement.status) == ("open", "klaar")
    assert (then.changed_at, then.agreement.areas) == (NOON, ("a",))
    store.close()


def test_the_doer_of_an_agreement_becomes_a_list_also_where_it_is_frozen(bare_url: str) -> None:
    _at(bare_url, "0009")
    store = open_store(bare_url)
    (then,) = load_frozen_agreements(DRIEHOEK, store, meeting=1)
    (now,) = load_agreements(DRIEHOEK, store)
    assert (then.agreement.who, then.agreement.partners) == ((Party.POLICE,), ())
    assert (now.agreement.who, now.agreement.partners) == ((Party.PARTNER,), ("p",))
    assert (then.item, then.postponed, now.item, now.postponed) == (None, 0, None, 0)
    (item,) = load_agenda(DRIEHOEK, store, meeting=1)
    assert (item.minutes, item.stays_last, item.is_topic) == (10, False, False)
    store.close()


def test_a_source_of_a_number_becomes_a_binding_of_no_sentence(bare_url: str) -> None:
    _at(bare_url, "0006")
    store = connect(bare_url)
    content = {"title": "Van toen", "stated_sources": {"12 lampen": "opdracht"}, "languages": {}}
    with store.writing() as connection:
        connection.execute(update(tables.story_version).values(content=content))
    store.close()
    store = open_store(bare_url)
    (found,) = load_stories(ADMIN, store)
    assert not hasattr(found.story, "stated_sources")
    (binding,) = found.story.bindings
    assert (binding.text, binding.kind, binding.title) == ("12 lampen", "eigen bron", "opdracht")
    assert (binding.sentence, binding.who) == ("", "")
    store.close()


def test_the_migrations_make_the_tables_that_the_code_knows(store: Store) -> None:
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_a_database_of_a_newer_version_is_refused_and_left_alone(bare_url: str) -> None:
    store = open_store(bare_url)
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabaseError, match=r"nieuwere versie van het dashboard \(9999\)"):
        open_store(bare_url)
    with store.reading() as connection:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert found == "9999"


def test_a_migration_that_does_not_end_leaves_the_former_tables(bare_url: str) -> None:
    _at(bare_url, known_revisions()[0])
    store = connect(bare_url)
    with suppress(KeyboardInterrupt), store.writing() as connection:
        migrate(connection)
        assert read_revision(connection) == newest_revision()
        raise KeyboardInterrupt
    with store.reading() as connection:
        assert read_revision(connection) == known_revisions()[0]
        assert connection.exec_driver_sql("SELECT note FROM wave").scalar() == "van toen"
        assert not inspect(connection).has_table("measure")
    store.close()
