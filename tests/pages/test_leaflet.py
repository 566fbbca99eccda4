"""The map as the browser gets it: the same as `st_folium` would send, but drawn once."""

from typing import cast

import pytest
import streamlit_folium

from lib.board import Board
from lib.catalog import Catalog
from lib.figures.layers.modes import map_layers
from lib.figures.leaflet_map import draw_leaflet_map, draw_selection
from lib.figures.map_shapes import list_shapes
from lib.ui.map import leaflet
from tests.builders import build_board


@pytest.fixture
def local(catalog: Catalog) -> Board:
    """The board of somebody at this machine."""
    return build_board(catalog)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What is sent to the browser, instead of sending it."""
    found: list[dict[str, object]] = []
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **sent: found.append(sent))
    return found


@pytest.mark.parametrize("mode", ["rapportcijfer", "afstand", "misdrijven"])
@pytest.mark.parametrize("area", [None, "klingerberg"])
def test_sends_what_st_folium_sends(
    sent: list[dict[str, object]], local: Board, mode: str, area: str | None
) -> None:
    layer = map_layers(local)[mode]
    streamlit_folium.st_folium(
        draw_leaflet_map(layer, board=local),
        key=layer.key,
        height=leaflet.MAP_HEIGHT,
        use_container_width=True,
        returned_objects=[leaflet.RETURNED],
        feature_group_to_add=draw_selection(area, board=local),
    )
    leaflet.show_leaflet(layer, board=local, area=area, name="map", on_change=lambda: None)
    theirs, ours = ({k: v for k, v in s.items() if k != "on_change"} for s in sent)
    shared = list_shapes(local.geography)
    links = [*cast("list[str]", theirs.pop("js_links")), shared.address]
    assert ours.pop("js_links") == links
    for part in ("script", "feature_group"):
        whole = str(ours.pop(part))
        for name, shape in shared.shapes.items():
            whole = whole.replace(f'mapShapes["{name}"]', shape)
        assert whole == theirs.pop(part)
    assert ours == theirs


def test_the_shapes_are_sent_in_a_file_of_their_own(
    sent: list[dict[str, object]], local: Board
) -> None:
    layer = map_layers(local)["rapportcijfer"]
    leaflet.show_leaflet(layer, board=local, area="klingerberg", name="map", on_change=print)
    assert "coordinates" not in f"{sent[0]['script']}{sent[0]['feature_group']}"


def test_each_mode_is_a_map_of_its_own(sent: list[dict[str, object]], local: Board) -> None:
    """Another key makes the browser draw anew, also where two maps look the same."""
    for layer in map_layers(local).values():
        leaflet.show_leaflet(layer, board=local, area=None, name="map", on_change=lambda: None)
    keys = [s["key"] for s in sent]
    assert len(set(keys)) == len(keys)


def test_a_choice_leaves_the_map_as_it_is(sent: list[dict[str, object]], local: Board) -> None:
    layer = map_layers(local)["rapportcijfer"]
    for area in (None, "klingerberg", "velden"):
        leaflet.show_leaflet(layer, board=local, area=area, name="map", on_change=lambda: None)
    assert len({(s["key"], s["script"]) for s in sent}) == 1
    assert len({s["feature_group"] for s in sent}) == 3
