"""Where labels stand: inside their area or on a line to it, and never on one another."""

from itertools import combinations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.figures.map_labels import Label, place_labels, place_names

FRAME = shapely.box(0, 0, 600, 600)
SIZE = 14.0


def grid_of_areas(step: int) -> dict[str, shapely.Polygon]:
    """Return sixteen squares next to each other in the middle of the frame."""
    left = 300 - 2 * step
    return {
        f"{i}-{j}": shapely.box(
            left + i * step, left + j * step, left + (i + 1) * step, left + (j + 1) * step
        )
        for i in range(4)
        for j in range(4)
    }


def label_all(areas: dict[str, shapely.Polygon], figure: str) -> dict[str, Label]:
    texts = {area: [(figure, "A long name"), (figure,)] for area in areas}
    return place_labels(areas, texts, size=SIZE, frame=FRAME)


def lie_apart(labels: list[Label]) -> bool:
    return not any(a.box.intersects(b.box) for a, b in combinations(labels, 2))


@settings(max_examples=12)
@given(step=st.integers(12, 120), figure=st.sampled_from(["7,1", "▼6,2", "1.125", "12,4*"]))
def test_labels_never_overlap_and_each_belongs_to_its_area(step: int, figure: str) -> None:
    areas = grid_of_areas(step)
    labels = label_all(areas, figure)
    assert lie_apart(list(labels.values()))
    for area, label in labels.items():
        assert FRAME.contains(label.box)
        if label.pointer is None:
            assert areas[area].contains(label.box)
        else:
            assert areas[area].contains(shapely.Point(label.pointer))
            others = [other.box for key, other in labels.items() if key != area]
            assert label.leader is not None
            assert not any(label.leader.intersects(box) for box in others)


@pytest.mark.parametrize("step", [28, 36, 60])
def test_every_area_has_a_label_on_a_map_of_any_useful_size(step: int) -> None:
    areas = grid_of_areas(step)
    assert set(label_all(areas, "▼6,2")) == set(areas)


def test_name_stands_under_its_figure_where_both_fit() -> None:
    areas = {"wide": shapely.box(0, 0, 300, 100), "small": shapely.box(0, 200, 60, 260)}
    texts = {area: [("6,4", "Klingerberg"), ("6,4",)] for area in areas}
    labels = place_labels(areas, texts, size=SIZE, frame=FRAME)
    assert labels["wide"].lines == ("6,4", "Klingerberg")
    assert labels["small"].lines == ("6,4",)


def test_area_outside_the_frame_has_no_label() -> None:
    assert place_labels({}, {"gone": [("7,1",)]}, size=SIZE, frame=FRAME) == {}


@pytest.mark.parametrize(
    ("taken", "names"),
    [
        ([], ["Kern", "Dorp"]),
        ([Label(("7,1", "Kern"), 500, 500, SIZE)], ["Dorp"]),
        ([Label(("x" * 30,), 100, 100 + y, SIZE) for y in (-40, -20, 0, 20, 40)], ["Dorp"]),
    ],
    ids=["both", "in a label already", "no room"],
)
def test_places_have_their_name_where_there_is_room(taken: list[Label], names: list[str]) -> None:
    points = {"Kern": shapely.Point(100, 100), "Dorp": shapely.Point(300, 300)}
    found = place_names(points, size=12, frame=FRAME, taken=taken)
    assert [label.lines[0] for label in found] == names
    assert lie_apart([*found, *taken[:1]])
