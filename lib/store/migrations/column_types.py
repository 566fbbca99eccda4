"""Types of columns that several migrations share. They never change: old migrations use them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

JSON_COLUMN = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT_COLUMN = sa.DateTime(timezone=True)
