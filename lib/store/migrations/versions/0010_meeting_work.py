"""Agenda items without a figure and with minutes; agreements of more doers, tied to an item."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN

revision = "0010"
down_revision = "0009"

MEETING = sa.table("meeting", sa.column("id", sa.Integer), sa.column("frozen", JSON_COLUMN))
DOERS = sa.table("agreement", sa.column("id", sa.Integer), sa.column("who"), sa.column("partner"))
LISTS = sa.table(
    "agreement",
    sa.column("id", sa.Integer),
    sa.column("who", JSON_COLUMN),
    sa.column("partners", JSON_COLUMN),
)


def upgrade() -> None:
    """Add the columns, and make a list of each doer and partner."""
    op.add_column("meeting", sa.Column("verdicts", JSON_COLUMN))
    op.add_column("meeting", sa.Column("reason", sa.Text, nullable=False, server_default=""))
    op.add_column("meeting", sa.Column("compared", JSON_COLUMN))
    minutes = sa.Column("minutes", sa.Integer, nullable=False, server_default="10")
    op.add_column("agenda_item", minutes)
    last = sa.Column("stays_last", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("agenda_item", last)
    op.add_column("agreement", sa.Column("item", sa.Integer))
    postponed = sa.Column("postponed", sa.Integer, nullable=False, server_default="0")
    op.add_column("agreement", postponed)
    _list_doers()


def _list_doers() -> None:
    """Replace the one doer and partner of each agreement by lists, also where it is frozen."""
    connection = op.get_bind()
    found = connection.execute(sa.select(DOERS.c.id, DOERS.c.who, DOERS.c.partner)).all()
    for name in ("who", "partner"):
        op.drop_column("agreement", name)
    for name in ("who", "partners"):
        column = sa.Column(name, JSON_COLUMN, nullable=False, server_default="[]")
        op.add_column("agreement", column)
    for number, who, partner in found:
        change = sa.update(LISTS).where(LISTS.c.id == number)
        connection.execute(change.values(**_lists(who, partner)))
    for number, frozen in connection.execute(sa.select(MEETING.c.id, MEETING.c.frozen)).all():
        if frozen is not None:
            rows = [_convert(row) for row in frozen]
            change = sa.update(MEETING).where(MEETING.c.id == number)
            connection.execute(change.values(frozen=rows))


def _lists(who: str, partner: str | None) -> dict[str, list[str]]:
    return {"who": [who], "partners": [partner] if partner else []}


def _convert(row: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in row.items() if name != "partner"}
    return {**rest, **_lists(row["who"], row["partner"]), "item": None, "postponed": 0}
