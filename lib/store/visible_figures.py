"""What a reader may see of the imported figures at a moment, and whether that changed.

Not here: joining them with the catalog's and hiding small counts (`lib.board`).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd
from sqlalchemy import RowMapping, func, or_, select

from lib.access import Actor, Operation
from lib.catalog import (
    DesignCounted,
    Missing,
    Observation,
    Period,
    Source,
    Status,
    observation_frame,
)
from lib.settings import DUTCH_TIME
from lib.store import tables
from lib.store.audit import NOT_ON_BOARD, NOT_PUBLIC, Event
from lib.store.database import Store
from lib.store.tables import require_aware
from lib.store.waves import UNCHANGED_COLUMNS, WaveState, wave_source_key

SURVEY_PUBLISHER = "Ingevoerd door de gemeente"
SHORT_SHA_LENGTH = 12


def load_visible_observations(
    actor: Actor, store: Store, *, now: dt.datetime
) -> tuple[pd.DataFrame, Mapping[str, Source]]:
    """Return the imported figures that an actor may see at a moment, and their sources.

    Columns as in `lib.catalog.COLUMNS`. Of each indicator and period only the last published
    wave that the actor may see: before its embargo that is, for the public, the one before it.
    The sources are in order of publication, the newest first, and name nobody. Raises
    `ValueError` for a moment without time zone.
    """
    actor.require(Operation.READ_PUBLIC)
    moment = require_aware(now)
    w, o = tables.wave.c, tables.observation.c
    newest = func.max(w.publication).over(partition_by=(o.indicator, o.period))
    inner = (
        select(
            tables.observation,
            w.file_name,
            w.file_sha256,
            w.proposed_at,
            w.publication,
            w.design,
            newest.label("newest"),
        )
        .join(tables.wave)
        .where(w.state == WaveState.PUBLISHED.value)
    )
    if not actor.may(Operation.READ_INTERNAL):
        inner = inner.where(or_(w.embargo.is_(None), w.embargo <= moment))
    seen = inner.subquery()
    c = seen.c
    query = select(seen).where(c.publication == c.newest).order_by(c.publication.desc())
    with store.reading() as connection:
        rows = connection.execute(query).mappings().all()
    return _make_frame(rows), _read_sources(rows)


def load_board_version(store: Store, *, now: dt.datetime) -> str:
    """Return a text that changes with all that may alter what a board shows at a moment.

    One small query. Every change leaves an entry in the audit trail, of which those about the
    driehoek and about stories do not count; apart from those only an embargo that passes alters
    anything. Raises `ValueError` for a moment without time zone.
    """
    return _load_version(store, now=now, ignored=NOT_ON_BOARD)


def load_public_version(store: Store, *, now: dt.datetime) -> str:
    """Return `load_board_version` of what the public site shows: it changes with stories too."""
    return _load_version(store, now=now, ignored=NOT_PUBLIC)


def _load_version(store: Store, *, now: dt.datetime, ignored: Iterable[Event]) -> str:
    a = tables.audit.c
    entry = select(a.id, a.at).where(a.what.not_in([event.value for event in ignored]))
    last = entry.order_by(a.id.desc()).limit(1).subquery()
    w = tables.wave.c
    passed = select(func.max(w.embargo)).where(w.embargo <= require_aware(now)).scalar_subquery()
    with store.reading() as connection:
        found = connection.execute(select(last, passed)).one_or_none()
    # The moment as well as the number: numbers start again where a backup was restored.
    return "leeg" if found is None else " ".join(str(part) for part in found)


def _make_frame(rows: Sequence[RowMapping]) -> pd.DataFrame:
    """Return the observations in the same order whatever the database."""
    ordered = sorted(rows, key=lambda row: (row["indicator"], row["period"], row["area"]))
    return observation_frame(_read_observation(row) for row in ordered)


def _read_observation(row: RowMapping) -> Observation:
    """Return a stored row as it was; it was checked when it came in, and rules may have changed."""
    return Observation.model_construct(
        **{name: row[name] for name in UNCHANGED_COLUMNS},
        period=Period(row["period"]),
        source=wave_source_key(row["wave"]),
        status=Status(row["status"]),
        missing=Missing(row["missing"]) if row["missing"] else None,
    )


def _read_sources(rows: Iterable[RowMapping]) -> Mapping[str, Source]:
    found = {row["wave"]: row for row in rows}
    return MappingProxyType(
        {wave_source_key(number): _read_source(row) for number, row in found.items()}
    )


def _read_source(row: RowMapping) -> Source:
    day = row["proposed_at"].astimezone(DUTCH_TIME).date()
    return Source.model_construct(
        source=wave_source_key(row["wave"]),
        title=row["file_name"],
        publisher=SURVEY_PUBLISHER,
        date=day.isoformat(),
        section=f"sha256 {row['file_sha256'][:SHORT_SHA_LENGTH]}",
        address="",
        licence="",
        retrieved=day,
        note="",
        design=DesignCounted(row["design"]),
    )
