"""The agenda of a meeting: figures as they were when somebody picked them, in order.

The places of a meeting's items are always 1 to their number, whoever adds, moves or removes.
Not here: what a figure is: to the store it is JSON.
"""

import base64
import datetime as dt
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from lib.access import Actor, Operation
from lib.catalog import DataProblemsError
from lib.catalog.fields import FrozenModel, Name
from lib.catalog.problems import DataProblem
from lib.store import tables
from lib.store.audit import Event, now, record
from lib.store.database import Store
from lib.store.driehoek.meetings import require_open, subject
from lib.store.errors import ChangedMeanwhileError, NotFoundError
from lib.store.free_text import Line, Prose, impersonal, validate_fields

PLACE = "agendapunt"
LABELS = {
    "title": "titel",
    "question": "vraag",
    "key": "sleutel",
    "link": "adres in het dashboard",
    "board_version": "versie van de cijfers",
}
MOST_BYTES = 2_000_000
ItemKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:=/-]+$", max_length=200)]


def _local(value: str) -> str:
    """Refuse what is no path in this dashboard: two slashes would be another host."""
    if not re.fullmatch(r"/(?!/)[A-Za-z0-9_.~?#&=%+,:;/|-]*", value):
        raise PydanticCustomError("link", "no path in the dashboard")
    return value


Link = Annotated[str, Field(max_length=1000), AfterValidator(_local), AfterValidator(impersonal)]


@dataclass(frozen=True)
class AgendaItem:
    """An item without its figure, which `load_item_exhibit` gives.

    `key` says which figure it is, `link` where it stands in the dashboard. `version` counts the
    changes of figure and question, not of the place.
    """

    number: int
    version: int
    meeting: int
    place: int
    title: str
    question: str
    key: str
    link: str
    board_version: str
    added_at: dt.datetime


class _Picked(FrozenModel):
    """What comes with a figure."""

    title: Line
    key: ItemKey
    link: Link
    board_version: Name


class _Asked(FrozenModel):
    question: Prose


_TABLE = tables.agenda_item
_LIGHT = [column for column in _TABLE.c if column.name != "exhibit"]


def load_agenda(actor: Actor, store: Store, *, meeting: int) -> tuple[AgendaItem, ...]:
    """Return the items of a meeting in their order; none when there is no such meeting."""
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        return tuple(_items(connection, meeting))


def load_item_exhibit(actor: Actor, store: Store, *, item: int) -> dict[str, Any]:
    """Return an item's figure as it was picked; raise `NotFoundError` when the item is gone."""
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        packed = connection.scalar(select(_TABLE.c.exhibit).where(_TABLE.c.id == item))
    if packed is None:
        raise _gone()
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
    """Put a figure at the end of an agenda; a figure with the same key is replaced in its place.

    `values`: title, key, link and board_version; `exhibit` must be what JSON can hold. A question
    that the replaced figure has stays. Raises `DataProblemsError` for values that cannot be kept
    or a figure that is too large, `NotFoundError` and `WrongStateError` for a meeting that is
    gone or closed, `ValueError` or `TypeError` for what JSON cannot hold.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    picked = validate_fields(_Picked, values, file=PLACE, labels=LABELS)
    columns = picked.model_dump() | {"exhibit": _packed(exhibit), "added_at": now()}
    with store.writing() as connection:
        require_open(connection, meeting)
        there = select(_TABLE.c.id).where(_TABLE.c.meeting == meeting, _TABLE.c.key == picked.key)
        number = connection.scalar(there)
        if number is not None:
            before = _find(connection, number)
            return _replace(connection, actor, before, columns, event=Event.ITEM_RENEWED)
        return _append(connection, actor, meeting, columns)


def change_question(actor: Actor, store: Store, *, seen: AgendaItem, question: str) -> AgendaItem:
    """Change the question of an item; `seen` is what the editor started from.

    Raises `ChangedMeanwhileError` with the newer record, `NotFoundError` when it is gone,
    `WrongStateError` when the meeting is closed, `DataProblemsError` for a text that cannot be
    kept.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    asked = validate_fields(_Asked, {"question": question}, file=PLACE, labels=LABELS)
    with store.writing() as connection:
        before = _require_same(connection, seen)
        return _replace(connection, actor, before, asked.model_dump(), event=Event.ITEM_ASKED)


