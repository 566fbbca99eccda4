"""Lists of the police: counts per kind, area and day."""

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN, MOMENT_COLUMN

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "police_list",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("file_sha256", sa.Text, nullable=False),
        sa.Column("kept_by", sa.Text, nullable=False),
        sa.Column("kept_at", MOMENT_COLUMN, nullable=False),
        sa.Column("first_day", sa.Text, nullable=False),
        sa.Column("last_day", sa.Text, nullable=False, index=True),
        sa.Column("kinds", JSON_COLUMN, nullable=False),
        sa.Column("cases", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("withdrawn_at", MOMENT_COLUMN),
        sa.Column("note", sa.Text, nullable=False),
        sa.CheckConstraint("status IN ('voorlopig', 'fictief')", name="police_list_status"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "police_count",
        sa.Column(
            "list",
            sa.Integer,
            sa.ForeignKey("police_list.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("area", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
    )
