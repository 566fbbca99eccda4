"""Whether the intervals of a wave count the survey's design; of older waves nobody was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column."""
    op.add_column("wave", sa.Column("design", sa.Text, nullable=False, server_default="onbekend"))