def move_agenda_item(actor: Actor, store: Store, *, item: int, place: int) -> None:
    """Give an item a place from 1; the others make room. Beyond the end is the end.

    Raises `NotFoundError` when it is gone and `WrongStateError` when the meeting is closed.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    with store.writing() as connection:
        before = _require_open(connection, item)
        order = [other.number for other in _items(connection, before.meeting)]
        order.remove(item)
        order.insert(max(place, 1) - 1, item)
        _number(connection, order)
        after = _find(connection, item)
        if after != before:
            _record(connection, actor, before, after, event=Event.ITEM_MOVED)


def remove_agenda_item(actor: Actor, store: Store, *, seen: AgendaItem) -> None:
    """Take an item off the agenda; the others close the gap. Raises as `change_question`."""
    actor.require(Operation.WRITE_DRIEHOEK)
    with store.writing() as connection:
        before = _require_same(connection, seen)
        connection.execute(delete(_TABLE).where(_TABLE.c.id == seen.number))
        _number(connection, [other.number for other in _items(connection, before.meeting)])
        _record(connection, actor, before, None, event=Event.ITEM_REMOVED)


def _append(
    connection: Connection, actor: Actor, meeting: int, columns: Mapping[str, object]
) -> AgendaItem:
    last = connection.scalar(select(func.max(_TABLE.c.place)).where(_TABLE.c.meeting == meeting))
    query = insert(_TABLE).values(
        meeting=meeting, version=1, place=(last or 0) + 1, question="", **columns
    )
    number = connection.execute(query.returning(_TABLE.c.id)).scalar_one()
    added = _find(connection, number)
    _record(connection, actor, None, added, event=Event.ITEM_ADDED)
    return added


def _replace(
    connection: Connection,
    actor: Actor,
    before: AgendaItem,
    values: Mapping[str, object],
    *,
    event: Event,
) -> AgendaItem:
    connection.execute(
        update(_TABLE)
        .where(_TABLE.c.id == before.number)
        .values(version=before.version + 1, **values)
    )
    after = _find(connection, before.number)
    _record(connection, actor, before, after, event=event)
    return after


def _number(connection: Connection, order: Sequence[int]) -> None:
    """Give the items of a meeting the places 1, 2, 3 … in this order."""
    for place, number in enumerate(order, start=1):
        connection.execute(update(_TABLE).where(_TABLE.c.id == number).values(place=place))


def _require_open(connection: Connection, number: int) -> AgendaItem:
    item = _find(connection, number)
    require_open(connection, item.meeting)
    return item


def _require_same(connection: Connection, seen: AgendaItem) -> AgendaItem:
    item = _require_open(connection, seen.number)
    if item.version != seen.version:
        raise ChangedMeanwhileError(f"Agendapunt {item.place}", newer=item)
    return item


def _packed(exhibit: Mapping[str, object]) -> str:
    """Return a figure as small text: a few years of agendas must fit in a backup."""
    content = json.dumps(exhibit, allow_nan=False, separators=(",", ":")).encode()
    if len(content) > MOST_BYTES:
        raise DataProblemsError(
            [
                DataProblem(
                    PLACE,
                    column="figuur",
                    expected=f"een figuur van hoogstens {MOST_BYTES // 1_000_000} MB",
                    fix="kies een kortere periode of minder wijken",
                )
            ]
        )
    return base64.b64encode(zlib.compress(content)).decode()


def _items(connection: Connection, meeting: int) -> list[AgendaItem]:
    query = select(*_LIGHT).where(_TABLE.c.meeting == meeting).order_by(_TABLE.c.place)
    return [_item(row) for row in connection.execute(query).mappings()]


def _find(connection: Connection, number: int) -> AgendaItem:
    row = connection.execute(select(*_LIGHT).where(_TABLE.c.id == number)).mappings().one_or_none()
    if row is None:
        raise _gone()
    return _item(row)


def _gone() -> NotFoundError:
    return NotFoundError("Dit agendapunt is er niet, of niet meer.")


def _item(row: RowMapping) -> AgendaItem:
    return AgendaItem(number=row["id"], **{c.name: row[c.name] for c in _LIGHT if c.name != "id"})


def _record(
    connection: Connection,
    actor: Actor,
    before: AgendaItem | None,
    after: AgendaItem | None,
    *,
    event: Event,
) -> None:
    (meeting,) = {item.meeting for item in (before, after) if item is not None}
    change = (_told(before), _told(after))
    record(connection, actor, event=event, subject=subject(meeting), change=change)


def _told(item: AgendaItem | None) -> dict[str, object] | None:
    if item is None:
        return None
    hidden = {"version", "meeting", "added_at"}
    return {name: value for name, value in asdict(item).items() if name not in hidden}
