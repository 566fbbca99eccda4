"""The shape of every data file: one model per kind of row or table, checked by pydantic.

Here live types and the rules that one row can break by itself. Not here: rules between rows
and files (`checks`), reading (`read`), Dutch messages (`messages`). Field names are the
column names and keys of the files.
"""

import datetime as dt
import math
import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from lib.catalog.period import Period, parse_date_parts
from lib.catalog.style import HouseStyle
from lib.text import find_unreadable, is_formula

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


def _number(value: object) -> object:
    """Refuse the two ways in which a spreadsheet spoils a number; leave the rest to pydantic."""
    if isinstance(value, str):
        if re.fullmatch(r"-?\d+,\d+", value.strip()):
            raise PydanticCustomError("decimal_comma", "decimal comma")
        if re.fullmatch(r"-?\d{1,3}(\.\d{3}){2,}", value.strip()):
            raise PydanticCustomError("thousands", "thousands separator")
    return value


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise PydanticCustomError("float_parsing", "not finite")
    return value


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


def _split(value: object) -> object:
    return (
        tuple(p.strip() for p in value.split("|") if p.strip()) if isinstance(value, str) else value
    )


def _period(value: object) -> object:
    if isinstance(value, str):
        try:
            return Period(value)
        except ValueError:
            raise PydanticCustomError("period", "no period") from None
    return value


def _plain(value: str) -> str:
    """Refuse text that a spreadsheet or browser would execute, and control characters."""
    if is_formula(value):
        raise PydanticCustomError("formula", "formula")
    if "<" in value or ">" in value or find_unreadable(value, allowed="\n\t"):
        raise PydanticCustomError("markup", "markup")
    return value


def _no_image(value: str) -> str:
    """Refuse images: a browser would fetch them, perhaps from another host."""
    if "![" in value:
        raise PydanticCustomError("image", "image")
    return value


def _date(value: str) -> str:
    """Refuse what is no year, month or day of the calendar; nothing at all is allowed."""
    try:
        if value:
            parse_date_parts(value)
    except ValueError:
        raise PydanticCustomError("partial_date", "no date") from None
    return value


def _file_name(value: str) -> str:
    if not re.fullmatch(r"\w[\w.-]*", value):
        raise PydanticCustomError("file_name", "no file name")
    return value


def _address(value: str) -> str:
    if value and not re.fullmatch(r"https://[^\s<>\"']+", value):
        raise PydanticCustomError("address", "no https address")
    return value


Text = Annotated[str, AfterValidator(_plain)]
Markdown = Annotated[str, AfterValidator(_plain), AfterValidator(_no_image)]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_plain)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=80)]
DataFileName = Annotated[str, AfterValidator(_file_name)]
FiniteNumber = Annotated[float, BeforeValidator(_number), AfterValidator(_finite)]
OptionalNumber = Annotated[FiniteNumber | None, BeforeValidator(_empty_is_none)]
OptionalCount = Annotated[int | None, BeforeValidator(_empty_is_none), BeforeValidator(_number)]
OptionalKey = Annotated[Key | None, BeforeValidator(_empty_is_none)]
PartialDate = Annotated[str, AfterValidator(_date)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_split)]
NameList = Annotated[tuple[Name, ...], BeforeValidator(_split)]
PeriodField = Annotated[Period, BeforeValidator(_period)]
OptionalPeriod = Annotated[PeriodField | None, BeforeValidator(_empty_is_none)]


