"""Lists of the police: counts per kind, area and day."""

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN, MOMENT_COLUMN, required

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "police_list",
        sa.Column("id", sa.Integer, primary_key=True),
        *required(sa.Text, "file_name", "file_sha256", "kept_by"),
        *required(MOMENT_COLUMN, "kept_at"),
        *required(sa.Text, "first_day"),
        sa.Column("last_day", sa.Text, nullable=False, index=True),
        *required(JSON_COLUMN, "kinds"),
        *required(sa.Integer, "cases"),
        *required(sa.Text, "status"),
        sa.Column("withdrawn_at", MOMENT_COLUMN),
        *required(sa.Text, "note"),
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
        *required(sa.Text, "kind", "area", "day", primary_key=True),
        *required(sa.Integer, "value"),
    )
