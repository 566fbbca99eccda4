"""Meetings of the driehoek: one a day, moved, removed, and closed for good."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from lib.catalog import Catalog, DataProblemsError
from lib.store import (
    AgendaItem,
    ChangedMeanwhileError,
    Event,
    Meeting,
    MeetingState,
    MeetingWindow,
    NotFoundError,
    Store,
    WrongStateError,
    add_agenda_item,
    change_agreement,
    change_question,
    close_meeting,
    compare_days,
    load_agenda,
    load_agreements,
    load_audit_trail,
    load_board_version,
    load_closing_verdicts,
    load_frozen_agreements,
    load_last_meeting,
    load_meetings,
    load_public_version,
    move_agenda_item,
    move_meeting,
    plan_meeting,
    remove_agenda_item,
    remove_meeting,
)
from tests.store.samples import (
    ADMIN,
    AGREEMENT,
    DAY,
    DRIEHOEK,
    EXHIBIT,
    ITEM,
    LATER,
    NOON,
    OTHER_DRIEHOEK,
    agreed,
    picked,
    planned,
    published,
)

WEEK = dt.timedelta(days=7)


def test_meetings_come_newest_first_whenever_they_were_planned(store: Store) -> None:
    later, first, middle = (planned(store, days=days) for days in (14, 0, 7))
    assert load_meetings(DRIEHOEK, store) == (later, middle, first)
    assert (first.day, first.state, first.closed_at) == (DAY, MeetingState.PREPARING, None)
    assert load_last_meeting(DRIEHOEK, store, before=DAY) is None
    assert load_last_meeting(DRIEHOEK, store, before=DAY + WEEK) == first
    assert load_last_meeting(DRIEHOEK, store, before=DAY + 10 * WEEK) == later


def test_a_day_has_one_meeting(store: Store) -> None:
    first, other = planned(store), planned(store, days=7)
    reason = r"kolom 'dag': Er staat: '2026-11-23'. Verwacht: een dag waarop nog geen driehoek is"
    with pytest.raises(DataProblemsError, match=reason):
        plan_meeting(OTHER_DRIEHOEK, store, day=DAY)
    with pytest.raises(DataProblemsError, match=reason):
        move_meeting(OTHER_DRIEHOEK, store, seen=other, day="2026-11-23")
    assert move_meeting(DRIEHOEK, store, seen=first, day=DAY) == first
    assert load_meetings(DRIEHOEK, store) == (other, first)


@pytest.mark.parametrize(
    "day",
    [
        None,
        "",
        "2026-02-30",
        "2026-11",
        "23-11-2026",
        20261123,
        "1764000000",
        "2026-11-23T10:00",
        dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
        "２０２６-11-23",
        "2026-11-23'; --",
        "\ud800",
        [DAY],
    ],
    ids=repr,
)
def test_an_invalid_day_is_reported(store: Store, day: object) -> None:
    with pytest.raises(DataProblemsError, match=r"driehoek, kolom 'dag'.*een dag als 23-11-2026"):
        plan_meeting(DRIEHOEK, store, day=day)
    assert load_meetings(DRIEHOEK, store) == ()


def test_moving_a_meeting_that_was_moved_meanwhile_is_refused(store: Store) -> None:
    seen = planned(store)
    moved = move_meeting(DRIEHOEK, store, seen=seen, day=DAY + WEEK)
    assert (moved.day, moved.version) == (DAY + WEEK, 2)
    for act in CHANGES:
        with pytest.raises(ChangedMeanwhileError, match="De driehoek van 30-11-2026") as refused:
            act(store, seen)
        assert refused.value.newer == moved
    assert load_meetings(DRIEHOEK, store) == (moved,)


CHANGES: list[Callable[[Store, Meeting], object]] = [
    lambda store, seen: move_meeting(OTHER_DRIEHOEK, store, seen=seen, day=DAY),
    lambda store, seen: close_meeting(OTHER_DRIEHOEK, store, seen=seen, on=LATER),
    lambda store, seen: remove_meeting(OTHER_DRIEHOEK, store, seen=seen),
]


def test_only_an_empty_meeting_can_be_removed(store: Store, catalog: Catalog) -> None:
    with_item, with_agreement, empty = (planned(store, days=days) for days in range(3))
    item = picked(store, with_item)
    agreed(store, with_agreement, catalog)
    for seen in (with_item, with_agreement):
        with pytest.raises(WrongStateError, match="alleen een lege driehoek kan weg"):
            remove_meeting(DRIEHOEK, store, seen=seen)
    remove_meeting(DRIEHOEK, store, seen=empty)
    remove_agenda_item(DRIEHOEK, store, seen=item)
    remove_meeting(DRIEHOEK, store, seen=with_item)
    assert load_meetings(DRIEHOEK, store) == (with_agreement,)
    for act in CHANGES:
        with pytest.raises(NotFoundError, match="Deze driehoek is er niet"):
            act(store, empty)
    assert planned(store, days=2).number == 4  # a number is never used again


FROZEN: list[Callable[[Store, Meeting, AgendaItem, Catalog], object]] = [
    *(lambda s, m, _i, _c, act=act: act(s, m) for act in CHANGES),
    lambda s, m, _i, _c: add_agenda_item(
        DRIEHOEK, s, meeting=m.number, values=ITEM | {"key": "nieuw"}, exhibit=EXHIBIT
    ),
    lambda s, m, _i, _c: picked(s, m),
    lambda s, _m, i, _c: change_question(DRIEHOEK, s, seen=i, question="Waarom?"),
    lambda s, _m, i, _c: move_agenda_item(DRIEHOEK, s, item=i.number, place=2),
    lambda s, _m, i, _c: remove_agenda_item(DRIEHOEK, s, seen=i),
    lambda s, m, _i, c: agreed(s, m, c),
]


def test_nothing_changes_in_a_closed_meeting(store: Store, catalog: Catalog) -> None:
    seen = planned(store)
    item, _ = picked(store, seen), picked(store, seen, key="twee")
    closed = close_meeting(DRIEHOEK, store, seen=seen, on=LATER)
    assert closed == replace(
        seen,
        version=2,
        state=MeetingState.CLOSED,
        closed_at=closed.closed_at,
        changed_at=closed.changed_at,
    )
    before = (load_agenda(DRIEHOEK, store, meeting=seen.number), load_audit_trail(ADMIN, store))
    for act in FROZEN:
        for meeting in (seen, closed):
            with pytest.raises(WrongStateError, match="23-11-2026 is afgesloten"):
                act(store, meeting, item, catalog)
    assert (
        load_agenda(DRIEHOEK, store, meeting=seen.number),
        load_audit_trail(ADMIN, store),
    ) == before
    assert load_meetings(DRIEHOEK, store) == (closed,)


def test_a_closed_meeting_shows_the_agreements_of_then(store: Store, catalog: Catalog) -> None:
    first = planned(store)
    with pytest.raises(WrongStateError, match="nog niet afgesloten"):
        load_frozen_agreements(DRIEHOEK, store, meeting=first.number)
    made = [
        agreed(store, first, catalog, due=DAY + days * WEEK, status=status)
        for days, status in ((2, "open"), (1, "bezig"), (0, "klaar"))
    ]
    close_meeting(DRIEHOEK, store, seen=first, on=LATER)
    then = load_agreements(DRIEHOEK, store)
    assert then == (made[1], made[0], made[2])
    changed = AGREEMENT | {"what": "Iets anders", "status": "klaar"}
    change_agreement(DRIEHOEK, store, seen=made[0], values=changed, catalog=catalog)
    assert load_frozen_agreements(DRIEHOEK, store, meeting=first.number) == then
    # The next one tells what ended since, and not again what had ended before.
    second = planned(store, days=7)
    new = agreed(store, second, catalog, due=DAY)
    close_meeting(DRIEHOEK, store, seen=second, on=LATER)
    kept = load_frozen_agreements(DRIEHOEK, store, meeting=second.number)
    assert [a.number for a in kept] == [new.number, made[1].number, made[0].number]
    assert kept[2].agreement.what == "Iets anders"
    assert load_frozen_agreements(DRIEHOEK, store, meeting=first.number) == then
    with pytest.raises(NotFoundError, match="Deze driehoek"):
        load_frozen_agreements(DRIEHOEK, store, meeting=99)


def test_every_step_is_recorded_and_none_changes_the_board(store: Store, catalog: Catalog) -> None:
    published(store)
    start, entries = load_board_version(store, now=NOON), len(load_audit_trail(ADMIN, store))
    public = load_public_version(store, now=NOON)
    remove_meeting(DRIEHOEK, store, seen=planned(store, days=1))
    seen = move_meeting(DRIEHOEK, store, seen=planned(store, days=2), day=DAY)
    first, item = picked(store, seen, key="twee"), picked(store, seen)
    picked(store, seen)
    change_question(DRIEHOEK, store, seen=first, question="Waarom?")
    move_agenda_item(DRIEHOEK, store, item=item.number, place=1)
    remove_agenda_item(DRIEHOEK, store, seen=load_agenda(DRIEHOEK, store, meeting=seen.number)[0])
    agreement = agreed(store, seen, catalog)
    change_agreement(DRIEHOEK, store, seen=agreement, values=AGREEMENT, catalog=catalog)
    close_meeting(DRIEHOEK, store, seen=seen, on=LATER)
    told = load_audit_trail(ADMIN, store)[:-entries]
    assert [e.what for e in reversed(told)] == [
        Event.MEETING_PLANNED,
        Event.MEETING_REMOVED,
        Event.MEETING_PLANNED,
        Event.MEETING_MOVED,
        Event.ITEM_ADDED,
        Event.ITEM_ADDED,
        Event.ITEM_RENEWED,
        Event.ITEM_ASKED,
        Event.ITEM_MOVED,
        Event.ITEM_REMOVED,
        Event.AGREEMENT_ADDED,
        Event.AGREEMENT_CHANGED,
        Event.MEETING_CLOSED,
    ]
    assert {e.who for e in told} == {DRIEHOEK.name}
    assert {e.subject for e in told} == {"driehoek 1", "driehoek 2", "afspraak 1"}
    closed = told[0]
    assert closed.before == {"day": "2026-11-23", "state": "voorbereiding"}
    assert closed.after == {"day": "2026-11-23", "state": "afgesloten"}
    assert (load_board_version(store, now=NOON), load_public_version(store, now=NOON)) == (
        start,
        public,
    )
    published(store)
    assert load_board_version(store, now=NOON) != start


def test_a_meeting_is_not_closed_before_its_day_without_a_reason(store: Store) -> None:
    seen, before = planned(store), DAY - dt.timedelta(days=1)
    for reason, expected in (
        ("", "een reden: de dag"),
        ("06-12345678", "telefoon"),
    ):
        with pytest.raises(DataProblemsError, match=expected):
            close_meeting(DRIEHOEK, store, seen=seen, on=before, reason=reason)
    assert load_meetings(DRIEHOEK, store) == (seen,)
    closed = close_meeting(DRIEHOEK, store, seen=seen, on=before, reason="Vervroegd.")
    assert closed.reason == "Vervroegd."
    last = load_audit_trail(ADMIN, store)[0]
    assert last.after == {"day": "2026-11-23", "state": "afgesloten", "reason": "Vervroegd."}
    on_the_day = planned(store, days=1)
    assert not close_meeting(DRIEHOEK, store, seen=on_the_day, on=on_the_day.day).reason


def test_what_the_figures_said_at_a_closing_stays(store: Store) -> None:
    said = {"version": "abc", "verdicts": {"woninginbraak": "rise"}}
    seen = planned(store)
    assert load_closing_verdicts(DRIEHOEK, store, meeting=seen.number) is None
    close_meeting(DRIEHOEK, store, seen=seen, on=DAY, verdicts=said)
    assert load_closing_verdicts(DRIEHOEK, store, meeting=seen.number) == said


def test_the_days_that_are_compared_stay_with_a_meeting_and_change_no_version(
    store: Store,
) -> None:
    seen = planned(store)
    own = MeetingWindow(preset="eigen", comparison="jaar-eerder", first=DAY, last=DAY)
    for _ in range(2):
        compare_days(DRIEHOEK, store, meeting=seen.number, window=own)
    assert load_meetings(DRIEHOEK, store) == (replace(seen, window=own),)
    told = [e.what for e in load_audit_trail(ADMIN, store)]
    assert told == [Event.MEETING_COMPARED, Event.MEETING_PLANNED]
    close_meeting(DRIEHOEK, store, seen=seen, on=DAY)
    with pytest.raises(WrongStateError):
        compare_days(DRIEHOEK, store, meeting=seen.number, window=own)


def test_a_meeting_with_only_its_standing_items_can_go(store: Store) -> None:
    topics: list[dict[str, object]] = [
        {"title": "Mededelingen"},
        {"title": "Rondvraag", "last": True},
    ]
    seen = plan_meeting(DRIEHOEK, store, day=DAY, topics=topics)
    items = load_agenda(DRIEHOEK, store, meeting=seen.number)
    assert [i.title for i in items] == ["Mededelingen", "Rondvraag"]
    asked = change_question(DRIEHOEK, store, seen=items[0], question="Wie begint?")
    with pytest.raises(WrongStateError, match="alleen een lege driehoek"):
        remove_meeting(DRIEHOEK, store, seen=seen)
    change_question(DRIEHOEK, store, seen=asked, question="")
    remove_meeting(DRIEHOEK, store, seen=seen)
    assert load_agenda(DRIEHOEK, store, meeting=seen.number) == ()
