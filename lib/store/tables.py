"""The tables as they are now. Not here: how they came to be (`migrations`)."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from lib.store.migrations.column_types import required

metadata = sa.MetaData()
JsonColumn = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Moment(TypeDecorator[dt.datetime]):
    """A moment with its time zone, UTC when read; SQLite has no zones and stores UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: dt.datetime | None, dialect: sa.Dialect
    ) -> dt.datetime | None:
        """Return what the driver stores; raise `ValueError` for a moment without a zone."""
        if value is None:
            return None
        moment = require_aware(value).astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self, value: dt.datetime | None, dialect: sa.Dialect
    ) -> dt.datetime | None:
        """Return the stored moment in UTC."""
        if value is not None and dialect.name == "sqlite":
            return value.replace(tzinfo=dt.UTC)
        return value and value.astimezone(dt.UTC)


def require_aware(moment: dt.datetime) -> dt.datetime:
    """Return the moment; raise `ValueError` when it has no time zone."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment without time zone: {moment!r}")
    return moment


def _numbered_table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    """Return a table whose rows have a number that is never used again."""
    number = sa.Column("id", sa.Integer, primary_key=True)
    return sa.Table(name, metadata, number, *parts, sqlite_autoincrement=True)


wave = _numbered_table(
    "wave",
    *required(sa.Text, "state", "file_name", "file_sha256", "proposed_by"),
    *required(Moment, "proposed_at"),
    # In which order waves were published: clocks of several servers differ.
    sa.Column("publication", sa.Integer, unique=True),
    sa.Column("published_at", Moment),
    sa.Column("embargo", Moment, index=True),
    sa.Column("withdrawn_at", Moment),
    *required(sa.Text, "note", "proposal_note", "design"),
    *required(sa.Text, "title", "publisher", "report", "fieldwork", "method"),
    sa.CheckConstraint(
        "state IN ('voorgesteld', 'gepubliceerd', 'ingetrokken')", name="wave_state"
    ),
)

observation = sa.Table(
    "observation",
    metadata,
    sa.Column("wave", sa.Integer, sa.ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True),
    *required(sa.Text, "indicator", "period", "area", primary_key=True),
    sa.Column("value", sa.Double),
    sa.Column("lower", sa.Double),
    sa.Column("upper", sa.Double),
    sa.Column("n", sa.Integer),
    *required(sa.Text, "status", "missing", "note"),
)

# What somebody said each column of a layout of survey files is, by the names of its columns.
survey_layout = sa.Table(
    "survey_layout",
    metadata,
    sa.Column("layout", sa.Text, primary_key=True),
    *required(JsonColumn, "columns"),
)

audit = _numbered_table(
    "audit",
    *required(Moment, "at"),
    sa.Column("who", sa.Text, nullable=False, index=True),
    *required(sa.Text, "role", "what"),
    sa.Column("subject", sa.Text, nullable=False, index=True),
    sa.Column("before", JsonColumn),
    sa.Column("after", JsonColumn),
)

measure = _numbered_table(
    "measure",
    *required(sa.Integer, "version"),
    *required(Moment, "changed_at"),
    *required(sa.Text, "title", "theme"),
    *required(JsonColumn, "threads", "areas", "partners"),
    *required(sa.Text, "start", "end", "status"),
    # Nothing reads it; an earlier version, after a restore, cannot do without.
    sa.Column("level", sa.Text, nullable=False, default="maatregel"),
    sa.Column("indicator", sa.Text),
    *required(sa.Text, "residents"),
    sa.Column("visibility", sa.Text, nullable=False, index=True),
)

story = _numbered_table(
    "story",
    # Part of the public address: given at the first publication, and then never changed.
    *required(sa.Text, "slug"),
    *required(sa.Integer, "newest"),
    sa.Column("public", sa.Integer),
)

story_version = sa.Table(
    "story_version",
    metadata,
    sa.Column("story", sa.Integer, sa.ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    *required(sa.Text, "step"),
    *required(JsonColumn, "content"),
    sa.Column("exhibits", JsonColumn),
    sa.Column("photo", sa.Text),  # base64; read only where it is shown
    sa.CheckConstraint(
        "step IN ('concept', 'voorgelegd', 'akkoord', 'gepubliceerd', 'ingetrokken')",
        name="story_version_step",
    ),
)

story_step = _numbered_table(
    "story_step",
    sa.Column("story", sa.Integer, sa.ForeignKey("story.id", ondelete="CASCADE"), nullable=False),
    *required(sa.Integer, "version"),
    *required(sa.Text, "step", "who"),
    *required(Moment, "at"),
    *required(sa.Text, "note", "person"),
    sa.Index("story_step_story", "story", "version"),
)

# What an analyst says of a figure: see `interpretations`.
interpretation = _numbered_table(
    "interpretation",
    *required(sa.Integer, "version"),
    *required(Moment, "changed_at"),
    *required(sa.Text, "state", "exhibit", "figure", "link", "period", "fingerprint"),
    sa.Column("area", sa.Text),
    *required(JsonColumn, "numbers", "bindings"),
    *required(sa.Text, "title", "text", "function", "day", "visibility"),
    *required(sa.Text, "proposed_by", "person", "agreed_by", "note"),
    sa.CheckConstraint(
        "state IN ('voorgesteld', 'akkoord', 'ingetrokken')", name="interpretation_state"
    ),
)

meeting = _numbered_table(
    "meeting",
    *required(sa.Integer, "version"),
    *required(Moment, "changed_at"),
    sa.Column("day", sa.Text, nullable=False, unique=True),
    *required(sa.Text, "state"),
    sa.Column("closed_at", Moment),
    # The agreements as they were when the meeting was closed, and what the figures said then.
    sa.Column("frozen", JsonColumn),
    sa.Column("verdicts", JsonColumn),
    # Why it was closed before its day, and the days that its readers compare.
    *required(sa.Text, "reason"),
    sa.Column("compared", JsonColumn),
    sa.CheckConstraint("state IN ('voorbereiding', 'afgesloten')", name="meeting_state"),
)

agenda_item = _numbered_table(
    "agenda_item",
    sa.Column(
        "meeting", sa.Integer, sa.ForeignKey("meeting.id", ondelete="CASCADE"), nullable=False
    ),
    *required(sa.Integer, "version", "place", "minutes"),
    *required(sa.Boolean, "stays_last"),
    *required(sa.Text, "title", "question", "key", "link"),
    # Packed JSON, or nothing: see `driehoek.agenda`.
    *required(sa.Text, "exhibit", "board_version"),
    *required(Moment, "added_at"),
    sa.UniqueConstraint("meeting", "key"),
)

agreement = _numbered_table(
    "agreement",
    sa.Column("meeting", sa.Integer, sa.ForeignKey("meeting.id"), nullable=False, index=True),
    *required(sa.Integer, "version"),
    *required(Moment, "changed_at"),
    sa.Column("item", sa.Integer),
    *required(sa.Text, "what"),
    *required(JsonColumn, "who", "partners", "areas"),
    sa.Column("theme", sa.Text),
    *required(sa.Text, "due", "status", "note"),
    *required(sa.Integer, "postponed"),
)

police_list = _numbered_table(
    "police_list",
    *required(sa.Text, "file_name", "file_sha256", "kept_by"),
    *required(Moment, "kept_at"),
    *required(sa.Text, "first_day"),
    sa.Column("last_day", sa.Text, nullable=False, index=True),
    *required(JsonColumn, "kinds"),
    *required(sa.Integer, "cases"),
    *required(sa.Text, "status"),
    sa.Column("withdrawn_at", Moment),
    *required(sa.Text, "note"),
    sa.CheckConstraint("status IN ('voorlopig', 'fictief')", name="police_list_status"),
)

# Only counts above 0: the row of a list has what it covers.
police_count = sa.Table(
    "police_count",
    metadata,
    sa.Column(
        "list", sa.Integer, sa.ForeignKey("police_list.id", ondelete="CASCADE"), primary_key=True
    ),
    *required(sa.Text, "kind", "area", "day", primary_key=True),
    *required(sa.Integer, "value"),
)
