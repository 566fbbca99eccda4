"""The choropleth on the screen, in Leaflet by way of folium.

The base map depends on the mode only, never on the selection: streamlit-folium remounts a map
whose script changed. What follows the selection goes in a group of its own. Every text that
reaches the page is escaped here. Not here: the classes and colours (`layers`).
"""

from collections.abc import Mapping, Sequence

import folium
from folium.utilities import JsCode
from markupsafe import Markup, escape

from lib.board import Board
from lib.catalog.context import ContextKind
from lib.figures import palette
from lib.figures.layers.layer import Layer
from lib.figures.leaflet_panes import Panes, hide_braces

LEAFLET = "/assets/leaflet"
MAP_STYLE = (
    "<style>.leaflet-container{background:#fff;font:13px 'Source Sans',sans-serif}"
    ".area-label{font:700 14px/18px 'Source Sans','Segoe UI',sans-serif;text-align:center;"
    "white-space:nowrap}"
    ".leaflet-container .leaflet-control-attribution{font-size:11px}"
    "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}"
    "@media print{.leaflet-control-container{display:none}}"
    ".leaflet-interactive:focus{outline:none}</style>"
)
GROUND_STYLE = f"<style>.leaflet-container{{background:{palette.ABROAD}}}</style>"
# streamlit-folium reports a click to the server after 250 ms. This reports it at once, in the same
# shape, so that the later message brings nothing new. The count makes a second click on the
# same area news.
ON_EACH_FEATURE = JsCode(
    """
    (feature, layer) => {
        layer.on('click', () => {
            const data = window.__GLOBAL_DATA__;
            const clicks = (data.clicks || 0) + 1;
            const {area} = feature.properties;
            const value = {last_active_drawing: {properties: {area, clicks}}};
            layer.toGeoJSON = () => value.last_active_drawing;
            Object.assign(data, {clicks, previous_data: value}, value);
            window.parent.postMessage(
                {isStreamlitMessage: true, type: 'streamlit:setComponentValue',
                 dataType: 'json', value}, '*');
        });
    }
    """
)


CONTEXT_STYLES = {
    ContextKind.NEIGHBOUR: {"fillColor": palette.NEIGHBOUR, "color": palette.PAPER, "weight": 1},
    ContextKind.WATER: {"fillColor": palette.WATER, "weight": 0},
    ContextKind.BORDER: {
        "fill": False,
        "color": palette.QUIET,
        "weight": 1.5,
        "dashArray": "8 3 2 3",
    },
}


class LocalMap(folium.Map):
    """A map that takes Leaflet from this server and has no background, so asks no other host."""

    default_js = [("leaflet", f"{LEAFLET}/leaflet.js")]  # noqa: RUF012 - folium's own interface
    default_css = [("leaflet_css", f"{LEAFLET}/leaflet.css")]  # noqa: RUF012

    def render(self, **kwargs: object) -> str:
        """Render as folium does, but let readers zoom: its header forbids that."""
        text = super().render(**kwargs)  # type: ignore[no-untyped-call]
        page = self.get_root()
        assert isinstance(page, folium.Figure)  # noqa: S101 - what a map lies in
        header = str(page.header._children[self.get_name()].render())  # noqa: SLF001
        allowed = header.replace("maximum-scale=1.0,", "").replace("user-scalable=no", "")
        page.header.add_child(folium.Element(allowed), name=self.get_name())
        return str(text or "")


