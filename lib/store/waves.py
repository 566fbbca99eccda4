"""Imported waves: proposed, published (perhaps under embargo), withdrawn. No version is lost.

A published wave stands in place of earlier ones for each indicator and period that it covers;
when it is withdrawn they are back. Not here: reading a file, and what a reader sees of the
figures (`figures`).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, ValidationError
from sqlalchemy import Connection, RowMapping, func, insert, select, update

from lib.access import Actor, NotAllowedError, Operation
from lib.catalog import DataProblem, DataProblemsError, Observation
from lib.catalog.fields import FrozenModel, Key
from lib.catalog.messages import describe_validation_error
from lib.store import tables
from lib.store.audit import Event, now, record
from lib.store.database import Store
from lib.store.errors import NotFoundError, WrongStateError
from lib.store.free_text import FileName, Prose, Reason, validate_fields

PLACE = "meting"
LABELS = {
    "name": "bestandsnaam",
    "sha256": "controlegetal van het bestand",
    "note": "toelichting",
    "reason": "reden",
}
MOST_ROWS = 20_000
MOST_RESPONDENTS = 10_000_000


class WaveState(StrEnum):
    """How far a wave is."""

    PROPOSED = "voorgesteld"
    PUBLISHED = "gepubliceerd"
    WITHDRAWN = "ingetrokken"


@dataclass(frozen=True)
class ImportedFile:
    """The file that figures came from: its name and the sha256 of its bytes, in hexadecimals."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Wave:
    """An imported wave. `covers`: the indicators and periods (as text) that it has figures of.

    `visible` are those of them for which no later published wave stands in its place; empty for a
    wave that is not published. `note` is what was said at the last step.
    """

    number: int
    state: WaveState
    file: ImportedFile
    proposed_by: str
    proposed_at: dt.datetime
    published_at: dt.datetime | None
    embargo: dt.datetime | None
    withdrawn_at: dt.datetime | None
    note: str
    covers: frozenset[tuple[str, str]]
    visible: frozenset[tuple[str, str]]

    @property
    def source(self) -> str:
        """The key under which its figures name it as their source."""
        return wave_source_key(self.number)


def wave_source_key(number: int) -> str:
    """Return the key of a wave as a source."""
    return f"import-{number}"


class _Proposal(FrozenModel):
    name: FileName
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    note: Prose


class _Said(FrozenModel):
    note: Reason


class _Why(FrozenModel):
    reason: Reason


class _Figure(Observation):
    """An observation that can be kept."""

    area: Key
    n: Annotated[int, Field(ge=0, le=MOST_RESPONDENTS)] | None
    note: Prose


def propose_wave(
    actor: Actor,
    store: Store,
    *,
    observations: Sequence[Observation],
    file: ImportedFile,
    note: str,
) -> int:
    """Keep a wave until somebody publishes it; return its number.

    Whatever source the observations name, the wave becomes it. Raises `DataProblemsError` for
    figures or text that cannot be kept; the areas must be keys, and known to the caller.
    """
    actor.require(Operation.PREPARE_IMPORT)
    values = {"name": file.name, "sha256": file.sha256, "note": note}
    proposal = validate_fields(_Proposal, values, file=PLACE, labels=LABELS)
    figures = _checked(observations)
    with store.writing() as connection:
        number: int = connection.execute(
            insert(tables.wave)
            .values(
                state=WaveState.PROPOSED.value,
                file_name=proposal.name,
                file_sha256=proposal.sha256,
                proposed_by=actor.name,
                proposed_at=now(),
                note=proposal.note,
            )
            .returning(tables.wave.c.id)
        ).scalar_one()
        connection.execute(insert(tables.observation), [_row(number, o) for o in figures])
        after = _told(_find(connection, number)) | _content(figures)
        record(
            connection,
            actor,
            event=Event.WAVE_PROPOSED,
            subject=_subject(number),
            change=(None, after),
        )
    return number


def publish_wave(
    actor: Actor, store: Store, *, wave: int, note: str, embargo: dt.datetime | None
) -> None:
    """Make a proposed wave the one that is shown; until `embargo` only to who reads internally.

    Raises `WrongStateError` when it is published or withdrawn already, `NotFoundError` when there
    is none, `DataProblemsError` for a note that cannot be kept, `ValueError` for an embargo
    without time zone.
    """
    actor.require(Operation.PUBLISH)
    said = validate_fields(_Said, {"note": note}, file=PLACE, labels=LABELS).note
    if embargo is not None:
        tables.aware(embargo)
    waves = tables.wave.c
    with store.writing() as connection:
        _require_state(_find(connection, wave), WaveState.PROPOSED)
        last = connection.scalar(select(func.max(waves.publication))) or 0
        _change(
            connection,
            actor,
            wave,
            event=Event.WAVE_PUBLISHED,
            values={
                "state": WaveState.PUBLISHED.value,
                "publication": last + 1,
                "published_at": now(),
                "embargo": embargo,
                "note": said,
            },
        )


