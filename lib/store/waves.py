"""Imported waves: proposed, published (perhaps under embargo), withdrawn. No version is lost.

A published wave stands in place of earlier ones for each indicator and period that it covers;
when it is withdrawn they are back. Not here: reading a file, and what a reader sees of the
figures (`visible_figures`).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationError
from sqlalchemy import func, insert, select

from lib.access import Actor, NotAllowedError, Operation
from lib.catalog import DataProblem, DataProblemsError, DesignCounted, Observation
from lib.catalog.fields import FrozenModel, Key
from lib.catalog.problems import describe_validation_error
from lib.store import tables
from lib.store.audit import Event, utc_now
from lib.store.database import Store
from lib.store.errors import ChangedMeanwhileError, WrongStateError
from lib.store.form_fields import REASON, FormFields, Prose, Sha256, UploadName
from lib.store.repository import Repository, Row, pick, read_record
from lib.store.wave_details import DETAIL_LABELS, WaveDetails

MAX_OBSERVATIONS = 20_000
MAX_RESPONDENTS = 10_000_000
# What an observation and its row have alike.
STEP_MOMENTS = ("proposed_at", "published_at", "withdrawn_at")
UNCHANGED_COLUMNS = ("indicator", "area", "value", "lower", "upper", "n", "note")
Covers = frozenset[tuple[str, str]]


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
    wave that is not published. `note` belongs to the last step, `proposal_note` to the first;
    `version` counts the steps.
    """

    number: int
    version: int
    state: WaveState
    file: ImportedFile
    proposed_by: str
    proposed_at: dt.datetime
    published_at: dt.datetime | None
    embargo: dt.datetime | None
    withdrawn_at: dt.datetime | None
    note: str
    proposal_note: str
    details: WaveDetails
    covers: Covers = frozenset()
    visible: Covers = frozenset()

    @property
    def design(self) -> DesignCounted:
        """Whether its intervals count the survey's design."""
        return self.details.design

    @property
    def source(self) -> str:
        """The key under which its figures name it as their source."""
        return wave_source_key(self.number)


def wave_source_key(number: int) -> str:
    """Return the key of a wave as a source."""
    return f"import-{number}"


def _read_wave(row: Row) -> Wave:
    none: Covers = frozenset()
    file = ImportedFile(row["file_name"], row["file_sha256"])
    version = sum(row[step] is not None for step in STEP_MOMENTS)
    details = read_record(WaveDetails, row)
    return read_record(
        Wave, row, version=version, file=file, details=details, covers=none, visible=none
    )


def _describe_wave(row: Row) -> dict[str, object]:
    """Return what the audit trail stores of a wave: not who, which is an entry's own column."""
    return {
        "stand": row["state"],
        "bestand": row["file_name"],
        "sha256": row["file_sha256"],
        "embargo": row["embargo"] and row["embargo"].isoformat(),
        "opzet in de marges": row["design"],
        "toelichting": row["note"],
        **{DETAIL_LABELS[name]: row[name] for name in DETAIL_LABELS if row[name]},
    }


WAVES = Repository(
    tables.wave,
    name="meting",
    read=_read_wave,
    describe=_describe_wave,
    missing="Meting {number} is er niet.",
)


class _Proposal(FrozenModel):
    name: UploadName = Field(title="bestandsnaam")
    sha256: Sha256 = Field(title="controlegetal van het bestand")
    note: Prose = Field(title="toelichting")


WAVE_FIELDS = FormFields.of("meting", _Proposal, WaveDetails, reason="reden")


class _StorableObservation(Observation):
    area: Key
    n: Annotated[int, Field(ge=0, le=MAX_RESPONDENTS)] | None
    note: Prose


