"""What the map, the ranking and the table show together: one `Layer` per map mode.

A layer fixes value, class, colour, label and sign of each area once, so that the map on the
screen, the static map, the ranking and the download cannot disagree.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache, wraps
from itertools import pairwise
from math import isnan
from threading import RLock
from types import MappingProxyType
from typing import ParamSpec, TypeVar

import numpy as np
import pandas as pd

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.analysis.gap import GoalGroup, round_half_up
from lib.analysis.windows import Comparison
from lib.board import (
    CRIME,
    CRIME_RATE,
    NOT_COMPARABLE,
    RATING,
    AreaValues,
    Board,
    RegistrationChanges,
    Unit,
)
from lib.catalog import Indicator, Polarity, Source, Status, Theme
from lib.figures import palette
from lib.figures.format import number, signed
from lib.figures.vocabulary import (
    CHANGE_LABELS,
    GROUP_SIGNS,
    VERDICT_LABELS,
    VERDICT_SIGNS,
    format_comparison,
)

Params = ParamSpec("Params")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Band:
    """A class of values, `lower <= value < upper`, with its colour and Dutch label."""

    label: str
    colour: str
    lower: float = float("-inf")
    upper: float = float("inf")
    sign: str = ""

    def holds(self, value: float) -> bool:
        """Tell whether a value is in the class."""
        return self.lower <= value < self.upper


MORE_CONTROL = (
    "Meer registraties kan meer controle betekenen: dit cijfer zegt niet of het beter of slechter "
    "gaat."
)
SHORTFALL_SIGN = GROUP_SIGNS[GoalGroup.BELOW_FLOOR]
NO_FIGURE = Band("geen cijfer", palette.NO_FIGURE_FILL, sign="–")


@dataclass(frozen=True)
class AreaMark:
    """How one area is drawn in a layer: its figure as text, its class, and what to add.

    `label` is what stands on the map: the figure, signed where it falls short.
    """

    name: str
    value: float | None
    text: str
    band: Band
    missing: str
    remark: str
    star: str
    label: str

    @property
    def starred(self) -> str:
        """The figure as text, with a star where a note says how to take it."""
        return f"{self.text}{self.star}"


@dataclass(frozen=True, eq=False)
class Layer:
    """One map mode. Made once per board and never changed, so each is equal to itself only.

    `frame` is indexed by area, with columns `name`, `value`, `text`, `band` (number in `bands`, -1
    for no figure), `missing` and `remark`; `area_values` is what it was made of. `label` names the
    mode in a control, `title` stands above the figure, `star` marks figures with a remark, which
    `star_note` explains; `note` holds for every area. `is_movement`: its classes are verdicts, in
    the order of `words.DIRECTION`.
    """

    key: str
    label: str
    title: str
    area_values: AreaValues
    indicator: Indicator
    frame: pd.DataFrame
    bands: tuple[Band, ...]
    period: str
    sources: tuple[Source, ...]
    status: Status
    note: str = ""
    star: str = ""
    star_note: str = ""
    is_movement: bool = False

    @cached_property
    def marks(self) -> Mapping[str, AreaMark]:
        """How each area is shown, by area, in order of name."""
        rows = self.frame.sort_values("name")
        columns = (rows[c] for c in ("name", "value", "text", "band", "missing", "remark"))
        return {
            str(area): AreaMark(
                name=name,
                value=None if isnan(value) else value,
                text=text,
                band=NO_FIGURE if band < 0 else self.bands[band],
                missing=missing,
                remark=remark,
                star=self.star if remark else "",
                label=NO_FIGURE.sign if missing else self._label(text, band),
            )
            for area, name, value, text, band, missing, remark in zip(
                rows.index, *columns, strict=True
            )
        }

    def _label(self, text: str, band: int) -> str:
        sign = NO_FIGURE.sign if band < 0 else self.bands[band].sign
        # A percentage that means nothing would be read as one that does.
        figure = sign if self.is_movement else text
        return f"{sign}{figure}" if sign == SHORTFALL_SIGN else figure

    @property
    def notes(self) -> str:
        """What stands under the figure: what holds for every area, and what the star means."""
        return f"{self.note} {self.star_note}".strip()

    @property
    def has_gaps(self) -> bool:
        """Whether any area has no figure, so that the legend must say what its colour means."""
        return bool((self.frame["band"] < 0).any())


def _lock(make: Callable[Params, Made]) -> Callable[Params, Made]:
    """Let one thread make what is missing, and the others wait for it.

    A layer is equal to itself only, and what is drawn of it is kept with it: visitors who come at
    once must get the same one.
    """
    lock = RLock()

    @wraps(make)
    def made(*args: Params.args, **kwargs: Params.kwargs) -> Made:
        with lock:
            return make(*args, **kwargs)

    return made


@_lock
@lru_cache(maxsize=8)
def map_layers(board: Board) -> Mapping[str, Layer]:
    """Return the layers that can be shown now, by the key that the URL uses.

    The mode 'verandering' is only there when two comparable waves are loaded. Made once for each
    board: a board never changes.
    """
    makers: tuple[Callable[[Board], Layer | None], ...] = (
        build_rating_layer,
        build_gap_layer,
        build_crime_layer,
        build_crime_rate_layer,
        build_changes_layer,
    )
    made = [layer for maker in makers if (layer := maker(board)) is not None]
    return MappingProxyType({layer.key: layer for layer in made})


class RegistrationView(StrEnum):
    """What a theme's map tells of a kind."""

    COUNT = "aantal"
    RATE = "per-1000"
    SHARE = "aandeel"
    CHANGE = "verandering"


