"""A figure's chart alone, as a picture for a large screen.

Not here: pictures that leave the dashboard, which tell their source too (`picture`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import vl_convert

from lib.export.picture import svg
from lib.figures import charts
from lib.figures.exhibit import Exhibit

SHARPNESS = 2.0


def screen_png(exhibit: Exhibit, *, width: int, height: int, larger: float, is_dark: bool) -> bytes:
    """Return the chart as a PNG of twice `width` by `height`, its type `larger` times as large.

    Raises `ExportError` where it cannot be drawn.
    """
    spec: Mapping[str, Any] | None = exhibit.chart
    if spec:
        spec = charts.enlarged(spec, by=larger, width=width, height=height)
        spec = charts.dark(spec) if is_dark else spec
    drawn = svg(replace(exhibit, chart=spec))
    return bytes(vl_convert.svg_to_png(drawn, scale=SHARPNESS))
