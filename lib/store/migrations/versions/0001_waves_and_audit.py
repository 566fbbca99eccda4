"""Waves with their observations, and the audit trail that the database itself guards.

An audit entry younger than seven years is never deleted, and of no entry anything changes but
for two things that the law may ask: who did it, and what was written, may be made unreadable.
"""

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN, MOMENT_COLUMN, required

revision = "0001"
down_revision = None


UNTOUCHED = """NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.role = OLD.role
    AND NEW.what = OLD.what AND NEW.subject = OLD.subject
    AND (NEW.who = OLD.who OR NEW.who = 'geanonimiseerd')
    AND ({before} OR NEW.before IS NULL) AND ({after} OR NEW.after IS NULL)"""
AUDIT_REFUSAL = "het logboek kan niet worden gewijzigd"

SQLITE = (
    f"""CREATE TRIGGER audit_update BEFORE UPDATE ON audit
    WHEN NOT ({UNTOUCHED.format(before="NEW.before IS OLD.before", after="NEW.after IS OLD.after")})
    BEGIN SELECT RAISE(ABORT, '{AUDIT_REFUSAL}'); END""",
    f"""CREATE TRIGGER audit_delete BEFORE DELETE ON audit
    WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-7 years')
    BEGIN SELECT RAISE(ABORT, '{AUDIT_REFUSAL}'); END""",
    # INSERT OR REPLACE would delete the former row without asking the trigger above.
    f"""CREATE TRIGGER audit_replace BEFORE INSERT ON audit
    WHEN NEW.id IN (SELECT id FROM audit)
    BEGIN SELECT RAISE(ABORT, '{AUDIT_REFUSAL}'); END""",  # noqa: S608 - both are ours
)

SAME = "NEW.{0} IS NOT DISTINCT FROM OLD.{0}"
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF {UNTOUCHED.format(before=SAME.format("before"), after=SAME.format("after"))} THEN
                RETURN NEW;
            END IF;
        ELSIF TG_OP = 'DELETE' THEN
            IF OLD.at <= now() - interval '7 years' THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION '{AUDIT_REFUSAL}';
    END $$""",
    """CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_guard()""",
    """CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_guard()""",
)


def upgrade() -> None:
    """Make the tables and the guards."""
    _waves()
    _audit()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.get_bind().exec_driver_sql(statement.replace("%", "%" if is_sqlite else "%%"))


def _waves() -> None:
    op.create_table(
        "wave",
        sa.Column("id", sa.Integer, primary_key=True),
        *required(sa.Text, "state", "file_name", "file_sha256", "proposed_by"),
        *required(MOMENT_COLUMN, "proposed_at"),
        sa.Column("publication", sa.Integer, unique=True),
        sa.Column("published_at", MOMENT_COLUMN),
        sa.Column("embargo", MOMENT_COLUMN, index=True),
        sa.Column("withdrawn_at", MOMENT_COLUMN),
        *required(sa.Text, "note"),
        sa.CheckConstraint(
            "state IN ('voorgesteld', 'gepubliceerd', 'ingetrokken')", name="wave_state"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "observation",
        sa.Column(
            "wave", sa.Integer, sa.ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True
        ),
        *required(sa.Text, "indicator", "period", "area", primary_key=True),
        sa.Column("value", sa.Double),
        sa.Column("lower", sa.Double),
        sa.Column("upper", sa.Double),
        sa.Column("n", sa.Integer),
        *required(sa.Text, "status", "missing", "note"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        *required(MOMENT_COLUMN, "at"),
        sa.Column("who", sa.Text, nullable=False, index=True),
        *required(sa.Text, "role", "what"),
        sa.Column("subject", sa.Text, nullable=False, index=True),
        sa.Column("before", JSON_COLUMN),
        sa.Column("after", JSON_COLUMN),
        sqlite_autoincrement=True,
    )