def draw_leaflet_map(layer: Layer, *, board: Board) -> folium.Map:
    """Return the map of a layer: areas, outlines of extra effort, labels, attribution.

    A new map each time: streamlit-folium adds to the map that it is given.
    """
    shapes = LocalMap(
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        scroll_wheel_zoom=False,
        zoom_snap=0,
        max_zoom=15,
        min_zoom=9,
        keyboard=True,
    )
    context = board.geography.context
    _add_context(shapes, context, kinds={ContextKind.NEIGHBOUR})
    folium.GeoJson(
        _make_features(layer, board),
        style_function=lambda f: {
            "fillColor": f["properties"]["colour"],
            "fillOpacity": 1.0,
            "color": palette.BORDER,
            "weight": 1,
        },
        highlight_function=lambda _: {"weight": 3, "color": palette.ACCENT},
        tooltip=folium.GeoJsonTooltip(["tooltip"], labels=False, sticky=True),
        on_each_feature=ON_EACH_FEATURE,
        zoom_on_click=False,
    ).add_to(shapes)
    _add_context(shapes, context, kinds={ContextKind.WATER, ContextKind.BORDER})
    folium.GeoJson(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {}, "geometry": geometry}
                for geometry in board.geography.focus_outlines.values()
            ],
        },
        style_function=lambda _: {
            "fill": False,
            "color": palette.FOCUS,
            "weight": 2.5,
            "dashArray": "3 5",
        },
        interactive=False,
    ).add_to(shapes)
    page = shapes.get_root()
    assert isinstance(page, folium.Figure)  # noqa: S101 - what a map lies in
    page.header.add_child(folium.Element(MAP_STYLE))
    if context:
        page.header.add_child(folium.Element(GROUND_STYLE))
    shapes.add_child(_Controls(board.municipality.map.attribution))
    shapes.add_child(Panes(layer, board))
    return shapes


def _add_context(
    shapes: folium.Map, context: Sequence[Mapping[str, object]], *, kinds: set[ContextKind]
) -> None:
    """Add what lies around the areas, if anything does; no pointer meets it."""
    features = [f for f in context if f["properties"]["kind"] in kinds]  # type: ignore[index]
    if features:
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            style_function=lambda f: {
                "fillOpacity": 1.0,
                **CONTEXT_STYLES[f["properties"]["kind"]],
            },
            interactive=False,
        ).add_to(shapes)


def draw_selection(area: str | None, *, board: Board) -> folium.FeatureGroup:
    """Return the group that marks the chosen area with a thick double line; empty for none."""
    group = folium.FeatureGroup("selection")
    if area is not None:
        for weight, colour in ((7, palette.PAPER), (4, palette.SELECTED)):
            folium.GeoJson(
                {"type": "Feature", "properties": {}, "geometry": board.geography.outlines[area]},
                style_function=lambda _, w=weight, c=colour: {
                    "fill": False,
                    "color": c,
                    "weight": w,
                },
                interactive=False,
            ).add_to(group)
    return group


class _Controls(folium.MacroElement):
    """Zoom buttons with Dutch names, and the attribution, which Leaflet writes as innerHTML.

    A press on the map gives it the focus. Without `preventScroll` the page around it would jump
    to bring the whole map in view, and the click would land on another area.
    """

    _template = folium.template.Template(
        """
        {% macro script(this, kwargs) %}
        {{this._parent.get_name()}}.getContainer().focus = function () {
            HTMLElement.prototype.focus.call(this, {preventScroll: true});
        };
        {{this._parent.get_name()}}.addControl(
            L.control.zoom({zoomInTitle: 'Inzoomen', zoomOutTitle: 'Uitzoomen'}));
        {{this._parent.get_name()}}.addControl(
            L.control.attribution({prefix: false}).addAttribution({{this.attribution|tojson}}));
        {% endmacro %}
        """
    )

    def __init__(self, attribution: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Controls"
        self.attribution = hide_braces(escape(attribution))


def _make_features(layer: Layer, board: Board) -> dict[str, object]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "area": area,
                    "colour": layer.marks[area].band.colour,
                    "tooltip": render_tooltip(layer, area),
                },
                "geometry": board.geography.outlines[area],
            }
            for area in board.geography.outlines
        ],
    }


def render_tooltip(layer: Layer, area: str) -> str:
    """Return the tooltip's HTML; Leaflet writes it as innerHTML, so all of it is escaped."""
    mark = layer.marks[area]
    figure = mark.text if mark.missing else f"{mark.text} {layer.indicator.unit}".strip()
    lines = [Markup("<b>{}</b>").format(mark.name), escape(figure), *map(escape, mark.notes)]
    return hide_braces(Markup("<br>").join(line for line in lines if line))
