"""What a wave is called and how it was done: asked once, and part of its source everywhere.

Also what each column of a layout of files is, once somebody pointed that out. Not here: the wave
itself (`waves`).
"""

from collections.abc import Mapping

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import delete, insert, select

from lib.access import Actor, Operation
from lib.catalog import DesignCounted
from lib.catalog.fields import FrozenModel
from lib.store import tables
from lib.store.database import Store
from lib.store.form_fields import FormFields, OptionalLine

SURVEY_PUBLISHER = "Ingevoerd door de gemeente"
MAX_LAYOUT_LENGTH = 8_000
COLUMN_ROLES = frozenset(
    {"area", "period", "value", "lower", "upper", "margin", "n", "status", "topic", ""}
)


class WaveDetails(FrozenModel):
    """The title of a wave, who did or published it, where it stands, and how it was done.

    `design`: whether its intervals count the survey's design. What is empty is not known.
    """

    title: OptionalLine = Field("", title="titel")
    publisher: OptionalLine = Field("", title="onderzoeksbureau of uitgever")
    report: OptionalLine = Field("", title="tabel of rapport")
    fieldwork: OptionalLine = Field("", title="periode van het veldwerk")
    method: OptionalLine = Field("", title="methode")
    design: DesignCounted = DesignCounted.UNKNOWN

    @field_validator("fieldwork")
    @classmethod
    def _no_dates_of_birth(cls, text: str) -> str:
        if text and not any(sign.isdigit() for sign in text):
            raise PydanticCustomError("fieldwork", "fieldwork without a date")
        return text

    def describe(self) -> str:
        """Return in Dutch where it stands and how it was done, as the section of its source."""
        parts = [self.report, f"veldwerk {self.fieldwork}" if self.fieldwork else "", self.method]
        return "; ".join(part for part in parts if part)


# What they are called on the screen, in the order of the form.
DETAIL_LABELS = FormFields.of("meting", WaveDetails).labels


def load_survey_layout(actor: Actor, store: Store, *, layout: str) -> Mapping[str, str]:
    """Return what each column of a layout is, by its name; empty for one that nobody knows."""
    actor.require(Operation.PREPARE_IMPORT)
    t = tables.survey_layout.c
    with store.reading() as connection:
        return connection.scalar(select(t.columns).where(t.layout == layout)) or {}


def save_survey_layout(
    actor: Actor, store: Store, *, layout: str, columns: Mapping[str, str]
) -> None:
    """Remember what each column of a layout is; raises `ValueError` for what is no role."""
    actor.require(Operation.PREPARE_IMPORT)
    if len(layout) > MAX_LAYOUT_LENGTH or not set(columns.values()) <= COLUMN_ROLES:
        raise ValueError("no layout of a survey file")
    table = tables.survey_layout
    with store.writing() as connection:
        connection.execute(delete(table).where(table.c.layout == layout))
        connection.execute(insert(table).values(layout=layout, columns=dict(columns)))
