"""What is past its retention goes, in one step that is recorded; what is not stays."""

import datetime as dt

import pytest
from sqlalchemy import insert, update

from lib.access import Actor, Role
from lib.catalog import Catalog
from lib.store import (
    RETENTION,
    Event,
    MeasureStatus,
    Store,
    add_measure,
    audit,
    clean,
    end_measure,
    measures,
    published_stories,
    stories,
    tables,
    waves,
    withdraw_story,
    withdraw_wave,
    withdrawn_slugs,
)
from tests.store.samples import (
    ADMIN,
    EDITOR,
    MEASURE,
    proposed,
    published,
    published_story,
    submitted_story,
)

TODAY = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)


def years_on(years: int) -> dt.datetime:
    """Return the day on which what happened today is `years` old."""
    return TODAY.replace(year=TODAY.year + years, month=3, day=1) + 365 * DAY


def test_nothing_goes_before_its_time(store: Store, catalog: Catalog) -> None:
    published(store)
    withdraw_wave(ADMIN, store, wave=published(store), reason="verkeerd")
    proposed(store)
    seen = add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    end_measure(EDITOR, store, seen=seen, status=MeasureStatus.DONE, end="2026")
    before = audit(ADMIN, store)
    assert set(clean(ADMIN, store, now=TODAY + 729 * DAY).values()) == {0}
    assert len(waves(ADMIN, store)) == 3
    assert len(measures(ADMIN, store)) == 1
    assert audit(ADMIN, store) == before  # nothing done, nothing to tell


def test_waves_that_nobody_sees_go_after_two_years(store: Store) -> None:
    kept = published(store)
    withdraw_wave(ADMIN, store, wave=published(store), reason="verkeerd")
    proposed(store)
    removed = clean(ADMIN, store, now=TODAY + 732 * DAY)
    assert list(removed.values()) == [2, 0, 0, 0, 0, 0]
    assert [w.number for w in waves(ADMIN, store)] == [kept]
    with store.reading() as connection:
        left = connection.exec_driver_sql("SELECT DISTINCT wave FROM observation").scalars().all()
    assert left == [kept]
    told = audit(ADMIN, store)[0]
    assert (told.what, told.after) == (Event.CLEANED, dict(removed))


def test_stories_that_nobody_sees_go_after_two_years(store: Store, catalog: Catalog) -> None:
    kept = published_story(store, catalog)
    seen = published_story(store, catalog)
    withdraw_story(ADMIN, store, seen=seen, reason="verkeerd")
    submitted_story(store, catalog)
    assert sum(clean(ADMIN, store, now=TODAY + 729 * DAY).values()) == 0
    removed = clean(ADMIN, store, now=TODAY + 732 * DAY)
    assert list(removed.values()) == [0, 2, 0, 0, 0, 0]
    assert stories(ADMIN, store) == (kept,)
    assert withdrawn_slugs(store) == set()
    with store.reading() as connection:
        left = connection.exec_driver_sql("SELECT story FROM story_version").scalars().all()
    assert left == [kept.number]


def test_accounts_at_a_story_go_after_seven_years(store: Store, catalog: Catalog) -> None:
    published_story(store, catalog)
    with store.writing() as connection:
        connection.execute(update(tables.story_step).values(at=TODAY - 2558 * DAY))
    assert list(clean(ADMIN, store, now=TODAY).values()) == [0, 0, 0, 0, 0, 4]
    (story,) = stories(ADMIN, store)
    assert {taken.who for taken in story.steps} == {"geanonimiseerd"}
    assert len(published_stories(store)) == 1


def test_measures_go_five_years_after_they_ended(store: Store, catalog: Catalog) -> None:
    seen = add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    running = add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    end_measure(EDITOR, store, seen=seen, status=MeasureStatus.STOPPED, end="2026")
    clean(ADMIN, store, now=TODAY + 1825 * DAY)
    assert len(measures(ADMIN, store)) == 2
    clean(ADMIN, store, now=TODAY + 1828 * DAY)
    assert measures(ADMIN, store) == (running,)


def test_entries_and_accounts_go_after_seven_years(store: Store) -> None:
    number = published(store)
    old = TODAY - 2558 * DAY
    with store.writing() as connection:
        connection.execute(
            update(tables.wave).where(tables.wave.c.id == number).values(proposed_at=old)
        )
        for at, who in ((old, "weg"), (TODAY - 2554 * DAY, "blijft")):
            values = {"at": at, "who": who, "role": "beheerder", "what": "", "subject": ""}
            connection.execute(insert(tables.audit).values(values))
    assert list(clean(ADMIN, store, now=TODAY).values()) == [0, 0, 0, 1, 1, 0]
    assert waves(ADMIN, store)[0].proposed_by == "geanonimiseerd"
    assert {e.who for e in audit(ADMIN, store)} == {"blijft", EDITOR.name, ADMIN.name}


def test_the_database_stops_who_would_clean_the_trail_too_early(store: Store) -> None:
    """A clock that is wrong, or set wrong."""
    published(store)
    before = audit(ADMIN, store)
    with pytest.raises(Exception, match="logboek"):
        clean(Actor("klok", Role.ADMINISTRATOR), store, now=TODAY + 8 * 366 * DAY)
    assert audit(ADMIN, store) == before
    assert waves(ADMIN, store)[0].proposed_by == EDITOR.name


def test_retention_is_told_per_table() -> None:
    assert {rule.table for rule in RETENTION} == {
        "wave", "story", "measure", "audit", "story_step",
    }  # fmt: skip
    assert all(rule.what and rule.years > 0 for rule in RETENTION)
