"""Every kind of file of another municipality: its own name, and nothing of the first one."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.access import LOCAL, PUBLIC
from lib.board import Board
from lib.exhibits.areas import area_comparison
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.maps import area_map_makers
from lib.exhibits.planning import planning_steps
from lib.export.pdf.briefing import render_briefing
from lib.export.picture import render_picture
from lib.export.pptx.slides import render_slide
from lib.export.site.files import build_site
from lib.export.site.open_data import build_open_data
from lib.export.story.draft import draft
from lib.export.table_files import render_figure_csv, render_workbook
from lib.figures.layers.modes import map_layers
from tests.builders import build_board_from
from tests.export.reading import opened, text
from tests.export.site.samples import ADDRESS
from tests.second_municipality import FOREIGN, make_second_municipality
from tools.run_server import ROOT

AUTHOR = "Gemeente Roermond"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_second_municipality(tmp_path_factory.mktemp("new") / "made")


def board_of(made: Path, *, is_public: bool) -> Board:
    return build_board_from(made / "data", made / "geo", actor=PUBLIC if is_public else LOCAL)


def list_figures(board: Board) -> list[Exhibit]:
    maps = [make() for make in area_map_makers(board, map_layers(board).values(), name="kaart")]
    found = [*maps, area_comparison(board, "swalmen"), planning_steps(board)]
    return [exhibit for exhibit in found if exhibit is not None]


def read_file(name: str, content: bytes) -> str:
    """Return the words of a file, of what is packed in it and of what it says of itself."""
    if content.startswith(b"%PDF"):
        return f"{text(content)} {opened(content).metadata}"
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [packed.read(part) for part in packed.namelist()]
        return " ".join(read_file(name, part) for part in parts)
    if content.startswith(b"\x89PNG"):
        words = content.partition(b"IDAT")[0]  # what a picture says of itself stands before it
        return words.decode("utf-8", errors="replace")
    return content.decode("utf-8", errors="replace")


def list_files(board: Board) -> Iterator[tuple[str, bytes]]:
    figures = list_figures(board)
    for exhibit in figures:
        yield f"{exhibit.name}.csv", render_figure_csv(exhibit)
        yield f"{exhibit.name}.pptx", render_slide(exhibit, author=AUTHOR)
    for form in ("png", "svg"):
        yield f"kaart.{form}", render_picture(figures[0], form=form, author=AUTHOR)
    yield "alles.xlsx", render_workbook(figures, author=AUTHOR)
    for area in (None, "swalmen"):
        briefing = render_briefing(
            board, area=area, measures=(), author=AUTHOR, has_details=area is None
        )
        yield f"briefing-{area}.pdf", briefing


@pytest.mark.parametrize("is_public", [True, False])
def test_no_file_holds_another_municipality(made: Path, is_public: bool) -> None:
    files = dict(list_files(board_of(made, is_public=is_public)))
    assert {name.rpartition(".")[2] for name in files} == {
        "csv",
        "pptx",
        "png",
        "svg",
        "xlsx",
        "pdf",
    }
    for name, content in files.items():
        words = read_file(name, content)
        assert FOREIGN.findall(words) == [], name
        is_empty = name.startswith("planning")  # no steps yet
        assert is_empty or "Roermond" in words or "swalmen" in words.casefold(), name


def test_neither_do_its_public_site_its_open_data_and_a_story(made: Path) -> None:
    board = board_of(made, is_public=True)
    site = {
        **build_site(board, [], address=ADDRESS),
        **build_open_data(board, address=ADDRESS),
    }
    assert len(site) > 10
    words = {path: read_file(path, file.body) for path, file in site.items()}
    words["story"] = repr(draft(board, measure=None, chosen=()))
    assert {path: found for path, w in words.items() if (found := FOREIGN.findall(w))} == {}
    assert "Roermond" in words["/openbaar/"]
    assert "Gemeente Roermond" in words["/openbaar/data/catalogus.jsonld"]


def test_neither_does_the_code_that_municipalities_share() -> None:
    texts = (p for p in (ROOT / "lib").rglob("*") if p.suffix in {".py", ".toml", ".html", ".js"})
    words = {str(path): path.read_text(encoding="utf-8") for path in texts}
    assert len(words) > 300
    assert {path: found for path, w in words.items() if (found := FOREIGN.findall(w))} == {}
