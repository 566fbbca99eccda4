"""A chart's specification made fit for a slide or a screen: as large as its box, in larger type.

Not here: drawing it (`picture`).
"""

from collections.abc import Mapping
from typing import Any

SMALLEST = 14  # points, which are the pixels of a chart that is drawn for a slide
LONGEST_LABEL = 400
LOW = 150  # pixels: a strip, which has no use for more
SIZES = ("fontSize", "labelFontSize", "titleFontSize")
DATA = ("data", "datasets")


def fit_chart(
    spec: Mapping[str, Any], *, width: float, height: float, smallest: float = SMALLEST
) -> dict[str, Any]:
    """Return the specification for a box of so many points; `spec` stays as it is.

    A map, and a chart of several views, keep their own size; a strip keeps its height.
    """
    if not ("layer" in spec or "mark" in spec) or is_map(spec):
        return dict(spec)
    fit: dict[str, Any] = _enlarged(spec, smallest)
    config: dict[str, Any] = fit.setdefault("config", {})
    for part in ("axis", "legend", "header"):
        least = dict.fromkeys(SIZES[1:], smallest)
        config[part] = least | config.get(part, {}) | {"labelLimit": LONGEST_LABEL}
    own = spec.get("height")
    is_low = isinstance(own, int | float) and own < LOW
    return fit | {
        "width": width,
        "height": own if is_low else height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 4,
    }


def is_map(spec: Mapping[str, Any]) -> bool:
    """Return whether the specification draws shapes of areas."""
    mark = spec.get("mark")
    kind = mark.get("type") if isinstance(mark, Mapping) else mark
    return kind == "geoshape" or any(is_map(part) for part in spec.get("layer", ()))


def _enlarged(node: Any, smallest: float) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, Mapping):
        return {
            k: v if k in DATA else max(v, smallest) if k in SIZES else _enlarged(v, smallest)
            for k, v in node.items()
        }
    return [_enlarged(part, smallest) for part in node] if isinstance(node, list) else node
