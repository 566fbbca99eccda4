"""What a wave is called and how it was done, and which columns the layouts of its files have."""

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN, required

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns, empty for older waves, and the table."""
    for name in ("proposal_note", "title", "publisher", "report", "fieldwork", "method"):
        op.add_column("wave", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.create_table(
        "survey_layout",
        sa.Column("layout", sa.Text, primary_key=True),
        *required(JSON_COLUMN, "columns"),
    )
