"""The map modes: classes, texts, order; screen, static map, list and file agree."""

import dataclasses
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from lib.access import LOCAL
from lib.analysis.gap import round_half_up
from lib.board import NOT_COMPARABLE, RATING, Board
from lib.catalog import Catalog
from lib.exhibits.maps import layer_table, map_caveats
from lib.exhibits.ratings import area_ratings
from lib.figures import palette
from lib.figures.format import number, signed
from lib.figures.layers.layer import NOT_COMPARED, group_areas, list_bands
from lib.figures.layers.modes import map_layers, theme_layers
from lib.figures.leaflet_map import HATCH, draw_leaflet_map, draw_selection, render_tooltip
from lib.figures.rating_charts import RatingPoint, draw_rating_dots, draw_target_strip
from lib.figures.svg_map import draw_svg_map
from lib.figures.tile_map import draw_tiles
from lib.figures.trends import draw_years
from tests.builders import build_board_from

DAY = dt.date(2026, 11, 23)
KEYS = ("rapportcijfer", "afstand", "misdrijven-per-1000", "misdrijven")


def test_modes_without_two_comparable_waves(internal: Board) -> None:
    assert tuple(map_layers(internal)) == KEYS


def test_who_comes_at_once_gets_the_same(catalog: Catalog) -> None:
    board = Board(catalog, LOCAL, DAY, "new")
    theme = board.files.themes[0]
    start = Barrier(16)

    def come(_: int) -> list[int]:
        start.wait()
        made = [*map_layers(board).values(), *theme_layers(board, theme).values()]
        return [id(layer) for layer in made]

    with ThreadPoolExecutor(16) as visitors:
        first, *others = visitors.map(come, range(16))
    assert first
    assert all(other == first for other in others)


def test_rating_classes_are_set_by_the_policy(internal: Board) -> None:
    layer = map_layers(internal)["rapportcijfer"]
    assert [b.label for b in layer.bands] == ["onder 6,7", "6,7 tot 7,4", "7,4 of hoger"]
    counted = Counter(mark.band for mark in layer.marks.values())
    assert [counted[band] for band in layer.bands] == [2, 8, 8]
    assert layer.marks["klingerberg"].band.sign == "▼"


@pytest.mark.parametrize("key", KEYS)
def test_every_value_has_exactly_one_class(internal: Board, key: str) -> None:
    layer = map_layers(internal)[key]
    for mark in layer.marks.values():
        assert mark.value is not None
        (band,) = (b for b in layer.bands if b.holds(mark.value))
        assert mark.band == (NOT_COMPARED if mark.star else band)


@pytest.mark.parametrize("key", KEYS)
def test_map_value_is_the_page_value(internal: Board, key: str) -> None:
    """Given a mode, the map's labels and tooltips hold what list, table and file hold."""
    layer = map_layers(internal)[key]
    page = draw_leaflet_map(layer, board=internal).get_root().render()
    file = layer_table(layer).set_index("wijk")
    for area, mark in layer.marks.items():
        assert mark.text in render_tooltip(layer, area)
        assert json.dumps(mark.text)[1:-1] in page.replace("\\u002b", "+") or mark.text in page
        format_value = signed if key == "afstand" else number
        figure = float(file[layer.label.lower()][mark.name])
        assert format_value(figure, decimals=layer.indicator.decimals) == mark.text
        assert figure == round_half_up(figure, decimals=layer.indicator.decimals)
        assert file.loc[mark.name, "klasse"] == mark.band.label


@pytest.mark.parametrize("key", KEYS)
def test_static_map_has_the_classes_and_colours_of_the_screen(internal: Board, key: str) -> None:
    layer = map_layers(internal)[key]
    svg = draw_svg_map(layer, board=internal)
    found = re.findall(r'Z" fill="(#[0-9A-F]{6})" data-area="([a-z-]+)">', svg)
    static = {area: colour for colour, area in found}
    page = draw_leaflet_map(layer, board=internal).get_root().render()
    screen = dict(re.findall(r'"area": "([a-z-]+)", "colour": "(.+?)"', page))
    # On the screen a pattern, in files lines on paper.
    assert static == {a: palette.PAPER if c == HATCH else c for a, c in screen.items()}


