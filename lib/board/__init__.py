"""The only source of figures for everything above it: `board(actor) -> Board`."""

import datetime as dt
import hashlib
import os
from functools import lru_cache
from pathlib import Path
from threading import Lock

from lib.access import Actor
from lib.board.agenda import State, Step, WaveStatus
from lib.board.board import (
    CRIME,
    CRIME_RATE,
    RATING,
    Board,
    Rating,
)
from lib.board.goals import GoalStatus
from lib.board.levels import INHABITANTS, NOT_COMPARABLE, Cell, Level, Unit
from lib.board.movements import Movements
from lib.catalog import Catalog, DataProblem, DataProblemsError, fingerprint, load_catalog

__all__ = [
    "CRIME",
    "CRIME_RATE",
    "INHABITANTS",
    "NOT_COMPARABLE",
    "RATING",
    "Board",
    "Cell",
    "DataProblem",
    "DataProblemsError",
    "GoalStatus",
    "Level",
    "Movements",
    "Rating",
    "State",
    "Step",
    "Unit",
    "WaveStatus",
    "board",
    "folders",
]

# Somebody might take a picture of it for the truth.
ONLY_INSIDE = DataProblem(
    "data", 0, "status", "fictief", "echte cijfers: fictieve zijn alleen voor intern gebruik",
    "gebruik de map met echte cijfers (DATA_DIR)",
)  # fmt: skip
ROOT = Path(__file__).parents[2]
_lock = Lock()


def folders() -> tuple[Path, Path]:
    """Return the folders of data and boundaries: `DATA_DIR` and `GEO_DIR`, else the project's."""
    return Path(os.getenv("DATA_DIR") or ROOT / "data"), Path(os.getenv("GEO_DIR") or ROOT / "geo")


def board(actor: Actor) -> Board:
    """Return the board for an actor, today.

    Reads the folders of `folders`; `TODAY`
    (2026-11-23) overrides the date. The files are read again only after one of them changed.
    Raises `DataProblemsError` while the data is not in order.
    """
    data_dir, geo_dir = folders()
    today = os.getenv("TODAY")
    day = dt.date.fromisoformat(today) if today else dt.datetime.now().astimezone().date()
    # One thread loads; the others wait and find it done.
    with _lock:
        return _board(actor, day, data_dir, geo_dir, fingerprint(data_dir, geo_dir))


@lru_cache(maxsize=2)
def _catalog(data_dir: Path, geo_dir: Path, _stamp: tuple[tuple[str, int, int], ...]) -> Catalog:
    return load_catalog(data_dir, geo_dir)


@lru_cache(maxsize=8)
def _board(
    actor: Actor,
    day: dt.date,
    data_dir: Path,
    geo_dir: Path,
    stamp: tuple[tuple[str, int, int], ...],
) -> Board:
    version = hashlib.sha256(repr((stamp, day)).encode()).hexdigest()[:12]
    found = Board(_catalog(data_dir, geo_dir, stamp), actor, day, version)
    if found.fictitious and not found.internal:
        raise DataProblemsError([ONLY_INSIDE])
    return found