# Rises, falls, then no difference and small counts: places of `words.DIRECTION`.
MOVED_FIRST = (0, 2, 1, 3)
UNITS = {
    RegistrationView.COUNT: Unit.COUNT,
    RegistrationView.RATE: Unit.RATE,
    RegistrationView.SHARE: Unit.SHARE,
}


@_lock
@lru_cache(maxsize=64)
def theme_layers(
    board: Board,
    theme: Theme,
    view: RegistrationView = RegistrationView.COUNT,
    comparison: Comparison = Comparison.YEAR_BEFORE,
) -> Mapping[str, Layer]:
    """Return the layers of a theme: its own kinds of figures, by the key of their indicator.

    While none of those is loaded: the layers of its stand-in, per area and per inhabitant.
    """
    own = {k: i for k, i in board.indicators.items() if theme.slug in i.themes and i.kinds}
    if not any(board.area_values(k) for k in own):
        fitting = {theme.indicator} | {
            k for k, i in board.indicators.items() if i.numerator == theme.indicator
        }
        found = {k: v for k, v in map_layers(board).items() if v.indicator.indicator in fitting}
        return MappingProxyType(found)
    made: dict[str, Layer | None]
    if view is RegistrationView.CHANGE:
        moved = board.registrations.changes(comparison)
        made = {k: build_registration_changes_layer(board, i, moved) for k, i in own.items()}
    else:
        levels = {k: board.area_values(k, unit=UNITS[view]) for k in own}
        made = {
            k: _build_registrations_layer(v, label=own[k].short) for k, v in levels.items() if v
        }
    return MappingProxyType({k: layer for k, layer in made.items() if layer})


def build_rating_layer(board: Board) -> Layer | None:
    """Return the ratings in the classes that floor and target set."""
    per_area = board.area_values(RATING)
    if per_area is None:
        return None
    goals = [g.value for g in (board.floor, board.target) if g]
    names = _between(goals, decimals=per_area.indicator.decimals)
    signs = list(GROUP_SIGNS.values())[:3] if len(goals) == 2 else [""] * (len(goals) + 1)  # noqa: PLR2004
    return _layer(
        per_area,
        key="rapportcijfer",
        label="Rapportcijfer",
        title=f"{per_area.indicator.name}, meting {per_area.period}",
        values=per_area.frame["value"],
        bands=_bands(goals, names, palette.RATING_CLASSES, signs),
        text=lambda v: number(v, decimals=per_area.indicator.decimals),
    )


