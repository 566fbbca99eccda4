"""The register of measures."""

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN, MOMENT_COLUMN, required

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer, primary_key=True),
        *required(sa.Integer, "version"),
        *required(MOMENT_COLUMN, "changed_at"),
        *required(sa.Text, "title", "theme"),
        *required(JSON_COLUMN, "threads", "areas", "partners"),
        *required(sa.Text, "start", "end", "status", "level"),
        sa.Column("indicator", sa.Text),
        *required(sa.Text, "residents"),
        sa.Column("visibility", sa.Text, nullable=False, index=True),
        sqlite_autoincrement=True,
    )
