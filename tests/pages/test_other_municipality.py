"""A municipality that filled in its folder: pages, files, stories, public site and open data."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from prometheus_client import generate_latest

from lib.access import LOCAL, PUBLIC
from lib.board import load_board
from lib.catalog import __main__ as command
from lib.export.pdf.briefing import render_briefing
from lib.export.pdf.report import (
    Report,
    ReportItem,
    render_report,
    render_report_document,
    render_report_slides,
)
from lib.export.picture import render_picture
from lib.export.pptx.slides import render_slides
from lib.export.site.files import PDF, build_site
from lib.export.site.open_data import build_open_data, list_datasets
from lib.export.site.templates import SiteAddress
from lib.export.story.draft import draft
from lib.export.story.draw_pictures import PictureSize, draw_picture
from lib.export.story.make_pictures import make_picture
from lib.export.table_files import render_figure_csv, render_workbook
from lib.figures.facts.fact import FigureRef, Kind
from lib.figures.facts.facts import load_facts
from lib.opendata import client
from tests.export.reading import text as read_pdf
from tests.pages.run_page import (
    list_addresses,
    page_text,
    run_page,
    sent_messages,
    view_internally,
)
from tests.second.filled_in import fill_in
from tests.second.made_up import FORTY, THREE, MadeUp, write_files

PAGES = list_addresses(("overlast", "online-criminaliteit"))
STAFF_PAGES = ("verhaal", "driehoek", "gegevens")
# Names, codes and colours of the municipality that the program came with.
FOREIGN = re.compile(
    r"venlo|limburg|blerick|tegelen|klingerberg|aanpakken|\bmaas\b|GM0983|BU0983|WK0983|ivb-2023",
    re.IGNORECASE,
)
OWN_COLOUR = "#7A1FA2"


@pytest.fixture(scope="module", params=[THREE, FORTY], ids=["three", "forty"])
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    made: MadeUp = request.param
    folder = tmp_path_factory.mktemp("other")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "MOST_ATTEMPTS", 1)
        for service in ("PDOK_URL", "POLITIE_URL", "CBS_URL"):
            patch.setenv(service, "http://127.0.0.1:9")
        files = write_files(made, folder)
        assert command.main(["new", made.code, "--to", str(folder / "made"), *files]) == 0
    fill_in(folder / "made")
    with (folder / "made" / "data" / "gemeente.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[style]\naccent = "{OWN_COLOUR}"\ntext_on_accent = "#FFFFFF"\n')
    FOLDERS[made.code] = folder / "made"
    return made


FOLDERS: dict[str, Path] = {}


@pytest.fixture(autouse=True)
def there(other: MadeUp, own_store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(FOLDERS[other.code] / "data"))
    monkeypatch.setenv("GEO_DIR", str(FOLDERS[other.code] / "geo"))
    monkeypatch.setenv("TODAY", "2026-11-28")


def test_every_page_works_and_is_its_own(other: MadeUp, monkeypatch: pytest.MonkeyPatch) -> None:
    is_staff = other is FORTY  # the other as everybody: each page once is enough
    if is_staff:
        view_internally(monkeypatch)
    for page in (*PAGES, *STAFF_PAGES * is_staff):
        app = run_page(page)
        text = page_text(app)
        assert not app.exception, page
        assert "Er ging iets mis" not in text, page
        assert other.name in text, page
        assert FOREIGN.findall(text + sent_messages(app)) == [], page


def test_every_file_of_every_figure_is_its_own(other: MadeUp) -> None:
    board = load_board(LOCAL)
    exhibits = [d.exhibit for d in list_datasets(load_board(PUBLIC))]
    assert {"doel-gemiddelde", "kaart-rapportcijfer", "doelen-metingen"} <= {
        e.name for e in exhibits
    }
    texts = [render_figure_csv(e).decode("utf-8-sig") for e in exhibits]
    texts += [render_picture(e, form="svg", author=other.name).decode() for e in exhibits[:4]]
    texts += _parts(render_workbook(exhibits, author=other.name))
    texts += _parts(render_slides(exhibits[:4], title="x", subtitle="", author=other.name))
    for area in (None, next(iter(board.areas))):
        content = render_briefing(
            board, area=area, measures=(), author=other.name, has_details=True
        )
        texts += [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert [FOREIGN.findall(text) for text in texts if FOREIGN.search(text)] == []


def test_the_report_of_a_meeting_is_its_own(other: MadeUp) -> None:
    exhibits = [d.exhibit for d in list_datasets(load_board(PUBLIC))][:3]
    items = [ReportItem(exhibit, link="https://veilig.example.nl/driehoek") for exhibit in exhibits]
    report = Report(title="Driehoek", items=items, agreements=(), frozen=None)
    printed = pypdf.PdfReader(io.BytesIO(render_report(report, author=other.name)))
    texts = [page.extract_text() for page in printed.pages]
    texts += [str(printed.metadata), str(printed.xmp_metadata and printed.xmp_metadata.dc_creator)]
    texts += _parts(render_report_document(report, author=other.name))
    texts += _parts(render_report_slides(report, author=other.name))
    assert other.name in "".join(texts)
    assert [FOREIGN.findall(text) for text in texts if FOREIGN.search(text)] == []


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.MAP, Kind.TILES, Kind.TREND])
def test_pictures_of_stories_are_its_own_and_in_its_colour(other: MadeUp, kind: Kind) -> None:
    board = load_board(PUBLIC)
    home, newest = board.municipality.code, board.ratings.period
    area = home if kind in {Kind.TILES, Kind.TREND} else next(iter(board.areas))
    content = make_picture(board, FigureRef(kind, "rapportcijfer", area, newest))
    printed = pypdf.PdfReader(
        io.BytesIO(draw_picture(content, size=PictureSize.SQUARE, form="pdf"))
    )
    text = repr(content) + "".join(page.extract_text() for page in printed.pages)
    assert other.name in text
    assert FOREIGN.findall(text) == []
    drawn = draw_picture(content, size=PictureSize.SQUARE, form="svg").decode()
    assert OWN_COLOUR.lower() in drawn.lower()
    assert FOREIGN.findall(re.sub(r"base64,[^\"']*", "", drawn)) == []


def _parts(content: bytes) -> Iterator[str]:
    """Yield the text parts of an Office file."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                yield packed.read(name).decode()


def test_site_open_data_stories_and_metrics_are_its_own(other: MadeUp) -> None:
    board, address = load_board(PUBLIC), SiteAddress.at("https://veilig.example.nl")
    files = {**build_site(board, [], address=address), **build_open_data(board, address=address)}
    assert f"gemeente/{other.code.lower()}" in files["/openbaar/data/catalogus.ttl"].body.decode()
    texts = [f.body.decode() for f in files.values() if f.kind != PDF]
    texts += [read_pdf(f.body) for f in files.values() if f.kind == PDF]
    texts += [repr(draft(board, measure=None, chosen=())), repr(load_facts(board))]
    texts += [generate_latest().decode()]
    assert [FOREIGN.findall(text) for text in texts if FOREIGN.search(text)] == []
