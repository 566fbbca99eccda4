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
    change_agreement,
    close_meeting,
    end_measure,
    load_agenda,
    load_agreements,
    load_audit_trail,
    load_measures,
    load_meetings,
    load_police_lists,
    load_published_stories,
    load_stories,
    load_waves,
    load_withdrawn_slugs,
    plan_meeting,
    remove_expired,
    tables,
    withdraw_police_list,
    withdraw_story,
    withdraw_wave,
)
from tests.store.samples import (
    ADMIN,
    AGREEMENT,
    DRIEHOEK,
    EDITOR,
    LATER,
    MEASURE,
    agreed,
    find_wave,
    picked,
    planned,
    proposed,
    published,
    published_story,
    save_list,
    submitted_story,
)

TODAY = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)


def years_on(years: int) -> dt.datetime:
    """Return the day on which what happened today is `years` old."""
    return TODAY.replace(year=TODAY.year + years, month=3, day=1) + 365 * DAY


def test_nothing_goes_before_its_time(store: Store, catalog: Catalog) -> None:
    published(store)
    withdraw_wave(ADMIN, store, seen=find_wave(store, published(store)), reason="verkeerd")
    proposed(store)
    seen = add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    end_measure(EDITOR, store, seen=seen, status=MeasureStatus.DONE, end="2026")
    agreed(store, planned(store), catalog, status="klaar")
    before = load_audit_trail(ADMIN, store)
    assert set(remove_expired(ADMIN, store, now=TODAY + 729 * DAY).values()) == {0}
    assert len(load_waves(ADMIN, store)) == 3
    assert len(load_measures(ADMIN, store)) == 1
    assert len(load_agreements(ADMIN, store)) == len(load_meetings(ADMIN, store)) == 1
    assert load_audit_trail(ADMIN, store) == before  # nothing done, nothing to tell


def test_waves_that_nobody_sees_go_after_two_years(store: Store) -> None:
    kept = published(store)
    withdraw_wave(ADMIN, store, seen=find_wave(store, published(store)), reason="verkeerd")
    proposed(store)
    removed = remove_expired(ADMIN, store, now=TODAY + 732 * DAY)
    assert list(filter(None, removed.values())) == [2]
    assert [w.number for w in load_waves(ADMIN, store)] == [kept]
    with store.reading() as connection:
        left = connection.exec_driver_sql("SELECT DISTINCT wave FROM observation").scalars().all()
    assert left == [kept]
    told = load_audit_trail(ADMIN, store)[0]
    assert (told.what, told.after) == (Event.CLEANED, dict(removed))


def test_stories_that_nobody_sees_go_after_two_years(store: Store, catalog: Catalog) -> None:
    kept = published_story(store, catalog)
    seen = published_story(store, catalog)
    withdraw_story(ADMIN, store, seen=seen, reason="verkeerd")
    submitted_story(store, catalog)
    assert sum(remove_expired(ADMIN, store, now=TODAY + 729 * DAY).values()) == 0
    removed = remove_expired(ADMIN, store, now=TODAY + 732 * DAY)
    assert list(filter(None, removed.values())) == [2]
    assert load_stories(ADMIN, store) == (kept,)
    assert load_withdrawn_slugs(store) == set()
    with store.reading() as connection:
        left = connection.exec_driver_sql("SELECT story FROM story_version").scalars().all()
    assert left == [kept.number]


def test_accounts_at_a_story_go_after_seven_years(store: Store, catalog: Catalog) -> None:
    published_story(store, catalog)
    with store.writing() as connection:
        connection.execute(update(tables.story_step).values(at=TODAY - 2558 * DAY))
    assert list(filter(None, remove_expired(ADMIN, store, now=TODAY).values())) == [4]
    (story,) = load_stories(ADMIN, store)
    assert {taken.who for taken in story.steps} == {"geanonimiseerd"}
    assert len(load_published_stories(store)) == 1


