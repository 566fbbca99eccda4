"""Fictitious people, figures and measures for the tests of the store."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lib.access import PUBLIC, Actor, Role
from lib.catalog import Catalog, Missing, Observation, Period, Status
from lib.store import (
    AgendaItem,
    ImportedFile,
    Meeting,
    Store,
    StoredAgreement,
    StoredInterpretation,
    StoredStory,
    Wave,
    add_agenda_item,
    add_agreement,
    approve_story,
    load_waves,
    plan_meeting,
    propose_interpretation,
    propose_wave,
    publish_story,
    publish_wave,
    save_police_list,
    submit_story,
    write_story,
)

STAFF = Actor("medewerker-1", Role.STAFF)
DRIEHOEK = Actor("driehoek-1", Role.DRIEHOEK)
OTHER_DRIEHOEK = Actor("driehoek-2", Role.DRIEHOEK)
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
BINDING = {
    "part": "here_and_now",
    "sentence": "In 2021 gaf Klingerberg een 6,4.",
    "start": 28,
    "text": "6,4",
    "kind": "eigen bron",
    "title": "Wijkplan",
    "date": "12-03-2026",
    "who": "Team Veiligheid",
}
STORY: dict[str, object] = {
    "title": "Meer licht in Klingerberg",
    "what": "We hingen lampen op langs het pad.\n\nDat deden we samen met bewoners.",
    "why": "Bewoners vonden het pad te donker.",
    "here_and_now": "In 2021 gaf Klingerberg een 6,4.",
    "residents": "Meld een kapotte lamp bij 14 077.",
    "next": "In het voorjaar vragen we bewoners hoe het pad nu is.",
    "areas": ("klingerberg",),
    "theme": "maatschappelijke-onrust-en-overlast",
    "date": dt.date(2026, 11, 20),
    "contact": "Team Veiligheid, 14 077",
    "measure": 1,
    "figures": ({"kind": "rating", "area": "klingerberg"},),
    "alternatives": ("Klingerberg gaf een 6,4.",),
    "bindings": (BINDING,),
    "languages": {"en": {"title": "More light in Klingerberg", "what": "We put up lamps."}},
}
EXHIBITS: tuple[dict[str, Any], ...] = (
    {
        "name": "rapportcijfer",
        "title": "Rapportcijfer",
        "finding": "In 2021 gaf Klingerberg een 6,4.",
        "source": "Bron: gemeente. Periode: 2021. Opgehaald: 23 november 2026.",
        "alternative": "Klingerberg gaf een 6,4.",
        "chart": None,
        "svg": "",
        "compact_svg": "",
        "caveats": [],
        "table": {"columns": ["waar", "rapportcijfer"], "rows": [["Klingerberg", 6.4]]},
        "native": None,
    },
)

DAY = dt.date(2026, 11, 23)
LATER = dt.date(2027, 12, 31)  # when every meeting has been
ITEM: dict[str, object] = {
    "title": "Woninginbraken in Klingerberg",
    "key": "woninginbraken-klingerberg",
    "link": "/wijk?wijk=klingerberg",
    "board_version": "0123456789ab",
}
EXHIBIT: dict[str, object] = {
    "name": "woninginbraken",
    "finding": "Geen aantoonbaar verschil – 7 of 8 é",
    "marks": ["INTERN"],
    "table": {"columns": ["wijk", "aantal"], "rows": [["Klingerberg", 7], ["Venlo", None]]},
    "chart": {"mark": "bar", "width": 1.0, "zero": 0.1, "tiny": 1e-07, "nul": "\x00"},
}
AGREEMENT: dict[str, object] = {
    "what": "Extra toezicht bij het station",
    "who": ("politie",),
    "partners": ("inwoners-ondernemers",),
    "areas": ("klingerberg",),
    "theme": "maatschappelijke-onrust-en-overlast",
    "due": dt.date(2026, 12, 7),
    "status": "open",
    "note": "",
}


INTERPRETATION: dict[str, object] = {
    "exhibit": "wijk-klingerberg/1a2b3c4d",
    "figure": "Klingerberg in cijfers",
    "link": "/wijk?wijk=klingerberg",
    "fingerprint": "0" * 64,
    "numbers": (6.4, 150.0),
    "area": "klingerberg",
    "period": "2021",
    "title": "Weinig deelnemers",
    "text": "In 2021 gaf Klingerberg een 6,4. Er deden 150 mensen mee.",
    "function": "analist veiligheid",
    "day": DAY,
    "visibility": "intern",
}


def interpretation(
    store: Store, catalog: Catalog, *, by: Actor = EDITOR, **other: object
) -> StoredInterpretation:
    """Propose an interpretation."""
    return propose_interpretation(
        by, store, values=INTERPRETATION | other, catalog=catalog, judge=lambda _: ()
    )


def figure(area: str = "klingerberg", *, value: float | None = 6.8, **other: Any) -> Observation:
    """Return an observation, of the rating in 2025 unless told otherwise."""
    values: dict[str, Any] = {
        "indicator": "rapportcijfer",
        "area": area,
        "period": Period("2025"),
        "value": value,
        "lower": None,
        "upper": None,
        "n": None,
        "source": "import",
        "status": Status.FINAL,
        "missing": None if value is not None else Missing.NOT_PUBLISHED,
        "note": "",
    }
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


def find_wave(store: Store, number: int) -> Wave:
    """Return a wave as it is now."""
    return next(wave for wave in load_waves(ADMIN, store) if wave.number == number)


def submitted_story(store: Store, catalog: Catalog, **other: object) -> StoredStory:
    """Write and submit a story, as the editor."""
    seen = write_story(EDITOR, store, values=STORY | other, catalog=catalog)
    return submit_story(EDITOR, store, seen=seen)


def published_story(store: Store, catalog: Catalog, **other: object) -> StoredStory:
    """Write, submit, approve and publish a story."""
    seen = submitted_story(store, catalog, **other)
    return publish(store, approve_story(OTHER_EDITOR, store, seen=seen))


def publish(store: Store, seen: StoredStory) -> StoredStory:
    """Publish an approved story that nobody has anything against."""
    return publish_story(ADMIN, store, seen=seen, exhibits=EXHIBITS, judge=lambda _: ())


def planned(store: Store, *, days: int = 0) -> Meeting:
    """Plan a meeting some days after the first one."""
    return plan_meeting(DRIEHOEK, store, day=DAY + dt.timedelta(days=days))


def picked(store: Store, meeting: Meeting, *, key: str = "een", **other: object) -> AgendaItem:
    """Put a figure on the agenda of a meeting."""
    values = ITEM | {"key": key} | other
    return add_agenda_item(DRIEHOEK, store, meeting=meeting.number, values=values, exhibit=EXHIBIT)


def agreed(store: Store, meeting: Meeting, catalog: Catalog, **other: object) -> StoredAgreement:
    """Make an agreement in a meeting."""
    return add_agreement(
        DRIEHOEK, store, meeting=meeting.number, values=AGREEMENT | other, catalog=catalog
    )


def save_list(
    store: Store,
    counts: Mapping[tuple[str, str, dt.date], int],
    *,
    by: Actor = DRIEHOEK,
    **other: object,
) -> int:
    """Save a list of the police, of one day unless `other` has a last one; return its number."""
    first = other.get("first", dt.date(2026, 11, 1))
    values = {"first": first, "last": first, "kinds": ["overval"], "status": Status.PROVISIONAL}
    return save_police_list(by, store, file=FILE, values=values | other, counts=counts)
