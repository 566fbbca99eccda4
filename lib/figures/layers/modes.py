"""Which layers there are: the modes of the map on the overview and on a theme's page."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import wraps
from threading import RLock
from types import MappingProxyType
from typing import ParamSpec, TypeVar

from lib.analysis.windows import Comparison
from lib.board import Board, Unit
from lib.board.cached_method import cached_method
from lib.catalog import Indicator, Theme
from lib.figures.layers.layer import Layer
from lib.figures.layers.rating_layers import (
    build_gap_layer,
    build_rating_changes_layer,
    build_rating_layer,
)
from lib.figures.layers.registration_layers import (
    build_answers_layer,
    build_crime_layer,
    build_crime_rate_layer,
    build_registration_changes_layer,
    build_registrations_layer,
)
from lib.figures.vocabulary import VIEW_LABELS

Params = ParamSpec("Params")
Made = TypeVar("Made")


class RegistrationView(StrEnum):
    """What a theme's map shows of a kind of registrations; the first is the default."""

    RATE = "per-1000"
    COUNT = "aantal"
    SHARE = "aandeel"
    CHANGE = "verandering"


VIEW_UNITS = {
    RegistrationView.COUNT: Unit.COUNT,
    RegistrationView.RATE: Unit.RATE,
    RegistrationView.SHARE: Unit.SHARE,
}


def _one_thread_at_a_time(make: Callable[Params, Made]) -> Callable[Params, Made]:
    """Let one thread make what is missing, and the others wait for it.

    A layer is equal to itself only, and what is drawn of it is cached with it: visitors who come
    at once must get the same one.
    """
    lock = RLock()

    @wraps(make)
    def locked(*args: Params.args, **kwargs: Params.kwargs) -> Made:
        with lock:
            return make(*args, **kwargs)

    return locked


@_one_thread_at_a_time
@cached_method(most=1)
def map_layers(board: Board) -> Mapping[str, Layer]:
    """Return the layers that can be drawn now, by the key that the URL uses.

    The mode 'verandering' is only there when two comparable waves are loaded, a question behind
    the rating only when it has figures per area. Made once for each
    board: a board never changes.
    """
    builders: tuple[Callable[[Board], Layer | None], ...] = (
        build_rating_layer,
        build_gap_layer,
        build_crime_rate_layer,
        build_crime_layer,
        build_rating_changes_layer,
    )
    made = [layer for build in builders if (layer := build(board)) is not None]
    answers = (board.area_values(i.indicator) for i in board.drivers)
    made += [build_answers_layer(values) for values in answers if values]
    return MappingProxyType({layer.key: layer for layer in made})


@_one_thread_at_a_time
@cached_method(most=64)
def theme_layers(
    board: Board,
    theme: Theme,
    *,
    view: RegistrationView = RegistrationView.RATE,
    comparison: Comparison | None = None,
) -> Mapping[str, Layer]:
    """Return the layers of a theme: its own kinds of figures, by the key of their indicator.

    While none of those is loaded: the layers of its stand-in, per area and per inhabitant.
    """
    own = {k: i for k, i in board.indicators.items() if theme.slug in i.themes and i.kinds}
    if not any(board.area_values(key) for key in own):
        return MappingProxyType(_stand_in_layers(board, theme))
    found = board.registrations.changes(comparison) if view is RegistrationView.CHANGE else None

    def build(key: str, indicator: Indicator) -> Layer | None:
        if view is RegistrationView.CHANGE:
            return build_registration_changes_layer(board, indicator, found)
        values = board.area_values(key, unit=VIEW_UNITS[view])
        return build_registrations_layer(values) if values else None

    made = {key: build(key, indicator) for key, indicator in own.items()}
    return MappingProxyType({key: layer for key, layer in made.items() if layer})


@_one_thread_at_a_time
@cached_method(most=64)
def kind_layers(
    board: Board, theme: Theme, kind: str, *, comparison: Comparison | None = None
) -> Mapping[str, Layer]:
    """Return the layers of one kind of a theme, by what they show of it; none without areas."""
    made = {
        view: theme_layers(board, theme, view=view, comparison=comparison).get(kind)
        for view in RegistrationView
    }
    return MappingProxyType(
        {
            view.value: replace(layer, key=view.value, label=VIEW_LABELS[view])
            for view, layer in made.items()
            if layer
        }
    )


def _stand_in_layers(board: Board, theme: Theme) -> dict[str, Layer]:
    fitting = {theme.indicator} | {
        key for key, i in board.indicators.items() if i.numerator == theme.indicator
    }
    return {
        key: layer
        for key, layer in map_layers(board).items()
        if layer.indicator.indicator in fitting
    }
