"""What an operator watches of one process, in Prometheus' form: times, numbers, sizes of caches.

No figures of the dashboard, and nothing about persons. Not here: serving it, and what must be
looked up in data and database for it (`lib.web.answers`).
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper  # typeshed's name for what `lru_cache` returns
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakSet

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_runs = Histogram(
    "dashboard_run_seconds", "Full runs of a page by the server", ["page"], buckets=SECONDS
)
_choices = Counter("dashboard_choices", "Runs of a part of a page, after a choice of a visitor")
_errors = Counter("dashboard_errors", "What went wrong for a visitor", ["kind"])
_database = Histogram("dashboard_database_seconds", "Statements of the database", buckets=SECONDS)
_sessions = Gauge("dashboard_sessions", "Open pages of visitors")
_cache_entries = Gauge("dashboard_cache_entries", "What is remembered, by cache", ["cache"])
_cache_limit = Gauge("dashboard_cache_limit", "The most that a cache remembers", ["cache"])
# Each board has caches of its own, which go with it.
_caches: "defaultdict[str, WeakSet[_lru_cache_wrapper[Any]]]" = defaultdict(WeakSet)
_caches_lock = Lock()
Result = TypeVar("Result")


@contextmanager
def time_run() -> Iterator[Callable[[str], None]]:
    """Time a run of a page; what it gives takes the page's name once that is known."""
    start, pages = time.perf_counter(), ["onbekend"]
    try:
        yield pages.append
    finally:
        _runs.labels(pages[-1]).observe(time.perf_counter() - start)


def time_statement(seconds: float) -> None:
    """Count one statement of the database, which took so long."""
    _database.observe(seconds)


def count_choice() -> None:
    """Count a run of a part of a page."""
    _choices.inc()


def count_error(kind: str) -> None:
    """Count something that a visitor could not get: 'pagina', 'database', 'gegevens'."""
    _errors.labels(kind).inc()


def watch_sessions(count: Callable[[], float]) -> None:
    """Let the number of sessions be what this function says when somebody asks."""
    _sessions.set_function(count)


def watch_cache(name: str, cache: "_lru_cache_wrapper[Result]") -> "_lru_cache_wrapper[Result]":
    """Return a cache; the size of all caches of that name, while they live, is in the metrics."""
    with _caches_lock:
        if name not in _caches:
            _cache_entries.labels(name).set_function(lambda: _sum_caches(name, "currsize"))
            _cache_limit.labels(name).set_function(lambda: _sum_caches(name, "maxsize"))
        _caches[name].add(cache)
    return cache


def _sum_caches(name: str, what: str) -> float:
    with _caches_lock:
        return float(sum(getattr(cache.cache_info(), what) for cache in _caches[name]))