def build_gap_layer(board: Board) -> Layer | None:
    """Return the distance of each rating to the floor."""
    per_area = board.area_values(RATING)
    if per_area is None or board.floor is None:
        return None
    floor = board.floor.value
    steps = [0.0]
    if board.target and board.target.value > floor:
        width = board.target.value - floor
        steps = [0.0, round_half_up(width / 2, decimals=1), round_half_up(width, decimals=1)]
    names = [
        "onder de ondergrens",
        *(
            f"{number(a, decimals=1)} tot {number(b, decimals=1)} erboven"
            for a, b in pairwise(steps)
        ),
        f"{number(steps[-1], decimals=1)} of meer erboven",
    ]
    signs = ["▼", *[""] * len(steps)]
    return _layer(
        per_area,
        key="afstand",
        label=f"Afstand tot {number(floor, decimals=1)}",
        title=f"Afstand tot de ondergrens van {number(floor, decimals=1)}, "
        f"meting {per_area.period}",
        values=board.ratings.newest()["gap_floor"],
        bands=_bands(steps, names, palette.GAP_CLASSES, signs),
        text=lambda v: signed(v, decimals=per_area.indicator.decimals),
    )


def build_crime_layer(board: Board) -> Layer | None:
    """Return registered crime as a count."""
    per_area = board.area_values(CRIME)
    if per_area is None:
        return None
    return _level_layer(
        per_area, key="misdrijven", title=f"{per_area.indicator.name}, {per_area.period}"
    )


def _build_registrations_layer(per_area: AreaValues, *, label: str) -> Layer:
    """Return a kind of registrations: its count, or what a level made of that."""
    effort = per_area.indicator.polarity is Polarity.NONE
    starred = bool((per_area.frame["remark"] != "").any())
    made = _level_layer(
        per_area,
        key=per_area.indicator.indicator,
        title=f"{per_area.indicator.name}, {per_area.when}",
        note=MORE_CONTROL if effort else "",
        star="*" if starred else "",
        star_note=f"* {NOT_COMPARABLE}." if starred else "",
    )
    return replace(made, label=label)


def build_registration_changes_layer(
    board: Board, indicator: Indicator, found: RegistrationChanges | None
) -> Layer | None:
    """Return how registrations of one kind moved in each area, classed by verdict.

    The public gets verdicts only: a percentage beside a count would give away a small one.
    """
    if found is None:
        return None
    per_area = board.empty_area_values(indicator)
    rows = found.areas[found.areas["group"] == indicator.indicator].set_index("area")
    if rows.empty:
        return None
    places = {verdict: place for place, verdict in enumerate(VERDICT_SIGNS)}
    bands = tuple(
        Band(VERDICT_LABELS[v].lstrip("↑↓ "), colour, sign=VERDICT_SIGNS[v])
        for v, colour in zip(
            places, (*palette.DIRECTION_COLOURS, palette.NO_FIGURE_FILL), strict=True
        )
    )
    # From nothing to something has no percentage.
    shares = ((rows["ratio"] - 1) * 100).where(np.isfinite(rows["ratio"]))
    layer = _layer(
        per_area,
        key=indicator.indicator,
        label=indicator.short,
        title=f"Verandering van {indicator.name.lower()}, {format_comparison(found)}",
        values=shares.reindex(per_area.frame.index),
        bands=bands,
        text=lambda v: f"{signed(v, decimals=0)} %",
        note=MORE_CONTROL if indicator.polarity is Polarity.NONE else "",
    )
    verdicts = rows["verdict"].reindex(per_area.frame.index)
    layer.frame["band"] = [places[v] for v in verdicts]
    layer.frame["missing"], layer.frame["remark"] = "", [VERDICT_LABELS[v] for v in verdicts]
    told = pd.Series(board.internal, index=verdicts.index) & (verdicts != Verdict.TOO_SMALL)
    is_real = verdicts.isin([Verdict.RISE, Verdict.FALL]) & layer.frame["value"].notna()
    layer.frame["value"] = layer.frame["value"].where(told)
    layer.frame["text"] = [
        text if shown else VERDICT_SIGNS[v]
        for text, shown, v in zip(layer.frame["text"], told & is_real, verdicts, strict=True)
    ]
    sources = tuple(board.sources[k] for k in found.sources)
    return replace(
        layer,
        period=format_comparison(found),
        sources=sources,
        status=found.status,
        indicator=indicator.model_copy(update={"unit": ""}),
        is_movement=True,
    )


