"""The shape of the data files with figures and rules: one model per kind of row or table.

Here live types and the rules that one row can break by itself. Not here: what a field may hold
(`fields`), gemeente.toml (`municipality`), texts of the policy (`policy_texts`), rules between rows
and files (`checks`), reading (`read`), Dutch messages (`problems`). Field names are the column
names and keys of the files.
"""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from lib.catalog import fields

RATING = "rapportcijfer"  # the indicator that the goals are set on


class Polarity(StrEnum):
    """Which direction of a figure is better; stored, never guessed."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


class Status(StrEnum):
    """How sure a figure is."""

    FINAL = "definitief"
    PROVISIONAL = "voorlopig"
    FICTITIOUS = "fictief"


class DesignCounted(StrEnum):
    """Whether the intervals of a survey count its design: strata, weights, clusters."""

    YES = "ja"
    NO = "nee"
    UNKNOWN = "onbekend"


class Missing(StrEnum):
    """Why a value is absent."""

    NOT_PUBLISHED = "niet gepubliceerd"
    SUPPRESSED = "onderdrukt"
    NOT_LOADED = "nog niet in dit dashboard"

    @classmethod
    def _missing_(cls, value: object) -> "Missing | None":
        """Read the former name of a reason, which files and saved waves may still have."""
        return cls.NOT_LOADED if value == "niet geladen" else None


class MeasureStatus(StrEnum):
    """How far a measure is."""

    PLANNED = "gepland"
    RUNNING = "loopt"
    DONE = "afgerond"
    STOPPED = "gestopt"


class AreaFlag(StrEnum):
    """What makes an area's crime per inhabitant hard to compare."""

    CITY_CENTRE = "city_centre"
    BUSINESS_PARK = "business_park"


class Area(fields.FrozenModel):
    """The municipality, one of its areas, or a CBS unit; a row of areas.csv."""

    area: fields.Key
    kind: Literal["municipality", "area", "cbs_wijk", "cbs_buurt"]
    name: fields.Name
    parent: fields.OptionalKey
    aliases: fields.NameList
    flags: Annotated[tuple[AreaFlag, ...], fields.SplitValues]
    boundary_year: int
    mapping: Literal["", "certain", "uncertain"]
    note: fields.PlainText


class Focus(fields.FrozenModel):
    """A neighbourhood with extra effort: an area or a set of CBS units; a row of focus.csv."""

    focus: fields.Key
    name: fields.Name
    areas: Annotated[fields.Keys, Field(min_length=1)]
    source: fields.Key
    section: fields.PlainText
    note: fields.PlainText


class Source(fields.FrozenModel):
    """Where a figure comes from; a row of sources.csv. Dates are ISO, year or month if no more.

    `counting` says how it counts, where others count the same in another way: figures of sources
    with another way of counting never make one series. `design` says of a survey whether its
    intervals count its design. Both columns may be absent.
    """

    source: fields.Key
    title: fields.Name
    publisher: fields.Name
    date: fields.PartialDate
    section: fields.PlainText
    address: fields.WebAddress
    licence: fields.PlainText
    retrieved: dt.date
    note: fields.PlainText
    counting: fields.PlainText = ""
    design: Annotated[
        DesignCounted, BeforeValidator(lambda value: value or DesignCounted.UNKNOWN)
    ] = DesignCounted.UNKNOWN


# Of a source that is no row of a file.
NO_DETAILS: dict[str, Any] = dict.fromkeys(("section", "address", "licence", "note"), "")


class Milestone(fields.FrozenModel):
    """A step of the planning and control cycle; a row of milestones.csv."""

    milestone: fields.Key
    start: fields.PeriodField
    end: fields.PeriodField
    kind: Literal["decision", "plan", "survey", "results", "evaluation"]
    wave: fields.OptionalPeriod
    title: fields.Name
    who: fields.Name
    source: fields.Key
    section: fields.PlainText
    short: fields.PlainText = ""

    @property
    def short_title(self) -> str:
        """Return the title in a few words, where the file has one."""
        return self.short or self.title


class Tile(fields.FrozenModel):
    """Where an area stands on a map of equal tiles, from 1 at the top left; a row of tiles.csv."""

    area: fields.Key
    column: Annotated[int, Field(ge=1, le=40)]
    row: Annotated[int, Field(ge=1, le=40)]


