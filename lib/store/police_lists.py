"""The police's own lists: saved by the driehoek, and withdrawn; the newest counts.

A list covers each of its days for each of its kinds: what it does not name there is zero. Not here:
which list holds where (`police_counts`), and reading a file (`lib.intake`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import Connection, insert

from lib.access import Actor, Operation
from lib.catalog import DataProblem, DataProblemsError, Source, Status
from lib.catalog.fields import FrozenModel, Key
from lib.catalog.problems import describe_validation_error
from lib.settings import DUTCH_TIME
from lib.store import tables
from lib.store.audit import Event, utc_now
from lib.store.database import Store
from lib.store.errors import WrongStateError
from lib.store.free_text import REASON, FormFields, Prose, Sha256, UploadName
from lib.store.repository import Repository, Row, read_record
from lib.store.waves import ImportedFile

POLICE_FIELDS = FormFields(
    "politielijst",
    {
        "name": "bestandsnaam",
        "sha256": "controlegetal van het bestand",
        "first": "eerste dag",
        "last": "laatste dag",
        "kinds": "soorten",
        "status": "status",
        "note": "toelichting",
        "reason": "reden",
    },
)
POLICE_PUBLISHER = "Interne lijst van de politie"
MAX_COUNTS = 20_000
MAX_CASES_A_DAY = 1_000
CountKey = tuple[str, str, dt.date]


@dataclass(frozen=True)
class SavedPoliceList:
    """A list as it stands in the store: `cases` is the sum of its counts.

    `note` belongs to its last step.
    """

    number: int
    file: ImportedFile
    saved_by: str
    saved_at: dt.datetime
    first: dt.date
    last: dt.date
    kinds: tuple[str, ...]
    cases: int
    status: Status
    withdrawn_at: dt.datetime | None
    note: str

    @property
    def source(self) -> Source:
        """Where its figures come from; it names nobody."""
        day = self.saved_at.astimezone(DUTCH_TIME).date()
        return Source.model_construct(
            source=police_source_key(self.number),
            title=self.file.name,
            publisher=POLICE_PUBLISHER,
            date=self.last.isoformat(),
            section="",
            address="",
            licence="",
            retrieved=day,
            note="",
        )


def police_source_key(number: int) -> str:
    """Return the key of a list as a source."""
    return f"politielijst-{number}"


def _read_list(row: Row) -> SavedPoliceList:
    file = ImportedFile(row["file_name"], row["file_sha256"])
    saved = {"saved_by": row["kept_by"], "saved_at": row["kept_at"]}
    days = {"first": row["first_day"], "last": row["last_day"]}
    return read_record(SavedPoliceList, {**row, **saved, **days}, file=file)


def _describe_list(row: Row) -> dict[str, object]:
    """Return what the audit trail stores of a list: not who, which is an entry's own column."""
    return {
        "stand": "ingetrokken" if row["withdrawn_at"] else "bewaard",
        "bestand": row["file_name"],
        "sha256": row["file_sha256"],
        "van": row["first_day"],
        "tot en met": row["last_day"],
        "soorten": row["kinds"],
        "gevallen": row["cases"],
        "status": row["status"],
        "toelichting": row["note"],
    }


POLICE_LISTS = Repository(
    tables.police_list,
    name="politielijst",
    read=_read_list,
    describe=_describe_list,
    missing="Politielijst {number} is er niet.",
)


class _PoliceList(FrozenModel):
    name: UploadName
    sha256: Sha256
    first: dt.date
    last: dt.date
    kinds: Annotated[tuple[Key, ...], Field(min_length=1)]
    status: Literal[Status.PROVISIONAL, Status.FICTITIOUS]
    note: Prose = ""

    @model_validator(mode="after")
    def _in_order(self) -> "_PoliceList":
        if self.last < self.first:
            raise PydanticCustomError("end_before_start", "ends before it starts")
        return self


