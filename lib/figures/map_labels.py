"""Where the figures and names stand on a map: inside their shape, else on a line that leads to it.

No two of them overlap. In pixels, from the top left. Not here: drawing them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from lib.figures.svg_parts import BOLD_LETTER

LINE_HEIGHT = 1.2  # of a line of text, as a part of the size of the type
BREATH = 2.0  # pixels between two labels
GRID = 9  # places tried across a shape, in both directions
DIRECTIONS = 24  # around a shape
FIRST_RING, RING_STEP, RINGS = 0.9, 0.45, 26  # distances, in heights of the label
ON_OTHER_AREA = 4.0  # what it costs to stand on another area, in heights of the label


@dataclass(frozen=True)
class Label:
    """A text and its middle; `pointer` is the end of its line, None where it needs none."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    pointer: tuple[float, float] | None = None

    @property
    def box(self) -> shapely.Polygon:
        """The rectangle that the text takes."""
        return _make_box(self.lines, self.x, self.y, size=self.size)

    @property
    def leader(self) -> shapely.LineString | None:
        """The line from the text to its area."""
        if self.pointer is None:
            return None
        line = shapely.LineString([(self.x, self.y), self.pointer])
        outside = line.difference(self.box)
        return outside if isinstance(outside, shapely.LineString) else line


def place_labels(
    shapes: Mapping[str, BaseGeometry],
    texts: Mapping[str, Sequence[tuple[str, ...]]],
    *,
    size: float,
    frame: shapely.Polygon,
) -> dict[str, Label]:
    """Return the label of each area, all within the frame.

    `texts` has for each area the forms of its label, the best first: the first that fits inside
    the shape is taken; where none does, the last stands outside. An area that is left without any
    place, on a map that is far too small, has no label.
    """
    texts = {area: forms for area, forms in texts.items() if area in shapes}
    inside = {a: _place_inside(shapes[a], forms, size=size) for a, forms in texts.items()}
    labels = {area: label for area, label in inside.items() if label}
    # A label on the middle of another area would leave that one no place for its line.
    middles = {a: shapely.Point(find_middle(shapes[a])) for a in texts if a not in labels}
    for area in sorted(middles, key=lambda a: shapes[a].area):
        taken = _Taken(labels.values(), _list_others(middles, area))
        around = _list_places_around(texts[area][-1], shapes[area], size=size)
        free = taken.find_free(around, frame=frame)
        if found := _choose_nearest(free, _list_others(shapes, area)):
            labels[area] = found
    return labels


def _list_others(shapes: Mapping[str, BaseGeometry], area: str) -> list[BaseGeometry]:
    return [shape for key, shape in shapes.items() if key != area]


def place_names(
    points: Mapping[str, BaseGeometry],
    *,
    size: float,
    frame: shapely.Polygon,
    taken: Iterable[Label],
) -> list[Label]:
    """Return the names of places at their points, as far as there is room for them.

    What a label has already in words is left out.
    """
    found = list(taken)
    points = {n: p for n, p in points.items() if not any(n in "".join(t.lines) for t in found)}
    placed = []
    for name, point in points.items():
        x, y = point.centroid.x, point.centroid.y
        for up in (0.0, -1.0, 1.0, -2.0, 2.0):
            label = Label((name,), x, y + up * size, size)
            if frame.contains(label.box) and not _Taken(found).collides(label):
                found.append(label)
                placed.append(label)
                break
    return placed


def place_names_inside(
    shapes: Mapping[str, BaseGeometry], *, size: float, taken: Iterable[Label]
) -> list[Label]:
    """Return the names of shapes that have room for them, each inside its own."""
    found = list(taken)
    free = _Taken(found)
    placed = []
    for name, shape in shapes.items():
        label = _place_inside(shape, [(name,)], size=size)
        if label is not None and not free.collides(label):
            placed.append(label)
    return placed