def build_crime_rate_layer(board: Board) -> Layer | None:
    """Return registered crime per 1,000 inhabitants, with both years."""
    per_area = board.area_values(CRIME_RATE)
    if per_area is None:
        return None
    return _level_layer(
        per_area,
        key="misdrijven-per-1000",
        title=f"{per_area.indicator.name} ({per_area.when})",
        star="*",
        star_note=f"* {NOT_COMPARABLE}. Het cijfer zegt hier weinig over de bewoners.",
    )


def build_changes_layer(board: Board) -> Layer | None:
    """Return the change between the two newest comparable waves, classed by verdict."""
    changes, per_area = board.ratings.changes(), board.area_values(RATING)
    if changes is None or per_area is None:
        return None
    before, after = board.ratings.comparable_waves[-2:]
    earlier = board.area_values(RATING, period=before)
    bands = (
        Band(CHANGE_LABELS[Change.FALL], palette.CHANGE_COLOURS[0], sign="↓"),
        Band("geen aantoonbaar verschil", palette.CHANGE_COLOURS[1]),
        Band(CHANGE_LABELS[Change.RISE], palette.CHANGE_COLOURS[2], sign="↑"),
        Band(CHANGE_LABELS[Change.NO_MARGIN], palette.NO_FIGURE_FILL, sign="?"),
    )
    place = {Change.FALL: 0, Change.RISE: 2, Change.NO_MARGIN: 3, Change.NOT_COMPARABLE: -1}
    layer = _layer(
        per_area,
        key="verandering",
        label="Verandering",
        title=f"Verandering van het rapportcijfer, {before} naar {after}",
        values=changes["value"],
        bands=bands,
        text=lambda v: signed(v, decimals=per_area.indicator.decimals),
    )
    layer.frame["band"] = [place.get(v, 1) for v in changes["verdict"]]
    layer.frame["remark"] = [CHANGE_LABELS[v] for v in changes["verdict"]]
    sources = (*per_area.sources, *(earlier.sources if earlier else ()))
    return replace(layer, period=f"{before} en {after}", sources=tuple(dict.fromkeys(sources)))


def _level_layer(
    per_area: AreaValues,
    *,
    key: str,
    title: str,
    note: str = "",
    star: str = "",
    star_note: str = "",
) -> Layer:
    """Return a layer for a level whose classes stand in indicators.toml."""
    indicator = per_area.indicator
    breaks = indicator.breaks or _even_breaks(per_area.frame["value"])
    # Classes are whole numbers; only the figure itself has the indicator's decimals.
    names = [
        f"minder dan {number(breaks[0])}",
        *(f"{number(a)} tot {number(b)}" for a, b in pairwise(breaks)),
        f"{number(breaks[-1])} of meer",
    ]
    return _layer(
        per_area,
        key=key,
        label=indicator.short,
        title=title,
        note=note,
        star=star,
        star_note=star_note,
        values=per_area.frame["value"],
        bands=_bands(breaks, names, palette.COUNT_CLASSES, [""] * len(names)),
        text=lambda v: number(v, decimals=indicator.decimals),
    )


