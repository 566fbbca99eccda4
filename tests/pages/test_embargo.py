"""A figure under embargo says so wherever it is seen, and is nowhere for the public."""

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import openpyxl
import pptx
import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from lib.access import PUBLIC, Role
from lib.board import RATING, Board, get_store, load_board, load_public_board
from lib.exhibits import areas, ratings
from lib.exhibits.exhibit import Exhibit, as_json, from_json
from lib.exhibits.goals import floor_chances, goal_makers, goal_progress
from lib.exhibits.maps import area_map, area_map_makers
from lib.export.pdf.briefing import render_briefing
from lib.export.picture import render_picture
from lib.export.pptx.slides import render_slide
from lib.export.table_files import render_figure_csv, render_workbook
from lib.figures.facts.facts import InternalBoardError, load_facts
from lib.figures.layers.modes import map_layers
from lib.figures.leaflet_map import render_tooltip
from lib.store import add_agenda_item, load_item_exhibit, plan_meeting
from lib.ui.exhibit.presentation import render_presented_figure
from tests.export.reading import text as read_pdf
from tests.pages.run_page import page_text, run_page, sign_in_as
from tests.store.samples import ADMIN, DAY, DRIEHOEK
from tests.wave_files import propose_wave_file, publish_proposed_wave, wave_file

pytestmark = pytest.mark.usefixtures("own_store")
EMBARGO, MARK = dt.datetime(2026, 12, 2, 8, 0, tzinfo=dt.UTC), "onder embargo tot 02-12-2026 09:00"
AREA, LINK, AUTHOR = "klingerberg", "/wijk?wijk=klingerberg", "Gemeente"


def is_marked(words: str) -> bool:
    return "".join(MARK.split()) in "".join(words.casefold().split())


def list_figures(board: Board) -> Iterator[Exhibit | None]:
    """Yield every figure that the new wave changes, as pages make it."""
    yield from (goal_progress(board, goal) for goal in board.goals)
    yield from (make() for make in goal_makers(board))
    yield ratings.area_ratings(board, order="group")
    yield ratings.slopes(board)
    yield ratings.area_waves(board, AREA)
    yield ratings.rating_and_crime(board)
    yield areas.area_comparison(board, AREA)
    yield floor_chances(board)
    own = [layer for layer in map_layers(board).values() if layer.indicator.indicator == RATING]
    assert len(own) > 1
    yield from (make() for make in area_map_makers(board, own, name="overzicht"))


def read_workbook(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return " ".join(str(c) for s in book for row in s.iter_rows(values_only=True) for c in row)


def read_slide(content: bytes) -> str:
    made: Any = pptx.Presentation(io.BytesIO(content))
    (slide,) = made.slides
    return " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)


def read_svg(content: bytes) -> str:
    return " ".join(fromstring(content).itertext())


def read_png(content: bytes) -> str:
    picture: Any = Image.open(io.BytesIO(content))
    picture.load()
    return str(picture.text["Description"])


def test_an_embargo_stands_wherever_the_figure_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    publish_proposed_wave(propose_wave_file(wave_file()), embargo=EMBARGO)
    board = load_board(ADMIN)
    figures = [exhibit for exhibit in list_figures(board) if exhibit]
    assert len(figures) > 8
    for exhibit in figures:
        assert is_marked(exhibit.source), exhibit.name
        assert is_marked(render_figure_csv(exhibit).decode("utf-8-sig")), exhibit.name
        assert is_marked(json.dumps(as_json(exhibit), default=str)), exhibit.name
        assert is_marked(unescape(str(render_presented_figure(exhibit, board)))), exhibit.name
    waves, layer = ratings.area_waves(board, AREA), map_layers(board)[RATING]
    assert waves is not None
    ways: dict[str, Callable[[Exhibit], str]] = {
        "workbook": lambda e: read_workbook(render_workbook([e], author=AUTHOR)),
        "slide": lambda e: read_slide(render_slide(e, author=AUTHOR)),
        "pdf": lambda e: read_pdf(render_picture(e, form="pdf", author=AUTHOR)),
        "svg": lambda e: read_svg(render_picture(e, form="svg", author=AUTHOR)),
        "png": lambda e: read_png(render_picture(e, form="png", author=AUTHOR)),
    }
    for way, read in ways.items():
        assert is_marked(read(waves)), way
    assert is_marked(read_slide(render_slide(area_map(board, layer, name="x"), author=AUTHOR)))
    assert is_marked(render_tooltip(layer, AREA))
    briefing = render_briefing(board, area=AREA, measures=[], author=AUTHOR)
    assert is_marked(read_pdf(briefing))
    see_pages_and_agenda(board, waves, monkeypatch)
    see_nothing_of_it_in_stories(board)


def see_pages_and_agenda(board: Board, waves: Exhibit, monkeypatch: pytest.MonkeyPatch) -> None:
    """On pages, on the agenda of a meeting, and in what that meeting is shown."""
    sign_in_as(monkeypatch, Role.DRIEHOEK)
    for slug, parameters in (("", {}), ("wijk", {"wijk": AREA})):
        assert is_marked(page_text(run_page(slug, **parameters))), slug
    meeting = plan_meeting(DRIEHOEK, get_store(), day=DAY)
    values = {"title": "Klingerberg", "link": LINK, "board_version": board.version, "key": "k/x"}
    item = add_agenda_item(
        DRIEHOEK, get_store(), meeting=meeting.number, values=values, exhibit=as_json(waves)
    )
    stored = from_json(load_item_exhibit(DRIEHOEK, get_store(), item=item.number))
    assert is_marked(unescape(str(render_presented_figure(stored, board))))


def see_nothing_of_it_in_stories(board: Board) -> None:
    """A story and its pictures are made of the public's figures only."""
    with pytest.raises(InternalBoardError):
        load_facts(board)
    public = load_public_board(ADMIN)
    assert public.version == load_board(PUBLIC).version
    assert not any(is_marked(source.publisher) for source in public.sources.values())
    assert public.ratings.period != board.ratings.period
