"""The map of one layer: every area in the colour of its class."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import pandas as pd

from lib.board import RATING, Board
from lib.exhibits.exhibit import Caveat, Exhibit, ExhibitMaker, Native, Shape
from lib.exhibits.margins import CERTAINTY_COLUMN, MARGIN_ENDS, add_margins, goal_values
from lib.exhibits.provenance import Provenance
from lib.figures.format import round_if_known
from lib.figures.layers.layer import Layer, LayerKind
from lib.figures.sentences.map_sentences import layer_finding, map_alternative
from lib.figures.sentences.registration_sentences import rounded_note
from lib.figures.sentences.source_sentences import break_sentences
from lib.figures.sentences.wave_sentences import design_note
from lib.figures.svg_map import ROOM_MAP, SLIDE_MAP, MapForm, draw_svg_map
from lib.figures.tile_map import draw_tile_map

CHANGE_COLUMN = "verandering in %"  # of registrations
ROOM_TILES, SLIDE_TILES = (900.0, 330.0), (560.0, 460.0)  # pixels


def area_map(board: Board, layer: Layer, *, name: str) -> Exhibit:
    """Return a layer's map; in a room every area is named next to it."""
    return replace(
        describe_map(board, layer, name=name),
        svg=draw_svg_map(layer, board=board),
        room=partial(area_map_for_room, board, layer, name=name),
    )


def area_map_for_room(board: Board, layer: Layer, *, name: str) -> Exhibit:
    """Return a layer's map as wide as a screen, every area named next to it."""
    return replace(
        describe_map(board, layer, name=name),
        svg=_draw_for_room(layer, board=board, size=ROOM_TILES, form=ROOM_MAP),
        # Only a meeting has slides, where the map stands next to its chart.
        compact_svg=_draw_for_room(layer, board=board, size=SLIDE_TILES, form=SLIDE_MAP),
    )


def _draw_for_room(layer: Layer, *, board: Board, size: tuple[float, float], form: MapForm) -> str:
    """Return the map of tiles, or that of the shapes where the municipality has no tiles."""
    if not board.files.tiles:
        return draw_svg_map(layer, board=board, form=form)
    width, height = size
    return draw_tile_map(layer, board=board, width=width, height=height)


def area_map_makers(board: Board, layers: Iterable[Layer], *, name: str) -> list[ExhibitMaker]:
    """Return what makes the map of each layer, for a room."""
    return [partial(area_map_for_room, board, layer, name=name) for layer in layers]


def describe_map(board: Board, layer: Layer, *, name: str) -> Exhibit:
    """Return a layer's map without its picture."""
    return Exhibit(
        name=f"{name}-{layer.key}",
        title=layer.title,
        finding=layer_finding(layer, board=board),
        source=map_source(board, layer),
        alternative=f"Kaart. {map_alternative(layer, board=board)}",
        caveats=map_caveats(board, layer),
        table=layer_table(layer),
        native=None if layer.has_verdicts_only else _choose_columns(board, layer),
    )


def _choose_columns(board: Board, layer: Layer) -> Native:
    """Return how a slide draws a layer: ratings as dots next to the goals, else bars."""
    value = (layer.label.lower(),)
    colours = tuple(mark.band.colour for mark in layer.marks.values())
    if layer.kind is not LayerKind.RATINGS:
        stars = tuple(bool(mark.star) for mark in layer.marks.values())
        return Native(Shape.BARS, "wijk", value, colours, stars=stars)
    margin = MARGIN_ENDS if layer.has_margins else None
    return Native(Shape.DOTS, "wijk", value, colours, tuple(goal_values(board).items()), margin)


def map_caveats(board: Board, layer: Layer) -> tuple[Caveat, ...]:
    """Return the caveats of a layer, also that waves before the newest cannot be compared."""
    is_survey = layer.indicator.kind == "survey"
    has_positions = layer.kind in {LayerKind.RATINGS, LayerKind.GAPS}
    is_first = layer.indicator.indicator == RATING and board.ratings.changes() is None
    return _layer_provenance(layer).caveats(
        board,
        public=is_survey,
        star=layer.star_note,
        notes=[
            layer.circle_note,
            layer.note,
            break_sentences(board, layer.indicator) if is_first else "",
            rounded_note([layer.area_values]),
            design_note(board, [board.ratings.period]) if has_positions else "",
        ],
        survey=layer.area_values.frame if is_survey else None,
    )


def map_source(board: Board, layer: Layer) -> str:
    """Return the line of source under a map, with that of its boundaries."""
    return f"{_layer_provenance(layer).describe()} {board.municipality.map.attribution}."


def layer_table(layer: Layer) -> pd.DataFrame:
    """Return one row per area: name, figure, class, why a figure is absent, remark, margin.

    Figures have the decimals of the screen; what holds for some areas stands at those only. The
    class of a change is its verdict.
    """
    decimals = layer.indicator.decimals
    rows = pd.DataFrame(
        {
            "wijk": mark.name,
            CHANGE_COLUMN if layer.has_verdicts_only else layer.label.lower(): round_if_known(
                mark.value, decimals=decimals
            ),
            "klasse": mark.band.label,
            "ontbreekt omdat": mark.missing,
            "opmerking": mark.remark,
        }
        for mark in layer.marks.values()
    )
    if layer.has_margins:
        rows = add_margins(rows, layer.area_values.frame.loc[list(layer.marks)])
        rows[CERTAINTY_COLUMN] = [mark.certainty for mark in layer.marks.values()]
    if layer.has_changes:
        rows = rows.rename(columns={"klasse": "oordeel"})
        rows = rows.drop(columns=["opmerking", "deelnemers", CERTAINTY_COLUMN], errors="ignore")
    return _layer_provenance(layer).add_to(rows, note=layer.note)


def _layer_provenance(layer: Layer) -> Provenance:
    return Provenance(sources=layer.sources, period=layer.period, status=layer.status)
