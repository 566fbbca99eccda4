"""The shape of gemeente.toml: the municipality, its policy and what it chose for the dashboard.

Not here: files with figures (`schema`), and the rules of a style (`style`).
"""

from typing import Annotated, Literal

from pydantic import Field

from lib.catalog import fields
from lib.catalog.style import HouseStyle


class Policy(fields.FrozenModel):
    """The policy that the goals belong to.

    `focus_effort`: what extra effort means for a focus area, in a sentence with {wijk}.
    """

    title: fields.Name
    start: int
    end: int
    source: fields.Key
    driehoek_weeks: Annotated[int, Field(ge=1, le=52)] = 6
    focus_effort: fields.PlainText = ""

    @property
    def period(self) -> str:
        """The years that the policy is for."""
        return str(self.start) if self.start == self.end else f"{self.start}-{self.end}"


class StandingItem(fields.FrozenModel):
    """An item without a figure that every agenda of the driehoek starts with.

    What is `last` stays behind the figures that are added.
    """

    title: fields.Name
    minutes: Annotated[int, Field(ge=1, le=240)]
    last: bool = False


class Disclosure(fields.FrozenModel):
    """Below which counts and numbers of inhabitants the public sees no figure.

    `municipal_only`: the kinds of which no figure below the municipality exists for anybody.
    """

    threshold: Annotated[int, Field(ge=0)]
    min_inhabitants_rate: Annotated[int, Field(ge=0)]
    municipal_only: tuple[fields.PlainText, ...] = ()


class SurveyDesign(fields.FrozenModel):
    """What worked examples on the survey start from: assumptions, no figures.

    `deviation` is that of one answer, `respondents` a number per area, `difference` what a survey
    should show.
    """

    deviation: Annotated[float, Field(gt=0)]
    respondents: Annotated[int, Field(ge=1)]
    difference: Annotated[float, Field(gt=0)]


class MapSettings(fields.FrozenModel):
    """The credit and source of the boundaries; `official_year`: which ones `make data` fetches.

    `division` says on the page Verantwoording where the division in areas comes from.
    """

    attribution: fields.Name
    division: fields.PlainText = ""
    source: fields.Key
    official_year: int


class Region(fields.FrozenModel):
    """A region to compare the municipality with; an entry of gemeente.toml.

    `region` is its CBS code or a key of our own; `titles`: how published tables call it, where
    their code is another.
    """

    region: fields.Key
    kind: Literal["municipality", "police_unit", "country"]
    name: fields.Name
    titles: tuple[fields.Name, ...] = ()


class OpenDataTerms(fields.FrozenModel):
    """Under which licence others may use the figures, and where their questions go.

    `contact` is a mail or web address; without one questions go to the dashboard.
    """

    licence: fields.WebAddress = "https://creativecommons.org/licenses/by/4.0/"
    contact: Annotated[str, Field(pattern=r"^(https?://\S+|[^@\s/]+@[^@\s/]+)?$")] = ""


class Municipality(fields.FrozenModel):
    """gemeente.toml."""

    name: fields.Name
    code: fields.Key
    dashboard_title: fields.Name
    policy: Policy
    disclosure: Disclosure
    survey: SurveyDesign | None = None
    map: MapSettings
    region: tuple[Region, ...] = ()
    agenda: tuple[StandingItem, ...] = ()
    style: HouseStyle = HouseStyle()
    open_data: OpenDataTerms = OpenDataTerms()

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources of policy and boundaries."""
        return (self.policy.source, self.map.source)
