"""Boards that files are made of: real figures for insiders and for the public, and fictitious."""

from pathlib import Path

import pytest

from lib.board import Board
from tests.builders import build_board_from
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def fictitious(demo_folder: Path) -> Board:
    return build_board_from(demo_folder, ROOT / "geo")
