"""Boards that files are made of: real figures for insiders and for the public, and fictitious."""

import pytest

from lib.board import Board
from tests.builders import build_board_from
from tests.conftest import ROOT
from tools.demo_figures import main


@pytest.fixture(scope="session")
def fictitious(tmp_path_factory: pytest.TempPathFactory) -> Board:
    folder = tmp_path_factory.mktemp("demo") / "data"
    assert main([str(folder)]) == 0
    return build_board_from(folder, ROOT / "geo")
