"""Several processes on one store: they agree, they meet, and one that dies loses nothing."""

import signal
import time
from collections import Counter

import pytest

from lib.access import PUBLIC
from lib.catalog import Catalog
from lib.store import (
    Store,
    WaveState,
    load_agenda,
    load_audit_trail,
    load_board_version,
    load_stories,
    load_visible_observations,
    load_waves,
    open_store,
)
from lib.store.database import newest_revision, read_revision
from tests.forked import context
from tests.store.processes import (
    AREAS,
    approve,
    ask_why,
    close,
    die_at,
    die_moving,
    look,
    meeting,
    move,
    open_and_close,
    pick,
    publish,
    take_off,
    work,
)
from tests.store.samples import (
    ADMIN,
    DRIEHOEK,
    NOON,
    figure,
    picked,
    planned,
    proposed,
    published,
    submitted_story,
)

pytestmark = pytest.mark.slow

PATIENCE = 30


def test_another_process_sees_a_publication_at_once(url: str, store: Store) -> None:
    here, there = context.Pipe()
    process = context.Process(target=look, args=(url, there))
    process.start()
    answers = []
    for _ in range(3):
        published(store)
        here.send(True)
        assert here.poll(PATIENCE)
        answers.append(here.recv())
        _, sources = load_visible_observations(PUBLIC, store, now=NOON)
        assert answers[-1] == (load_board_version(store, now=NOON), list(sources))
    here.send(False)
    process.join()
    assert [sources for _, sources in answers] == [["import-1"], ["import-2"], ["import-3"]]


def test_of_those_who_publish_a_wave_at_once_one_succeeds(url: str, store: Store) -> None:
    for _ in range(3):
        number = proposed(store)
        outcomes = meeting([(publish, (url, number))] * 3)
        assert Counter(outcomes) == {"": 1, "WrongStateError": 2}
        entries = load_audit_trail(ADMIN, store, subject=f"meting {number}")
        assert [e.what for e in entries] == ["meting gepubliceerd", "meting voorgesteld"]


def test_those_who_publish_different_waves_at_once_all_succeed(url: str, store: Store) -> None:
    numbers = [proposed(store) for _ in range(3)]
    assert meeting([(publish, (url, number)) for number in numbers]) == ["", "", ""]
    assert {w.state for w in load_waves(ADMIN, store)} == {WaveState.PUBLISHED}
    _, sources = load_visible_observations(PUBLIC, store, now=NOON)
    assert len(sources) == 1


def test_of_those_who_approve_a_story_at_once_one_succeeds(
    url: str, store: Store, catalog: Catalog
) -> None:
    number = submitted_story(store, catalog).number
    outcomes = Counter(meeting([(approve, (url, number))] * 3))
    assert outcomes[""] == 1
    assert outcomes["StoryChangedError"] + outcomes["WrongStateError"] == 2
    steps = [taken.step.value for taken in load_stories(ADMIN, store)[0].steps]
    assert steps == ["concept", "voorgelegd", "akkoord"]


def test_those_who_open_anew_database_at_once_migrate_it_once(bare_url: str) -> None:
    assert meeting([(open_and_close, (bare_url,))] * 4) == [""] * 4
    store = open_store(bare_url)
    with store.reading() as connection:
        assert read_revision(connection) == newest_revision()
    published(store)
    store.close()


def test_killed_at_any_step_of_a_publication_old_or_new_is_left(url: str, store: Store) -> None:
    former = published(store)
    outcomes = []
    step, exitcode = 0, -signal.SIGKILL
    number = proposed(store)
    while exitcode == -signal.SIGKILL:
        before = load_board_version(store, now=NOON)
        process = context.Process(target=die_at, args=(url, number, step))
        process.start()
        process.join()
        exitcode = process.exitcode or 0
        wave = load_waves(ADMIN, store)[0]
        entries = [e.what for e in load_audit_trail(ADMIN, store, subject=f"meting {number}")]
        _, sources = load_visible_observations(PUBLIC, store, now=NOON)
        is_new = wave.state is WaveState.PUBLISHED
        assert ("meting gepubliceerd" in entries) is is_new
        assert list(sources) == [f"import-{number if is_new else former}"]
        assert (load_board_version(store, now=NOON) != before) is is_new
        outcomes.append(is_new)
        if is_new:  # the next dies at a later step of the next wave
            former, number = number, proposed(store)
        step += 1
    assert exitcode == 0
    assert len(outcomes) > 12
    # Until the commit nothing is there; only who was not killed has published.
    assert outcomes == [False] * (len(outcomes) - 1) + [True]