def withdraw_wave(actor: Actor, store: Store, *, wave: int, reason: str) -> None:
    """Take a wave back: earlier ones that it stood in place of are shown again.

    Who may not publish can withdraw what they proposed themselves and is not published yet.
    Raises `NotAllowedError`, `WrongStateError` when it is withdrawn already, `NotFoundError`,
    and `DataProblemsError` for a reason that cannot be kept.
    """
    if not actor.may(Operation.PUBLISH):
        actor.require(Operation.PREPARE_IMPORT)
    said = validate_fields(_Why, {"reason": reason}, file=PLACE, labels=LABELS).reason
    with store.writing() as connection:
        row = _find(connection, wave)
        is_own = row["state"] == WaveState.PROPOSED and row["proposed_by"] == actor.name
        if not (is_own or actor.may(Operation.PUBLISH)):
            raise NotAllowedError(actor, Operation.PUBLISH)
        _require_state(row, WaveState.PROPOSED, WaveState.PUBLISHED)
        _change(
            connection,
            actor,
            wave,
            event=Event.WAVE_WITHDRAWN,
            values={"state": WaveState.WITHDRAWN.value, "withdrawn_at": now(), "note": said},
        )


def load_waves(actor: Actor, store: Store) -> tuple[Wave, ...]:
    """Return every wave, newest first; proposals only to who prepares or publishes them."""
    actor.require(Operation.READ_INTERNAL)
    o = tables.observation.c
    with store.reading() as connection:
        covers: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for number, *key in connection.execute(select(o.wave, o.indicator, o.period).distinct()):
            covers[number].add((key[0], key[1]))
        rows = connection.execute(select(tables.wave).order_by(tables.wave.c.id.desc()))
        found = rows.mappings().all()
    shown = _shown(found, covers)
    sees_all = actor.may(Operation.PREPARE_IMPORT)
    return tuple(
        _wave(row, frozenset(covers[row["id"]]), frozenset(shown.get(row["id"], ())))
        for row in found
        if sees_all or row["published_at"] is not None
    )


def _shown(
    rows: Sequence[RowMapping], covers: Mapping[int, set[tuple[str, str]]]
) -> Mapping[int, set[tuple[str, str]]]:
    """Return for each published wave which of its indicators and periods no later one has."""
    shown: dict[int, set[tuple[str, str]]] = {}
    taken: set[tuple[str, str]] = set()
    published = [row for row in rows if row["state"] == WaveState.PUBLISHED]
    for row in sorted(published, key=lambda r: -r["publication"]):
        shown[row["id"]] = covers[row["id"]] - taken
        taken |= covers[row["id"]]
    return shown


def _wave(
    row: RowMapping, covers: frozenset[tuple[str, str]], shown: frozenset[tuple[str, str]]
) -> Wave:
    return Wave(
        number=row["id"],
        state=WaveState(row["state"]),
        file=ImportedFile(row["file_name"], row["file_sha256"]),
        covers=covers,
        visible=shown,
        **{
            name: row[name]
            for name in (
                "proposed_by",
                "proposed_at",
                "published_at",
                "embargo",
                "withdrawn_at",
                "note",
            )
        },
    )


def _checked(observations: Sequence[Observation]) -> list[Observation]:
    """Return the figures as they can be kept; raise `DataProblemsError` with all problems."""
    if not 0 < len(observations) <= MOST_ROWS:
        raise DataProblemsError(
            [
                DataProblem(
                    PLACE,
                    value=str(len(observations)),
                    expected=f"1 tot en met {MOST_ROWS} cijfers",
                    fix="controleer of dit het goede bestand is",
                )
            ]
        )
    problems: list[DataProblem] = []
    figures: dict[str, Observation] = {}
    for o in observations:
        where = f"{o.indicator} {o.area} {o.period}"
        if where in figures:
            problems.append(
                DataProblem(
                    PLACE, column=where, expected="elk cijfer één keer", fix="haal er een weg"
                )
            )
        try:
            figures[where] = _Figure.model_validate(dict(o))
        except ValidationError as error:
            problems += describe_validation_error(error, file=PLACE, where=where)
    if problems:
        raise DataProblemsError(problems)
    return list(figures.values())


def _row(number: int, o: Observation) -> dict[str, Any]:
    return {
        "wave": number,
        "indicator": o.indicator,
        "area": o.area,
        "period": o.period.text,
        "value": o.value,
        "lower": o.lower,
        "upper": o.upper,
        "n": o.n,
        "note": o.note,
        "status": o.status.value,
        "missing": o.missing.value if o.missing else "",
    }


def _find(connection: Connection, number: int) -> RowMapping:
    query = select(tables.wave).where(tables.wave.c.id == number)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"Meting {number} is er niet.")
    return row


def _require_state(row: RowMapping, *wanted: WaveState) -> None:
    if row["state"] not in wanted:
        raise WrongStateError(
            f"Meting {row['id']} is al {row['state']}: misschien was een collega u net voor. "
            "Wat te doen: laad de pagina opnieuw."
        )


def _change(
    connection: Connection, actor: Actor, number: int, *, event: Event, values: dict[str, Any]
) -> None:
    """Change a wave and record it."""
    before = _told(_find(connection, number))
    connection.execute(update(tables.wave).where(tables.wave.c.id == number).values(values))
    after = _told(_find(connection, number))
    record(connection, actor, event=event, subject=_subject(number), change=(before, after))


def _subject(number: int) -> str:
    return f"{PLACE} {number}"


def _told(row: RowMapping) -> dict[str, object]:
    """Return what the audit trail tells of a wave: not who, which it keeps apart."""
    embargo = row["embargo"]
    return {
        "stand": row["state"],
        "bestand": row["file_name"],
        "sha256": row["file_sha256"],
        "embargo": embargo and embargo.isoformat(),
        "toelichting": row["note"],
    }


def _content(observations: Sequence[Observation]) -> dict[str, object]:
    return {
        "cijfers": len(observations),
        "indicatoren": sorted({o.indicator for o in observations}),
        "perioden": sorted({o.period.text for o in observations}),
    }
