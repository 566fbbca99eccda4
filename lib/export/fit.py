"""A chart's specification made fit for a slide: as large as its box, type that is read from afar.

Not here: drawing it (`picture`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SMALLEST = 14  # points, which are the pixels of a chart that is drawn for a slide
LEGEND = 200  # what a map's legend takes of the width
LONGEST_LABEL = 400
SIZES = ("fontSize", "labelFontSize", "titleFontSize")
DATA = ("data", "datasets")


def is_map(spec: Mapping[str, Any]) -> bool:
    """Return whether the specification draws shapes of areas."""
    mark = spec.get("mark")
    kind = mark.get("type") if isinstance(mark, Mapping) else mark
    return kind == "geoshape" or any(is_map(part) for part in spec.get("layer", ()))


def fitted(spec: Mapping[str, Any], *, width: float, height: float) -> dict[str, Any]:
    """Return the specification for a box of so many points; `spec` stays as it is.

    A map keeps its proportions and gets its legend beside it. A chart of several views keeps its
    own size.
    """
    fit: dict[str, Any] = _enlarged(spec)
    config: dict[str, Any] = fit.setdefault("config", {})
    for part in ("axis", "legend", "header"):
        least = dict.fromkeys(SIZES[1:], SMALLEST)
        config[part] = least | config.get(part, {}) | {"labelLimit": LONGEST_LABEL}
    if is_map(fit):
        fit |= {"width": min(width, height * _ratio(fit) + LEGEND), "height": height}
        _legend_beside(fit)
    elif "layer" in fit or "mark" in fit:
        fit |= {"width": width, "height": height}
    else:
        return fit
    return fit | {"autosize": {"type": "fit", "contains": "padding"}, "padding": 4}


def _enlarged(node: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, Mapping):
        return {
            k: v if k in DATA else max(v, SMALLEST) if k in SIZES else _enlarged(v)
            for k, v in node.items()
        }
    return [_enlarged(part) for part in node] if isinstance(node, list) else node


def _ratio(spec: Mapping[str, Any]) -> float:
    """Return how wide the shapes together are, as a part of their height."""
    across, along = zip(*_points(spec), strict=True)
    return float((max(across) - min(across)) / (max(along) - min(along)))


def _points(node: Any) -> Iterator[Sequence[float]]:  # noqa: ANN401 - any JSON
    """Yield the coordinates of every shape in a specification."""
    if isinstance(node, Mapping):
        for key, part in node.items():
            yield from _flat(part) if key == "coordinates" else _points(part)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for part in node:
            yield from _points(part)


def _flat(node: Sequence[Any]) -> Iterator[Sequence[float]]:
    if isinstance(node[0], Sequence):
        for part in node:
            yield from _flat(part)
    else:
        yield node[:2]


def _legend_beside(spec: dict[str, Any]) -> None:
    """Turn the legends of a map; the slide says above them what they are of."""
    for part in (spec, *spec.get("layer", ())):
        for channel in part.get("encoding", {}).values():
            if channel.get("legend"):
                channel["legend"] |= {"orient": "right", "title": None}
