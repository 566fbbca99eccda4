"""What the check of charts refuses."""

from typing import Any

import pytest
from jsonschema import ValidationError

from tests.charts import check_specification

BAR: dict[str, Any] = {
    "data": {"values": [{"jaar": "2021", "aantal": 3}]},
    "mark": {"type": "bar"},
    "encoding": {"x": {"field": "aantal", "type": "quantitative"}},
}


@pytest.mark.parametrize("spec", [BAR, {"layer": [BAR, BAR]}, {"vconcat": [BAR]}])
def test_a_chart_that_fits_passes(spec: dict[str, Any]) -> None:
    check_specification(spec)


@pytest.mark.parametrize(
    "wrong",
    [
        {"mark": {"type": "balk"}},
        {"mark": {"type": "bar", "color": 3}},
        {"encoding": {"x": {"field": "aantal", "type": "number"}}},
        {"encoding": {"x": {"field": "aantal", "axis": {"grids": True}}}},
        {"widht": 3},
    ],
)
def test_a_chart_that_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    for spec in (BAR | wrong, {"layer": [BAR, BAR | wrong]}):
        with pytest.raises(ValidationError):
            check_specification(spec)
