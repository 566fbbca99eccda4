"""The choropleth on the screen, in Leaflet by way of folium.

The base map depends on the mode only, never on the selection: streamlit-folium remounts a map
whose script changed. What follows the selection goes in a group of its own. Every text that
reaches the page is escaped here. Not here: the classes and colours (`layers`).
"""

from collections.abc import Iterable, Mapping, Sequence

import folium
from markupsafe import Markup, escape

from lib.board import Board
from lib.catalog.boundaries import ContextKind
from lib.figures import palette
from lib.figures.layers.layer import NOT_COMPARED, Layer
from lib.figures.leaflet_panes import Panes, hide_braces
from lib.figures.sentences.source_sentences import find_embargo

HATCH = "url(#hatch)"  # a pattern that the frame has
LEAFLET = "/assets/leaflet"
# The type grows with the frame: `--size` is how much larger it is than the labels were placed for.
MAP_STYLE = """<style>
html,body{height:100%;margin:0;overflow:hidden;touch-action:pan-x pan-y}
[hidden]{display:none!important}
.panes{position:fixed;inset:0;display:flex;gap:8px;--size:1}
.panes,.panes button{font:14px 'Source Sans','Segoe UI',sans-serif;forced-color-adjust:none}
#map_div,#inset_div{height:100%!important;width:auto!important;min-width:0}
#map_div{flex:0 0 100%}#inset_div{flex:1 1 0}
.leaflet-container.leaflet-container{font:inherit;isolation:isolate;background:#fff;
touch-action:pan-x pan-y!important}
.leaflet-interactive:focus{outline:none}
.area-label div{position:absolute;transform:translate(-50%,-50%);white-space:nowrap;
text-align:center;line-height:1.2;font-size:calc(15px*var(--size))}
.figure{font-weight:700}.figure span{font-weight:500}
.area-label .name{font-style:italic;font-size:calc(14px*var(--size))}
#tiles{display:none}#tiles svg{width:100%;height:100%;font-family:inherit}
#tiles [data-area]{cursor:pointer}
#tiles .chosen>rect:first-child{stroke:#111;stroke-width:5px}
.tip{position:fixed;z-index:9;width:max-content;max-width:min(18rem,calc(100vw - 2rem));
padding:6px 10px;background:#fff;border:1px solid #7C8894;box-shadow:0 1px 4px #0004;
pointer-events:none}
.bar{position:fixed;z-index:8;left:8px;top:8px;display:flex;flex-direction:column;gap:4px;
align-items:start}
.bar button{min-width:28px;height:28px;padding:0 6px;background:#fff;border:1px solid #7C8894;
border-radius:4px;cursor:pointer;color:#111}
.hint{position:fixed;z-index:8;inset:auto 0 0;padding:6px;text-align:center;background:#111c;
color:#fff}
@media(hover:none){.tip{display:none}}
.has-tiles .panes>:not(#tiles){display:none}
.has-tiles #tiles{display:block;width:100%;height:100%}
@media print{.bar,.tip,.hint{display:none}.panes{inset:0 auto auto 0;min-width:var(--wide);
height:var(--high);transform:scale(var(--on-paper));transform-origin:0 0}}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
</style>"""
GROUND_STYLE = f"<style>.leaflet-container.leaflet-container{{background:{palette.ABROAD}}}</style>"
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
    """Return the map of a layer: areas, outlines of extra effort, labels.

    A new map each time: streamlit-folium adds to the map that it is given.
    """
    shapes = LocalMap(
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        scroll_wheel_zoom=False,
        zoom_snap=0,
        max_zoom=15,
        keyboard=False,
        track_resize=False,
        bounce_at_zoom_limits=False,
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
        zoom_on_click=False,
    ).add_to(shapes)
    _add_context(shapes, context, kinds={ContextKind.WATER, ContextKind.BORDER})
    folium.GeoJson(
        _collect(_make_feature(shape) for shape in board.geography.focus_outlines.values()),
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
    shapes.add_child(Panes(layer, board))
    return shapes


def _add_context(
    shapes: folium.Map, context: Sequence[Mapping[str, object]], *, kinds: set[ContextKind]
) -> None:
    """Add what lies around the areas, if anything does; no pointer meets it."""
    features = [f for f in context if f["properties"]["kind"] in kinds]  # type: ignore[index]
    if features:
        folium.GeoJson(
            _collect(features),
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
                _make_feature(board.geography.outlines[area], chosen=area),
                style_function=lambda _, w=weight, c=colour: {
                    "fill": False,
                    "color": c,
                    "weight": w,
                },
                interactive=False,
            ).add_to(group)
    return group


def _make_features(layer: Layer, board: Board) -> dict[str, object]:
    def fill(area: str) -> str:
        is_hatched = layer.marks[area].band == NOT_COMPARED
        return HATCH if is_hatched else layer.find_ground(area)

    return _collect(
        _make_feature(shape, area=area, colour=fill(area), tooltip=render_tooltip(layer, area))
        for area, shape in board.geography.outlines.items()
    )


def _make_feature(geometry: Mapping[str, object], **properties: str) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _collect(features: Iterable[Mapping[str, object]]) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features)}


def render_tooltip(layer: Layer, area: str) -> str:
    """Return the tooltip's HTML; the frame writes it as innerHTML, so all of it is escaped."""
    mark = layer.marks[area]
    figure = mark.text if mark.missing else f"{mark.text} {layer.indicator.unit}".strip()
    notes = (*mark.notes, find_embargo(s.publisher for s in layer.sources))
    lines = [Markup("<b>{}</b>").format(mark.name), escape(figure), *map(escape, notes)]
    return hide_braces(Markup("<br>").join(line for line in lines if line))
