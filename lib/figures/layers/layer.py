"""A layer of the map: value, class, colour, label and sign of each area, fixed once.

The map on the screen, the SVG map, the list and the download all take a `Layer`, so that they
cannot disagree. Not here: the layers that there are (the other modules of this folder).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan, sqrt

import pandas as pd

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.analysis.gap import GoalGroup, round_half_up
from lib.board import AreaValues
from lib.catalog import Indicator, Polarity, Source, Status
from lib.figures import palette
from lib.figures.format import margin
from lib.figures.vocabulary import GROUP_SIGNS

SHORTFALL_SIGN = GROUP_SIGNS[GoalGroup.BELOW_FLOOR]


@dataclass(frozen=True)
class Band:
    """A class of areas, with its colour and Dutch label.

    Either of values, `lower <= value < upper`, or of one `verdict` on a change.
    """

    label: str
    colour: str
    lower: float = float("-inf")
    upper: float = float("inf")
    sign: str = ""
    verdict: Change | Verdict | None = None

    @property
    def swatch(self) -> str:
        """The ground of its field in a legend, as CSS: hatched where there is no class."""
        stripes = f"{self.colour} 0 2px,{palette.PAPER} 2px 5px"
        return (
            f"repeating-linear-gradient(45deg,{stripes})" if self == NOT_COMPARED else self.colour
        )

    def holds(self, value: float) -> bool:
        """Return whether a value is in the class."""
        return self.lower <= value < self.upper


# What a star stands for: a figure that is known, but in no class.
NOT_COMPARED = Band("niet vergelijkbaar: veel bezoekers of bedrijven", palette.BORDER, sign="*")
NO_FIGURE = Band("geen cijfer", palette.NO_FIGURE_FILL, sign="–")


@dataclass(frozen=True)
class AreaMark:
    """How one area is drawn in a layer: its figure as text, its class, and what to add.

    `label` is what stands on the map: the figure, signed where it falls short. Of a survey figure
    and of a change `margin` is its margin in words, `certainty` what that says of the floor, where
    it is known.
    """

    name: str
    value: float | None
    text: str
    band: Band
    missing: str
    remark: str
    star: str
    label: str
    margin: str = ""
    certainty: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands with the figure: margin, what it says of the floor, remark; may be empty."""
        return (self.margin, self.certainty, self.remark)

    @property
    def starred(self) -> str:
        """The figure as text, with a star where a note explains how to read it."""
        return f"{self.text}{self.star}"

    @property
    def starred_label(self) -> str:
        """What stands on the map, with a star where a note explains how to read it."""
        return f"{self.label}{self.star}"


class LayerKind(StrEnum):
    """What the figures of a layer are: it decides how the map is put into words."""

    RATINGS = "ratings"
    GAPS = "gaps"
    RATING_CHANGES = "rating changes"
    ANSWERS = "answers"
    COUNTS = "counts"
    REGISTRATIONS = "registrations"
    REGISTRATION_CHANGES = "registration changes"


@dataclass(frozen=True, eq=False, kw_only=True)
class Layer:
    """One map mode. Made once per board and never changed, so each is equal to itself only.

    `marks` hold the areas in order of name, `area_values` is what they were made of; `bands` are
    the classes from low to high, `by_attention` in the order of legend and list: first what asks
    for attention (of classes of values that follows from the polarity).
    `label` names the mode in a control, `title` stands above the figure. `note` holds for every
    area, `star_note` explains a star.
    """

    kind: LayerKind
    key: str
    label: str
    title: str
    area_values: AreaValues
    marks: Mapping[str, AreaMark]
    bands: tuple[Band, ...]
    by_attention: tuple[Band, ...] = ()
    note: str = ""
    star_note: str = ""

    def __post_init__(self) -> None:
        if not self.by_attention:
            is_reversed = self.indicator.polarity is Polarity.LOWER
            ordered = self.bands[::-1] if is_reversed else self.bands
            object.__setattr__(self, "by_attention", ordered)

    @property
    def indicator(self) -> Indicator:
        """What the layer is about."""
        return self.area_values.indicator

    @property
    def period(self) -> str:
        """The period of its figures, and for a rate also that of the inhabitants."""
        return self.area_values.when

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where its figures are from."""
        return self.area_values.sources

    @property
    def status(self) -> Status:
        """The least sure status of its figures."""
        return self.area_values.status

    @property
    def has_verdicts_only(self) -> bool:
        """Whether its figures are verdicts: no bar and no order may suggest more."""
        return self.kind is LayerKind.REGISTRATION_CHANGES

    @property
    def has_changes(self) -> bool:
        """Whether its figures are differences, each with a verdict as its class."""
        return self.kind in {LayerKind.RATING_CHANGES, LayerKind.REGISTRATION_CHANGES}

    @property
    def has_circles(self) -> bool:
        """Whether its figures are counts: circles with that area, for a shade is for a level."""
        return self.kind is LayerKind.COUNTS

    @property
    def circle_note(self) -> str:
        """How to read the circles, for where they are drawn; nothing without any."""
        return f"Hoe groter de cirkel, hoe meer {self.indicator.unit}." if self.has_circles else ""

    def find_ground(self, area: str) -> str:
        """Return the colour of an area's shape: that of its class, paper under circle or hatch."""
        band = self.marks[area].band
        is_plain = band == NOT_COMPARED or (self.has_circles and band != NO_FIGURE)
        return palette.PAPER if is_plain else band.colour

    def find_circle(self, area: str) -> float:
        """Return the radius of an area's circle as a part of the largest; 0 without a circle."""
        if not self.has_circles:
            return 0.0
        most = max(mark.value or 0.0 for mark in self.marks.values())
        return sqrt((self.marks[area].value or 0.0) / most) if most else 0.0

    @property
    def has_margins(self) -> bool:
        """Whether its figures have a margin, known or not: those of a survey, and changes."""
        return any(mark.margin for mark in self.marks.values())

    @property
    def rest(self) -> tuple[Band, ...]:
        """What areas are in that are in no class of figures, as far as any is."""
        found = {mark.band for mark in self.marks.values()}
        return tuple(band for band in (NOT_COMPARED, NO_FIGURE) if band in found)


