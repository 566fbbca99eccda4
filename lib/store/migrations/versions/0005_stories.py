"""Stories, their versions and the steps that each took."""

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN, MOMENT_COLUMN, required

revision = "0005"
down_revision = "0004"

STEPS = "step IN ('concept', 'voorgelegd', 'akkoord', 'gepubliceerd', 'ingetrokken')"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "story",
        sa.Column("id", sa.Integer, primary_key=True),
        *required(sa.Text, "slug"),
        *required(sa.Integer, "newest"),
        sa.Column("public", sa.Integer),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "story_version",
        sa.Column("story", sa.Integer, _of_story(), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        *required(sa.Text, "step"),
        *required(JSON_COLUMN, "content"),
        sa.Column("exhibits", JSON_COLUMN),
        sa.CheckConstraint(STEPS, name="story_version_step"),
    )
    op.create_table(
        "story_step",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("story", sa.Integer, _of_story(), nullable=False),
        *required(sa.Integer, "version"),
        *required(sa.Text, "step", "who"),
        *required(MOMENT_COLUMN, "at"),
        *required(sa.Text, "note"),
        sqlite_autoincrement=True,
    )
    op.create_index("story_step_story", "story_step", ["story", "version"])


def _of_story() -> sa.ForeignKey:
    return sa.ForeignKey("story.id", ondelete="CASCADE")
