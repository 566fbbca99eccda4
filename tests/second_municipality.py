"""A data folder that was just made for another municipality, for tests of any room."""

import re
from pathlib import Path

import pytest

from lib.catalog import __main__ as command
from lib.opendata import client

FILES = Path(__file__).parent / "second"
# Nothing of the municipality that the release comes with.
FOREIGN = re.compile(
    r"venlo|limburg|blerick|tegelen|belfeld|0983|aanpakken!|\bmaas\b", re.IGNORECASE
)


def make_second_municipality(folder: Path) -> Path:
    """Make the folder of files, while no service answers; return it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "MOST_ATTEMPTS", 1)
        for service in ("PDOK_URL", "POLITIE_URL", "CBS_URL"):
            patch.setenv(service, "http://127.0.0.1:9")
        arguments = ["new", "GM0957", "--to", str(folder), "--name", "Roermond"]
        arguments += ["--shapes", str(FILES / "wijken-2022.geojson")]
        for name in ("inwoners.csv", "misdrijven.csv"):
            arguments += ["--figures", str(FILES / name)]
        assert command.main(arguments) == 0
    return folder
