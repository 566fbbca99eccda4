"""What a look for garbage passes by, and what it still finds."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from lib.web.garbage import look_less_for_garbage


class Ring:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.held = self


@pytest.fixture(autouse=True)
def own_rules() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_loaded_is_passed_by() -> None:
    look_less_for_garbage()
    assert gc.get_freeze_count() > len(gc.get_objects())


def test_what_comes_later_is_still_found() -> None:
    look_less_for_garbage()
    gone = weakref.ref(Ring())
    assert gone() is not None
    later: list[list[int]] = [[] for _ in range(gc.get_threshold()[0] * 2)]
    assert later
    assert gone() is None
