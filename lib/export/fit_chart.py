"""A chart's specification made fit for a slide or a screen: as large as its box, in larger type.

Not here: drawing it (`picture`).
"""

import math
from collections.abc import Mapping
from typing import Any

SMALLEST_CHART_TYPE = 14  # points, which are the pixels of a chart that is drawn for a slide
LONGEST_AXIS_LABEL = 400
LOW_CHART = 150  # pixels: a strip, which has no use for more
# Of charts under each other, with names of rows: how many times as wide as high, and pixels.
PART_SHARE, PART_HEIGHT = 2, 150
NAMES_WIDTH, NARROWEST_PART = 190, 80  # pixels: of the names of rows, and of what stands next to it
FONT_SIZES = ("fontSize", "labelFontSize", "titleFontSize")
DATA_KEYS = ("data", "datasets")


def fit_chart(
    spec: Mapping[str, Any], *, width: float, height: float, smallest: float = SMALLEST_CHART_TYPE
) -> dict[str, Any]:
    """Return the specification for a box of so many points; `spec` stays as it is.

    A chart with a width of its own, or of several views, retains its size; a strip its height.
    Charts under each other are placed in as many columns as suit the box.
    """
    if "concat" in spec:
        return _fit_parts(spec, width=width, height=height, smallest=smallest)
    if not ("layer" in spec or "mark" in spec) or isinstance(spec.get("width"), int | float):
        return dict(spec)
    fit: dict[str, Any] = _enlarge_type(spec, smallest)
    config: dict[str, Any] = fit.setdefault("config", {})
    for part in ("axis", "legend", "header"):
        least = dict.fromkeys(FONT_SIZES[1:], smallest)
        config[part] = least | config.get(part, {}) | {"labelLimit": LONGEST_AXIS_LABEL}
    own = spec.get("height")
    is_low = isinstance(own, int | float) and own < LOW_CHART
    return fit | {
        "width": width,
        "height": own if is_low else height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 4,
    }


def _fit_parts(
    spec: Mapping[str, Any], *, width: float, height: float, smallest: float
) -> dict[str, Any]:
    """Return charts under each other in columns that have the shape of the box together."""
    parts = spec["concat"]
    columns = min(len(parts), max(1, round((len(parts) * width / height / PART_SHARE) ** 0.5)))
    drawn = max(height, math.ceil(len(parts) / columns) * PART_HEIGHT)  # before it is made to fit
    wide = max(NARROWEST_PART, width * drawn / height / columns - NAMES_WIDTH)
    fitted = [_enlarge_type(part, smallest) | {"width": wide} for part in parts]
    return dict(spec) | {"columns": columns, "concat": fitted}


def _enlarge_type(node: Any, smallest: float) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, Mapping):
        return {
            k: v
            if k in DATA_KEYS
            else max(v, smallest)
            if k in FONT_SIZES
            else _enlarge_type(v, smallest)
            for k, v in node.items()
        }
    return [_enlarge_type(part, smallest) for part in node] if isinstance(node, list) else node
