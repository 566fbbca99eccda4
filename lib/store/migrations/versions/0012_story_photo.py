"""The photo of a version of a story, as text; older versions have none."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column."""
    op.add_column("story_version", sa.Column("photo", sa.Text))
