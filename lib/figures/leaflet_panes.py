"""The two panes of the map on the screen, the city and its inset, with their labels.

What the areas look like is drawn on the city (`leaflet_map`); the browser copies it to the inset.
"""

from collections.abc import Mapping
from functools import lru_cache

import folium
from markupsafe import escape
from pyproj import Transformer

from lib.board import Board
from lib.catalog.boundaries import RD
from lib.figures import palette
from lib.figures.layers.layer import Layer
from lib.figures.map_labels import Label, place_labels
from lib.figures.map_windows import MapWindows, Window, choose_windows

HEIGHT = 520.0  # pixels of the frame
LABEL_TYPE = 14.0
# Labels that do not overlap in a frame of this width do not in a wider one either.
NARROW, WIDE = 300.0, 440.0


def hide_braces(html: str) -> str:
    """Return the same HTML without braces: folium runs what it made as a template once more.

    An area called `{{...}}` would run on the server.
    """
    return str(html).replace("{", "&#123;")


class Panes(folium.MacroElement):
    """The inset next to the city, and the figures of both; the last child of its map.

    A layer that is added to the city later, such as the choice, comes in both.
    """

    _template = folium.template.Template(
        """
        {% macro script(this, kwargs) %}
        (() => {
            const city = {{this._parent.get_name()}}, home = city.getContainer();
            const holder = home.parentElement;
            const form = holder.clientWidth < {{this.wide}} ? {{this.narrow_form|tojson}}
                : {{this.wide_form|tojson}};
            const label = (map, mark) => {
                if (mark.leader) {
                    L.polyline(mark.leader, {color: {{this.ink|tojson}}, weight: 1.5,
                        interactive: false}).addTo(map);
                }
                L.marker(mark.at, {interactive: false, keyboard: false, icon: L.divIcon({
                    className: 'area-label', iconSize: [120, 18], html:
                    `<div aria-hidden="true" data-area="${mark.area}" style="color:${mark.ink};`
                    + 'text-shadow:' + [2, 3, 4].map(size => `0 0 ${size}px ${mark.halo}`).join()
                    + `">${mark.html}</div>`})}).addTo(map);
            };
            const fill = (map, pane) => {
                map.fitBounds(pane.bounds, {animate: false});
                pane.labels.forEach(mark => label(map, mark));
            };
            const open = pane => {
                const place = document.createElement('div');
                place.id = 'inset_div';
                place.focus = home.focus;
                holder.append(place);
                holder.style.cssText = 'display:flex;gap:8px';
                home.style.flex = `0 0 ${form.share}%`;
                home.style.width = `${form.share}%`;
                place.style.cssText = `flex:1;height:${home.clientHeight}px`;
                city.invalidateSize(false);
                const inset = L.map(place, {...city.options, zoomControl: false});
                const copies = new Map();
                const copy = layer => {
                    const twin = L.geoJson(layer.toGeoJSON(), layer.options).addTo(inset);
                    const first = layer.getLayers();
                    twin.getLayers().forEach((shape, number) => {
                        const tip = first[number].getTooltip();
                        if (tip) shape.bindTooltip(() => tip._content(first[number]), tip.options);
                    });
                    copies.set(layer, twin);
                };
                city.eachLayer(layer => layer instanceof L.GeoJSON && copy(layer));
                city.on('layeradd', e => e.layer instanceof L.GeoJSON && copy(e.layer));
                city.on('layerremove', e => copies.get(e.layer)?.remove());
                L.rectangle(pane.bounds, {fill: false, color: {{this.ink|tojson}}, weight: 1,
                    interactive: false}).addTo(city);
                fill(inset, pane);
            };
            if (form.inset) open(form.inset);
            fill(city, form.city);
        })();
        {% endmacro %}
        """
    )

    def __init__(self, layer: Layer, board: Board) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Panes"
        self.wide = WIDE
        self.ink = palette.INK
        self.narrow_form = _describe_panes(layer, board, width=NARROW)
        self.wide_form = _describe_panes(layer, board, width=WIDE)


def _describe_panes(layer: Layer, board: Board, *, width: float) -> dict[str, object]:
    """Return bounds and labels of each pane, and how much of the width the city takes."""
    windows = _find_windows(board, width)
    if windows.inset is None:
        return {"city": _describe_pane(layer, board, windows.city, list(layer.marks))}
    others = [area for area in layer.marks if area not in windows.in_inset]
    return {
        "city": _describe_pane(layer, board, windows.city, others),
        "inset": _describe_pane(layer, board, windows.inset, sorted(windows.in_inset)),
        "share": round(100 * windows.city.width / width, 1),
    }


@lru_cache(maxsize=16)
def _find_windows(board: Board, width: float) -> MapWindows:
    return choose_windows(board, width=width, height=HEIGHT)


def _describe_pane(
    layer: Layer, board: Board, window: Window, areas: list[str]
) -> Mapping[str, object]:
    west, south, east, north = window.bounds
    texts = {area: [(layer.marks[area].label,)] for area in areas}
    shapes = window.place(board.geography.boundaries_rd.geometry)
    labels = place_labels(shapes, texts, size=LABEL_TYPE, frame=window.frame)
    return {
        "bounds": [_find_place(west, south), _find_place(east, north)],
        "labels": [_describe_label(layer, a, window, label) for a, label in labels.items()],
    }


def _describe_label(layer: Layer, area: str, window: Window, label: Label) -> dict[str, object]:
    """Return place, text and colours of an area's label: its figure, signed if it falls short."""
    band = layer.marks[area].band
    is_inside = label.pointer is None
    line = label.leader
    leader = [] if line is None else list(line.coords)
    return {
        "area": area,
        "at": _find_place(*_to_metres(window, label.x, label.y)),
        "leader": [_find_place(*_to_metres(window, x, y)) for x, y in leader],
        "html": hide_braces(escape(layer.marks[area].label)),
        "ink": palette.text_on(band.colour) if is_inside else palette.INK,
        "halo": band.colour if is_inside else palette.PAPER,
    }


def _to_metres(window: Window, x: float, y: float) -> tuple[float, float]:
    return window.west + (x - window.left) / window.scale, window.north - y / window.scale


@lru_cache(maxsize=1)
def _make_transformer() -> Transformer:
    return Transformer.from_crs(RD, "EPSG:4326", always_xy=True)


def _find_place(x: float, y: float) -> list[float]:
    """Return latitude and longitude of a place in RD, as Leaflet takes them."""
    longitude, latitude = _make_transformer().transform(x, y)
    return [round(latitude, 5), round(longitude, 5)]
