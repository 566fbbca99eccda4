"""The classes of a map: each figure as shown stands in the one class whose label holds it."""

from math import isclose, log10

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.gap import round_half_up
from lib.board import AreaValues, Board, Unit
from lib.figures.format import number
from lib.figures.layers.layer import Band, build_bands, build_marks
from lib.figures.layers.registration_layers import ROUND_DIGITS, choose_breaks
from lib.figures.palette import COUNT_CLASSES

VALUES = st.lists(st.floats(0, 5_000, allow_nan=False), min_size=1, max_size=18)


def _values(found: list[float], decimals: int, board: Board) -> AreaValues:
    values = board.area_values("misdrijven", unit=Unit.COUNT)
    assert values is not None
    frame = values.frame.head(len(found)).assign(value=found, missing="", remark="")
    indicator = values.indicator.model_copy(update={"decimals": decimals})
    return AreaValues(indicator=indicator, frame=frame)


@given(found=VALUES, decimals=st.integers(0, 2))
def test_breaks_are_round_and_part_what_there_is(found: list[float], decimals: int) -> None:
    breaks = choose_breaks(pd.Series(found), decimals=decimals)
    assert 1 <= len(breaks) < len(COUNT_CLASSES)
    assert list(breaks) == sorted(set(breaks))
    for end in breaks:
        assert round_half_up(end, decimals=decimals) == end > 0
        digit = end / 10 ** int(log10(end) // 1)
        assert any(
            isclose(digit, allowed) or isclose(end, round_half_up(allowed, decimals=decimals))
            for allowed in ROUND_DIGITS
        )


@given(found=VALUES, decimals=st.integers(0, 2))
def test_a_figure_stands_in_the_class_that_its_text_belongs_to(
    found: list[float], decimals: int, internal: Board
) -> None:
    values = _values(found, decimals, internal)
    shown = pd.Series([round_half_up(v, decimals=decimals) for v in found])
    breaks = choose_breaks(shown, decimals=decimals)
    bands = build_bands(breaks, [""] * 5, COUNT_CLASSES)
    marks = build_marks(
        values, values.frame["value"], bands, text=lambda v: number(v, decimals=decimals)
    )
    classes: dict[str, set[Band]] = {}
    for mark in marks.values():
        figure = float(mark.text.replace(".", "").replace(",", "."))
        assert [band for band in bands if band.holds(figure)] == [mark.band]
        classes.setdefault(mark.text, set()).add(mark.band)
    assert all(len(found) == 1 for found in classes.values())


def test_59_97_is_shown_as_60_and_stands_under_60(internal: Board) -> None:
    values = _values([59.97, 59.94], 1, internal)
    bands = build_bands((40.0, 60.0, 80.0), [""] * 4, COUNT_CLASSES)
    marks = build_marks(values, values.frame["value"], bands, text=lambda v: number(v, decimals=1))
    assert {m.text: m.band.lower for m in marks.values()} == {"60,0": 60.0, "59,9": 40.0}
