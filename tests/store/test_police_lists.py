"""Lists of the police: which one holds where, and who may know that they are there."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lib.access import Actor
from lib.catalog import DataProblemsError, Status
from lib.store import (
    Event,
    ImportedFile,
    NotFoundError,
    PoliceCounts,
    SavedPoliceList,
    Store,
    WrongStateError,
    anonymise,
    erase_texts,
    load_audit_trail,
    load_board_version,
    load_police_counts,
    load_police_lists,
    preview_police_counts,
    save_police_list,
    tables,
    withdraw_police_list,
)
from lib.store.police_lists import find_coverage
from tests.store.samples import ADMIN, DRIEHOEK, FILE, NOON, save_list

Counts = Mapping[tuple[str, str, dt.date], int]
FIRST, LAST = dt.date(2026, 11, 1), dt.date(2026, 11, 7)


def seen(found: PoliceCounts) -> dict[tuple[str, str, str], int]:
    """Return every count that holds, with the zeros of the areas that are named anywhere."""
    areas = set(found.cells["area"])
    counts = {
        (str(kind), area, str(day)): 0
        for kind in found.covered
        for day in found.covered.index[found.covered[kind] > 0]
        for area in areas
    }
    keys = found.cells[["kind", "area", "day"]].itertuples(index=False, name=None)
    return counts | dict(zip(keys, found.cells["value"], strict=True))


def test_counts_come_back_with_the_zeros_of_their_days_only(store: Store) -> None:
    number = save_list(store, {("overval", "steyl", FIRST): 2}, first=FIRST, last=LAST)
    found = load_police_counts(DRIEHOEK, store, fictitious=False)
    counts = seen(found)
    assert counts["overval", "steyl", "2026-11-01"] == 2
    assert counts["overval", "steyl", "2026-11-07"] == 0
    assert {day for *_, day in counts} == {f"2026-11-{n:02}" for n in range(1, 8)}
    assert list(found.lists) == [number]
    (told,) = load_police_lists(DRIEHOEK, store)
    assert (told.first, told.last, told.kinds, told.cases) == (FIRST, LAST, ("overval",), 2)


def test_only_what_is_above_zero_takes_a_row(store: Store) -> None:
    save_list(store, {("overval", "steyl", FIRST): 0, ("overval", "velden", FIRST): 1})
    with store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT area, value FROM police_count").all()
    assert [tuple(row) for row in rows] == [("velden", 1)]


def test_the_newest_list_holds_per_kind_and_day_and_the_former_comes_back(store: Store) -> None:
    old = {
        ("overval", "steyl", FIRST): 2,
        ("overval", "steyl", LAST): 3,
        ("vernieling", "steyl", LAST): 4,
    }
    save_list(store, old, first=FIRST, last=LAST, kinds=["overval", "vernieling"])
    new = {("overval", "velden", LAST): 1}
    second = save_list(store, new, first=LAST, last=LAST + dt.timedelta(days=1))
    counts = seen(load_police_counts(DRIEHOEK, store, fictitious=False))
    assert counts["overval", "steyl", "2026-11-01"] == 2
    assert counts["overval", "steyl", "2026-11-07"] == 0  # the newer one does not name it
    assert counts["overval", "velden", "2026-11-07"] == 1
    assert counts["vernieling", "steyl", "2026-11-07"] == 4
    assert counts["overval", "steyl", "2026-11-08"] == 0
    assert ("vernieling", "steyl", "2026-11-08") not in counts
    withdraw_police_list(DRIEHOEK, store, number=second, reason="verkeerde lijst")
    counts = seen(load_police_counts(DRIEHOEK, store, fictitious=False))
    assert counts["overval", "steyl", "2026-11-07"] == 3
    assert ("overval", "steyl", "2026-11-08") not in counts
    (told, *_) = load_audit_trail(ADMIN, store, subject=f"politielijst {second}")
    assert told.after is not None
    assert told.after["toelichting"] == "verkeerde lijst"


def test_real_and_fictitious_lists_never_meet(store: Store) -> None:
    real = save_list(store, {("overval", "steyl", FIRST): 2})
    made_up = save_list(store, {("overval", "steyl", FIRST): 9}, status=Status.FICTITIOUS)
    for fictitious, number in ((False, real), (True, made_up)):
        found = load_police_counts(DRIEHOEK, store, fictitious=fictitious)
        assert list(found.lists) == [number]
        assert list(found.cells["list"]) == [number]


def test_the_source_names_the_file_and_nobody(store: Store) -> None:
    number = save_list(store, {("overval", "steyl", FIRST): 2}, first=FIRST, last=LAST)
    source = load_police_lists(DRIEHOEK, store)[0].source
    assert (source.source, source.title) == (f"politielijst-{number}", FILE.name)
    assert (source.publisher, source.date) == ("Interne lijst van de politie", "2026-11-07")
    assert DRIEHOEK.name not in str(source)


def test_no_lists_no_counts(store: Store) -> None:
    found = load_police_counts(DRIEHOEK, store, fictitious=False)
    assert found.cells.empty
    assert found.covered.empty
    assert dict(found.lists) == {}
    number = save_list(store, {("overval", "steyl", FIRST): 2})
    withdraw_police_list(DRIEHOEK, store, number=number, reason="x")
    assert load_police_counts(DRIEHOEK, store, fictitious=False).covered.empty


def test_saving_and_withdrawing_are_in_the_audit_trail_and_make_a_new_version(store: Store) -> None:
    versions = [load_board_version(store, now=NOON)]
    number = save_list(store, {("overval", "steyl", FIRST): 2}, first=FIRST, last=LAST)
    versions.append(load_board_version(store, now=NOON))
    withdraw_police_list(DRIEHOEK, store, number=number, reason="verkeerd")
    versions.append(load_board_version(store, now=NOON))
    assert len(set(versions)) == 3
    withdrawn, kept = load_audit_trail(ADMIN, store, subject=f"politielijst {number}")
    assert (withdrawn.what, kept.what) == (Event.LIST_WITHDRAWN, Event.LIST_SAVED)
    assert kept.after is not None
    assert (kept.after["gevallen"], kept.after["soorten"]) == (2, ["overval"])
    assert withdrawn.before == kept.after
    assert withdrawn.after is not None
    assert (withdrawn.after["stand"], withdrawn.after["toelichting"]) == ("ingetrokken", "verkeerd")


def test_what_is_not_there_or_withdrawn_already_is_refused(store: Store) -> None:
    with pytest.raises(NotFoundError, match="Politielijst 7 is er niet"):
        withdraw_police_list(DRIEHOEK, store, number=7, reason="x")
    number = save_list(store, {})
    withdraw_police_list(DRIEHOEK, store, number=number, reason="x")
    with pytest.raises(WrongStateError, match="al ingetrokken"):
        withdraw_police_list(DRIEHOEK, store, number=number, reason="x")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"file": ImportedFile("06-12345678.xlsx", "ab" * 32)}, "telefoonnummer"),
        ({"file": ImportedFile("lijst.xlsx", "geen")}, "controlegetal"),
        ({"note": "melder 123456782"}, "burgerservicenummer"),
        ({"last": FIRST - dt.timedelta(days=1)}, "een einde na het begin"),
        ({"kinds": []}, "ten minste één waarde"),
        ({"status": Status.FINAL}, "status"),
        ({"counts": {("vernieling", "steyl", FIRST): 1}}, "een soort en een dag die de lijst dekt"),
        ({"counts": {("overval", "steyl", LAST): 1}}, "een soort en een dag die de lijst dekt"),
        ({"counts": {("overval", "steyl", FIRST): -1}}, "0 of meer"),
        ({"counts": {("overval", "steyl", FIRST): 1_001}}, "1000 of minder"),
        ({"counts": {("overval", "zaak 12/3", FIRST): 1}}, "een sleutel"),
    ],
)
def test_invalid_lists_are_reported_and_nothing_is_saved(
    store: Store, change: dict[str, Any], message: str
) -> None:
    values: dict[str, Any] = {
        "first": FIRST,
        "last": FIRST,
        "kinds": ["overval"],
        "status": Status.PROVISIONAL,
        "note": "",
    }
    arguments: dict[str, Any] = {"file": FILE, "counts": {}}
    arguments |= {name: change[name] for name in arguments if name in change}
    values |= {name: value for name, value in change.items() if name in values}
    with pytest.raises(DataProblemsError, match=message):
        save_police_list(DRIEHOEK, store, values=values, **arguments)
    assert load_police_lists(DRIEHOEK, store) == ()
    assert load_audit_trail(ADMIN, store) == ()


def test_a_list_that_is_too_long_is_refused(store: Store) -> None:
    counts = {("overval", f"a{n}", FIRST): 1 for n in range(20_001)}
    with pytest.raises(DataProblemsError, match="hoogstens 20000 aantallen"):
        save_list(store, counts)


def test_the_law_can_take_out_the_account_and_the_note(store: Store) -> None:
    number = save_list(store, {("overval", "steyl", FIRST): 2}, note="toelichting")
    erase_texts(ADMIN, store, subject=f"politielijst {number}")
    anonymise(ADMIN, store, who=DRIEHOEK.name)
    p = tables.police_list.c
    with store.reading() as connection:
        assert connection.execute(select(p.note, p.kept_by)).all() == [("", "geanonimiseerd")]
    assert load_audit_trail(ADMIN, store, subject=f"politielijst {number}")[0].after is None
    assert not load_police_counts(DRIEHOEK, store, fictitious=False).cells.empty


DAYS = st.integers(0, 6).map(lambda n: FIRST + dt.timedelta(days=n))
LISTS = st.lists(
    st.tuples(
        DAYS,
        DAYS,
        st.sets(st.sampled_from(["overval", "vernieling"]), min_size=1),
        st.dictionaries(st.tuples(st.sampled_from(["steyl", "velden"]), DAYS), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=5,
)


@given(LISTS)
def test_each_kind_and_day_is_wholly_of_the_newest_list_that_has_it(
    drawn: list[tuple[dt.date, dt.date, set[str], dict[tuple[str, dt.date], int]]],
) -> None:
    found = PoliceCounts(
        pd.DataFrame(columns=["kind", "area", "day", "value", "list"]), find_coverage(()), {}
    )
    wanted: dict[tuple[str, str], dict[str, int]] = {}
    for number, (one, other, kinds, cells) in enumerate(drawn, 1):
        first, last = sorted((one, other))
        counts = {(k, a, d): n for k in kinds for (a, d), n in cells.items() if first <= d <= last}
        kept = SavedPoliceList(
            number,
            FILE,
            NOON,
            first,
            last,
            tuple(sorted(kinds)),
            sum(counts.values()),
            Status.PROVISIONAL,
            None,
        )
        found = preview_police_counts(found, kept, counts)
        for kind in kinds:
            for day in pd.date_range(first, last).date:
                wanted[kind, day.isoformat()] = {
                    area: n for (k, area, d), n in counts.items() if (k, d) == (kind, day) and n
                }
    holds = found.covered > 0
    held = {(str(kind), str(day)) for kind in holds for day in holds.index[holds[kind]]}
    assert held == set(wanted)
    got: dict[tuple[str, str], dict[str, int]] = {key: {} for key in held}
    for row in found.cells.itertuples():
        got[str(row.kind), str(row.day)][str(row.area)] = int(str(row.value))
    assert got == wanted
    assert set(found.lists) == set(found.covered.to_numpy().ravel()) - {0}


def test_who_may_read_the_driehoeks_may_read_them_and_nobody_else(store: Store) -> None:
    save_list(store, {("overval", "steyl", FIRST): 2}, by=ADMIN)
    for actor in (DRIEHOEK, ADMIN, Actor("ander", DRIEHOEK.role)):
        assert len(load_police_lists(actor, store)) == 1