def build_marks(
    area_values: AreaValues,
    values: pd.Series,
    bands: Sequence[Band],
    *,
    text: Callable[[float], str],
    star: str = "",
) -> dict[str, AreaMark]:
    """Return the mark of each area in order of name, with its rounded value and class."""
    indicator, frame = area_values.indicator, area_values.frame
    ends = [*frame["lower"], *frame["upper"]]

    def make_mark(row: pd.Series) -> AreaMark:
        # As it is read: a class holds what stands in it.
        value = round_half_up(values[str(row.name)], decimals=indicator.decimals)
        own_star = star if row["remark"] else ""
        band = next((band for band in bands if band.holds(value)), NO_FIGURE)
        words = row["missing"] or text(value)
        sign = SHORTFALL_SIGN if band.sign == SHORTFALL_SIGN else ""
        return AreaMark(
            name=row["name"],
            value=None if isnan(value) else value,
            text=words,
            band=NOT_COMPARED if own_star and not row["missing"] else band,
            missing=row["missing"],
            remark=row["remark"],
            star=own_star,
            label=NO_FIGURE.sign if row["missing"] else f"{sign}{words}",
            margin=_describe_margin(row, indicator, among=ends),
        )

    rows = frame.sort_values("name").iterrows()
    return {str(area): make_mark(row) for area, row in rows}


def _describe_margin(row: pd.Series, indicator: Indicator, *, among: Sequence[float]) -> str:
    """Return the margin of a survey figure in words; nothing of other figures and of none."""
    if indicator.kind != "survey" or row["missing"]:
        return ""
    decimals, n = indicator.decimals, row["n"]
    return margin(row["lower"], row["upper"], respondents=n, decimals=decimals, among=among)


def build_bands(
    breaks: Sequence[float],
    labels: Sequence[str],
    colours: Sequence[str],
    *,
    signs: Sequence[str] = (),
) -> tuple[Band, ...]:
    """Return the classes between breaks, the lowest first."""
    edges = [float("-inf"), *breaks, float("inf")]
    signs = signs or [""] * len(labels)
    return tuple(
        Band(label, colour, lower, upper, sign)
        for label, colour, lower, upper, sign in zip(
            labels, colours, edges, edges[1:], signs, strict=False
        )
    )


def list_bands(layer: Layer) -> list[Band]:
    """Return the classes in the order of a list, and what is in none."""
    return [*layer.by_attention, *layer.rest]


def group_areas(layer: Layer, *, internal: bool) -> list[list[str]]:
    """Return the areas in groups, in the order of the list next to the map.

    Groups follow the classes by attention, then what cannot be compared and what has no figure.
    Within a group alphabetical for the public, by value for insiders: many values tie, and a rank
    is not what this is about. Differences that are not real are never put in order.
    """
    downward = layer.indicator.polarity is Polarity.LOWER

    def sort_key(area: str) -> tuple[bool, float]:
        value = layer.marks[area].value
        return value is None, 0.0 if value is None else -value if downward else value

    groups = []
    for band in list_bands(layer):
        areas = [area for area, mark in layer.marks.items() if mark.band == band]
        if internal and band.verdict is not Verdict.NOT_DEMONSTRABLE:
            areas.sort(key=sort_key)
        if areas:
            groups.append(areas)
    return groups
