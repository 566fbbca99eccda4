"""What a reader may see of the imported figures at a moment, and whether that changed.

Not here: joining them with the catalog's and hiding small counts (`lib.board`).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd
from sqlalchemy import RowMapping, func, or_, select

from lib.access import Actor, Operation
from lib.catalog import Missing, Observation, Period, Source, Status, observation_frame
from lib.catalog.schema import NO_DETAILS
from lib.settings import DUTCH_TIME
from lib.store import tables
from lib.store.audit import NOT_ON_BOARD, NOT_PUBLIC, Event
from lib.store.database import Store
from lib.store.repository import read_record
from lib.store.tables import require_aware
from lib.store.wave_details import SURVEY_PUBLISHER, WaveDetails
from lib.store.waves import UNCHANGED_COLUMNS, WaveState, wave_source_key


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
            w.proposed_at,
            w.publication,
            w.embargo,
            *(w[name] for name in WaveDetails.model_fields),
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
    # In the same order whatever the database.
    ordered = sorted(rows, key=lambda row: (row["indicator"], row["period"], row["area"]))
    return observation_frame(map(_read_observation, ordered)), _read_sources(rows, moment)


def load_wave_observations(actor: Actor, store: Store, *, wave: int) -> tuple[Observation, ...]:
    """Return the figures of one wave, in whatever state, for whoever prepares or publishes it."""
    actor.require(Operation.PREPARE_IMPORT)
    o = tables.observation.c
    with store.reading() as connection:
        rows = connection.execute(select(tables.observation).where(o.wave == wave)).mappings().all()
    return tuple(_read_observation(row) for row in rows)


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


def _read_observation(row: RowMapping) -> Observation:
    """Return a stored row as it was; it was checked when it came in, and rules may have changed."""
    return Observation.model_construct(
        **{name: row[name] for name in UNCHANGED_COLUMNS},
        period=Period(row["period"]),
        source=wave_source_key(row["wave"]),
        status=Status(row["status"]),
        missing=Missing(row["missing"]) if row["missing"] else None,
    )


def _read_sources(rows: Iterable[RowMapping], moment: dt.datetime) -> Mapping[str, Source]:
    found: dict[int, list[RowMapping]] = {}
    for row in rows:
        found.setdefault(row["wave"], []).append(row)
    return MappingProxyType(
        {wave_source_key(number): _read_source(of, moment) for number, of in found.items()}
    )


def _read_source(rows: Sequence[RowMapping], moment: dt.datetime) -> Source:
    """Return the wave of rows as a source; while under embargo it says so, wherever it stands."""
    row = rows[0]
    details = read_record(WaveDetails, row)
    day = row["proposed_at"].astimezone(DUTCH_TIME).date()
    periods = ", ".join(sorted({str(r["period"]) for r in rows}))
    until = ""
    if row["embargo"] and row["embargo"] > moment:
        # Part of the publisher's name, which is the least that any line of source shows.
        until = f" (ONDER EMBARGO TOT {row['embargo'].astimezone(DUTCH_TIME):%d-%m-%Y %H:%M})"
    return Source.model_construct(
        source=wave_source_key(row["wave"]),
        title=details.title or f"Meting {periods}",
        publisher=f"{details.publisher or SURVEY_PUBLISHER}{until}",
        date=day.isoformat(),
        retrieved=day,
        design=details.design,
        **NO_DETAILS | {"section": details.describe()},
    )