def _even_breaks(values: pd.Series) -> tuple[float, ...]:
    """Return whole numbers that part the values in classes of about the same number of areas."""
    known = values.dropna()
    shares = [n / len(palette.COUNT_CLASSES) for n in range(1, len(palette.COUNT_CLASSES))]
    found = {max(1.0, float(round(b))) for b in known.quantile(shares)} if len(known) else {1.0}
    return tuple(sorted(found))


def _layer(  # noqa: PLR0913 - the parts of a layer
    per_area: AreaValues,
    *,
    key: str,
    label: str,
    title: str,
    values: pd.Series,
    bands: tuple[Band, ...],
    text: Callable[[float], str],
    note: str = "",
    star: str = "",
    star_note: str = "",
) -> Layer:
    frame = pd.DataFrame({"name": per_area.frame["name"], "value": values})
    frame["text"] = [
        missing or text(value)
        for value, missing in zip(frame["value"], per_area.frame["missing"], strict=True)
    ]
    frame["band"] = [_position(value, bands) for value in frame["value"]]
    frame["missing"], frame["remark"] = per_area.frame["missing"], per_area.frame["remark"]
    return Layer(
        key=key,
        label=label,
        title=title,
        area_values=per_area,
        indicator=per_area.indicator,
        frame=frame,
        bands=bands,
        period=per_area.when,
        sources=per_area.sources,
        status=per_area.status,
        note=note,
        star=star,
        star_note=star_note,
    )


def _position(value: float, bands: Sequence[Band]) -> int:
    return next((n for n, band in enumerate(bands) if band.holds(value)), -1)


def _between(goals: Sequence[float], *, decimals: int) -> list[str]:
    texts = [number(g, decimals=decimals) for g in goals]
    if not texts:
        return ["alle cijfers"]
    middle = [f"{a} tot {b}" for a, b in pairwise(texts)]
    return [f"onder {texts[0]}", *middle, f"{texts[-1]} of hoger"]


def _bands(
    breaks: Sequence[float], names: Sequence[str], colours: Sequence[str], signs: Sequence[str]
) -> tuple[Band, ...]:
    edges = [float("-inf"), *breaks, float("inf")]
    return tuple(
        Band(name, colour, lower, upper, sign)
        for name, colour, lower, upper, sign in zip(
            names, colours, edges, edges[1:], signs, strict=False
        )
    )


def attention_order(layer: Layer) -> Sequence[int]:
    """Return the places of the classes: first what asks for attention, by the polarity."""
    if layer.is_movement:
        return MOVED_FIRST
    places = range(len(layer.bands))
    return places[::-1] if layer.indicator.polarity is Polarity.LOWER else places


def list_bands(layer: Layer) -> list[Band]:
    """Return the classes in the order of a list, 'no figure' only where it is needed."""
    found = [layer.bands[n] for n in attention_order(layer)]
    return [*found, NO_FIGURE] if layer.has_gaps else found


def group_areas(layer: Layer, *, internal: bool) -> list[list[str]]:
    """Return the areas in groups, in the order of a list beside the map.

    Groups follow the classes in their `attention_order`, areas without a figure last. Within a
    group alphabetical for the public, by value for insiders: many values tie, and a rank is not
    what this is about. Differences that are not real are never put in order.
    """
    frame = layer.frame
    low_first = layer.indicator.polarity is not Polarity.LOWER
    groups = []
    for position in (*attention_order(layer), -1):
        rows = frame[frame["band"] == position].sort_values("name")
        if internal and not (layer.is_movement and position == MOVED_FIRST[2]):
            rows = rows.sort_values("value", ascending=low_first, kind="stable")
        if len(rows):
            groups.append([str(a) for a in rows.index])
    return groups
