"""Fetch every table that is asked for, check it against the catalog, and publish it.

One table that fails leaves the others be. Not here: what to fetch and from where (`run`), and the
command line (`__main__`).
"""

import datetime as dt
import hashlib
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from lib.catalog import Catalog
from lib.catalog.open_tables import OpenTable, StoredShapes, StoredTable
from lib.opendata import fetch_problems, pdok
from lib.opendata.client import AT_ONCE, Service
from lib.opendata.fetch_problems import OpenDataError
from lib.opendata.odata import Part, Table, describe, version
from lib.opendata.storage import About, Store, changes

SHAPES, PDOK = "grenzen", "pdok"
# A host name that nobody answers for can keep a resolver busy far longer than a connection.
REACHABLE_SECONDS = 6.0
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
    with_shapes: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one table, or of the boundaries (`shapes`).

    `changed`: figures that are new, other than before, gone; `questions` that were asked, or
    would be in a dry run.
    """

    table: str
    stored: StoredTable | None = None
    shapes: StoredShapes | None = None
    changed: tuple[int, int, int] | None = None
    error: OpenDataError | None = None
    questions: int = 0
    notes: tuple[str, ...] = field(default=())
    is_dry: bool = False

    @property
    def told(self) -> str:
        """The line of the summary, in Dutch."""
        return "; ".join([f"{self.table}: {self._said()}", *self.notes])

    def _said(self) -> str:
        if self.error:
            return str(self.error)
        if self.is_dry and self.questions:
            return f"zou {self.questions} vragen stellen (niets opgehaald)"
        new, other, gone = self.changed or (0, 0, 0)
        news = (
            f"{new} nieuw, {other} anders, {gone} weg" if any((new, other, gone)) else "ongewijzigd"
        )
        if self.shapes:
            return f"officiële grenzen van {self.shapes.year}, wijken: {news}"
        if self.stored is None:
            return "niets opgehaald"
        return (
            f"{self.stored.rows} rijen, {self.stored.first} tot en met {self.stored.last}, "
            f"versie {self.stored.version}; {news}"
        )


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """Bring everything in a plan up to date. `catalog` is what the figures must fit."""

    plan: Plan
    services: Mapping[str, Service]
    store: Store
    catalog: Catalog
    progress: Progress = lambda _table, _done, _of: None

    def run(self) -> list[Outcome]:
        """Fetch and publish; what went wrong with a table stands in its outcome.

        Raises `OpenDataError` when another run has the folder, or it holds fictitious figures.
        """
        steps: list[tuple[str, str, Callable[[Service], Outcome]]] = [
            (spec.id, spec.service, partial(self._table, spec)) for spec in self.plan.tables
        ]
        if self.plan.with_shapes:
            steps.append((SHAPES, PDOK, self._shapes))
        with self.store.alone():
            reachable = _reachable(self.services, {service for _, service, _ in steps})
            return [
                self._outcome(name, self.services[service], step, is_there=service in reachable)
                for name, service, step in steps
            ]

    def _outcome(
        self, name: str, service: Service, step: Callable[[Service], Outcome], *, is_there: bool
    ) -> Outcome:
        if not is_there:
            return Outcome(name, error=fetch_problems.not_found(service.host))
        try:
            return step(service)
        except OpenDataError as error:
            return Outcome(name, error=error)

    def _table(self, spec: OpenTable, service: Service) -> Outcome:
        plan, asked = self.plan, self._asked(spec)
        before = self._before(spec)
        is_alike = before and (before.since, before.asked) == (plan.since, asked)
        if before and is_alike and self._is_same(before, service, spec):
            return Outcome(spec.id, stored=before, changed=(0, 0, 0))
        regions = self.catalog.municipality.region
        table = describe(spec, service, municipality=plan.municipality, regions=regions)
        notes = _check(table, self.catalog, before)
        parts = table.parts(plan.since)
        if plan.is_dry:
            return Outcome(spec.id, stored=before, questions=len(parts), notes=notes, is_dry=True)
        rows = pd.concat(self._fetched(table, parts, asked), ignore_index=True)
        _check_regions(table, rows, self.catalog)
        changed = (len(rows), 0, 0)
        if before:
            changed = changes(self.store.rows(before), rows)
        about = About(spec, table.title, table.version, table.kinds, asked)
        stored = self.store.publish(about, rows, since=plan.since, today=plan.today)
        return Outcome(spec.id, stored=stored, changed=changed, questions=len(parts), notes=notes)

    def _asked(self, spec: OpenTable) -> str:
        """Return what stands for the question: other text when other rows would come out."""
        regions = [r for r in self.catalog.municipality.region if r.kind in spec.benchmark]
        question = repr((self.plan.municipality, spec.columns, spec.regions, regions))
        return hashlib.sha256(question.encode()).hexdigest()[:16]

    def _before(self, spec: OpenTable) -> StoredTable | None:
        found = self.store.manifest().tables.get(spec.id)
        return found if found and self.store.holds(found) else None

    def _is_same(self, before: StoredTable, service: Service, spec: OpenTable) -> bool:
        self.progress(spec.id, 0, 1)
        is_same = version(spec, service) == before.version
        self.progress(spec.id, int(is_same), 1)
        return is_same

    def _fetched(self, table: Table, parts: list[Part], asked: str) -> Iterable[pd.DataFrame]:
        """Yield the parts in order, a few fetched at once; the first that fails stops the rest."""
        number = table.spec.id
        self.progress(number, 0, len(parts))
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            waiting = [pool.submit(self.store.part, table, part, asked=asked) for part in parts]
            for done, part in enumerate(waiting, start=1):
                rows = part.result()
                self.progress(number, done, len(parts))
                yield rows
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _shapes(self, service: Service) -> Outcome:
        """Fetch the official boundaries, once a day at most: they say no version of their own."""
        plan, year = self.plan, self.catalog.municipality.map.official_year
        asked = pdok.asked(self.catalog, plan.municipality, year=year)
        before = self.store.manifest().boundaries
        is_alike = before and (before.asked, before.retrieved) == (asked, plan.today)
        if before and is_alike and self.store.holds_shapes(before):
            self.progress(SHAPES, 1, 1)
            return Outcome(SHAPES, shapes=before, changed=(0, 0, 0))
        if plan.is_dry:
            return Outcome(SHAPES, shapes=before, questions=1, is_dry=True)
        self.progress(SHAPES, 0, 1)
        found = pdok.fetch(self.catalog, plan.municipality, year=year, service=service)
        stored = self.store.publish_shapes(found, asked=asked, today=plan.today)
        self.progress(SHAPES, 1, 1)
        number = len(self.catalog.of_kind("area"))
        is_same = before and (before.areas, before.focus) == (stored.areas, stored.focus)
        changed = (0, 0, 0) if is_same else (0, number, 0) if before else (number, 0, 0)
        return Outcome(SHAPES, shapes=stored, changed=changed, questions=1, notes=found.notes)


def _reachable(services: Mapping[str, Service], wanted: Collection[str]) -> set[str]:
    """Return the services that answer at all: one that does not is told within seconds."""
    found: set[str] = set()

    def ask(name: str) -> None:
        if services[name].answers():
            found.add(name)

    # Daemons: one that waits for a resolver holds up neither this run nor the program's end.
    asking = [threading.Thread(target=ask, args=(name,), daemon=True) for name in wanted]
    for thread in asking:
        thread.start()
    deadline = time.monotonic() + REACHABLE_SECONDS
    for thread in asking:
        thread.join(max(0.0, deadline - time.monotonic()))
    return set(found)


def _check(table: Table, catalog: Catalog, before: StoredTable | None) -> tuple[str, ...]:
    """Return what is new about a table; raise `OpenDataError` for kinds that an indicator lost."""
    used = {k for i in catalog.indicators.values() if table.spec.id in i.tables for k in i.kinds}
    lost = sorted(used - set(table.kinds))
    if lost:
        raise fetch_problems.vanished(table.name, kinds=lost)
    absent = [region.name for region in table.absent]
    notes = [f"niet in deze tabel gevonden: {', '.join(absent)} (zie 'titles' in gemeente.toml)"]
    new = sorted(set(table.kinds) - set(before.kinds)) if before else []
    gone = sorted(set(before.kinds) - set(table.kinds)) if before else []
    return (
        *(notes if absent else []),
        *([f"nieuwe soorten: {', '.join(new)}"] if new else []),
        *([f"soorten die verdwenen zijn: {', '.join(gone)}"] if gone else []),
    )


def _check_regions(table: Table, rows: pd.DataFrame, catalog: Catalog) -> None:
    if table.spec.regions != "parts":
        return
    known = {*catalog.areas, *catalog.regions}
    unknown = sorted(set(rows["area"].astype(str)) - known)
    if unknown:
        raise fetch_problems.division(table.name, codes=unknown)
