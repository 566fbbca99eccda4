"""Boards to draw figures of: the policy's own data, two waves more, and made-up registrations."""

import datetime as dt
from pathlib import Path

import pytest

from lib.access import LOCAL, PUBLIC
from lib.board import Board
from lib.catalog import Catalog, load_catalog
from tests.builders import add_waves, build_board_from

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="session")
def policy_board(catalog: Catalog) -> Board:
    """What an insider sees of the policy's own data: one wave of ratings, without margins."""
    return Board(catalog, LOCAL, TODAY, "test")


@pytest.fixture
def waves_board(data_copy: tuple[Path, Path]) -> Board:
    """The same with waves of 2023 and 2025 that have margins: one area fell, the others rose."""
    raises = {"2023": {"*": 0.1}, "2025": {"*": 0.8, "klingerberg": -0.9}}
    add_waves(data_copy[0], raises, margin=0.1)
    return build_board_from(*data_copy)


@pytest.fixture(scope="session")
def demo_catalog(demo_folder: Path) -> Catalog:
    """The data with made-up registrations."""
    return load_catalog(demo_folder, ROOT / "geo")


@pytest.fixture(scope="session")
def demo_board(demo_catalog: Catalog) -> Board:
    """What an insider sees of made-up registrations."""
    return Board(demo_catalog, LOCAL, TODAY, "test")


@pytest.fixture(scope="session")
def public_demo_board(demo_catalog: Catalog) -> Board:
    """What the public would see of the same registrations."""
    return Board(demo_catalog, PUBLIC, TODAY, "test")
