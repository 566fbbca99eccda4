"""The board of this moment: files and database joined, made once until one of them changes.

While the database does not answer, readers go on for a minute with the board that they have. Not
here: what a board holds (`board`).
"""

import datetime as dt
import hashlib
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import pandas as pd

from lib.access import PUBLIC, Actor, Operation
from lib.analysis.gap import round_half_up
from lib.board.board import Board
from lib.board.current_store import (
    StorePlace,
    find_store_place,
    get_store,
    load_current_version,
    sparing_others,
)
from lib.catalog import (
    Catalog,
    DataProblem,
    DataProblemsError,
    DesignCounted,
    Observation,
    Source,
    Status,
    fingerprint,
    load_catalog,
    observation_frame,
)
from lib.catalog.geography import Geography
from lib.catalog.schema import NO_DETAILS
from lib.intake import PoliceList
from lib.metrics import watch_cache
from lib.settings import DUTCH_TIME
from lib.store import (
    ImportedFile,
    InterpretationState,
    SavedPoliceList,
    UnavailableError,
    load_interpretations,
    load_police_counts,
    load_visible_observations,
    preview_police_counts,
)

# Somebody might take a picture of it for the truth.
FICTITIOUS_IN_PUBLIC = DataProblem(
    "data",
    column="status",
    value="fictief",
    expected="echte cijfers: fictieve zijn alleen voor intern gebruik",
    fix="gebruik de map met echte cijfers (DATA_DIR)",
)
MIXED_WITH_FICTITIOUS = DataProblem(
    "",
    column="status",
    expected="fictieve cijfers alleen bij fictieve, en echte bij echte",
    fix="verbeter de status; fictieve cijfers horen bij de map van make demo",
)
ROOT = Path(__file__).parents[2]
PREVIEW = "voorbeeld"
# How old a board may be that readers go on with while the database does not answer.
MAX_AGE_SECONDS = 60.0
_catalog_lock, _board_lock = Lock(), Lock()


def find_folders() -> tuple[Path, Path]:
    """Return the folders of data and boundaries: `DATA_DIR` and `GEO_DIR`, else the project's."""
    return Path(os.getenv("DATA_DIR") or ROOT / "data"), Path(os.getenv("GEO_DIR") or ROOT / "geo")


def load_board(actor: Actor) -> Board:
    """Return the board for an actor, now.

    Reads the folders of `find_folders` and the database of `get_store`; `TODAY` (2026-11-23)
    overrides the date. Files and database are read again only after a change. Raises
    `DataProblemsError` while the data is not in order, `StoreError` while the database is not and
    there is no board of less than `MAX_AGE_SECONDS`.
    """
    moment, files = now(), _find_files()
    # Shared by all who have the role: what they see is the same.
    reader = Actor(actor.role, actor.role)
    place = reader, files.data, files.geo, find_store_place()
    latest = _latest.get(place)
    try:
        key = _BoardKey(reader, moment.date(), files, load_current_version(moment))
        board = latest.board if latest and latest.key == key else _load_once(key)
    except UnavailableError:
        if latest is None or time.monotonic() - latest.checked > MAX_AGE_SECONDS:
            raise
        return latest.board
    _latest[place] = _LatestBoard(key, board, time.monotonic())
    return board


def load_public_board(actor: Actor) -> Board:
    """Return what everybody sees, for whoever prepares something public.

    Of fictitious figures what the public would see of them, to try things out. Raises as
    `load_board`.
    """
    actor.require(Operation.READ_INTERNAL)
    own = load_board(actor)
    return _as_public(own) if own.fictitious else load_board(PUBLIC)


# The same board each time: it remembers what was made of it.
_as_public = lru_cache(maxsize=2)(Board.as_public)


def now() -> dt.datetime:
    """Return the present moment in Dutch time, on the date of `TODAY` where that is set."""
    moment = dt.datetime.now(DUTCH_TIME)
    today = os.getenv("TODAY")
    if today:
        moment = dt.datetime.combine(dt.date.fromisoformat(today), moment.timetz())
    return moment


def load_catalog_for(actor: Actor) -> Catalog:
    """Return the catalog, for checking what staff bring in; figures come from `load_board`."""
    actor.require(Operation.READ_INTERNAL)
    return _load_catalog(_find_files())


def load_geography() -> Geography:
    """Return the shapes, which everybody may have; raises `DataProblemsError` as `load_board`."""
    return _load_catalog(_find_files()).geography


