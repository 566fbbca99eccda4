"""The public board on a fixed day, and the word lists of the project."""

import datetime as dt

import pytest

from lib.story import WordLists, word_lists
from tests.conftest import ROOT

DAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="session")
def lists() -> WordLists:
    return word_lists(ROOT / "data")