def test_killed_at_any_moment_every_wave_is_whole(url: str, store: Store, kind: str) -> None:
    # After so many steps and milliseconds: a busy machine takes longer for a step.
    moments = ((0, 0), (0, 3), (1, 7), (2, 12), (0, 18), (1, 25), (3, 33))
    for steps, milliseconds in moments:
        here, there = context.Pipe()
        process = context.Process(target=work, args=(url, there))
        process.start()
        for _ in range(1 + steps):
            assert here.poll(PATIENCE)
            here.recv()
        time.sleep(milliseconds / 1000)
        process.kill()
        process.join()
        proposed(store, *map(figure, AREAS))  # the next writer is not held up
    entries = Counter(e.subject for e in load_audit_trail(ADMIN, store))
    with store.reading() as connection:
        rows = Counter(connection.exec_driver_sql("SELECT wave FROM observation").scalars().all())
        if kind == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    found = load_waves(ADMIN, store)
    assert len(found) > len(moments)
    for wave in found:
        assert entries[f"meting {wave.number}"] == 1 + list(WaveState).index(wave.state)
        assert rows[wave.number] == len(AREAS)


def test_of_those_who_change_a_question_at_once_one_succeeds(url: str, store: Store) -> None:
    seen = picked(store, planned(store))
    outcomes = meeting([(ask_why, (url, seen))] * 3)
    assert Counter(outcomes) == {"": 1, "ChangedMeanwhileError": 2}
    (item,) = load_agenda(DRIEHOEK, store, meeting=seen.meeting)
    assert (item.version, item.question) == (2, "Waarom?")


def test_those_who_order_an_agenda_at_once_lose_and_double_nothing(url: str, store: Store) -> None:
    where = planned(store)
    items = [picked(store, where, key=f"oud-{n}") for n in range(4)]
    outcomes = meeting(
        [
            (move, (url, items[0], 4)),
            (move, (url, items[3], 1)),
            (take_off, (url, items[1])),
            (pick, (url, where, "nieuw")),
            (pick, (url, where, "nieuw")),
        ]
    )
    assert outcomes == [""] * 5
    left = load_agenda(DRIEHOEK, store, meeting=where.number)
    assert [item.place for item in left] == [1, 2, 3, 4]
    assert sorted(item.key for item in left) == ["nieuw", "oud-0", "oud-2", "oud-3"]


def test_what_comes_while_a_meeting_closes_is_in_it_or_refused(url: str, store: Store) -> None:
    for days in range(2):
        where = planned(store, days=days)
        outcomes = meeting([*[(close, (url, where))] * 2, (pick, (url, where, "laat"))])
        assert Counter(outcomes[:2]) == {"": 1, "WrongStateError": 1}
        items = load_agenda(DRIEHOEK, store, meeting=where.number)
        assert outcomes[2] == ("" if items else "WrongStateError")


def test_killed_at_any_step_of_a_move_the_order_is_old_or_new(url: str, store: Store) -> None:
    where = planned(store)
    items = [picked(store, where, key=key) for key in "abc"]
    orders = []
    step, exitcode = 0, -signal.SIGKILL
    while exitcode == -signal.SIGKILL:
        process = context.Process(target=die_moving, args=(url, items[2], 1, step))
        process.start()
        process.join()
        exitcode = process.exitcode or 0
        found = load_agenda(DRIEHOEK, store, meeting=where.number)
        assert [item.place for item in found] == [1, 2, 3]
        orders.append("".join(item.key for item in found))
        step += 1
    assert exitcode == 0
    assert len(orders) > 12
    assert orders == ["abc"] * (len(orders) - 1) + ["cab"]
