"""The folium map in its frame: what `st_folium` does, with the drawing done once per layer.

folium compiles a template for each element of each map, about half of all work for a click. What
it makes depends on layer and area alone, so it is made once and cached. The shapes in it are taken
out: a choice sends the rest again (`lib.figures.map_shapes`). Not here: what the map
looks like (`lib.figures.leaflet_map`).

A test holds the arguments against those of `st_folium` itself: this module leans on its inner
functions.
"""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lib.board import Board
from lib.board.cached_method import cached_method
from lib.figures.layers.layer import Layer
from lib.figures.leaflet_map import LocalMap, draw_leaflet_map, draw_selection
from lib.figures.map_shapes import list_shapes

RETURNED = "last_active_drawing"
MAP_HEIGHT = 520  # pixels


@dataclass(frozen=True)
class Drawing:
    """A layer's map as the frame in the browser takes it; `key` is different for each map."""

    script: str
    header: str
    html: str
    css: tuple[str, ...]
    js: tuple[str, ...]
    key: str


def show_leaflet(
    layer: Layer, *, board: Board, area: str | None, name: str, on_change: Callable[[], None]
) -> None:
    """Show a layer's map with an area marked; what is clicked on comes in the state `name`."""
    # Imported here: before the runtime exists the component would answer 404.
    import streamlit_folium  # noqa: PLC0415

    drawing = _drawing(board, layer)

    def changed() -> None:
        st.session_state[name] = st.session_state.get(drawing.key)
        on_change()

    streamlit_folium._component_func(  # noqa: SLF001 - see the module
        script=drawing.script,
        header=drawing.header,
        html=drawing.html,
        id="map_div",
        key=drawing.key,
        height=MAP_HEIGHT,
        width=None,
        returned_objects=[RETURNED],
        default={RETURNED: None},
        zoom=None,
        center=None,
        feature_group=_mark(board, area),
        return_on_hover=False,
        layer_control=None,
        pixelated=False,
        css_links=list(drawing.css),
        js_links=list(drawing.js),
        on_change=changed,
        wrap_longitude=False,
    )


@cached_method(most=32)
def _drawing(board: Board, layer: Layer) -> Drawing:
    import streamlit_folium as inner  # noqa: PLC0415

    shapes = draw_leaflet_map(layer, board=board)
    shapes.get_root().render()
    html, header = inner._get_html(shapes), inner._get_header(shapes)  # noqa: SLF001
    script = inner._get_map_string(shapes)  # noqa: SLF001
    parts = [shapes, *shapes._children.values()]  # noqa: SLF001 - folium has no public way
    css = dict.fromkeys(link for p in parts for _, link in getattr(p, "default_css", []))
    js = dict.fromkeys(link for p in parts for _, link in getattr(p, "default_js", []))
    key = inner.generate_js_hash(script, layer.key)
    shared = list_shapes(board.geography)
    links = (*js, shared.address)
    return Drawing(shared.refer(script), header, html, tuple(css), links, key)


@cached_method(most=128)
def _mark(board: Board, area: str | None) -> str:
    import streamlit_folium as inner  # noqa: PLC0415

    # The map that it lies on gives its name only.
    around = LocalMap(tiles=None)
    group = draw_selection(area, board=board)
    script = str(inner._get_feature_group_string(group, map=around))  # noqa: SLF001
    return list_shapes(board.geography).refer(script)
