"""Fetch every table that is asked for, check it against the catalog, and publish it.

One table that fails leaves the others be. Not here: the command line (`__main__`).
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pandas as pd

from lib.catalog import Catalog
from lib.catalog.opendata import OpenTable, Stored
from lib.opendata import problems
from lib.opendata.client import AT_ONCE, Service
from lib.opendata.odata import Part, Table, describe, version
from lib.opendata.problems import OpenDataError
from lib.opendata.storage import About, Store, changes

# Called with a table's number, how many parts are done and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Plan:
    """What to fetch: `since` is a period such as '2018', or nothing for everything."""

    tables: tuple[OpenTable, ...]
    municipality: str
    since: str
    today: dt.date
    is_dry: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one table. `changed`: figures that are new, other than before, gone."""

    table: str
    stored: Stored | None = None
    changed: tuple[int, int, int] | None = None
    error: OpenDataError | None = None
    questions: int = 0
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """Bring every table of a plan up to date. `catalog` is what the figures must fit."""

    plan: Plan
    services: Mapping[str, Service]
    store: Store
    catalog: Catalog
    progress: Progress = lambda _table, _done, _of: None

    def run(self) -> list[Outcome]:
        """Fetch and publish; what went wrong with a table stands in its outcome.

        Raises `OpenDataError` when another run has the folder.
        """
        reachable = _reachable(self.services, {t.service for t in self.plan.tables})
        with self.store.alone():
            return [self._outcome(spec, reachable) for spec in self.plan.tables]

    def _outcome(self, spec: OpenTable, reachable: Collection[str]) -> Outcome:
        service = self.services[spec.service]
        if spec.service not in reachable:
            return Outcome(spec.id, error=problems.not_found(service.host))
        try:
            return self._table(spec, service)
        except OpenDataError as error:
            return Outcome(spec.id, error=error)

    def _table(self, spec: OpenTable, service: Service) -> Outcome:
        before = self._before(spec)
        if before and before.since == self.plan.since and self._is_same(before, service, spec):
            return Outcome(spec.id, stored=before, changed=(0, 0, 0))
        table = describe(spec, service, municipality=self.plan.municipality)
        notes = _check(table, self.catalog, before)
        parts = table.parts(self.plan.since)
        if self.plan.is_dry:
            return Outcome(spec.id, stored=before, questions=len(parts), notes=notes)
        rows = pd.concat(self._fetched(table, parts), ignore_index=True)
        _check_regions(table, rows, self.catalog)
        changed = (len(rows), 0, 0)
        if before:
            changed = changes(self.store.rows(before), rows)
        about = About(spec, table.title, table.version, table.kinds)
        stored = self.store.publish(about, rows, since=self.plan.since, today=self.plan.today)
        return Outcome(spec.id, stored=stored, changed=changed, questions=len(parts), notes=notes)

    def _before(self, spec: OpenTable) -> Stored | None:
        found = self.store.manifest().tables.get(spec.id)
        is_there = found is not None and (self.store.folder / found.file).is_file()
        return found if is_there else None

    def _is_same(self, before: Stored, service: Service, spec: OpenTable) -> bool:
        self.progress(spec.id, 0, 1)
        is_same = version(spec, service) == before.version
        self.progress(spec.id, int(is_same), 1)
        return is_same

    def _fetched(self, table: Table, parts: list[Part]) -> Iterable[pd.DataFrame]:
        """Yield the parts in order, a few fetched at once; the first that fails stops the rest."""
        number = table.spec.id
        self.progress(number, 0, len(parts))
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            waiting = [pool.submit(self.store.part, table, part) for part in parts]
            for done, part in enumerate(waiting, start=1):
                rows = part.result()
                self.progress(number, done, len(parts))
                yield rows
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _reachable(services: Mapping[str, Service], wanted: Collection[str]) -> set[str]:
    """Return the services that answer at all: one that does not is told within seconds."""
    names = sorted(wanted)
    with ThreadPoolExecutor(len(names) or 1) as pool:
        answers = pool.map(lambda name: services[name].answers(), names)
        return {name for name, is_there in zip(names, answers, strict=True) if is_there}


def _check(table: Table, catalog: Catalog, before: Stored | None) -> tuple[str, ...]:
    """Return what is new about a table; raise `OpenDataError` for kinds that an indicator lost."""
    used = {k for i in catalog.indicators.values() if table.spec.id in i.tables for k in i.kinds}
    lost = sorted(used - set(table.kinds))
    if lost:
        raise problems.vanished(table.name, kinds=lost)
    if before is None:
        return ()
    new = sorted(set(table.kinds) - set(before.kinds))
    gone = sorted(set(before.kinds) - set(table.kinds))
    return tuple(
        f"{word}: {', '.join(kinds)}"
        for word, kinds in (("nieuwe soorten", new), ("soorten die verdwenen zijn", gone))
        if kinds
    )


def _check_regions(table: Table, rows: pd.DataFrame, catalog: Catalog) -> None:
    if table.spec.regions != "parts":
        return
    unknown = sorted(set(rows["area"].astype(str)) - set(catalog.areas))
    if unknown:
        raise problems.division(table.name, codes=unknown)