def test_selection_does_not_touch_the_base_map(internal: Board) -> None:
    """Given another selection, the base map's script is the same but for folium's names."""
    layer = map_layers(internal)["rapportcijfer"]

    def script() -> str:
        text = draw_leaflet_map(layer, board=internal).get_root().render()
        return re.sub(r"_[0-9a-f]{32}", "", text)

    first = script()
    draw_selection("klingerberg", board=internal)
    assert script() == first


def test_map_asks_no_other_host(internal: Board) -> None:
    page = (
        draw_leaflet_map(map_layers(internal)["rapportcijfer"], board=internal).get_root().render()
    )
    assert re.findall(r"(?:src|href)=[\"'](https?:)?//", page) == []
    assert "/assets/leaflet/leaflet.js" in page


HOSTILE = "<img src=x onerror=alert(1)>`${alert(1)}`\\"


def test_hostile_text_is_escaped_on_the_map(internal: Board) -> None:
    """The catalog refuses such names; the map would still be safe with them."""
    layer = map_layers(internal)["misdrijven"]
    renamed = {area: dataclasses.replace(m, name=HOSTILE) for area, m in layer.marks.items()}
    fresh = dataclasses.replace(layer, marks=renamed)
    text = render_tooltip(fresh, "klingerberg")
    assert "<img" not in text
    page = draw_leaflet_map(fresh, board=internal).get_root().render()
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "name", ["{{700000000+7}}", "{% print 700000000+7 %}", "{#", "{% endmacro %}"]
)
def test_text_on_the_map_is_not_run_as_a_template(internal: Board, name: str) -> None:
    """folium runs what it made as a template once more, on the server."""
    layer = map_layers(internal)["misdrijven"]
    renamed = {a: dataclasses.replace(m, name=name, label=name) for a, m in layer.marks.items()}
    fresh = dataclasses.replace(layer, marks=renamed)
    page = draw_leaflet_map(fresh, board=internal).get_root().render()
    # In every tooltip, and in the labels of frames of two widths.
    assert page.count(name.replace("{", "\\u0026#123;")) >= 2 * len(renamed)
    assert "700000007" not in page


@pytest.mark.parametrize("key", KEYS)
def test_public_list_is_alphabetical_within_groups(public: Board, key: str) -> None:
    layer = map_layers(public)[key]
    groups = group_areas(layer, internal=False)
    names = [[layer.marks[a].name for a in group] for group in groups]
    assert all(group == sorted(group) for group in names)
    assert sorted(a for g in groups for a in g) == sorted(public.areas)


def test_internal_list_starts_with_what_asks_attention(internal: Board) -> None:
    assert group_areas(map_layers(internal)["rapportcijfer"], internal=True)[0] == [
        "blerick-noord-en-trade-port",
        "klingerberg",
    ]
    assert group_areas(map_layers(internal)["misdrijven"], internal=True)[0][0] == "venlo-centrum"


def test_theme_shows_only_what_fits_it(internal: Board) -> None:
    assert tuple(theme_layers(internal, internal.files.themes[0])) == (
        "misdrijven-per-1000",
        "misdrijven",
    )


def test_star_marks_what_is_hard_to_compare(internal: Board) -> None:
    layer = map_layers(internal)["misdrijven-per-1000"]
    assert layer.marks["venlo-centrum"].starred == "211,9*"
    assert layer.marks["klingerberg"].starred == "37,2"
    assert layer.star_note.startswith("*")


def test_what_cannot_be_compared_is_in_no_class_and_listed_apart(public: Board) -> None:
    layer = map_layers(public)["misdrijven-per-1000"]
    apart = {area for area, mark in layer.marks.items() if mark.star}
    assert len(apart) > 1
    *classes, last = group_areas(layer, internal=False)
    assert set(last) == apart
    assert not apart & {area for group in classes for area in group}
    assert {layer.find_ground(area) for area in apart} == {palette.PAPER}
    assert list_bands(layer)[-1].label == "niet vergelijkbaar: veel bezoekers of bedrijven"
    table = layer_table(layer).set_index("wijk")
    assert set(table["klasse"][table["opmerking"] != ""]) == {NOT_COMPARED.label}
    assert any("veel bezoekers" in caveat.text for caveat in map_caveats(public, layer))


