"""What analysts say of a figure, and who agreed with it."""

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN, MOMENT_COLUMN, required

revision = "0011"
down_revision = "0010"

STATES = "state IN ('voorgesteld', 'akkoord', 'ingetrokken')"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "interpretation",
        sa.Column("id", sa.Integer, primary_key=True),
        *required(sa.Integer, "version"),
        *required(MOMENT_COLUMN, "changed_at"),
        *required(sa.Text, "state", "exhibit", "figure", "link", "period", "fingerprint"),
        sa.Column("area", sa.Text),
        *required(JSON_COLUMN, "numbers", "bindings"),
        *required(sa.Text, "title", "text", "function", "day", "visibility"),
        *required(sa.Text, "proposed_by", "person", "agreed_by", "note"),
        sa.CheckConstraint(STATES, name="interpretation_state"),
        sqlite_autoincrement=True,
    )