class Observation(fields.FrozenModel):
    """One figure; a row of observations/*.csv. The unit is the indicator's.

    `lower` and `upper` are the 95 % interval, `n` the number of respondents.
    """

    indicator: fields.Key
    area: fields.Name  # not Key: who writes an alias gets a suggestion, not a rule for keys
    period: fields.PeriodField
    value: fields.OptionalNumber
    lower: fields.OptionalNumber
    upper: fields.OptionalNumber
    n: fields.OptionalCount
    source: fields.Key
    status: Status
    missing: Annotated[Missing | None, fields.NoneIfEmpty]
    note: fields.PlainText

    @model_validator(mode="after")
    def _consistent(self) -> "Observation":
        if (self.value is None) == (self.missing is None):
            raise PydanticCustomError("value_or_missing", "value or missing")
        if (self.lower is None) != (self.upper is None):
            raise PydanticCustomError("half_interval", "half an interval")
        if self.lower is not None and self.upper is not None and self.value is not None:
            if self.lower > self.upper:
                raise PydanticCustomError("reversed_interval", "reversed interval")
            if not self.lower <= self.value <= self.upper:
                raise PydanticCustomError("outside_interval", "value outside interval")
        return self


class Indicator(fields.FrozenModel):
    """What a figure measures; a table of indicators.toml.

    An `effort` is what the municipality itself does and registers: it is judged nowhere.
    """

    indicator: fields.Key
    name: fields.Name
    short: fields.Name
    kind: Literal["survey", "count", "stock", "rate", "effort"]
    unit: fields.Name
    decimals: Annotated[int, Field(ge=0, le=3)]
    polarity: Polarity
    visibility: Literal["public", "internal"] = "internal"
    levels: tuple[Literal["municipality", "area", "cbs_wijk", "cbs_buurt"], ...]
    definition: fields.PlainText
    aliases: tuple[fields.Name, ...] = ()
    preferred: tuple[fields.Key, ...] = ()
    range: tuple[float, float] | None = None
    breaks: tuple[float, ...] = ()
    comparable_from: fields.OptionalPeriod = None
    break_note: fields.PlainText = ""
    break_source: fields.OptionalKey = None
    numerator: fields.Key | None = None
    denominator: fields.Key | None = None
    tables: tuple[fields.Key, ...] = ()
    kinds: tuple[fields.PlainText, ...] = ()
    measure: Annotated[str, Field(pattern=r"^[a-z0-9-]*$")] = ""
    themes: tuple[fields.Key, ...] = ()
    going_concern: bool = False
    watched: bool = False
    high_impact: bool = False
    behind_rating: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> "Indicator":
        if self.kind == "rate" and not (self.numerator and self.denominator):
            raise PydanticCustomError("rate_parts", "rate without its parts")
        if bool(self.tables) != bool(self.kinds or self.measure):
            raise PydanticCustomError("tables_kinds", "tables without kinds or measure")
        if list(self.breaks) != sorted(set(self.breaks)):
            raise PydanticCustomError("breaks_order", "breaks not in order")
        if self.kind == "effort" and not self._is_bare:
            raise PydanticCustomError("judged_effort", "an effort that would be judged")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """What files may call it: name, short name and aliases."""
        return self.name, self.short, *self.aliases

    @property
    def is_municipal_only(self) -> bool:
        """Whether it exists of the municipality as a whole only."""
        return set(self.levels) == {"municipality"}

    @property
    def _is_bare(self) -> bool:
        """Whether nothing makes it a figure that is judged, compared or taken for crime."""
        is_judged = self.watched or self.high_impact or self.going_concern or self.behind_rating
        is_fetched = self.tables or self.breaks or self.range
        is_whole = self.polarity is Polarity.NONE and self.is_municipal_only
        return is_whole and not is_judged and not is_fetched


class Target(fields.FrozenModel):
    """A goal of the policy; an entry of targets.toml."""

    target: fields.Key
    name: fields.Name
    indicator: fields.Key
    scope: Literal["municipality", "every_area"]
    value: fields.FiniteNumber
    year: int
    judged_on: fields.PeriodField
    baseline_period: fields.PeriodField
    baseline_value: fields.OptionalNumber = None
    source: fields.Key
    section: fields.PlainText
    note: fields.PlainText = ""
