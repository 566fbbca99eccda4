"""Check the data by hand: `python -m lib.catalog [DATA_DIR] [GEO_DIR]`; start a folder: `new`.

Prints every problem and exits 1 when there is any, else says what was read and exits 0. What `new`
does stands in `lib.opendata.new_municipality`.
"""

import argparse
import os
import sys
from pathlib import Path

from lib.catalog.load import load_catalog
from lib.catalog.problems import DataProblemsError
from lib.opendata import new_municipality


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["new"]:
        return new_municipality.main(given[1:])
    parser = argparse.ArgumentParser(
        prog="python -m lib.catalog",
        description="Controleer de gegevens van het dashboard.",
        epilog="Een map voor een andere gemeente: python -m lib.catalog new --help",
    )
    parser.add_argument("data", nargs="?", type=Path, default=Path(os.getenv("DATA_DIR") or "data"))
    parser.add_argument("geo", nargs="?", type=Path, default=Path(os.getenv("GEO_DIR") or "geo"))
    options = parser.parse_args(given)
    try:
        catalog = load_catalog(options.data, options.geo)
    except DataProblemsError as error:
        print(*error.problems, sep="\n")
        count = len(error.problems)
        print(f"\n{count} {'probleem' if count == 1 else 'problemen'} gevonden.")
        return 1
    figures = sum(len(catalog.frame(name)) for name in ("survey", "series", "counts"))
    print(
        f"De gegevens van {catalog.municipality.name} zijn in orde: "
        f"{len(catalog.of_kind('area'))} wijken, {figures} cijfers, "
        f"{len(catalog.sources)} bronnen, {len(catalog.themes)} thema's."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
