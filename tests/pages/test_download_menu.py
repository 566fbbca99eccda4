"""The menu under a figure: nothing before it is opened, and one file that fails leaves the rest."""

import logging
from collections.abc import Sequence

import pytest

from lib.board import get_store
from lib.exhibits.exhibit import Exhibit
from lib.export.typeset import ExportError
from tests.pages.driehoek_page import add_to_agenda, exhibit_with_title, run_driehoek_page
from tests.pages.run_page import downloads, open_menu, page_text, run_page, view_internally
from tests.store.samples import planned

MENU = "menu_doelen-per-wijk"
EVERY = ["PNG", "SVG", "PDF", "PowerPoint", "CSV", "Excel"]


def failing(error: Exception) -> object:
    def fails(*_: object, **__: object) -> bytes:
        raise error

    return fails


@pytest.fixture(autouse=True)
def page(own_store: None) -> None:
    """The pages, on a fixed day and an empty database."""


def test_nothing_is_made_before_the_menu_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for writer in ("render_picture", "render_figure_csv", "render_workbook", "render_slide"):
        monkeypatch.setattr(
            f"lib.ui.exhibit.download_menu.{writer}", failing(AssertionError(writer))
        )
    app = run_page("doelen")
    assert not app.exception
    assert downloads(app) == []


@pytest.mark.parametrize(
    ("path", "menu"),
    [("doelen", MENU), ("uitvoering", "menu_planning-en-controle")],
    ids=["chart", "table"],
)
def test_an_open_menu_has_every_file(path: str, menu: str) -> None:
    app = open_menu(run_page(path), menu)
    assert not app.exception
    assert downloads(app) == EVERY
    assert "is niet gemaakt" not in page_text(app)


@pytest.mark.parametrize(
    ("writer", "lost"),
    [
        ("render_picture", {"PNG", "SVG", "PDF"}),
        ("render_figure_csv", {"CSV"}),
        ("render_workbook", {"Excel"}),
        ("render_slide", {"PowerPoint"}),
    ],
)
def test_a_file_that_cannot_be_made_says_why_and_the_others_are_there(
    monkeypatch: pytest.MonkeyPatch, writer: str, lost: set[str]
) -> None:
    error = ExportError("De titel is 3 tekens te lang.")
    monkeypatch.setattr(f"lib.ui.exhibit.download_menu.{writer}", failing(error))
    app = open_menu(run_page("doelen"), MENU)
    assert not app.exception
    assert downloads(app) == [name for name in EVERY if name not in lost]
    for name in lost:
        assert f"{name} is niet gemaakt. De titel is 3 tekens te lang." in page_text(app)


@pytest.mark.parametrize(
    "error", [RuntimeError("boem <b>"), MemoryError(), OSError(28, "vol"), KeyError("x")]
)
def test_whatever_goes_wrong_is_reported_in_dutch_and_logged(
    monkeypatch: pytest.MonkeyPatch, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("lib.ui.exhibit.download_menu.render_figure_csv", failing(error))
    monkeypatch.setattr("lib.ui.exhibit.download_menu.render_picture", lambda *_, **__: b"1")
    app = open_menu(run_page("doelen"), MENU)
    assert not app.exception
    assert downloads(app) == ["PNG", "SVG", "PDF", "PowerPoint", "Excel"]
    shown = page_text(app)
    assert "CSV: dit is niet gemaakt, er ging iets mis. Wat te doen: probeer het nog" in shown
    assert "boem" not in shown
    assert "gegevensversie" in shown
    (logged,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert logged.exc_info is not None
    assert logged.exc_info[1] is error


def test_a_report_that_fails_leaves_the_slides(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = planned(get_store())
    add_to_agenda(meeting, exhibit_with_title("Een"))
    monkeypatch.setattr(
        "lib.ui.driehoek.meeting.render_report", failing(ExportError("Te veel punten."))
    )
    app = open_menu(run_driehoek_page(monkeypatch), "page_menu_driehoek")
    assert downloads(app) == ["Word", "PowerPoint", "Agendabestand", "Invulblad als Excel"]
    assert "PDF is niet gemaakt. Te veel punten." in page_text(app)


def test_a_theme_gives_six_slides_and_all_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[list[str]] = []

    def record(exhibits: Sequence[Exhibit], **_: object) -> bytes:
        made.append([exhibit.title for exhibit in exhibits])
        return b"slides"

    view_internally(monkeypatch)
    monkeypatch.setattr("lib.ui.exhibit.download_menu.render_slides", record)
    theme = "maatschappelijke-onrust-en-overlast"
    app = open_menu(run_page(theme), f"page_menu_{theme}")
    app.checkbox(key="all_slides").check().run()
    assert len(made[0]) == 6
    assert len(made[-1]) > 6
    assert made[-1][:6] == made[0]
