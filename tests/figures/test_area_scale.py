"""The scale next to the map: where dots and bars stand, and which lines cross the rows."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.board import Board
from lib.figures.area_scale import (
    AreaScale,
    ScaleLine,
    build_area_scale,
    render_area_scale,
    render_row_style,
)
from lib.figures.layers.layer import LayerKind, group_areas
from lib.figures.layers.modes import map_layers
from tests.builders import add_waves, build_board_from

Folders = tuple[Path, Path]


def scale_of(board: Board, mode: str) -> AreaScale:
    found = build_area_scale(map_layers(board)[mode], board=board)
    assert found is not None
    return found


def row_style(board: Board, mode: str) -> str:
    layer = map_layers(board)[mode]
    groups = group_areas(layer, internal=board.internal)
    return str(render_row_style(layer, groups, scale=scale_of(board, mode)))


def test_ratings_stand_on_a_scale_with_floor_and_target(data_copy: Folders) -> None:
    scale = scale_of(build_board_from(*data_copy), "rapportcijfer")
    assert scale.lines == (
        ScaleLine(6, "6"),
        ScaleLine(6.7, "6,7", "ondergrens", "floor"),
        ScaleLine(7.4, "7,4", "doel", "goal"),
        ScaleLine(8, "8"),
    )
    assert scale.has_dots
    assert "vd-line-floor" in render_area_scale(scale)


def test_a_distance_has_its_zero_at_the_floor_and_negative_at_the_left(data_copy: Folders) -> None:
    board = build_board_from(*data_copy)
    scale = scale_of(board, "afstand")
    assert [(line.figure, line.look) for line in scale.lines] == [
        ("−0,5", "end"),
        ("0,0", "floor"),
        ("+0,7", "goal"),
        ("+1,5", "end"),
    ]
    assert not scale.has_dots
    zero = scale.place(0.0)
    # Blerick-Noord en Trade-Port comes first: its bar ends at zero, from the left.
    assert f"--from:0.0;--to:{zero}" in row_style(board, "afstand")
    assert f"--from:{zero};--to:" in row_style(board, "afstand")


def test_numbers_are_bars_from_zero(data_copy: Folders) -> None:
    board = build_board_from(*data_copy)
    scale = scale_of(board, "misdrijven")
    assert [line.figure for line in scale.lines] == ["0", "1.500"]
    assert set(re.findall(r"--from:([\d.]+)", row_style(board, "misdrijven"))) == {"0.0"}


def test_a_dot_lies_in_its_interval_where_that_is_known(data_copy: Folders) -> None:
    assert "--low" not in row_style(build_board_from(*data_copy), "rapportcijfer")
    add_waves(data_copy[0], {"2023": {"*": 0.0}}, margin=0.2, respondents="150")
    style = row_style(build_board_from(*data_copy), "rapportcijfer")
    found = re.findall(r"--from:([\d.]+).*?--low:([\d.]+);--high:([\d.]+)", style)
    assert len(found) == 18
    for at, low, high in found:
        assert float(low) < float(at) < float(high)


def test_verdicts_get_no_scale(data_copy: Folders) -> None:
    board = build_board_from(*data_copy)
    layer = map_layers(board)["misdrijven"]
    verdicts = replace(layer, kind=LayerKind.REGISTRATION_CHANGES)
    assert build_area_scale(verdicts, board=board) is None


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_a_higher_figure_never_stands_to_the_left(one: float, other: float) -> None:
    scale = AreaScale(-5, 8, (), has_dots=True)
    low, high = sorted((one, other))
    assert 0 <= scale.place(low) <= scale.place(high) <= 100


@pytest.mark.parametrize("value", [-9.0, 99.0])
def test_what_is_off_the_scale_stands_at_its_end(value: float) -> None:
    assert AreaScale(6, 8, (), has_dots=True).place(value) in {0.0, 100.0}
