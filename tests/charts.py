"""Checks of charts, for tests of any room."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from altair.vegalite.v6.schema.core import load_schema
from jsonschema import Draft7Validator


def check_specification(spec: Mapping[str, Any]) -> None:
    """Hold a chart against the schema of Vega-Lite, which the app itself does not.

    Raises `ValidationError` of jsonschema when it does not fit. Altair's own check, in
    `Chart.from_dict`, holds each part of the chart against the same schema once more.
    """
    _validator().validate(dict(spec))


@cache
def _validator() -> Draft7Validator:
    return Draft7Validator(load_schema(), format_checker=Draft7Validator.FORMAT_CHECKER)
