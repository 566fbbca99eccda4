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

from lib.catalog import DataProblemsError, Period, load_catalog
from lib.catalog.problems import describe_file_trouble
from lib.opendata.fetch_problems import OpenDataError
from lib.opendata.refresh import (
    REFRESH_GROUPS,
    SERVICES,
    SHAPES,
    RefreshOutcome,
    RefreshRequest,
    refresh_open_data,
    service_addresses,
)
from lib.settings import check_settings, stop_if_wrong

PROJECT = Path(__file__).parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 1 when anything could not be fetched, 2 for a wrong question."""
    options = _build_parser().parse_args(arguments)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        request = _parse_request(options)
        outcomes = _refresh_with_bars(options.data, request, console)
    except ValueError as error:
        console.print(str(error), markup=False)
        return 2
    except DataProblemsError as error:
        console.print(f"De gegevens in {options.data} zijn niet in orde:\n{error}", markup=False)
        return 2
    except OpenDataError as error:
        console.print(str(error), markup=False)
        return 1
    except OSError as error:
        console.print(describe_file_trouble(error), markup=False)
        return 1
    for outcome in outcomes:
        console.print(outcome.summary, markup=False)
    return int(any(outcome.error for outcome in outcomes))


def _refresh_with_bars(
    data: Path, request: RefreshRequest, console: Console
) -> list[RefreshOutcome]:
    catalog = load_catalog(data, Path(os.getenv("GEO_DIR") or PROJECT / "geo"))
    names = {t.id: t.title for t in catalog.open_tables} | {SHAPES: "wijken en buurten"}
    tasks: dict[str, TaskID] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as bars:

        def progress(table: str, done: int, of: int) -> None:
            if table not in tasks:
                tasks[table] = bars.add_task(f"{table} {names[table]}")
            bars.update(tasks[table], completed=done, total=of)

        return refresh_open_data(catalog, data_dir=data, progress=progress, request=request)


def _parse_request(options: argparse.Namespace) -> RefreshRequest:
    """Return what is asked for; raise `ValueError`, in Dutch, for what does not exist."""
    groups = tuple(part.strip() for part in options.only.split(",")) if options.only else ()
    if not set(groups) <= set(REFRESH_GROUPS):
        raise ValueError(f"--only kent: {', '.join(REFRESH_GROUPS)}.")
    if options.since:
        try:
            Period(options.since)
        except ValueError:
            raise ValueError(
                f"'{options.since}' is geen jaar of maand: schrijf 2018 of 2018-01."
            ) from None
    return RefreshRequest(
        groups=groups or REFRESH_GROUPS,
        municipality=options.gemeente,
        since=options.since,
        is_dry=options.dry_run,
        addresses={name: getattr(options, f"{name}_url") for name in SERVICES},
    )


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib.opendata", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("refresh", help="haal de open data op")
    data = Path(os.getenv("DATA_DIR") or PROJECT / "data")
    command.add_argument("--data", type=Path, default=data, help="map met de gegevens")
    command.add_argument("--gemeente", default="", help="CBS-code: GM en vier cijfers")
    command.add_argument("--since", default="", help="vanaf jaar of maand: 2018 of 2018-01")
    command.add_argument("--only", default="", help=",".join(REFRESH_GROUPS))
    command.add_argument("--dry-run", action="store_true", help="alleen vertellen")
    for name, address in service_addresses().items():
        command.add_argument(f"--{name}-url", default=address)
    return parser


if __name__ == "__main__":
    stop_if_wrong(check_settings)
    sys.exit(main())
