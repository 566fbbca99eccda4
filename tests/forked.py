"""Processes that are forked from one that has imported already what takes seconds to import.

Not here: the app as an operator starts it (`tests/web/live_app.py`, `tests/deploy`).
"""

import multiprocessing as mp
import os
import runpy
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tools.run_server import ROOT, STOP_SECONDS, ServerError, wait_until_it_answers

# What a process of the app imports. Without Streamlit and the layers on it: while it is imported
# it looks where the home of its user is.
APP = (
    "alembic.command",
    "folium",
    "lib.board",
    "lib.export.site.files",
    "lib.figures.keynumbers",
    "lib.figures.leaflet_map",
    "lib.figures.page_html",
    "lib.figures.rating_charts",
    "lib.figures.trends",
    "lib.story",
    "uvicorn",
)
# It has no threads of Python, and read no settings yet.
context = mp.get_context("forkserver")
context.set_forkserver_preload([*APP, "tests.board.processes", "tests.store.processes"])


@contextmanager
def run_forked(module: Sequence[str], *, answers: str, env: Mapping[str, str]) -> Iterator[None]:
    """Do what `tools.run_server.run_server` does, in a process that starts in less time."""
    with tempfile.NamedTemporaryFile() as log:
        process = context.Process(target=_run_module, args=(list(module), dict(env), log.name))
        process.start()
        try:
            if not wait_until_it_answers(answers, is_running=process.is_alive):
                output = log.read()[-4000:].decode(errors="replace")
                raise ServerError(f"no answer, exit code {process.exitcode}: {output}")
            yield
        finally:
            process.terminate()
            process.join(STOP_SECONDS)
            process.kill()
            process.join()


def _run_module(module: list[str], env: dict[str, str], log: str) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(ROOT)
    with open(log, "ab", buffering=0) as file:  # noqa: PTH123 - as what is printed goes
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
    sys.argv = module
    runpy.run_module(module[0], run_name="__main__", alter_sys=True)
