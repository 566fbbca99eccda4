"""Ratings over waves, and other new charts: what is drawn, read from their specification."""

import json
from math import nan
from typing import Any

import pandas as pd
import pytest
import vl_convert

from lib.figures.chart_style import Chart
from lib.figures.rating_charts import draw_wave_history, draw_wave_slopes
from lib.figures.trends import (
    draw_bars,
    draw_benchmark,
    draw_months,
    draw_rating_against_crime,
    draw_years,
)

GOALS = {"ondergrens": 6.7, "doel": 7.4}


def drawn(chart: Chart) -> dict[str, Any]:
    """The chart's specification; drawing it must not fail."""
    spec: dict[str, Any] = chart.to_dict()
    text = json.dumps({**spec, "width": 600}) if "width" in spec else json.dumps(spec)
    assert "<svg" in vl_convert.vegalite_to_svg(text)
    return spec


def rows_of(spec: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return [list(rows) for rows in spec["datasets"].values()]


def test_waves_that_cannot_be_compared_have_another_sign_and_no_line() -> None:
    frame = pd.DataFrame(
        {
            "period": ["2016", "2021", "2023"],
            "value": [6.4, 6.4, 6.6],
            "lower": [float("nan"), 6.2, 6.4],
            "upper": [float("nan"), 6.6, 6.8],
            "comparable": [False, True, True],
        }
    )
    spec = drawn(draw_wave_history(frame, goals=GOALS))
    rows = next(rows for rows in rows_of(spec) if "kind" in rows[0])
    assert [row["kind"] for row in rows] == [
        "andere meetmethode",
        "vergelijkbaar",
        "vergelijkbaar",
    ]
    assert [row["rating"] for row in rows] == ["6,4", "6,4", "6,6"]
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert [layer["transform"] for layer in lines] == [[{"filter": "datum.comparable"}]]


def draw_slopes(values: dict[str, float], signs: dict[str, str]) -> dict[str, Any]:
    frame = pd.DataFrame(
        [
            {"name": name, "period": period, "value": value}
            for name, value in values.items()
            for period in ("2021", "2023")
        ]
    )
    return drawn(draw_wave_slopes(frame, goals=GOALS, signs=signs))


def slope_names(values: dict[str, float], signs: dict[str, str] | None = None) -> list[str]:
    spec = draw_slopes(values, signs or {})
    ends = [row for rows in rows_of(spec) for row in rows if "name" in row and "rating" not in row]
    return sorted({str(row["name"]) for row in ends if "changed" in row})


def test_areas_that_end_on_one_figure_are_named_together() -> None:
    assert slope_names({"Noord": 7.0, "Zuid": 7.0, "West": 6.4}) == ["Noord, Zuid", "West"]


def test_an_area_that_changed_is_named_first_with_its_sign_and_alone_is_thick() -> None:
    values = {"Noord": 7.0, "Zuid": 7.0, "West": 6.4}
    assert slope_names(values, {"Zuid": "↑", "West": "↓"}) == ["↑ Zuid, Noord", "↓ West"]
    spec = draw_slopes(values, {"Zuid": "↑"})
    (lines,) = (layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    assert lines["encoding"]["strokeWidth"]["condition"] == {"test": "datum.changed", "value": 3.5}
    rows = next(rows for rows in rows_of(spec) if "rating" in rows[0])
    assert {row["name"] for row in rows if row["changed"]} == {"Zuid"}
    # Under the floor is another matter: it has a colour of its own elsewhere.
    assert slope_names(values) == ["Noord, Zuid", "West"]


def test_goals_end_at_the_last_dots_and_strike_no_name_through() -> None:
    spec = draw_slopes({"Noord": 7.4}, {})
    (goals,) = (layer for layer in spec["layer"] if layer["mark"]["type"] == "rule")
    assert (goals["encoding"]["x"]["datum"], goals["encoding"]["x2"]["value"]) == ("2023", 0)


def test_too_many_names_are_counted_instead() -> None:
    names = {f"Een wijk met een lange naam {n}": 7.0 for n in range(4)}
    assert slope_names(names) == ["Een wijk met een lange naam 0 en 3 andere"]
    signs = {"Een wijk met een lange naam 1": "↑", "Een wijk met een lange naam 3": "↓"}
    assert slope_names(names, signs) == [
        "↑ Een wijk met een lange naam 1, ↓ Een wijk met een lange naam 3 en 2 andere"
    ]


@pytest.mark.parametrize(
    ("rates", "names"),
    [
        ([10, 100], ["A", "B"]),
        ([10, 10.2, 100], ["A, B", "C"]),
        ([10, 15, 100], ["A", "B", "C"]),
    ],
)
def test_names_of_dots_that_coincide_are_joined(rates: list[float], names: list[str]) -> None:
    frame = pd.DataFrame(
        {"name": list("ABC")[: len(rates)], "value": 7.0, "rate": rates, "starred": False}
    )
    spec = drawn(draw_rating_against_crime(frame, rating="r", crime="c"))
    labels = [row for rows in rows_of(spec) for row in rows if "left" in row]
    assert sorted(str(row["name"]) for row in labels) == names


def test_of_two_names_close_together_the_first_stands_left() -> None:
    frame = pd.DataFrame(
        {"name": ["A", "B", "C"], "value": 7.0, "rate": [10, 15, 100], "starred": False}
    )
    spec = drawn(draw_rating_against_crime(frame, rating="r", crime="c"))
    left = {row["name"]: row["left"] for rows in rows_of(spec) for row in rows if "left" in row}
    assert left == {"A": True, "B": False, "C": False}
    # A long name is close to what a short one is far from.
    frame = frame.assign(name=["Een wijk met een lange naam", "B", "C"], rate=[10, 25, 100])
    spec = drawn(draw_rating_against_crime(frame, rating="r", crime="c"))
    left = {row["name"]: row["left"] for rows in rows_of(spec) for row in rows if "left" in row}
    assert left == {"Een wijk met een lange naam": True, "B": False, "C": False}


def test_events_are_numbered_lines_over_the_months() -> None:
    months = pd.DataFrame(
        {"period": [f"2023-{m:02}" for m in range(1, 13)], "value": [float(m) for m in range(12)]}
    ).assign(lower=nan, upper=nan)
    events = pd.DataFrame({"month": ["2023-02", "2023-09"], "name": ["Besluit", "Start"]})
    spec = drawn(draw_months(months, unit="misdrijven", events=events))
    numbers = [row for rows in rows_of(spec) for row in rows if "number" in row]
    assert [(row["number"], row["name"]) for row in numbers] == [("1", "Besluit"), ("2", "Start")]
    without = drawn(draw_months(months, unit="misdrijven", events=events.iloc[:0]))
    assert len(without["layer"]) == len(spec["layer"]) - 2


def test_months_have_their_expected_band_where_it_is_known() -> None:
    months = pd.DataFrame({"period": ["2023-01", "2023-02"], "value": [5.0, 30.0]})
    bare = drawn(draw_months(months.assign(lower=nan, upper=nan), unit="misdrijven"))
    spec = drawn(draw_months(months.assign(lower=[2.0, nan], upper=[9.0, nan]), unit="misdrijven"))
    assert len(spec["layer"]) == len(bare["layer"]) + 1
    rows = [row for rows in rows_of(spec) for row in rows]
    assert [row["band"] for row in rows] == ["2 tot 9", "niet bekend"]


def test_other_regions_have_their_margins() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Hier", "Land"],
            "value": [24.7, 21.7],
            "lower": [22.5, 21.3],
            "upper": [26.9, 22.1],
            "own": [True, False],
        }
    )
    spec = drawn(draw_benchmark(frame, unit="%", decimals=1, ends=(20.0, 40.0)))
    assert [row["text"] for row in rows_of(spec)[0]] == ["24,7", "21,7"]
    assert {layer["mark"]["type"] for layer in spec["layer"]} == {"rule", "point", "text"}
    assert all(
        layer["encoding"]["x"]["scale"]["domain"] == [20.0, 40.0]
        for layer in spec["layer"]
        if "scale" in layer["encoding"]["x"]
    )
    drawn(draw_bars(frame, unit="per 1.000", decimals=1))
    drawn(
        draw_years(
            pd.DataFrame({"period": ["2022", "2023"], "value": [5.0, float("nan")]}),
            unit="misdrijven",
        )
    )
