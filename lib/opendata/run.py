"""`refresh_all`: bring the open data up to date, for the command line and for the app's button.

Here: which groups there are, and where the services live. Not here: doing it (`refresh`).
"""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from lib.catalog import Catalog
from lib.catalog.open_tables import OPEN_DATA_FOLDER
from lib.opendata.client import Service, http_client
from lib.opendata.refresh import SHAPES, Outcome, Plan, Progress, Refresh
from lib.opendata.storage import Store

GROUPS = ("politie", "overlast", "veiligheidsmonitor", "inwoners", SHAPES)
# By service: the variable that overrides the address, and the address.
SERVICES = MappingProxyType(
    {
        "politie": ("POLITIE_URL", "https://dataderden.cbs.nl"),
        "cbs": ("CBS_URL", "https://opendata.cbs.nl"),
        "pdok": ("PDOK_URL", "https://api.pdok.nl"),
    }
)


def addresses() -> dict[str, str]:
    """Return the address of each service, as the environment says."""
    return {name: os.getenv(variable) or usual for name, (variable, usual) in SERVICES.items()}


@dataclass(frozen=True)
class Asked:
    """What to fetch; `municipality` is a code, that of the catalog where it is empty."""

    groups: tuple[str, ...] = GROUPS
    municipality: str = ""
    since: str = ""
    is_dry: bool = False
    addresses: Mapping[str, str] = field(default_factory=addresses)


def refresh_all(
    catalog: Catalog, *, data_dir: Path, progress: Progress, asked: Asked | None = None
) -> list[Outcome]:
    """Fetch what is asked for, by default everything; return what became of each table.

    `progress` is called from this thread with a table's number ('grenzen' for the boundaries),
    how many questions are done and how many there are. Raises `OpenDataError` when another run
    is busy, or the folder holds fictitious figures.
    """
    asked = asked or Asked()
    plan = Plan(
        tables=tuple(t for t in catalog.open_tables if t.group in asked.groups),
        municipality=asked.municipality or catalog.municipality.code,
        since=asked.since,
        today=dt.datetime.now().astimezone().date(),
        is_dry=asked.is_dry,
        with_shapes=SHAPES in asked.groups,
    )
    with http_client() as http:
        services = {n: Service(base.rstrip("/"), http) for n, base in asked.addresses.items()}
        return Refresh(
            plan=plan,
            services=services,
            store=Store(data_dir / OPEN_DATA_FOLDER),
            catalog=catalog,
            progress=progress,
        ).run()
