"""The shape of the data files with figures and rules: one model per kind of row or table.

Here live types and the rules that one row can break by itself. Not here: what a field may hold
(`fields`), texts of the policy (`policy_texts`), rules between rows and files (`checks`), reading
(`read`), Dutch messages (`messages`). Field names are the column names and keys of the files.
"""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lib.catalog.fields import (
    DataFileName,
    FiniteNumber,
    FrozenModel,
    Key,
    Keys,
    Name,
    NameList,
    NoneIfEmpty,
    OptionalCount,
    OptionalKey,
    OptionalNumber,
    OptionalPeriod,
    PartialDate,
    PeriodField,
    PlainText,
    SplitValues,
    WebAddress,
)
from lib.catalog.style import HouseStyle

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


class Missing(StrEnum):
    """Why a value is absent."""

    NOT_PUBLISHED = "niet gepubliceerd"
    SUPPRESSED = "onderdrukt"
    NOT_LOADED = "niet geladen"


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


class Area(FrozenModel):
    """The municipality, one of its areas, or a CBS unit; a row of areas.csv."""

    area: Key
    kind: Literal["municipality", "area", "cbs_wijk", "cbs_buurt"]
    name: Name
    parent: OptionalKey
    aliases: NameList
    flags: Annotated[tuple[AreaFlag, ...], SplitValues]
    boundary_year: int
    mapping: Literal["", "certain", "uncertain"]
    note: PlainText


class Focus(FrozenModel):
    """A neighbourhood with extra effort: an area or a set of CBS units; a row of focus.csv."""

    focus: Key
    name: Name
    areas: Annotated[Keys, Field(min_length=1)]
    source: Key
    section: PlainText
    note: PlainText


class Source(FrozenModel):
    """Where a figure comes from; a row of sources.csv. Dates are ISO, year or month if no more."""

    source: Key
    title: Name
    publisher: Name
    date: PartialDate
    section: PlainText
    address: WebAddress
    licence: PlainText
    retrieved: dt.date
    note: PlainText


class Milestone(FrozenModel):
    """A step of the planning and control cycle; a row of milestones.csv."""

    milestone: Key
    start: PeriodField
    end: PeriodField
    kind: Literal["decision", "plan", "survey", "results", "evaluation"]
    wave: OptionalPeriod
    title: Name
    who: Name
    source: Key
    section: PlainText


class Observation(FrozenModel):
    """One figure; a row of observations/*.csv. The unit is the indicator's.

    `lower` and `upper` are the 95 % interval, `n` the number of respondents.
    """

    indicator: Key
    area: Name  # not Key: who writes an alias gets a suggestion, not a rule for keys
    period: PeriodField
    value: OptionalNumber
    lower: OptionalNumber
    upper: OptionalNumber
    n: OptionalCount
    source: Key
    status: Status
    missing: Annotated[Missing | None, NoneIfEmpty]
    note: PlainText

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


class Indicator(FrozenModel):
    """What a figure measures; a table of indicators.toml."""

    indicator: Key
    name: Name
    short: Name
    kind: Literal["survey", "count", "stock", "rate"]
    unit: Name
    decimals: Annotated[int, Field(ge=0, le=3)]
    polarity: Polarity
    visibility: Literal["public", "internal"]
    levels: tuple[Literal["municipality", "area", "cbs_wijk", "cbs_buurt"], ...]
    definition: PlainText
    preferred: tuple[Key, ...] = ()
    range: tuple[float, float] | None = None
    breaks: tuple[float, ...] = ()
    comparable_from: OptionalPeriod = None
    break_note: PlainText = ""
    numerator: Key | None = None
    denominator: Key | None = None
    tables: tuple[Key, ...] = ()
    kinds: tuple[PlainText, ...] = ()
    measure: Annotated[str, Field(pattern=r"^[a-z0-9-]*$")] = ""
    themes: tuple[Key, ...] = ()
    going_concern: bool = False
    watched: bool = False
    high_impact: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> "Indicator":
        if self.kind == "rate" and not (self.numerator and self.denominator):
            raise PydanticCustomError("rate_parts", "rate without its parts")
        if bool(self.tables) != bool(self.kinds or self.measure):
            raise PydanticCustomError("tables_kinds", "tables without kinds or measure")
        if list(self.breaks) != sorted(set(self.breaks)):
            raise PydanticCustomError("breaks_order", "breaks not in order")
        return self


class Target(FrozenModel):
    """A goal of the policy; an entry of targets.toml."""

    target: Key
    name: Name
    indicator: Key
    scope: Literal["municipality", "every_area"]
    value: FiniteNumber
    year: int
    judged_on: PeriodField
    baseline_period: PeriodField
    baseline_value: OptionalNumber = None
    source: Key
    section: PlainText


class Policy(FrozenModel):
    """The policy that the goals belong to."""

    title: Name
    start: int
    end: int
    source: Key
    driehoek_weeks: Annotated[int, Field(ge=1, le=52)] = 6


class Disclosure(FrozenModel):
    """Below which counts and numbers of inhabitants the public sees no figure.

    `municipal_only`: the kinds of which no figure below the municipality exists for anybody.
    """

    threshold: Annotated[int, Field(ge=0)]
    min_inhabitants_rate: Annotated[int, Field(ge=0)]
    municipal_only: tuple[PlainText, ...] = ()


class MapSettings(FrozenModel):
    """The credit and source of the boundaries; `official_year`: which ones `make data` fetches."""

    attribution: Name
    source: Key
    official_year: int


class Region(FrozenModel):
    """A region to compare the municipality with; an entry of gemeente.toml.

    `region` is its CBS code or a key of our own; `titles`: how published tables call it, where
    their code is another.
    """

    region: Key
    kind: Literal["municipality", "police_unit", "country"]
    name: Name
    titles: tuple[Name, ...] = ()


class Files(FrozenModel):
    """Which file is which; the names below hold where gemeente.toml says nothing else."""

    areas: DataFileName = "areas.csv"
    focus: DataFileName = "focus.csv"
    sources: DataFileName = "sources.csv"
    indicators: DataFileName = "indicators.toml"
    targets: DataFileName = "targets.toml"
    milestones: DataFileName = "milestones.csv"
    organisation: DataFileName = "organisation.toml"
    accountability: DataFileName = "accountability.toml"
    observations: DataFileName = "observations"
    themes: DataFileName = "themes"
    opendata: DataFileName = "opendata.toml"
    words: DataFileName = "words.toml"
    boundaries: DataFileName = "areas.geojson"
    focus_boundaries: DataFileName = "focus.geojson"


class Municipality(FrozenModel):
    """gemeente.toml."""

    name: Name
    code: Key
    dashboard_title: Name
    policy: Policy
    disclosure: Disclosure
    map: MapSettings
    files: Files
    region: tuple[Region, ...] = ()
    style: HouseStyle = HouseStyle()

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources of policy and boundaries."""
        return (self.policy.source, self.map.source)
