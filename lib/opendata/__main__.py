"""`python -m lib.opendata refresh`: fetch the open data that the dashboard shows.

Addresses can be set by option or environment, to use a mirror or a test server.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from lib.catalog import Catalog, DataProblemsError, Period, load_catalog
from lib.opendata.fetch_problems import OpenDataError
from lib.opendata.refresh import SHAPES
from lib.opendata.run import GROUPS, SERVICES, Asked, addresses, refresh_all

ROOT = Path(__file__).parents[2]


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
    asked = Asked(
        groups=groups,
        municipality=options.gemeente,
        since=options.since,
        is_dry=options.dry_run,
        addresses={name: getattr(options, f"{name}_url") for name in SERVICES},
    )
    return _run(catalog, asked, options.data, console)


def _run(catalog: Catalog, asked: Asked, data: Path, console: Console) -> int:
    names = {t.id: t.title for t in catalog.open_tables} | {SHAPES: "wijken en buurten"}
    tasks: dict[str, TaskID] = {}
    try:
        with _bars(console) as bars:

            def progress(table: str, done: int, of: int) -> None:
                if table not in tasks:
                    tasks[table] = bars.add_task(f"{table} {names[table]}")
                bars.update(tasks[table], completed=done, total=of)

            outcomes = refresh_all(catalog, data_dir=data, progress=progress, asked=asked)
    except OpenDataError as error:
        console.print(str(error), markup=False)
        return 1
    for outcome in outcomes:
        console.print(outcome.told, markup=False)
    return int(any(outcome.error for outcome in outcomes))


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
    return Progress(*columns, console=console)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib.opendata", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("refresh", help="haal de open data op")
    data = Path(os.getenv("DATA_DIR") or ROOT / "data")
    command.add_argument("--data", type=Path, default=data, help="map met de gegevens")
    command.add_argument("--gemeente", default="", help="CBS-code: GM en vier cijfers")
    command.add_argument("--since", default="", help="vanaf jaar of maand: 2018 of 2018-01")
    command.add_argument("--only", default="", help=",".join(GROUPS))
    command.add_argument("--dry-run", action="store_true", help="alleen vertellen")
    for name, address in addresses().items():
        command.add_argument(f"--{name}-url", default=address)
    return parser


if __name__ == "__main__":
    sys.exit(main())
