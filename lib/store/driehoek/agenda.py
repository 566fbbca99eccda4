"""The agenda of a meeting: figures as they were when somebody picked them, and topics, in order.

The places of a meeting's items are always 1 to their number, whoever adds, moves or removes. A
topic is an item without a figure ('rondvraag', or 'casus': a word, never the case itself). Not
here: what a figure is: to the store it is JSON.
"""

import base64
import json
import re
import secrets
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field, TypeAdapter
from pydantic_core import PydanticCustomError
from sqlalchemy import Connection, select, update

from lib.access import Actor, Operation
from lib.catalog.fields import FrozenModel, Name
from lib.store import tables
from lib.store.audit import Event, utc_now
from lib.store.database import Store
from lib.store.driehoek.meetings import MEETINGS, require_open
from lib.store.errors import NotFoundError
from lib.store.form_fields import PROSE, FormFields, TextLine, refuse_personal_data
from lib.store.repository import Repository, pick, read_record

MAX_EXHIBIT_BYTES = 2_000_000
DEFAULT_MINUTES, MAX_MINUTES = 10, 240
GONE = "Dit agendapunt is er niet, of niet meer."
ItemKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:=/-]+$", max_length=200)]


def _refuse_other_hosts(value: str) -> str:
    """Refuse what is no path in this dashboard: two slashes would be another host."""
    if not re.fullmatch(r"/(?!/)[A-Za-z0-9_.~?#&=%+,:;/|-]*", value):
        raise PydanticCustomError("link", "no path in the dashboard")
    return value


Link = Annotated[
    str,
    Field(max_length=1000),
    AfterValidator(_refuse_other_hosts),
    AfterValidator(refuse_personal_data),
]


@dataclass(frozen=True)
class AgendaItem:
    """An item without its figure, which `load_item_exhibit` gives.

    `key` names the figure, `link` is where it stands in the dashboard; a topic has no link. What
    `stays_last` has later figures added before it. `version` counts the changes of figure, question
    and minutes, not of the place.
    """

    number: int
    version: int
    meeting: int
    place: int
    title: str
    question: str
    minutes: int
    stays_last: bool
    key: str
    link: str
    board_version: str

    @property
    def is_topic(self) -> bool:
        """Whether it has no figure."""
        return not self.link


class _PickedFigure(FrozenModel):
    """What comes with a figure."""

    title: TextLine = Field(title="titel")
    key: ItemKey = Field(title="sleutel")
    link: Link = Field(title="adres in het dashboard")
    board_version: Name = Field(title="versie van de cijfers")


Minutes = Annotated[int, Field(ge=1, le=MAX_MINUTES)]
MINUTES = TypeAdapter[int](Minutes)


class Topic(FrozenModel):
    """An item without a figure, as it is added."""

    title: TextLine = Field(title="titel")
    minutes: Minutes = Field(DEFAULT_MINUTES, title="minuten")
    last: bool = False


AGENDA_FIELDS = FormFields.of(
    "agendapunt", _PickedFigure, Topic, question="vraag", exhibit="figuur"
)
_ITEM = tables.agenda_item.c
AGENDA = Repository(
    tables.agenda_item,
    name="agendapunt",
    read=lambda row: read_record(AgendaItem, row),
    describe=lambda row: {
        "number": row["id"],
        **pick(row, ("place", "title", "question", "minutes", "key", "link", "board_version")),
    },
    large=frozenset({"exhibit"}),
    title=lambda item: f"Agendapunt {item.place}",
    missing=GONE,
    subject=lambda row: f"{MEETINGS.name} {row['meeting']}",
)


def load_agenda(actor: Actor, store: Store, *, meeting: int) -> tuple[AgendaItem, ...]:
    """Return the items of a meeting in their order; none when there is no such meeting."""
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        return tuple(_load_items(connection, meeting))


def load_item_exhibit(actor: Actor, store: Store, *, item: int) -> dict[str, Any]:
    """Return an item's figure as it was picked.

    Raises `NotFoundError` when the item is gone or a topic.
    """
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        packed = connection.scalar(select(_ITEM.exhibit).where(_ITEM.id == item))
    if not packed:
        raise NotFoundError(GONE)
    found: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return found


def add_agenda_item(
    actor: Actor,
    store: Store,
    *,
    meeting: int,
    values: Mapping[str, object],
    exhibit: Mapping[str, object],
) -> AgendaItem:
    """Put a figure on an agenda, before what stays last.

    A figure with the same key is replaced in its place.

    `values`: title, key, link and board_version; `exhibit` must be what JSON can hold. A question
    that the replaced figure has stays. Raises `DataProblemsError` for values that cannot be stored
    or a figure that is too large, `NotFoundError` and `WrongStateError` for a meeting that is
    gone or closed, `ValueError` or `TypeError` for what JSON cannot hold.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    picked = AGENDA_FIELDS.validate(_PickedFigure, values)
    columns = picked.model_dump() | {"exhibit": _pack(exhibit), "added_at": utc_now()}
    with store.writing() as connection:
        require_open(connection, meeting)
        items = _load_items(connection, meeting)
        for item in items:
            if item.key == picked.key:
                return AGENDA.change(connection, actor, item, columns, event=Event.ITEM_RENEWED)
        return _insert_item(connection, actor, meeting, columns | {"stays_last": False})


def add_topics(
    actor: Actor, store: Store, *, meeting: int, topics: Iterable[Mapping[str, object]]
) -> None:
    """Put items without a figure on an agenda; keys as the fields of `Topic`.

    Raises as `add_agenda_item`.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    checked = [AGENDA_FIELDS.validate(Topic, values) for values in topics]
    with store.writing() as connection:
        require_open(connection, meeting)
        insert_topics(connection, actor, meeting, checked)