def propose_wave(
    actor: Actor,
    store: Store,
    *,
    observations: Sequence[Observation],
    file: ImportedFile,
    note: str,
    details: Mapping[str, object] | None = None,
) -> int:
    """Save a wave until somebody publishes it; return its number.

    `details` are fields of `WaveDetails`. Whatever source the observations name, the wave becomes
    it. Raises `DataProblemsError` for figures or text that cannot be stored; the areas must be
    keys, and known to the caller.
    """
    actor.require(Operation.PREPARE_IMPORT)
    values = {"name": file.name, "sha256": file.sha256, "note": note}
    proposal = WAVE_FIELDS.validate(_Proposal, values)
    about = WAVE_FIELDS.validate(WaveDetails, details or {})
    figures = _validate_observations(observations)
    columns = {
        "state": WaveState.PROPOSED.value,
        "file_name": proposal.name,
        "file_sha256": proposal.sha256,
        "proposed_by": actor.name,
        "proposed_at": utc_now(),
        "note": proposal.note,
        "proposal_note": proposal.note,
        **about.model_dump(mode="json"),
    }
    details = {
        "cijfers": len(figures),
        "indicatoren": sorted({o.indicator for o in figures}),
        "perioden": sorted({o.period.text for o in figures}),
    }
    with store.writing() as connection:
        wave = WAVES.add(connection, actor, columns, event=Event.WAVE_PROPOSED, details=details)
        rows = [{"wave": wave.number, **_observation_columns(o)} for o in figures]
        connection.execute(insert(tables.observation), rows)
    return wave.number


def publish_wave(
    actor: Actor, store: Store, *, wave: int, note: str, embargo: dt.datetime | None
) -> None:
    """Publish a proposed wave; until `embargo` it is visible only to whoever reads internally.

    Raises `WrongStateError` when it is published or withdrawn already, `NotFoundError` when there
    is none, `DataProblemsError` for a note that cannot be stored, `ValueError` for an embargo
    without time zone.
    """
    actor.require(Operation.PUBLISH)
    note = WAVE_FIELDS.validate_field(REASON, note, field="note")
    if embargo is not None:
        tables.require_aware(embargo)
    with store.writing() as connection:
        before = WAVES.find(connection, wave)
        _require_state(before, WaveState.PROPOSED)
        last = connection.scalar(select(func.max(tables.wave.c.publication))) or 0
        values = {
            "state": WaveState.PUBLISHED.value,
            "publication": last + 1,
            "published_at": utc_now(),
            "embargo": embargo,
            "note": note,
        }
        WAVES.change(connection, actor, before, values, event=Event.WAVE_PUBLISHED)


def move_embargo(
    actor: Actor, store: Store, *, seen: Wave, embargo: dt.datetime | None, reason: str
) -> None:
    """Let a wave that is not public yet become so at another moment; None: now.

    Raises `WrongStateError` unless it is published and its embargo has not passed,
    `ChangedMeanwhileError` when somebody moved it since it was `seen`, `DataProblemsError` for a
    reason that cannot be stored, `ValueError` for an embargo without time zone.
    """
    actor.require(Operation.PUBLISH)
    note = WAVE_FIELDS.validate_field(REASON, reason, field="reason")
    values = {"embargo": embargo and tables.require_aware(embargo), "note": note}
    with store.writing() as connection:
        before = WAVES.find(connection, seen.number)
        _require_state(before, WaveState.PUBLISHED)
        if before.embargo != seen.embargo:
            raise ChangedMeanwhileError(f"Meting {seen.number}", newer=before)
        if before.embargo is None or before.embargo <= utc_now():
            raise WrongStateError(
                f"Meting {seen.number} is al openbaar. Wat te doen: trek de meting in."
            )
        WAVES.change(connection, actor, seen, values, event=Event.EMBARGO_MOVED)


