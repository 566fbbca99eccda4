"""Bring the open data up to date: for the command line and for the app's button.

Every table that is asked for is fetched, checked against the catalog and published; one that fails
leaves the others as they are. Not here: the command line (`__main__`), and the files (`storage`).
"""

import datetime as dt
import hashlib
import os
import threading
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from lib.catalog import Catalog
from lib.catalog.open_tables import OPEN_DATA_FOLDER, OpenTable, StoredShapes, StoredTable
from lib.opendata.client import MOST_CONNECTIONS, Service, http_client
from lib.opendata.fetch_problems import (
    FetchProblem,
    OpenDataError,
    list_codes,
    refuse_other_layout,
)
from lib.opendata.odata import ODataTable, describe_table, load_version
from lib.opendata.pdok import fetch_shapes, shapes_question
from lib.opendata.storage import OpenDataFolder, count_differences
from lib.settings import DUTCH_TIME

SHAPES = "grenzen"
REFRESH_GROUPS = ("politie", "overlast", "veiligheidsmonitor", "inwoners", SHAPES)
# By service: the variable that overrides the address, and the address.
SERVICES = MappingProxyType(
    {
        "politie": ("POLITIE_URL", "https://dataderden.cbs.nl"),
        "cbs": ("CBS_URL", "https://opendata.cbs.nl"),
        "pdok": ("PDOK_URL", "https://api.pdok.nl"),
    }
)
# A host name that nobody answers for can hold a resolver far longer than a connection.
REACHABLE_SECONDS = 6.0
# Called with a table's number, how many questions are done and how many there are.
Progress = Callable[[str, int, int], None]


def service_addresses() -> dict[str, str]:
    """Return the address of each service, with what the environment overrides."""
    return {name: os.getenv(variable) or usual for name, (variable, usual) in SERVICES.items()}


@dataclass(frozen=True)
class RefreshRequest:
    """What to fetch.

    `municipality` is a code, that of the catalog where it is empty; `since` a period such as
    '2018', or nothing for everything. A dry run only counts the questions.
    """

    groups: tuple[str, ...] = REFRESH_GROUPS
    municipality: str = ""
    since: str = ""
    is_dry: bool = False
    addresses: Mapping[str, str] = field(default_factory=service_addresses)


@dataclass(frozen=True)
class RefreshOutcome:
    """What became of one table, or of the boundaries (`shapes`).

    `changed`: figures that are new, other than before, gone; `questions` that were asked, or
    would be in a dry run.
    """

    table: str
    stored: StoredTable | None = None
    shapes: StoredShapes | None = None
    changed: tuple[int, int, int] = (0, 0, 0)
    error: OpenDataError | None = None
    questions: int = 0
    notes: tuple[str, ...] = ()
    is_dry: bool = False

    @property
    def summary(self) -> str:
        """The line of the summary, in Dutch."""
        return "; ".join([f"{self.table}: {self._describe()}", *self.notes])

    def _describe(self) -> str:
        if self.error:
            return str(self.error)
        if self.is_dry:
            return f"zou {self.questions} vragen stellen (niets opgehaald)"
        new, other, gone = self.changed
        news = f"{new} nieuw, {other} anders, {gone} weg" if any(self.changed) else "ongewijzigd"
        if self.shapes:
            return f"officiële grenzen van {self.shapes.year}, wijken: {news}"
        if self.stored:
            return (
                f"{self.stored.rows} rijen, {self.stored.first} tot en met {self.stored.last}, "
                f"versie {self.stored.version}; {news}"
            )
        return "niets opgehaald"


def refresh_open_data(
    catalog: Catalog,
    *,
    data_dir: Path,
    progress: Progress = lambda _table, _done, _of: None,
    request: RefreshRequest | None = None,
) -> list[RefreshOutcome]:
    """Fetch what is requested, by default everything; return what became of each table.

    `progress` is called from this thread with a table's number ('grenzen' for the boundaries),
    how many questions are done and how many there are. What went wrong with a table stands in its
    outcome. Raises `OpenDataError` when another run is busy, or the folder holds fictitious
    figures.
    """
    folder = OpenDataFolder(data_dir / OPEN_DATA_FOLDER)
    request = request or RefreshRequest()
    with http_client() as http, folder.lock():
        services = {n: Service(base.rstrip("/"), http) for n, base in request.addresses.items()}
        return _Refresh(catalog, request, services, folder, progress).run()


