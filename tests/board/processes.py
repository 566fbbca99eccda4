"""Another process of the app: it answers which board it has. Run by `asking`."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection

from lib.access import PUBLIC
from lib.board import load_board
from lib.figures.sentences.goal_sentences import headline
from tests.forked import context

PATIENCE = 30
Seen = tuple[str, str]  # the version of the board, and its answer


@contextmanager
def asking(settings: Mapping[str, str]) -> Iterator[Callable[[], Seen]]:
    """Start a process with these variables; give the question what the public sees there."""
    here, there = context.Pipe()
    process = context.Process(target=_answer, args=(dict(settings), there))
    process.start()

    def ask() -> Seen:
        here.send(True)
        assert here.poll(PATIENCE)
        found: Seen = here.recv()
        return found

    yield ask
    here.send(False)
    process.join()


def _answer(settings: Mapping[str, str], there: Connection) -> None:
    os.environ.update(settings)
    while there.recv():
        found = load_board(PUBLIC)
        there.send((found.version, headline(found)))