def withdraw_wave(actor: Actor, store: Store, *, seen: Wave, reason: str) -> None:
    """Take a wave back: earlier ones that it stood in place of are visible again.

    Without the right to publish one can withdraw an own proposal that is not published yet. Raises
    `NotAllowedError`, `WrongStateError` when it is withdrawn already, `ChangedMeanwhileError` with
    the newer record when it was published since it was `seen`, `NotFoundError`, and
    `DataProblemsError` for a reason that cannot be stored.
    """
    if not actor.may(Operation.PUBLISH):
        actor.require(Operation.PREPARE_IMPORT)
    note = WAVE_FIELDS.validate_field(REASON, reason, field="reason")
    with store.writing() as connection:
        before = WAVES.find(connection, seen.number)
        is_own = before.state is WaveState.PROPOSED and before.proposed_by == actor.name
        if not (is_own or actor.may(Operation.PUBLISH)):
            raise NotAllowedError(actor, Operation.PUBLISH)
        _require_state(before, WaveState.PROPOSED, WaveState.PUBLISHED)
        values = {"state": WaveState.WITHDRAWN.value, "withdrawn_at": utc_now(), "note": note}
        WAVES.change(connection, actor, seen, values, event=Event.WAVE_WITHDRAWN)


def load_waves(actor: Actor, store: Store) -> tuple[Wave, ...]:
    """Return every wave, newest first; proposals only to whoever prepares or publishes them."""
    actor.require(Operation.READ_INTERNAL)
    o, w = tables.observation.c, tables.wave.c
    covers: dict[int, set[tuple[str, str]]] = defaultdict(set)
    with store.reading() as connection:
        for number, *key in connection.execute(select(o.wave, o.indicator, o.period).distinct()):
            covers[number].add((key[0], key[1]))
        waves = WAVES.load(connection, WAVES.query().order_by(w.id.desc()))
        query = select(w.id).where(w.state == WaveState.PUBLISHED.value)
        published = connection.execute(query.order_by(w.publication.desc())).scalars().all()
    visible = _find_visible(published, covers)
    sees_all = actor.may(Operation.PREPARE_IMPORT)
    return tuple(
        replace(
            wave,
            covers=frozenset(covers[wave.number]),
            visible=frozenset(visible.get(wave.number, ())),
        )
        for wave in waves
        if sees_all or wave.published_at is not None
    )


def _find_visible(
    published: Iterable[int], covers: Mapping[int, set[tuple[str, str]]]
) -> Mapping[int, set[tuple[str, str]]]:
    """Return for each published wave which of its indicators and periods no later one has.

    `published` are their numbers, the last published first.
    """
    visible: dict[int, set[tuple[str, str]]] = {}
    taken: set[tuple[str, str]] = set()
    for number in published:
        visible[number] = covers[number] - taken
        taken |= covers[number]
    return visible


def _validate_observations(observations: Sequence[Observation]) -> list[Observation]:
    """Return the figures as they can be stored; raise `DataProblemsError` with all problems."""
    if not 0 < len(observations) <= MAX_OBSERVATIONS:
        WAVE_FIELDS.refuse(
            value=len(observations),
            expected=f"1 tot en met {MAX_OBSERVATIONS} cijfers",
            fix="controleer of dit het goede bestand is",
        )
    problems: list[DataProblem] = []
    figures: dict[str, Observation] = {}
    for o in observations:
        where = f"{o.indicator} {o.area} {o.period}"
        if where in figures:
            expected, fix = "elk cijfer één keer", "haal er een weg"
            problems.append(DataProblem("meting", column=where, expected=expected, fix=fix))
        try:
            figures[where] = _StorableObservation.model_validate(dict(o))
        except ValidationError as error:
            problems += describe_validation_error(error, file="meting", where=where)
    if problems:
        raise DataProblemsError(problems)
    return list(figures.values())


def _observation_columns(o: Observation) -> dict[str, object]:
    return {
        **pick(dict(o), UNCHANGED_COLUMNS),
        "period": o.period.text,
        "status": o.status.value,
        "missing": o.missing.value if o.missing else "",
    }


def _require_state(wave: Wave, *wanted: WaveState) -> None:
    if wave.state not in wanted:
        raise WrongStateError(
            f"Meting {wave.number} is al {wave.state}: misschien was een collega u net voor. "
            "Wat te doen: laad de pagina opnieuw."
        )
