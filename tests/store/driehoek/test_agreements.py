"""Agreements of the driehoek: their order, changes that meet, and their history."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import cast

import pytest

from lib.access import Actor
from lib.catalog import Catalog, DataProblemsError
from lib.store import (
    AgreementStatus,
    ChangedMeanwhileError,
    Event,
    Meeting,
    NotFoundError,
    Party,
    Store,
    StoredAgreement,
    add_agreement,
    anonymise,
    change_agreement,
    close_meeting,
    load_agreement_history,
    load_agreements,
    load_audit_trail,
    load_frozen_agreements,
    remove_agenda_item,
)
from tests.store.samples import (
    ADMIN,
    AGREEMENT,
    DAY,
    DRIEHOEK,
    LATER,
    OTHER_DRIEHOEK,
    agreed,
    picked,
    planned,
)


@pytest.fixture
def meeting(store: Store) -> Meeting:
    return planned(store)


def test_an_agreement_comes_back_as_it_went_in(
    store: Store, meeting: Meeting, catalog: Catalog
) -> None:
    added = agreed(store, meeting, catalog)
    assert load_agreements(DRIEHOEK, store) == (added,)
    assert added.agreement.model_dump() == AGREEMENT
    assert (added.number, added.version, added.meeting) == (1, 1, meeting.number)
    assert (added.agreement.who, added.agreement.status) == ((Party.POLICE,), AgreementStatus.OPEN)
    assert (added.item, added.postponed) == (None, 0)
    least = {"what": "Iets", "who": "gemeente", "due": "2026-12-31"}
    small = add_agreement(
        DRIEHOEK, store, meeting=meeting.number, values=least, catalog=catalog
    ).agreement
    assert (small.due, small.status) == (dt.date(2026, 12, 31), AgreementStatus.OPEN)
    assert small.who == (Party.MUNICIPALITY,)
    assert (small.partners, small.areas, small.theme, small.note) == ((), (), None, "")
    assert load_agreements(DRIEHOEK, store)[1].agreement == small


def test_what_waits_longest_stands_first_and_what_ended_last(
    store: Store, meeting: Meeting, catalog: Catalog
) -> None:
    cases = (9, "open"), (-9, "klaar"), (0, "bezig"), (-1, "open"), (30, "vervallen"), (-5, "open")
    made = [
        agreed(store, meeting, catalog, due=DAY + dt.timedelta(days=days), status=status)
        for days, status in cases
    ]
    found = load_agreements(DRIEHOEK, store)
    assert found == tuple(made[n] for n in (5, 3, 2, 0, 4, 1))
    assert [a.is_overdue(DAY) for a in found] == [True, True, False, False, False, False]
    assert [a.is_over for a in found] == [False] * 4 + [True] * 2
    values = AGREEMENT | {"due": made[1].agreement.due, "status": "klaar", "note": "toch"}
    last = change_agreement(DRIEHOEK, store, seen=made[1], values=values, catalog=catalog)
    assert load_agreements(DRIEHOEK, store)[4:] == (last, made[4])


def test_a_change_of_an_older_version_is_refused_with_the_newer_record(
    store: Store, meeting: Meeting, catalog: Catalog
) -> None:
    seen = agreed(store, meeting, catalog)
    close_meeting(DRIEHOEK, store, seen=meeting, on=LATER)  # agreements live on
    first = change_agreement(
        DRIEHOEK, store, seen=seen, values=AGREEMENT | {"status": "bezig"}, catalog=catalog
    )
    second = AGREEMENT | {"note": "Tweede"}
    with pytest.raises(ChangedMeanwhileError, match="Afspraak 1 is intussen door een") as refused:
        change_agreement(OTHER_DRIEHOEK, store, seen=seen, values=second, catalog=catalog)
    assert refused.value.newer == first == load_agreements(DRIEHOEK, store)[0]
    assert (first.version, first.meeting) == (2, meeting.number)
    kept = change_agreement(
        OTHER_DRIEHOEK, store, seen=refused.value.newer, values=second, catalog=catalog
    )
    assert (kept.version, kept.agreement.note) == (3, "Tweede")


def test_of_those_who_change_at_once_one_succeeds_and_the_others_get_the_newer(
    store: Store, meeting: Meeting, catalog: Catalog
) -> None:
    seen, together = agreed(store, meeting, catalog), Barrier(4)

    def change(note: str) -> StoredAgreement | None:
        together.wait()
        try:
            values = AGREEMENT | {"note": note}
            change_agreement(DRIEHOEK, store, seen=seen, values=values, catalog=catalog)
        except ChangedMeanwhileError as error:
            return cast("StoredAgreement", error.newer)
        return None

    with ThreadPoolExecutor(together.parties) as pool:
        told = list(pool.map(change, "abcd"))
    (kept,) = load_agreements(DRIEHOEK, store)
    winner = told.index(None)
    assert told == [None if n == winner else kept for n in range(4)]
    assert (kept.version, kept.agreement.note) == (2, "abcd"[winner])
    assert len(load_agreement_history(DRIEHOEK, store, number=seen.number)) == 2


def test_an_unknown_number_is_reported(store: Store, meeting: Meeting, catalog: Catalog) -> None:
    seen = agreed(store, meeting, catalog)
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM agreement")
    with pytest.raises(NotFoundError, match="Afspraak 1 is er niet"):
        change_agreement(DRIEHOEK, store, seen=seen, values=AGREEMENT, catalog=catalog)
    with pytest.raises(NotFoundError, match="Deze driehoek is er niet"):
        add_agreement(DRIEHOEK, store, meeting=99, values=AGREEMENT, catalog=catalog)
    assert agreed(store, meeting, catalog).number == 2  # a number is never used again
    assert load_agreement_history(DRIEHOEK, store, number=99) == ()


def test_history_has_the_changes_and_names_nobody(
    store: Store, meeting: Meeting, catalog: Catalog
) -> None:
    first = agreed(store, meeting, catalog)
    agreed(store, meeting, catalog)
    values = AGREEMENT | {"status": "klaar"}
    second = change_agreement(OTHER_DRIEHOEK, store, seen=first, values=values, catalog=catalog)
    changed, added = load_agreement_history(DRIEHOEK, store, number=first.number)
    before, after = (a.agreement.model_dump(mode="json") for a in (first, second))
    assert (added.what, added.before, added.after) == (Event.AGREEMENT_ADDED, None, before)
    assert (changed.what, changed.before, changed.after) == (
        Event.AGREEMENT_CHANGED,
        before,
        after,
    )
    assert {changed.role, added.role} == {"driehoek"}
    assert added.at <= changed.at
    for actor in (DRIEHOEK, OTHER_DRIEHOEK):
        assert actor.name not in str((changed, added))
        assert anonymise(ADMIN, store, who=actor.name) > 0
    assert load_agreement_history(DRIEHOEK, store, number=first.number) == (changed, added)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("what", "", "kolom 'wat': Verwacht: een ingevulde waarde"),
        ("what", "   ", "kolom 'wat': Verwacht: een ingevulde waarde"),
        ("what", "x" * 601, "hoogstens 600 tekens"),
        ("note", "x" * 601, "kolom 'toelichting'"),
        ("who", "", "kolom 'wie'.*ten minste één waarde"),
        ("who", ("politie", "?"), "kolom 'wie'.*een van: 'gemeente', 'politie', 'openbaar"),
        ("who", "Jan Jansen", "kolom 'wie'"),
        ("partners", "jan-jansen", "een waarde uit de lijst, niet 'jan-jansen'"),
        ("areas", ("klingerberg", "atlantis"), "kolom 'wijken'.*niet 'atlantis'"),
        ("theme", "../../etc/passwd", "kolom 'thema'.*een sleutel van letters"),
        ("theme", "onbekend", "kolom 'thema'.*niet 'onbekend'"),
        ("due", "", "kolom 'uiterlijk'.*een dag als 23-11-2026"),
        ("due", None, "kolom 'uiterlijk'.*een dag als 23-11-2026"),
        ("due", "2026-12", "een dag als 23-11-2026"),
        ("due", "2026-02-30", "een dag als 23-11-2026"),
        ("due", 1764000000, "een dag als 23-11-2026"),
        ("status", "afgerond", "kolom 'stand'.*een van: 'open', 'bezig', 'klaar' of 'vervallen'"),
        ("meeting", 2, "alleen kolommen en sleutels die het dashboard kent"),
    ],
)
def test_invalid_values_change_nothing(
    store: Store, catalog: Catalog, field: str, value: object, expected: str
) -> None:
    meeting = planned(store)
    seen = agreed(store, meeting, catalog)
    entries = load_audit_trail(ADMIN, store)
    wrong = AGREEMENT | {field: value}
    with pytest.raises(DataProblemsError, match=f"^afspraak.*{expected}"):
        add_agreement(DRIEHOEK, store, meeting=meeting.number, values=wrong, catalog=catalog)
    with pytest.raises(DataProblemsError, match=expected):
        change_agreement(DRIEHOEK, store, seen=seen, values=wrong, catalog=catalog)
    assert (load_agreements(DRIEHOEK, store), load_audit_trail(ADMIN, store)) == ((seen,), entries)


def test_all_problems_are_reported_at_once(store: Store, catalog: Catalog) -> None:
    with pytest.raises(DataProblemsError) as refused:
        agreed(store, planned(store), catalog, what="", who="?", due="morgen", areas="atlantis")
    assert [p.column for p in refused.value.problems] == ["uiterlijk", "wat", "wie", "wijken"]


def test_how_often_an_agreement_was_postponed_is_counted(
    store: Store, meeting: Meeting, catalog: Catalog
) -> None:
    seen = agreed(store, meeting, catalog, due=DAY)
    for days, times in ((7, 1), (14, 2), (14, 2), (10, 2), (21, 3)):
        values = AGREEMENT | {"due": DAY + dt.timedelta(days=days)}
        seen = change_agreement(DRIEHOEK, store, seen=seen, values=values, catalog=catalog)
        assert seen.postponed == times
    close_meeting(DRIEHOEK, store, seen=meeting, on=LATER)
    assert load_agreements(DRIEHOEK, store) == (seen,)
    (then,) = load_frozen_agreements(DRIEHOEK, store, meeting=meeting.number)
    assert then == seen


def test_an_agreement_belongs_to_an_item_of_its_own_meeting(
    store: Store, meeting: Meeting, catalog: Catalog
) -> None:
    item, other = picked(store, meeting), picked(store, planned(store, days=1))
    numbers = (item.number, other.number, 99)
    made = [
        add_agreement(
            DRIEHOEK, store, meeting=meeting.number, values=AGREEMENT, catalog=catalog, item=number
        )
        for number in numbers
    ]
    assert [a.item for a in made] == [item.number, None, None]
    remove_agenda_item(DRIEHOEK, store, seen=item)
    assert load_agreements(DRIEHOEK, store)[0] == replace(made[0], item=None)


def test_two_who_note_at_once_lose_nothing(
    store: Store, meeting: Meeting, catalog: Catalog
) -> None:
    item, together = picked(store, meeting), Barrier(4)

    def note(who: Actor, place: int) -> None:
        together.wait()
        for turn in range(5):
            values = AGREEMENT | {"what": f"{place}-{turn}"}
            add_agreement(
                who,
                store,
                meeting=meeting.number,
                values=values,
                catalog=catalog,
                item=item.number,
            )

    with ThreadPoolExecutor(together.parties) as pool:
        list(pool.map(note, (DRIEHOEK, OTHER_DRIEHOEK) * 2, range(together.parties)))
    found = load_agreements(DRIEHOEK, store)
    noted = sorted(a.agreement.what for a in found)
    assert noted == sorted(f"{p}-{t}" for p in range(together.parties) for t in range(5))
    assert {a.item for a in found} == {item.number}
