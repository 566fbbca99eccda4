"""Meetings of the driehoek with their agendas, and its agreements."""

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN, MOMENT_COLUMN, required

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    _meetings()
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("meeting", sa.Integer, sa.ForeignKey("meeting.id"), nullable=False, index=True),
        *required(sa.Integer, "version"),
        *required(MOMENT_COLUMN, "changed_at"),
        *required(sa.Text, "what", "who"),
        sa.Column("partner", sa.Text),
        *required(JSON_COLUMN, "areas"),
        sa.Column("theme", sa.Text),
        *required(sa.Text, "due", "status", "note"),
        sqlite_autoincrement=True,
    )


def _meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer, primary_key=True),
        *required(sa.Integer, "version"),
        *required(MOMENT_COLUMN, "changed_at"),
        sa.Column("day", sa.Text, nullable=False, unique=True),
        *required(sa.Text, "state"),
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
        *required(sa.Integer, "version", "place"),
        *required(sa.Text, "title", "question", "key", "link", "exhibit", "board_version"),
        *required(MOMENT_COLUMN, "added_at"),
        sa.UniqueConstraint("meeting", "key"),
        sqlite_autoincrement=True,
    )
