"""Columns that several migrations share. They never change: old migrations use them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

JSON_COLUMN = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT_COLUMN = sa.DateTime(timezone=True)


def required(kind: Any, *names: str, primary_key: bool = False) -> list[sa.Column[Any]]:  # noqa: ANN401
    """Return columns of one type that always have a value."""
    return [sa.Column(name, kind, nullable=False, primary_key=primary_key) for name in names]
