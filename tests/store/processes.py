"""Other processes at work on a store: some agree, some meet, some die. Run by `meeting`."""

import os
import signal
from collections.abc import Callable, Sequence
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import event

from lib.access import PUBLIC
from lib.store import (
    AgendaItem,
    Meeting,
    Store,
    approve_story,
    change_question,
    close_meeting,
    load_board_version,
    load_stories,
    load_visible_observations,
    move_agenda_item,
    open_store,
    publish_wave,
    remove_agenda_item,
    withdraw_wave,
)
from tests.forked import context
from tests.store.samples import ADMIN, DRIEHOEK, LATER, NOON, figure, find_wave, picked, proposed

AREAS = ("klingerberg", "venlo-centrum", "blerick-centrum")


def meeting(acts: Sequence[tuple[Callable[..., object], tuple[Any, ...]]]) -> list[str]:
    """Let processes act at the same moment; return what became of each: '' or an error's name."""
    barrier = context.Barrier(len(acts))
    pairs = [context.Pipe() for _ in acts]
    started = [
        context.Process(target=_meet, args=(barrier, there, act, arguments))
        for (_, there), (act, arguments) in zip(pairs, acts, strict=True)
    ]
    for process in started:
        process.start()
    outcomes = [str(here.recv()) if here.poll(30) else "silence" for here, _ in pairs]
    for process in started:
        process.join()
    return outcomes


def _meet(
    barrier: Barrier, there: Connection, act: Callable[..., object], arguments: tuple[Any, ...]
) -> None:
    barrier.wait()
    try:
        act(*arguments)
    except Exception as error:  # noqa: BLE001 - the test says which it expects
        there.send(type(error).__name__)
    else:
        there.send("")


def open_and_close(url: str) -> None:
    """Open a store that may have no tables yet."""
    open_store(url).close()


def publish(url: str, wave: int) -> None:
    """Publish a wave."""
    publish_wave(ADMIN, open_store(url), wave=wave, note="akkoord", embargo=None)


def approve(url: str, number: int) -> None:
    """Approve a submitted story."""
    store = open_store(url)
    (seen,) = [s for s in load_stories(ADMIN, store) if s.number == number]
    approve_story(ADMIN, store, seen=seen)


def look(url: str, there: Connection) -> None:
    """Answer every question with the version and the sources that the public sees."""
    store = open_store(url)
    while there.recv():
        _, sources = load_visible_observations(PUBLIC, store, now=NOON)
        there.send((load_board_version(store, now=NOON), list(sources)))


def die_at(url: str, wave: int, step: int) -> None:
    """Publish a wave; before, after or between its statements, at the step, die."""
    store = open_store(url)
    die_when(store, step)
    publish_wave(ADMIN, store, wave=wave, note="akkoord", embargo=None)


def ask_why(url: str, seen: AgendaItem) -> None:
    """Change the question of an item of an agenda."""
    change_question(DRIEHOEK, open_store(url), seen=seen, question="Waarom?")


def close(url: str, seen: Meeting) -> None:
    """Close a meeting."""
    close_meeting(DRIEHOEK, open_store(url), seen=seen, on=LATER)


def pick(url: str, where: Meeting, key: str) -> None:
    """Put a figure on an agenda."""
    picked(open_store(url), where, key=key)


def move(url: str, item: AgendaItem, place: int) -> None:
    """Move an item of an agenda."""
    move_agenda_item(DRIEHOEK, open_store(url), item=item.number, place=place)


def take_off(url: str, item: AgendaItem) -> None:
    """Take an item off its agenda."""
    remove_agenda_item(DRIEHOEK, open_store(url), seen=item)


def die_moving(url: str, item: AgendaItem, place: int, step: int) -> None:
    """Move an item of an agenda; at the step, die."""
    store = open_store(url)
    die_when(store, step)
    move_agenda_item(DRIEHOEK, store, item=item.number, place=place)


def die_when(store: Store, step: int) -> None:
    """Kill this process at a step: before and after each statement, and before the commit."""
    steps = count()

    def strike(*_: object) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(store.engine, name, strike)


def work(url: str, there: Connection) -> None:
    """Propose, publish and withdraw without end; send a message at the start and after each."""
    store = open_store(url)
    there.send("started")
    while True:
        wave = proposed(store, *map(figure, AREAS))
        there.send("proposed")
        publish_wave(ADMIN, store, wave=wave, note="akkoord", embargo=None)
        there.send("published")
        withdraw_wave(ADMIN, store, seen=find_wave(store, wave), reason="verkeerd")
        there.send("withdrawn")
