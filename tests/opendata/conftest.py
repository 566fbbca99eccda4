"""A refresh against the fake services: a data folder of one's own, the services, and the run."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from lib.catalog import Catalog, load_catalog
from lib.catalog.open_tables import OPEN_DATA_FOLDER
from lib.opendata import client
from lib.opendata.refresh import (
    REFRESH_GROUPS,
    Progress,
    RefreshOutcome,
    RefreshRequest,
    refresh_open_data,
)
from tests.opendata.fake import Fake, World, serve

ROOT = Path(__file__).parents[2]
GEO = ROOT / "geo"


class Run(Protocol):
    """Refreshes some groups or tables (none named: all groups); returns outcomes by table."""

    def __call__(
        self,
        *wanted: str,
        catalog: Catalog = ...,
        progress: Progress = ...,
        **request: Any,
    ) -> dict[str, RefreshOutcome]: ...


def copy_data(folder: Path) -> Path:
    """Copy the project's data folder without open data."""
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns(OPEN_DATA_FOLDER))
    return folder


def refresh_from(
    fake: Fake,
    data: Path,
    *wanted: str,
    catalog: Catalog | None = None,
    progress: Progress = lambda _table, _done, _of: None,
    **request: Any,
) -> dict[str, RefreshOutcome]:
    """Refresh a data folder from the fake services; the catalog is that of the folder."""
    catalog = catalog or load_catalog(data, GEO)
    tables = tuple(t for t in catalog.open_tables if t.id in wanted)
    groups = (*(t.group for t in tables), *(name for name in wanted if name in REFRESH_GROUPS))
    outcomes = refresh_open_data(
        replace(catalog, open_tables=tables) if tables else catalog,
        data_dir=data,
        progress=progress,
        request=RefreshRequest(
            groups=groups or REFRESH_GROUPS, addresses=fake.addresses, **request
        ),
    )
    return {outcome.table: outcome for outcome in outcomes}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return copy_data(tmp_path / "data")


@pytest.fixture
def world() -> World:
    return World(years=[2022, 2023], last_month=(2022, 2))


@pytest.fixture
def fake(world: World) -> Iterator[Fake]:
    with serve(world) as started:
        yield started


@pytest.fixture
def run(fake: Fake, data: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the refresh, with the catalog of the committed data unless another is given.

    Two attempts, so that lasting faults are reported soon.
    """
    monkeypatch.setattr(client, "MOST_ATTEMPTS", 2)

    def refresh(*wanted: str, **options: Any) -> dict[str, RefreshOutcome]:
        return refresh_from(fake, data, *wanted, **{"catalog": catalog, **options})

    return refresh
