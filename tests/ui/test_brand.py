"""Whose dashboard it is: the name, colours and mark in the bar above every page."""

import datetime as dt
from pathlib import Path

import pytest

from lib.access import PUBLIC
from lib.board import Board
from lib.catalog import load_catalog
from lib.ui.brand import render_brand
from tests.catalog.test_style import SVG, configure


@pytest.mark.parametrize(
    ("size", "width"),
    [
        ('viewBox="0 0 80 40"', 4.0),
        ("viewBox='-5,-5,30,40'", 1.5),
        ('viewBox="0 0 900 10"', 8.0),  # as wide as a mark may be
        ('width="3cm" height="3cm"', 2.0),
        ("", 0),
    ],
)
def test_the_name_stands_clear_of_the_mark(
    data_copy: tuple[Path, Path], size: str, width: float
) -> None:
    data, geo = data_copy
    if size:
        configure(data, 'logo = "logo.svg"')
        (data / "logo.svg").write_text(SVG.format(size, ""), encoding="utf-8")
    board = Board(load_catalog(data, geo), PUBLIC, dt.date(2026, 11, 23), "test")
    brand = render_brand(board)
    assert f"--vd-mark:{width}rem" in brand
    assert ("data:image/svg+xml" in brand) == bool(size)
    assert f'--vd-name:"{board.municipality.dashboard_title}"' in brand
