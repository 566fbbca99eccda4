"""Moments that an operator watches: the newest backup, and the next embargo that passes."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import func, select

from lib.store import tables
from lib.store.audit import Event
from lib.store.database import Store
from lib.store.waves import WaveState


class MaintenanceMoments(NamedTuple):
    """None for what never was or will not be."""

    backup: dt.datetime | None
    next_embargo: dt.datetime | None


def load_maintenance_moments(store: Store, *, now: dt.datetime) -> MaintenanceMoments:
    """Return the moments, for nobody in particular: they say nothing about figures.

    Raises `StoreError`, and `ValueError` for a moment without time zone.
    """
    a, w = tables.audit.c, tables.wave.c
    backup = select(func.max(a.at)).where(a.what == Event.BACKED_UP.value)
    embargo = select(func.min(w.embargo)).where(
        w.embargo > tables.require_aware(now), w.state == WaveState.PUBLISHED.value
    )
    with store.reading() as connection:
        moments = (connection.execute(query).scalar() for query in (backup, embargo))
        return MaintenanceMoments(*moments)
