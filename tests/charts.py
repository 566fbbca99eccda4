"""Checks of charts, for tests of any room."""

from collections.abc import Mapping
from typing import Any

import altair as alt


def check_specification(spec: Mapping[str, Any]) -> None:
    """Hold a chart against the schema of Vega-Lite, which the app itself does not.

    Raises `ValidationError` of jsonschema when it does not fit.
    """
    alt.Chart.from_dict(dict(spec), validate=True)
