"""The public board on a fixed day, and the word lists of the project."""

import datetime as dt

import pytest

from lib.catalog import Catalog
from lib.catalog.word_lists import WordLists

DAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="session")
def lists(catalog: Catalog) -> WordLists:
    return catalog.words
