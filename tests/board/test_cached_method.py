"""What is remembered has a limit, goes with its board, and is counted in the metrics."""

import ast
import gc
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pandas as pd
import pytest
from prometheus_client import REGISTRY

from lib.board.cached_method import cached_method
from tools.run_server import ROOT

MOST = 3


class Place:
    """Something that remembers what it works out."""

    def __init__(self) -> None:
        self.made = 0

    @cached_method(most=MOST)
    def frame(self, number: int) -> pd.DataFrame:
        self.made += 1
        return pd.DataFrame({"number": [number]})


@cached_method(most=MOST)
def describe(place: Place, number: int) -> str:
    place.made += 1
    return f"{number} of {id(place)}"


def read_sizes(name: str) -> tuple[float | None, float | None]:
    """Return entries and limit of a cache, as the metrics have them."""
    labels = {"cache": f"test_cached_method.{name}"}
    return (
        REGISTRY.get_sample_value("dashboard_cache_entries", labels),
        REGISTRY.get_sample_value("dashboard_cache_limit", labels),
    )


@pytest.mark.parametrize("name", ["frame", "describe"])
def test_no_more_than_the_limit_is_remembered(name: str) -> None:
    gc.collect()
    places = Place(), Place()
    work_out = Place.frame if name == "frame" else describe
    for place in places:
        for number in range(MOST * 2):
            work_out(place, number)
        work_out(place, MOST * 2 - 1)
    assert [place.made for place in places] == [MOST * 2] * 2
    assert read_sizes(name) == (2 * MOST, 2 * MOST)


def test_what_is_remembered_goes_with_its_object() -> None:
    place = Place()
    describe(place, 1)
    trace = ref(place)
    del place
    gc.collect()
    assert trace() is None
    assert read_sizes("describe") == (0, 0)


def test_a_frame_that_somebody_changes_is_not_changed_for_others() -> None:
    place = Place()
    frame = place.frame(1)
    frame["number"] = 2
    assert list(place.frame(1)["number"]) == [1]


def find_caches(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield the place of each cache of a module, and whether it has a limit."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("lru_cache"):
            sizes = [*node.args, *(keyword.value for keyword in node.keywords)]
            has_limit = bool(sizes) and ast.unparse(sizes[0]) != "None"
            yield f"{path.relative_to(ROOT)}:{node.lineno}", has_limit
        if isinstance(node, ast.FunctionDef):
            names = [ast.unparse(decorator) for decorator in node.decorator_list]
            if "cache" in names:  # without arguments there is one result
                yield f"{path.relative_to(ROOT)}:{node.lineno}", not ast.unparse(node.args)
            if "lru_cache" in names:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", False


def test_every_cache_has_a_limit() -> None:
    found = [cache for path in (ROOT / "lib").rglob("*.py") for cache in find_caches(path)]
    assert len(found) > 20
    assert [place for place, has_limit in found if not has_limit] == []


def test_no_cache_of_a_module_holds_boards_that_are_gone() -> None:
    """What is made of a board is remembered by the board: a newer one replaces it whole."""
    wrong = []
    for path in (ROOT / "lib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "lru_cache" in ast.unparse(decorator) for decorator in node.decorator_list
            ):
                annotations = [ast.unparse(a.annotation) for a in node.args.args if a.annotation]
                if {"Board", "Facts", "Layer"} & set(annotations):
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []
