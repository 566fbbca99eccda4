"""Fictitious people, figures and measures for the tests of the store."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from lib.access import PUBLIC, Actor, Role
from lib.catalog import Missing, Observation, Period, Status
from lib.store import ImportedFile, Store, keep_police_list, propose_wave, publish_wave

STAFF = Actor("medewerker-1", Role.STAFF)
DRIEHOEK = Actor("driehoek-1", Role.DRIEHOEK)
EDITOR = Actor("redacteur-1", Role.EDITOR)
OTHER_EDITOR = Actor("redacteur-2", Role.EDITOR)
ADMIN = Actor("beheerder-1", Role.ADMINISTRATOR)
EVERYBODY = (PUBLIC, STAFF, DRIEHOEK, EDITOR, ADMIN)

FILE = ImportedFile("meting-2025.xlsx", "0123456789abcdef" * 4)
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
MEASURE: dict[str, object] = {
    "title": "Extra toezicht bij het station",
    "theme": "maatschappelijke-onrust-en-overlast",
    "threads": ("preventie", "wijkgericht"),
    "areas": ("klingerberg",),
    "partners": ("inwoners-ondernemers",),
    "start": "2026-03",
    "status": "loopt",
    "indicator": "rapportcijfer",
    "residents": "Meld overlast bij de gemeente.",
}


def figure(area: str = "klingerberg", *, value: float | None = 6.8, **other: Any) -> Observation:
    """Return an observation, of the rating in 2025 unless told otherwise."""
    values: dict[str, Any] = {
        "indicator": "rapportcijfer", "area": area, "period": Period("2025"), "value": value,
        "lower": None, "upper": None, "n": None, "source": "import", "status": Status.FINAL,
        "missing": None if value is not None else Missing.NOT_PUBLISHED, "note": "",
    }  # fmt: skip
    return Observation.model_validate(values | other)


def proposed(store: Store, *observations: Observation, by: Actor = EDITOR) -> int:
    """Propose a wave; return its number."""
    return propose_wave(
        by, store, observations=observations or (figure(),), file=FILE, note="ter controle"
    )


def published(store: Store, *observations: Observation, embargo: dt.datetime | None = None) -> int:
    """Propose and publish a wave; return its number."""
    number = proposed(store, *observations)
    publish_wave(ADMIN, store, wave=number, note="akkoord", embargo=embargo)
    return number


def kept_list(  # noqa: PLR0913 - as many choices as a list has
    store: Store,
    counts: Mapping[tuple[str, str, dt.date], int],
    *,
    first: dt.date = dt.date(2026, 11, 1),
    last: dt.date | None = None,
    kinds: Collection[str] = ("overval",),
    status: Status = Status.PROVISIONAL,
    note: str = "",
    by: Actor = DRIEHOEK,
) -> int:
    """Keep a list of the police, of one day unless told otherwise; return its number."""
    return keep_police_list(
        by, store, file=FILE, counts=counts, first=first, last=last or first, kinds=kinds,
        status=status, note=note,
    )  # fmt: skip
