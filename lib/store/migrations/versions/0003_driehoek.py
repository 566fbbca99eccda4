"""Meetings of the driehoek with their agendas, and its agreements."""

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN, MOMENT_COLUMN

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    _meetings()
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("meeting", sa.Integer, sa.ForeignKey("meeting.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", MOMENT_COLUMN, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("partner", sa.Text),
        sa.Column("areas", JSON_COLUMN, nullable=False),
        sa.Column("theme", sa.Text),
        sa.Column("due", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )


def _meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", MOMENT_COLUMN, nullable=False),
        sa.Column("day", sa.Text, nullable=False, unique=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("closed_at", MOMENT_COLUMN),
        sa.Column("frozen", JSON_COLUMN),
        sa.CheckConstraint("state IN ('voorbereiding', 'afgesloten')", name="meeting_state"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "meeting", sa.Integer, sa.ForeignKey("meeting.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("exhibit", sa.Text, nullable=False),
        sa.Column("board_version", sa.Text, nullable=False),
        sa.Column("added_at", MOMENT_COLUMN, nullable=False),
        sa.UniqueConstraint("meeting", "key"),
        sqlite_autoincrement=True,
    )
