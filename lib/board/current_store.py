"""The open database, and whether it answers.

Whoever finds that it does not answer spares the others the wait: nobody tries again for a few
seconds, so that a hundred visitors do not each wait in turn. Not here: what is in it (`lib.store`).
"""

import datetime as dt
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import NamedTuple

from lib.store import Store, UnavailableError, load_board_version, open_store

RETRY_SECONDS, PROBE_SECONDS = 3.0, 3.0
_opening_lock, _probing_lock = Lock(), Lock()


class StorePlace(NamedTuple):
    """Where the database is, by the environment."""

    url: str
    folder: str


class _Finding(NamedTuple):
    """What somebody found wrong, '' for nothing, and when that holds no longer."""

    trouble: str
    until: float


_stores: dict[StorePlace, Store] = {}
_outages: dict[StorePlace, _Finding] = {}
_probes: dict[StorePlace, _Finding] = {}


def find_store_place() -> StorePlace:
    """Return where the database is: `DATABASE_URL`, else a file in `VAR_DIR`."""
    return StorePlace(os.getenv("DATABASE_URL", ""), os.getenv("VAR_DIR", ""))


def get_store() -> Store:
    """Return the open database of imported waves and measures; see `lib.store.open_store`."""
    place = find_store_place()
    if place not in _stores:
        with _opening_lock, sparing_others():
            if place not in _stores:
                _stores[place] = open_store()
    return _stores[place]


@contextmanager
def sparing_others() -> Iterator[None]:
    """Raise the `UnavailableError` that somebody just had, or remember it for the others."""
    place = find_store_place()
    found = _outages.get(place)
    if found and time.monotonic() < found.until:
        raise UnavailableError(found.trouble)
    try:
        yield
    except UnavailableError as error:
        _outages[place] = _Finding(str(error), time.monotonic() + RETRY_SECONDS)
        raise


def load_current_version(moment: dt.datetime) -> str:
    """Return `load_board_version` of the open database; raise `StoreError` within seconds."""
    with sparing_others():
        return load_board_version(get_store(), now=moment)


def check_store(moment: dt.datetime) -> None:
    """Raise `StoreError` while the database cannot be read, or nothing can be saved in it.

    Whether it can is tried once in a few seconds, however many ask.
    """
    load_current_version(moment)
    place = find_store_place()
    with _probing_lock:
        if place not in _probes or _probes[place].until < time.monotonic():
            _probes[place] = _Finding(_try_to_save(), time.monotonic() + PROBE_SECONDS)
        trouble = _probes[place].trouble
    if trouble:
        raise UnavailableError(trouble)


def _try_to_save() -> str:
    try:
        get_store().require_writable()
    except UnavailableError as error:
        return str(error)
    return ""
