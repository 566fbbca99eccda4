"""Who took a step as the provider knows them; of older steps nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column."""
    op.add_column("story_step", sa.Column("person", sa.Text, nullable=False, server_default=""))
