"""The register of measures."""

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN, MOMENT_COLUMN

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", MOMENT_COLUMN, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("theme", sa.Text, nullable=False),
        sa.Column("threads", JSON_COLUMN, nullable=False),
        sa.Column("areas", JSON_COLUMN, nullable=False),
        sa.Column("partners", JSON_COLUMN, nullable=False),
        sa.Column("start", sa.Text, nullable=False),
        sa.Column("end", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("indicator", sa.Text),
        sa.Column("residents", sa.Text, nullable=False),
        sa.Column("visibility", sa.Text, nullable=False, index=True),
        sqlite_autoincrement=True,
    )
