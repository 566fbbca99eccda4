"""`python -m lib.opendata refresh`: fetch the open data that the dashboard shows.

Addresses can be set by option or environment, to use a mirror or a test server.
"""

import argparse
import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from lib.catalog import Catalog, DataProblemsError, Period, load_catalog
from lib.catalog.opendata import FOLDER
from lib.opendata import boundaries
from lib.opendata.client import Service, http_client
from lib.opendata.problems import OpenDataError
from lib.opendata.refresh import Outcome, Plan, Refresh
from lib.opendata.storage import Store

ROOT = Path(__file__).parents[2]
GROUPS = ("politie", "overlast", "veiligheidsmonitor", "inwoners", "grenzen")
ADDRESSES = {
    "politie": ("POLITIE_URL", "https://dataderden.cbs.nl"),
    "cbs": ("CBS_URL", "https://opendata.cbs.nl"),
    "pdok": ("PDOK_URL", "https://api.pdok.nl"),
}
BOUNDARY_YEAR = 2024


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 1 when anything could not be fetched, 2 for a wrong question."""
    options = _parser().parse_args(arguments)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    geo = Path(os.getenv("GEO_DIR") or ROOT / "geo")
    try:
        catalog = load_catalog(options.data, geo)
    except DataProblemsError as error:
        console.print(f"De gegevens in {options.data} zijn niet in orde:\n{error}", markup=False)
        return 2
    if options.since and not _is_period(options.since):
        console.print(f"'{options.since}' is geen jaar of maand: schrijf 2018 of 2018-01.")
        return 2
    groups = _groups(options.only)
    if groups is None:
        console.print(f"--only kent: {', '.join(GROUPS)}.")
        return 2
    with http_client() as http:
        services = {
            name: Service(getattr(options, f"{name}_url").rstrip("/"), http) for name in ADDRESSES
        }
        return _run(options, catalog, services, groups, console)


def _run(
    options: argparse.Namespace,
    catalog: Catalog,
    services: dict[str, Service],
    groups: tuple[str, ...],
    console: Console,
) -> int:
    store = Store(options.data / FOLDER)
    plan = Plan(
        tables=tuple(t for t in catalog.open_tables if t.group in groups),
        municipality=options.gemeente or catalog.municipality.code,
        since=options.since,
        today=dt.datetime.now().astimezone().date(),
        is_dry=options.dry_run,
    )
    try:
        with _bars(console) as bars:
            tasks = {t.id: bars.add_task(f"{t.id} {t.group}", total=None) for t in plan.tables}
            outcomes = Refresh(
                plan=plan, services=services, store=store, catalog=catalog,
                progress=lambda t, done, of: bars.update(tasks[t], completed=done, total=of),
            ).run()  # fmt: skip
    except OpenDataError as error:
        console.print(str(error), markup=False)
        return 1
    for outcome in outcomes:
        console.print(_told(outcome, is_dry=plan.is_dry), markup=False)
    has_failed = any(outcome.error for outcome in outcomes)
    if "grenzen" in groups and not plan.is_dry:
        has_failed |= not _boundaries(plan.municipality, services["pdok"], store, console)
    return int(has_failed)


def _boundaries(code: str, service: Service, store: Store, console: Console) -> bool:
    try:
        path = boundaries.fetch(code, year=BOUNDARY_YEAR, service=service, folder=store.folder)
    except OpenDataError as error:
        console.print(f"grenzen: {error}", markup=False)
        return False
    console.print(
        f"grenzen: {path} opgehaald. Maak er de kaart van met: "
        f"python -m lib.catalog.build_geo {path}",
        markup=False,
    )
    return True


def _told(outcome: Outcome, *, is_dry: bool) -> str:
    """Return the line of the summary about one table."""
    if outcome.error:
        return f"{outcome.table}: {outcome.error}"
    if is_dry and outcome.questions:
        return f"{outcome.table}: zou {outcome.questions} vragen stellen (niets opgehaald)"
    stored = outcome.stored
    if stored is None:
        return f"{outcome.table}: niets opgehaald"
    new, other, gone = outcome.changed or (0, 0, 0)
    news = f"{new} nieuw, {other} anders, {gone} weg" if new or other or gone else "ongewijzigd"
    text = (
        f"{stored.table}: {stored.rows} rijen, {stored.first} tot en met {stored.last}, "
        f"versie {stored.version}; {news}"
    )
    return "; ".join([text, *outcome.notes])


def _groups(only: str) -> tuple[str, ...] | None:
    if not only:
        return GROUPS
    wanted = tuple(part.strip() for part in only.split(","))
    return wanted if set(wanted) <= set(GROUPS) else None


def _is_period(text: str) -> bool:
    try:
        Period(text)
    except ValueError:
        return False
    return True


def _bars(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), console=console)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib.opendata", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("refresh", help="haal de open data op")
    data = Path(os.getenv("DATA_DIR") or ROOT / "data")
    command.add_argument("--data", type=Path, default=data, help="map met de gegevens")
    command.add_argument("--gemeente", default="", help="code, zoals GM0983")
    command.add_argument("--since", default="", help="vanaf jaar of maand: 2018 of 2018-01")
    command.add_argument("--only", default="", help=",".join(GROUPS))
    command.add_argument("--dry-run", action="store_true", help="alleen vertellen")
    for name, (variable, address) in ADDRESSES.items():
        command.add_argument(f"--{name}-url", default=os.getenv(variable) or address)
    return parser


if __name__ == "__main__":
    sys.exit(main())