def preview_figures(
    actor: Actor, observations: Sequence[Observation], *, design: DesignCounted
) -> Board:
    """Return the board as it would be with these figures on it, for whoever prepares them."""
    actor.require(Operation.PREPARE_IMPORT)
    source = Source(
        source=PREVIEW,
        title="Voorbeeld",
        publisher="nog niet gepubliceerd",
        date="",
        retrieved=now().date(),
        design=design,
        **NO_DETAILS,
    )
    figures = observation_frame(o.model_copy(update={"source": PREVIEW}) for o in observations)
    current = load_board(actor)
    return replace(current, _catalog=_join_imported(current._catalog, figures, {PREVIEW: source}))  # noqa: SLF001 - the board's own package


def preview_police_list(actor: Actor, found: PoliceList) -> Board:
    """Return the board as it would be with this list of the police, for whoever saves such lists.

    Raises `DataProblemsError` for a fictitious list among real figures, or a real one among
    fictitious. The list must be without problems.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    current = load_board(actor)
    if (found.status is Status.FICTITIOUS) is not current.fictitious:
        raise DataProblemsError(
            [replace(MIXED_WITH_FICTITIOUS, file=found.name, value=found.status)]
        )
    current_counts = load_police_counts(actor, get_store(), fictitious=current.fictitious)
    saved = SavedPoliceList(
        number=max(current_counts.lists, default=0) + 1,
        file=ImportedFile(found.name, found.sha256),
        saved_at=now(),
        first=found.first,
        last=found.last,
        kinds=found.kinds,
        cases=sum(found.counts.values()),
        status=found.status,
        withdrawn_at=None,
    )
    return replace(current, _police=preview_police_counts(current_counts, saved, found.counts))


class _Files(NamedTuple):
    """The folders, and a stamp that changes with anything in them."""

    data: Path
    geo: Path
    stamp: tuple[tuple[str, int, int], ...]


def _find_files() -> _Files:
    data, geo = find_folders()
    return _Files(data, geo, fingerprint(data, geo))


class _BoardKey(NamedTuple):
    """What a board is made of: for whom, on which day, of which files and database."""

    reader: Actor
    day: dt.date
    files: _Files
    imports: str


class _LatestBoard(NamedTuple):
    """The board that a kind of reader has, and when it was last seen to be the newest."""

    key: _BoardKey
    board: Board
    checked: float


_latest: dict[tuple[Actor, Path, Path, StorePlace], _LatestBoard] = {}


def _load_once(key: _BoardKey) -> Board:
    """Return the board; one thread makes it, the others wait and find it done."""
    with _board_lock, sparing_others():
        return _board(key)


def _load_catalog(files: _Files) -> Catalog:
    with _catalog_lock:
        return _catalog(files)


@lru_cache(maxsize=2)
def _catalog(files: _Files) -> Catalog:
    return load_catalog(files.data, files.geo)


def _join_imported(
    catalog: Catalog, figures: pd.DataFrame, sources: Mapping[str, Source]
) -> Catalog:
    """Return the catalog with imported figures, which are stored with all decimals they had.

    On the board a value has those with which it is published, so that verdicts go by what is
    visible.
    """
    places = {key: indicator.decimals for key, indicator in catalog.indicators.items()}
    rounded = [
        value if pd.isna(value) else round_half_up(value, decimals=places.get(key, 1))
        for key, value in zip(figures["indicator"], figures["value"], strict=True)
    ]
    return catalog.with_imported(figures.assign(value=rounded), sources)


@lru_cache(maxsize=12)
def _board(key: _BoardKey) -> Board:
    actor, day, files, imports = key
    name = hashlib.sha256(repr((files.stamp, day, imports)).encode()).hexdigest()[:12]
    figures, sources = load_visible_observations(actor, get_store(), now=now())
    _, public = load_visible_observations(PUBLIC, get_store(), now=now())
    written = load_interpretations(actor, get_store())
    found = Board(
        _join_imported(_load_catalog(files), figures, sources),
        actor,
        day,
        name,
        is_ahead=set(sources) != set(public),
        interpretations=tuple(one for one in written if one.state is InterpretationState.AGREED),
    )
    if found.fictitious and not found.internal:
        raise DataProblemsError([FICTITIOUS_IN_PUBLIC])
    if not actor.may(Operation.READ_DRIEHOEK):
        return found
    police = load_police_counts(actor, get_store(), fictitious=found.fictitious)
    return replace(found, _police=police) if police.lists else found


watch_cache("catalogs", _catalog)
watch_cache("boards", _board)
watch_cache("public_boards", _as_public)
