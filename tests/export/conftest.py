"""Boards that files are made of: real figures for insiders and for the public, and fictitious."""

from pathlib import Path

import pytest

from lib.access import LOCAL, PUBLIC
from lib.board import Board
from lib.catalog import Catalog, load_catalog
from tests.conftest import ROOT
from tests.export.boards import DAY
from tools.demo_figures import main


@pytest.fixture(scope="session")
def internal(catalog: Catalog) -> Board:
    return Board(catalog, LOCAL, DAY, "internal")


@pytest.fixture(scope="session")
def public(catalog: Catalog) -> Board:
    return Board(catalog, PUBLIC, DAY, "public")


@pytest.fixture(scope="session")
def fictitious(tmp_path_factory: pytest.TempPathFactory) -> Board:
    folder = tmp_path_factory.mktemp("demo") / "data"
    assert main([str(folder)]) == 0
    return Board(load_catalog(Path(folder), ROOT / "geo"), LOCAL, DAY, "fictitious")
