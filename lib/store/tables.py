"""The tables as they are now. Not here: how they came to be (`migrations`)."""

import datetime as dt

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

metadata = MetaData()
JsonColumn = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Moment(TypeDecorator[dt.datetime]):
    """A moment with its time zone, UTC when read; SQLite has no zones and stores UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return what the driver stores; raise `ValueError` for a moment without a zone."""
        if value is None:
            return None
        moment = require_aware(value).astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        """Return the stored moment in UTC."""
        if value is None:
            return None
        return (
            value.replace(tzinfo=dt.UTC) if dialect.name == "sqlite" else value.astimezone(dt.UTC)
        )


def require_aware(moment: dt.datetime) -> dt.datetime:
    """Return the moment; raise `ValueError` when it has no time zone."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment without time zone: {moment!r}")
    return moment


wave = Table(
    "wave",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    # In which order waves were published: clocks of several servers differ.
    Column("publication", Integer, unique=True),
    Column("published_at", Moment),
    Column("embargo", Moment, index=True),
    Column("withdrawn_at", Moment),
    Column("note", Text, nullable=False),
    CheckConstraint("state IN ('voorgesteld', 'gepubliceerd', 'ingetrokken')", name="wave_state"),
    sqlite_autoincrement=True,  # a number is never used again
)

observation = Table(
    "observation",
    metadata,
    Column("wave", Integer, ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True),
    Column("indicator", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("area", Text, primary_key=True),
    Column("value", Double),
    Column("lower", Double),
    Column("upper", Double),
    Column("n", Integer),
    Column("status", Text, nullable=False),
    Column("missing", Text, nullable=False),
    Column("note", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("before", JsonColumn),
    Column("after", JsonColumn),
    sqlite_autoincrement=True,
)

measure = Table(
    "measure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("title", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("threads", JsonColumn, nullable=False),
    Column("areas", JsonColumn, nullable=False),
    Column("partners", JsonColumn, nullable=False),
    Column("start", Text, nullable=False),
    Column("end", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("indicator", Text),
    Column("residents", Text, nullable=False),
    Column("visibility", Text, nullable=False, index=True),
    sqlite_autoincrement=True,
)

story = Table(
    "story",
    metadata,
    Column("id", Integer, primary_key=True),
    # Part of the public address: given at the first publication, and then never changed.
    Column("slug", Text, nullable=False),
    Column("newest", Integer, nullable=False),
    Column("public", Integer),
    sqlite_autoincrement=True,
)

story_version = Table(
    "story_version",
    metadata,
    Column("story", Integer, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("step", Text, nullable=False),
    Column("content", JsonColumn, nullable=False),
    Column("exhibits", JsonColumn),
    CheckConstraint(
        "step IN ('concept', 'voorgelegd', 'akkoord', 'gepubliceerd', 'ingetrokken')",
        name="story_version_step",
    ),
)

story_step = Table(
    "story_step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("story", Integer, ForeignKey("story.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("step", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("note", Text, nullable=False),
    Index("story_step_story", "story", "version"),
    sqlite_autoincrement=True,
)

meeting = Table(
    "meeting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("day", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("closed_at", Moment),
    # The agreements as they were when the meeting was closed.
    Column("frozen", JsonColumn),
    CheckConstraint("state IN ('voorbereiding', 'afgesloten')", name="meeting_state"),
    sqlite_autoincrement=True,
)

agenda_item = Table(
    "agenda_item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting", Integer, ForeignKey("meeting.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("link", Text, nullable=False),
    # Packed JSON: see `driehoek.agenda`.
    Column("exhibit", Text, nullable=False),
    Column("board_version", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    UniqueConstraint("meeting", "key"),
    sqlite_autoincrement=True,
)

agreement = Table(
    "agreement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting", Integer, ForeignKey("meeting.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("what", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("partner", Text),
    Column("areas", JsonColumn, nullable=False),
    Column("theme", Text),
    Column("due", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("note", Text, nullable=False),
    sqlite_autoincrement=True,
)

police_list = Table(
    "police_list",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", Text, nullable=False),
    Column("kept_by", Text, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Column("first_day", Text, nullable=False),
    Column("last_day", Text, nullable=False, index=True),
    Column("kinds", JsonColumn, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("withdrawn_at", Moment),
    Column("note", Text, nullable=False),
    CheckConstraint("status IN ('voorlopig', 'fictief')", name="police_list_status"),
    sqlite_autoincrement=True,
)

# Only counts above 0: the row of a list has what it covers.
police_count = Table(
    "police_count",
    metadata,
    Column("list", Integer, ForeignKey("police_list.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("area", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)