def _place_inside(
    shape: BaseGeometry, forms: Sequence[tuple[str, ...]], *, size: float
) -> Label | None:
    shapely.prepare(shape)
    for lines in forms:
        for x, y in _list_points_inside(shape):
            if shapely.contains(shape, _make_box(lines, x, y, size=size)):
                return Label(lines, x, y, size)
    return None


def _list_points_inside(shape: BaseGeometry) -> Iterator[tuple[float, float]]:
    """Yield the middle of the widest circle in a shape, then a grid, the nearest to it first."""
    middle = find_middle(shape)
    yield middle
    west, south, east, north = map(float, shapely.bounds(shape))
    grid = [
        (west + (east - west) * i / GRID, south + (north - south) * j / GRID)
        for i in range(1, GRID)
        for j in range(1, GRID)
    ]
    yield from sorted(grid, key=lambda p: (p[0] - middle[0]) ** 2 + (p[1] - middle[1]) ** 2)


@lru_cache(maxsize=1024)
def find_middle(shape: BaseGeometry) -> tuple[float, float]:
    """Return the middle of the widest circle in a shape."""
    # The circle comes as a line from its centre to its rim.
    circle = shapely.maximum_inscribed_circle(shape)  # type: ignore[call-overload]
    x, y = shapely.get_coordinates(circle)[0]
    return float(x), float(y)


def _list_places_around(
    lines: tuple[str, ...], shape: BaseGeometry, *, size: float
) -> Iterator[Label]:
    """Yield places around the middle of a shape, the nearest first."""
    pointer = find_middle(shape)
    _, _, half_width, half_height = _make_box(lines, 0, 0, size=size).bounds
    for ring in range(RINGS):
        distance = (FIRST_RING + ring * RING_STEP) * size * LINE_HEIGHT
        for step in range(DIRECTIONS):
            angle = 2 * pi * step / DIRECTIONS
            # A label is wider than high: as far from the point on all sides.
            x = pointer[0] + cos(angle) * (distance + half_width)
            y = pointer[1] + sin(angle) * (distance + half_height)
            yield Label(lines, x, y, size, pointer)


def _choose_nearest(labels: Iterable[Label], others: Iterable[BaseGeometry]) -> Label | None:
    """Return the first label that lies free, or one on another area if that is far nearer."""
    shapes = np.array(list(others), dtype=object)
    best, least = None, float("inf")
    for label in labels:
        distance = shapely.Point(label.x, label.y).distance(shapely.Point(label.pointer or ()))
        if distance >= least:
            break
        covered = shapely.area(shapely.intersection(shapes, label.box)).sum()
        cost = distance + ON_OTHER_AREA * label.size * covered / label.box.area
        if cost < least:
            best, least = label, cost
    return best


class _Taken:
    """The places that labels and their lines have, and points that must stay free."""

    def __init__(self, labels: Iterable[Label], points: Iterable[BaseGeometry] = ()) -> None:
        found = list(labels)
        self.boxes = np.array([*(label.box for label in found), *points], dtype=object)
        lines = [line for label in found if (line := label.leader) is not None]
        self.lines = np.array(lines, dtype=object)

    def find_free(self, labels: Iterable[Label], *, frame: shapely.Polygon) -> Iterator[Label]:
        """Yield the labels that lie within a frame and on nothing."""
        return (n for n in labels if frame.contains(n.box) and not self.collides(n))

    def collides(self, label: Label) -> bool:
        """Return whether a label or its line would lie on another label or cross a line."""
        own, line = label.box.buffer(BREATH, join_style="mitre"), label.leader
        mine = [own] if line is None else [own, line]
        return any(
            bool(shapely.intersects(part, taken).any())
            for part in mine
            for taken in (self.boxes, self.lines)
        )


def _make_box(lines: Sequence[str], x: float, y: float, *, size: float) -> shapely.Polygon:
    width = max(map(len, lines)) * size * (BOLD_LETTER + 0.06)
    height = len(lines) * size * LINE_HEIGHT
    return shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