class FrozenModel(BaseModel):
    """Base of every model: immutable, and no field that the model does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, str_strip_whitespace=True
    )


class Area(FrozenModel):
    """The municipality, one of its areas, or a CBS unit; a row of areas.csv."""

    area: Key
    kind: Literal["municipality", "area", "cbs_wijk", "cbs_buurt"]
    name: Name
    parent: OptionalKey
    aliases: NameList
    flags: Annotated[tuple[AreaFlag, ...], BeforeValidator(_split)]
    boundary_year: int
    mapping: Literal["", "certain", "uncertain"]
    note: Text


class Focus(FrozenModel):
    """A neighbourhood with extra effort: an area or a set of CBS units; a row of focus.csv."""

    focus: Key
    name: Name
    areas: Annotated[Keys, Field(min_length=1)]
    source: Key
    section: Text
    note: Text


class Source(FrozenModel):
    """Where a figure comes from; a row of sources.csv. Dates are ISO, year or month if no more."""

    source: Key
    title: Name
    publisher: Name
    date: PartialDate
    section: Text
    address: Annotated[str, AfterValidator(_address)]
    licence: Text
    retrieved: dt.date
    note: Text


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
    section: Text


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
    missing: Annotated[Missing | None, BeforeValidator(_empty_is_none)]
    note: Text

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
    definition: Text
    preferred: tuple[Key, ...] = ()
    range: tuple[float, float] | None = None
    breaks: tuple[float, ...] = ()
    comparable_from: OptionalPeriod = None
    break_note: Text = ""
    numerator: Key | None = None
    denominator: Key | None = None
    tables: tuple[Key, ...] = ()
    kinds: tuple[Text, ...] = ()
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
    section: Text


class Policy(FrozenModel):
    """The policy that the goals belong to."""

    title: Name
    description: Name
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
    min_inhabitants_buurt: Annotated[int, Field(ge=0)]
    municipal_only: tuple[Text, ...] = ()


class MapSettings(FrozenModel):
    """What is said about the boundaries; `official_year`: which ones `make data` fetches."""

    attribution: Name
    source: Key
    official_year: int


class Region(FrozenModel):
    """A region that the municipality stands beside; an entry of gemeente.toml.

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


class SourcedText(FrozenModel):
    """A text with where it comes from."""

    title: Text = ""
    text: Text
    source: Key
    section: Text = ""


class KeyedPassage(FrozenModel):
    """A red thread or a partner, named by its key elsewhere."""

    key: Key
    name: Name
    text: Text
    source: Key
    section: Text


class OrganisationRole(FrozenModel):
    """Who does what in the organisation of safety."""

    name: Name
    text: Text
    source: Key
    section: Text


class Subject(FrozenModel):
    """A subject that goes on whatever the priorities are, perhaps with one figure."""

    name: Name
    text: Text
    figure: Text = ""
    figure_label: Text = ""
    figure_period: Text = ""
    source: Key
    section: Text


class Organisation(FrozenModel):
    """organisation.toml."""

    thread: tuple[KeyedPassage, ...]
    partner: tuple[KeyedPassage, ...]
    role: tuple[OrganisationRole, ...]
    subject: tuple[Subject, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of all sources, each once."""
        used = [
            *(k.source for k in (*self.thread, *self.partner)),
            *(r.source for r in self.role),
            *(s.source for s in self.subject),
        ]
        return tuple(dict.fromkeys(used))


class Disagreement(FrozenModel):
    """Where sources do not agree."""

    title: Name
    text: Text
    sources: tuple[Key, ...]


class Note(FrozenModel):
    """A titled text of our own."""

    title: Name
    text: Text


class Accountability(FrozenModel):
    """accountability.toml."""

    spokesperson: SourcedText
    disagreement: tuple[Disagreement, ...]
    method: tuple[Note, ...]
    privacy: tuple[Note, ...]
    accessibility: tuple[Note, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of all sources, each once."""
        used = [self.spokesperson.source, *(s for d in self.disagreement for s in d.sources)]
        return tuple(dict.fromkeys(used))


class ThemeFact(FrozenModel):
    """A figure or finding of a theme that stands in a document, not in a table."""

    figure: Text
    label: Name
    text: Text
    period: Text
    level: Name
    source: Key
    section: Text


class Approach(FrozenModel):
    """What is done about a theme, with whom, and with which red threads."""

    title: Name
    text: Text
    partners: tuple[Key, ...]
    threads: tuple[Key, ...]
    source: Key
    section: Text


class Theme(FrozenModel):
    """theme.toml with text.md (Markdown) of one folder under themes/."""

    slug: Key
    name: Name
    short: Name
    order: int
    finding: Text
    pending: Text
    indicator: Key
    missing: tuple[Text, ...]
    milestones: tuple[Key, ...]
    fact: tuple[ThemeFact, ...]
    part: tuple[SourcedText, ...]
    exposure: tuple[SourcedText, ...]
    approach: tuple[Approach, ...]
    text: Markdown

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of all sources that the theme rests on, each once."""
        used = [
            *(f.source for f in self.fact),
            *(p.source for p in (*self.part, *self.exposure)),
            *(a.source for a in self.approach),
        ]
        return tuple(dict.fromkeys(used))