@dataclass(frozen=True)
class _Refresh:
    catalog: Catalog
    request: RefreshRequest
    services: Mapping[str, Service]
    folder: OpenDataFolder
    progress: Progress

    def run(self) -> list[RefreshOutcome]:
        steps: list[tuple[str, str, Callable[[Service], RefreshOutcome]]] = [
            (spec.id, spec.service, partial(self._refresh_table, spec))
            for spec in self.catalog.open_tables
            if spec.group in self.request.groups
        ]
        if SHAPES in self.request.groups:
            steps.append((SHAPES, "pdok", self._refresh_shapes))
        reachable = _find_reachable(self.services, {service for _, service, _ in steps})
        outcomes = []
        for name, key, step in steps:
            try:
                if key not in reachable:
                    raise FetchProblem.UNREACHABLE.error(host=self.services[key].host)
                with refuse_other_layout(name):
                    outcomes.append(step(self.services[key]))
            except OpenDataError as error:
                outcomes.append(RefreshOutcome(name, error=error))
        return outcomes

    def _refresh_table(self, spec: OpenTable, service: Service) -> RefreshOutcome:
        asked, since = self._table_question(spec), self.request.since
        before = self.folder.intact_table(spec.id)
        if before and (before.since, before.asked) == (since, asked):
            self.progress(spec.id, 0, 1)
            if load_version(spec, service) == before.version:
                self.progress(spec.id, 1, 1)
                if not self.request.is_dry:
                    before = self.folder.confirm_table(before, retrieved=_today())
                return RefreshOutcome(spec.id, stored=before)
        regions = self.catalog.municipality.region
        table = describe_table(spec, service, municipality=self._municipality, regions=regions)
        _check_kinds(table, self.catalog)
        outcome = RefreshOutcome(
            spec.id,
            stored=before,
            questions=len(table.questions(since)),
            notes=_describe_news(table, before),
            is_dry=self.request.is_dry,
        )
        if self.request.is_dry:
            return outcome
        rows = self._fetch_rows(table)
        _check_units(table, rows, self.catalog)
        changed = (len(rows), 0, 0)
        if before:
            changed = count_differences(self.folder.read_table(before), rows)
        about = {
            "title": table.title,
            "version": table.version,
            "kinds": dict(table.kinds),
            "retrieved": _today(),
            "since": since,
            "asked": asked,
        }
        stored = self.folder.publish_table(spec, rows, about)
        return replace(outcome, stored=stored, changed=changed)

    @property
    def _municipality(self) -> str:
        return self.request.municipality or self.catalog.municipality.code

    def _table_question(self, spec: OpenTable) -> str:
        """Return what stands for the question: other text when other rows would come out."""
        regions = [r for r in self.catalog.municipality.region if r.kind in spec.benchmark]
        return _short_digest((self._municipality, spec.columns, spec.regions, regions))

    def _fetch_rows(self, table: ODataTable) -> pd.DataFrame:
        """Return all rows, a few questions asked at once; the first that fails stops the rest."""
        questions = table.questions(self.request.since)
        self.progress(table.spec.id, 0, len(questions))
        found = []
        with ThreadPoolExecutor(MOST_CONNECTIONS) as pool:
            for rows in pool.map(table.fetch, questions):
                found.append(rows)
                self.progress(table.spec.id, len(found), len(questions))
        return pd.concat(found, ignore_index=True)

    def _refresh_shapes(self, service: Service) -> RefreshOutcome:
        """Fetch the official boundaries, once a day at most: they have no version."""
        asked = _short_digest(shapes_question(self.catalog, self._municipality))
        before = self.folder.intact_shapes()
        if before and (before.asked, before.retrieved) == (asked, _today()):
            self.progress(SHAPES, 1, 1)
            return RefreshOutcome(SHAPES, shapes=before)
        if self.request.is_dry:
            return RefreshOutcome(SHAPES, shapes=before, questions=1, is_dry=True)
        self.progress(SHAPES, 0, 1)
        found = fetch_shapes(self.catalog, self._municipality, service)
        former = self.folder.manifest().boundaries
        stored = self.folder.publish_shapes(found, asked=asked, retrieved=_today())
        self.progress(SHAPES, 1, 1)
        number = len(self.catalog.of_kind("area"))
        changed = (0, number, 0) if former else (number, 0, 0)
        if former and (former.areas, former.focus) == (stored.areas, stored.focus):
            changed = (0, 0, 0)
        return RefreshOutcome(
            SHAPES, shapes=stored, changed=changed, questions=1, notes=found.notes
        )


def _find_reachable(services: Mapping[str, Service], wanted: Collection[str]) -> set[str]:
    """Return the services that answer at all, within seconds."""
    found: set[str] = set()

    def ask(name: str) -> None:
        if services[name].is_reachable():
            found.add(name)

    # Daemons: one that waits for a resolver holds up neither this run nor the program's end.
    asking = [threading.Thread(target=ask, args=(name,), daemon=True) for name in wanted]
    for thread in asking:
        thread.start()
    deadline = time.monotonic() + REACHABLE_SECONDS
    for thread in asking:
        thread.join(max(0.0, deadline - time.monotonic()))
    return set(found)


def _check_kinds(table: ODataTable, catalog: Catalog) -> None:
    """Raise `OpenDataError` for kinds that an indicator uses and the table does not have."""
    own = [i for i in catalog.indicators.values() if table.spec.id in i.tables]
    lost = {kind for indicator in own for kind in indicator.kinds} - set(table.kinds)
    if lost:
        raise FetchProblem.LOST_KINDS.error(what=table.name, kinds=", ".join(sorted(lost)))


def _check_units(table: ODataTable, rows: pd.DataFrame, catalog: Catalog) -> None:
    """Raise `OpenDataError` for CBS units that belong to no area."""
    unknown = set(rows["area"].astype(str)) - {*catalog.areas, *catalog.regions}
    if unknown and table.spec.regions == "parts":
        codes = list_codes(sorted(unknown))
        raise FetchProblem.UNKNOWN_UNITS.error(what=table.name, codes=codes)


def _describe_news(table: ODataTable, before: StoredTable | None) -> tuple[str, ...]:
    """Return what is other about a table than was asked for, and than before, in Dutch."""
    kinds = set(table.kinds)
    former = set(before.kinds) if before else kinds
    news = {
        "niet in deze tabel gevonden: {} (zie 'titles' in gemeente.toml)": table.missing_regions,
        "nieuwe soorten: {}": sorted(kinds - former),
        "soorten die verdwenen zijn: {}": sorted(former - kinds),
    }
    return tuple(text.format(", ".join(names)) for text, names in news.items() if names)


def _short_digest(question: object) -> str:
    return hashlib.sha256(repr(question).encode()).hexdigest()[:16]


def _today() -> dt.date:
    return dt.datetime.now(DUTCH_TIME).date()