def insert_topics(
    connection: Connection, actor: Actor, meeting: int, topics: Iterable[Topic]
) -> None:
    """Put topics on an agenda, in the caller's transaction."""
    for topic in topics:
        columns = {
            **dict.fromkeys(("link", "board_version", "exhibit"), ""),
            "title": topic.title,
            "minutes": topic.minutes,
            "stays_last": topic.last,
            # A meeting can have more of the same word.
            "key": f"onderwerp/{secrets.token_hex(8)}",
            "added_at": utc_now(),
        }
        _insert_item(connection, actor, meeting, columns)


def _insert_item(
    connection: Connection, actor: Actor, meeting: int, columns: Mapping[str, object]
) -> AgendaItem:
    """Add an item at the end, or before what stays last there."""
    order = [(i.number, i.stays_last) for i in _load_items(connection, meeting)]
    at = len(order)
    while not columns["stays_last"] and at and order[at - 1][1]:
        at -= 1
    own = {"meeting": meeting, "place": at + 1, "question": ""}
    values = {"minutes": DEFAULT_MINUTES, **columns, **own}
    added = AGENDA.add(connection, actor, values, event=Event.ITEM_ADDED)
    numbers = [number for number, _ in order]
    _renumber(connection, [*numbers[:at], added.number, *numbers[at:]])
    return added


def change_question(actor: Actor, store: Store, *, seen: AgendaItem, question: str) -> AgendaItem:
    """Change the question of an item; `seen` is what the editor started from.

    Raises `ChangedMeanwhileError` with the newer record, `NotFoundError` when it is gone,
    `WrongStateError` when the meeting is closed, `DataProblemsError` for a text that cannot be
    stored.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    values = {"question": AGENDA_FIELDS.validate_field(PROSE, question, field="question")}
    with store.writing() as connection:
        _require_open_meeting(connection, seen.number)
        return AGENDA.change(connection, actor, seen, values, event=Event.ITEM_ASKED)


def change_minutes(actor: Actor, store: Store, *, seen: AgendaItem, minutes: int) -> AgendaItem:
    """Change how many minutes an item may take; `seen` and what it raises as `change_question`."""
    actor.require(Operation.WRITE_DRIEHOEK)
    values = {"minutes": AGENDA_FIELDS.validate_field(MINUTES, minutes, field="minutes")}
    with store.writing() as connection:
        _require_open_meeting(connection, seen.number)
        return AGENDA.change(connection, actor, seen, values, event=Event.ITEM_TIMED)


def move_agenda_item(actor: Actor, store: Store, *, item: int, place: int) -> None:
    """Give an item a place from 1; the others make room. Beyond the end is the end.

    Raises `NotFoundError` when it is gone and `WrongStateError` when the meeting is closed.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    with store.writing() as connection:
        _require_open_meeting(connection, item)
        before = AGENDA.find_row(connection, item)
        order = [other.number for other in _load_items(connection, before["meeting"])]
        order.remove(item)
        order.insert(max(place, 1) - 1, item)
        _renumber(connection, order)
        after = AGENDA.find_row(connection, item)
        if after != before:
            AGENDA.record_change(
                connection, actor, event=Event.ITEM_MOVED, before=before, after=after
            )


def remove_agenda_item(actor: Actor, store: Store, *, seen: AgendaItem) -> None:
    """Take an item off the agenda; the others move up. Raises as `change_question`."""
    actor.require(Operation.WRITE_DRIEHOEK)
    with store.writing() as connection:
        _require_open_meeting(connection, seen.number)
        AGENDA.remove(connection, actor, seen, event=Event.ITEM_REMOVED)
        made_here = tables.agreement.c.item == seen.number
        connection.execute(update(tables.agreement).where(made_here).values(item=None))
        _renumber(connection, [i.number for i in _load_items(connection, seen.meeting)])


def _renumber(connection: Connection, order: list[int]) -> None:
    """Give the items of a meeting the places 1, 2, 3 … in this order."""
    for place, number in enumerate(order, start=1):
        change = update(tables.agenda_item).where(_ITEM.id == number)
        connection.execute(change.values(place=place))


def _require_open_meeting(connection: Connection, item: int) -> None:
    require_open(connection, AGENDA.find(connection, item).meeting)


def _pack(exhibit: Mapping[str, object]) -> str:
    """Return a figure as small text: a few years of agendas must fit in a backup."""
    content = json.dumps(exhibit, allow_nan=False, separators=(",", ":")).encode()
    if len(content) > MAX_EXHIBIT_BYTES:
        AGENDA_FIELDS.refuse(
            field="exhibit",
            expected=f"een figuur van hoogstens {MAX_EXHIBIT_BYTES // 1_000_000} MB",
            fix="kies een kortere periode of minder wijken",
        )
    return base64.b64encode(zlib.compress(content)).decode()


def _load_items(connection: Connection, meeting: int) -> list[AgendaItem]:
    query = AGENDA.query().where(_ITEM.meeting == meeting).order_by(_ITEM.place)
    return AGENDA.load(connection, query)
