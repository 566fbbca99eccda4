"""The map's own script, as the browser asks for it."""

from pathlib import Path

import pytest

from lib.access import PUBLIC
from lib.board import load_board, load_geography
from lib.figures.map_shapes import PATH, list_shapes
from tests.web.asking import ask

FRAME = "/component/kaart/index.html"


def newest() -> str:
    return list_shapes(load_board(PUBLIC).geography).address


def test_the_script_holds_each_shape_and_the_frame() -> None:
    answer = ask(newest())
    shapes = list_shapes(load_geography())
    assert answer.status_code == 200
    assert answer.text == shapes.script
    assert "window.drawPanes=" in answer.text
    assert set(load_board(PUBLIC).areas) <= set(shapes.shapes)


def test_the_frame_asks_for_it_early() -> None:
    assert f'<link rel="preload" as="script" href="{newest()}">' in ask(FRAME).text


def test_a_browser_keeps_the_version_that_it_asked_for_and_no_other() -> None:
    assert "immutable" in ask(newest()).headers["cache-control"]
    assert ask(f"{PATH}?0123456789abcdef").headers["cache-control"] == "no-cache"


def test_what_did_not_change_is_not_sent_again() -> None:
    first = ask(newest())
    again = ask(newest(), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_fictitious_figures_have_shapes_too(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The public sees nothing of these, but whoever may needs a map."""
    path = newest()
    monkeypatch.setenv("DATA_DIR", str(demo_folder))
    assert "immutable" in ask(path).headers["cache-control"]


def test_data_that_is_not_in_order_gives_no_shapes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = newest()
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert ask(path).status_code == 503