def test_measures_go_five_years_after_they_ended(store: Store, catalog: Catalog) -> None:
    seen = add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    running = add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    end_measure(EDITOR, store, seen=seen, status=MeasureStatus.STOPPED, end="2026")
    remove_expired(ADMIN, store, now=TODAY + 1825 * DAY)
    assert len(load_measures(ADMIN, store)) == 2
    remove_expired(ADMIN, store, now=TODAY + 1828 * DAY)
    assert load_measures(ADMIN, store) == (running,)


def test_agreements_go_five_years_after_they_ended_and_their_meeting_with_them(
    store: Store, catalog: Catalog
) -> None:
    at = {day: plan_meeting(DRIEHOEK, store, day=day) for day in ("2020-01-06", "2020-01-13")}
    first, second = at.values()
    picked(store, first)
    ended, running = agreed(store, first, catalog), agreed(store, second, catalog)
    over = AGREEMENT | {"status": "vervallen"}
    change_agreement(DRIEHOEK, store, seen=ended, values=over, catalog=catalog)
    close_meeting(DRIEHOEK, store, seen=first, on=LATER)
    remove_expired(ADMIN, store, now=TODAY + 1825 * DAY)
    assert len(load_agreements(ADMIN, store)) == len(load_meetings(ADMIN, store)) == 2
    removed = remove_expired(ADMIN, store, now=TODAY + 1828 * DAY)
    assert list(filter(None, removed.values())) == [1, 1]
    assert load_agreements(ADMIN, store) == (running,)  # and where it was made
    assert load_meetings(ADMIN, store) == (second,)
    assert load_agenda(ADMIN, store, meeting=first.number) == ()


def test_a_meeting_that_is_to_come_stays(store: Store) -> None:
    far = plan_meeting(DRIEHOEK, store, day=(TODAY + 1900 * DAY).date())
    remove_expired(ADMIN, store, now=TODAY + 1828 * DAY)
    assert load_meetings(ADMIN, store) == (far,)


def test_lists_of_the_police_go_three_years_after_their_last_day(store: Store) -> None:
    today = TODAY.date()
    number = save_list(store, {("overval", "steyl", today): 2}, first=today)
    withdrawn = save_list(store, {}, first=today)
    withdraw_police_list(DRIEHOEK, store, number=withdrawn, reason="verkeerd")
    remove_expired(ADMIN, store, now=TODAY + 364 * DAY)
    assert len(load_police_lists(ADMIN, store)) == 2
    remove_expired(ADMIN, store, now=TODAY + 367 * DAY)
    assert [kept.number for kept in load_police_lists(ADMIN, store)] == [number]
    remove_expired(ADMIN, store, now=TODAY + 1094 * DAY)
    assert len(load_police_lists(ADMIN, store)) == 1
    remove_expired(ADMIN, store, now=TODAY + 1098 * DAY)
    assert load_police_lists(ADMIN, store) == ()
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT * FROM police_count").all() == []


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
    assert list(filter(None, remove_expired(ADMIN, store, now=TODAY).values())) == [1, 1]
    assert load_waves(ADMIN, store)[0].proposed_by == "geanonimiseerd"
    assert {e.who for e in load_audit_trail(ADMIN, store)} == {"blijft", EDITOR.name, ADMIN.name}


def test_the_database_stops_who_would_clean_the_trail_too_early(store: Store) -> None:
    """A clock that is wrong, or set wrong."""
    published(store)
    before = load_audit_trail(ADMIN, store)
    with pytest.raises(Exception, match="logboek"):
        remove_expired(Actor("klok", Role.ADMINISTRATOR), store, now=TODAY + 8 * 366 * DAY)
    assert load_audit_trail(ADMIN, store) == before
    assert load_waves(ADMIN, store)[0].proposed_by == EDITOR.name


def test_retention_names_every_table() -> None:
    assert {str(rule.removal(TODAY).table) for rule in RETENTION} == {
        "wave",
        "measure",
        "audit",
        "meeting",
        "agreement",
        "police_list",
        "story",
        "story_step",
        "interpretation",
    }
    assert all(rule.what and rule.years > 0 for rule in RETENTION)