@pytest.mark.parametrize("draw", [draw_svg_map, partial(draw_tiles, width=900.0, height=600.0)])
def test_count_is_a_circle_of_its_area_and_no_shade(
    public: Board, draw: Callable[..., str]
) -> None:
    layer = map_layers(public)["misdrijven"]
    assert layer.has_circles
    assert {layer.find_ground(area) for area in layer.marks} == {palette.PAPER}
    svg = draw(layer, board=public)
    shades = set(palette.COUNT_CLASSES) - {palette.CIRCLE, palette.CIRCLE_EDGE}
    assert not shades & set(re.findall(r"#[0-9A-F]{6}", svg))
    radii = sorted(float(r) for r in re.findall(r'<circle [^>]*\br="([\d.]+)"', svg))
    values = sorted(mark.value or 0 for mark in layer.marks.values())
    scale = radii[-1] ** 2 / values[-1]
    assert [radius**2 / scale for radius in radii] == pytest.approx(values, rel=0.06)
    assert any("groter de cirkel" in caveat.text for caveat in map_caveats(public, layer))


def test_under_the_floor_is_one_colour_everywhere(internal: Board) -> None:
    for key in ("rapportcijfer", "afstand"):
        layer = map_layers(internal)[key]
        below = [mark for mark in layer.marks.values() if mark.band.sign == "▼"]
        assert {mark.band.colour for mark in below} == {palette.BELOW_FLOOR}
        assert palette.BELOW_FLOOR in draw_svg_map(layer, board=internal)
    ratings = area_ratings(internal, order="name")
    assert ratings is not None
    assert ratings.native is not None
    assert palette.BELOW_FLOOR in json.dumps(ratings.chart)
    assert palette.BELOW_FLOOR in ratings.native.colours


def test_what_holds_for_some_areas_stands_in_the_file_at_those(internal: Board) -> None:
    file = layer_table(map_layers(internal)["misdrijven-per-1000"])
    assert "toelichting" not in file
    remarks = file.set_index("wijk")["opmerking"]
    assert remarks["Venlo-Centrum"] == NOT_COMPARABLE
    assert remarks["Klingerberg"] == ""


def test_charts_are_valid_and_dutch(internal: Board) -> None:
    assert internal.floor is not None
    assert internal.target is not None
    order = list(internal.areas)
    figures = [
        draw_rating_dots(internal.ratings.newest(), floor=6.7, target=7.4, order=order),
        draw_target_strip(
            RatingPoint(7.2, "2021"), RatingPoint(7.2, "2021"), RatingPoint(7.4, "2026")
        ),
        draw_years(internal.registrations.yearly("misdrijven"), unit="misdrijven"),
    ]
    for figure in figures:
        spec = figure.to_dict()
        assert spec["config"]["locale"]["number"]["decimal"] == ","


def test_rating_dots_have_the_given_order_and_show_every_area(internal: Board) -> None:
    order = sorted(internal.areas, reverse=True)
    spec = draw_rating_dots(internal.ratings.newest(), floor=6.7, target=7.4, order=order).to_dict()
    rows = next(d for d in spec["datasets"].values() if "rating" in d[0])
    assert [r["name"] for r in rows] == [internal.areas[a].name for a in order]


def test_no_class_without_goals(data_copy: tuple[Path, Path]) -> None:

    data, geo = data_copy
    (data / "targets.toml").write_text("# none\n", encoding="utf-8")
    found = map_layers(build_board_from(data, geo))
    assert "afstand" not in found
    assert [b.label for b in found["rapportcijfer"].bands] == ["alle cijfers"]
    assert found["rapportcijfer"].indicator.indicator == RATING


def test_a_row_does_not_repeat_that_no_margin_is_known(internal: Board) -> None:
    """A wave without intervals: one caveat states it, not each of the rows."""
    for key in ("rapportcijfer", "afstand"):
        assert {mark.certainty for mark in map_layers(internal)[key].marks.values()} == {""}