class _PoliceCount(FrozenModel):
    kind: Key
    area: Key
    day: dt.date
    value: Annotated[int, Field(ge=0, le=MAX_CASES_A_DAY)]


def save_police_list(
    actor: Actor,
    store: Store,
    *,
    file: ImportedFile,
    values: Mapping[str, object],
    counts: Mapping[CountKey, int],
) -> int:
    """Save a list, from now on the one that holds; return its number.

    `values`: the first and last day, the kinds, the status and, if any, the note; `counts` by kind,
    area and day. Kinds and areas must be keys, and known to the caller. Raises `DataProblemsError`
    for counts or text that cannot be stored.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    about = POLICE_FIELDS.validate(
        _PoliceList, {"name": file.name, "sha256": file.sha256, **values}
    )
    found = _validate_counts(counts, about)
    columns = {
        "file_name": about.name,
        "file_sha256": about.sha256,
        "kept_by": actor.name,
        "kept_at": utc_now(),
        "first_day": about.first.isoformat(),
        "last_day": about.last.isoformat(),
        "kinds": sorted(about.kinds),
        "cases": sum(c.value for c in found),
        "status": about.status.value,
        "note": about.note,
    }
    with store.writing() as connection:
        saved = POLICE_LISTS.add(connection, actor, columns, event=Event.LIST_SAVED)
        rows = [{"list": saved.number, **c.model_dump(mode="json")} for c in found if c.value]
        if rows:
            connection.execute(insert(tables.police_count), rows)
    return saved.number


def withdraw_police_list(actor: Actor, store: Store, *, number: int, reason: str) -> None:
    """Take a list back: where it held, the one before it holds again.

    Raises `NotFoundError`, `WrongStateError` when it is withdrawn already, and
    `DataProblemsError` for a reason that cannot be stored.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    note = POLICE_FIELDS.validate_field(REASON, reason, field="reason")
    with store.writing() as connection:
        before = POLICE_LISTS.find(connection, number)
        if before.withdrawn_at is not None:
            raise WrongStateError(
                f"Politielijst {number} is al ingetrokken: misschien was een collega u net voor. "
                "Wat te doen: laad de pagina opnieuw."
            )
        values = {"withdrawn_at": utc_now(), "note": note}
        POLICE_LISTS.change(connection, actor, before, values, event=Event.LIST_WITHDRAWN)


def load_police_lists(actor: Actor, store: Store) -> tuple[SavedPoliceList, ...]:
    """Return every list, newest first, those that were withdrawn too."""
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        return find_police_lists(connection)


def find_police_lists(connection: Connection) -> tuple[SavedPoliceList, ...]:
    """Return every list of a connection, newest first."""
    query = POLICE_LISTS.query().order_by(tables.police_list.c.id.desc())
    return tuple(POLICE_LISTS.load(connection, query))


def _validate_counts(counts: Mapping[CountKey, int], about: _PoliceList) -> list[_PoliceCount]:
    """Return the counts as they can be stored; raise `DataProblemsError` with all problems."""
    if len(counts) > MAX_COUNTS:
        POLICE_FIELDS.refuse(
            value=len(counts),
            expected=f"hoogstens {MAX_COUNTS} aantallen",
            fix="deel de lijst op in twee lijsten van minder dagen",
        )
    problems: list[DataProblem] = []
    found: list[_PoliceCount] = []
    for (kind, area, day), value in counts.items():
        where = f"{kind} {area} {day}"
        if kind not in about.kinds or not about.first <= day <= about.last:
            expected = "een soort en een dag die de lijst dekt"
            fix = "noem alle soorten, en de eerste en laatste dag"
            problems.append(DataProblem("politielijst", column=where, expected=expected, fix=fix))
        try:
            found.append(_PoliceCount(kind=kind, area=area, day=day, value=value))
        except ValidationError as error:
            problems += describe_validation_error(error, file="politielijst", where=where)
    if problems:
        raise DataProblemsError(problems)
    return found
