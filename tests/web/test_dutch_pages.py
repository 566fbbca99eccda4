"""The language of served pages, and what is left alone."""

import re
from pathlib import Path

import pytest
from markupsafe import Markup

from lib.catalog.routes import PageSlug
from tests.web.asking import HTML, INDEX, ask, build

ROOT = Path(__file__).parents[2]
THEME_PATHS = [f"/{path.name}" for path in (ROOT / "data" / "themes").iterdir()]


@pytest.mark.parametrize("path", ["/", "/doelen"])
@pytest.mark.parametrize(
    "headers",
    [
        HTML,
        {"Accept": "*/*"},
        {**HTML, "Accept-Encoding": "gzip, br"},
        {**HTML, "Range": "bytes=0-3"},
    ],
    ids=["browser", "curl", "packed", "part"],
)
def test_pages_are_dutch(path: str, headers: dict[str, str]) -> None:
    answer = ask(path, headers)
    assert answer.status_code == 200
    assert re.search(r'<html lang="nl">', answer.text)
    assert "<title>Veiligheid</title>" in answer.text
    assert answer.text.count("<title>") == 1
    assert "é" in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_a_page_has_the_address_of_its_server() -> None:
    head = ask("/doelen", HTML).text.split("</head>")[0]
    assert 'window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}' in head


def test_a_rewritten_page_is_not_taken_for_the_stored_one() -> None:
    answer = ask("/", {**HTML, "If-None-Match": '"x"'})
    assert answer.status_code == 200
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers


def test_the_frame_of_the_map_is_dutch() -> None:
    answer = ask("/component/kaart/index.html")
    assert '<html lang="nl">' in answer.text
    assert "<title>Kaart</title>" in answer.text
    assert "BACKEND_BASE_URL" not in answer.text


@pytest.mark.parametrize("path", ["/static/index.js", "/data", "/_stcore/health"])
def test_what_is_no_page_is_left_alone(path: str) -> None:
    answer = ask(path)
    assert answer.status_code == 200
    assert "en" in answer.text
    assert "Veiligheid" not in answer.text
    assert "BACKEND_BASE_URL" not in answer.text


def test_a_script_that_a_browser_asks_for_as_a_page_is_left_alone() -> None:
    assert ask("/static/index.js", HTML).text == INDEX


def test_the_status_of_an_answer_stays() -> None:
    assert ask("/weg", HTML).status_code == 404


def test_head_of_a_page_has_no_body() -> None:
    answer = ask("/", HTML, method="HEAD")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == ask("/", HTML).headers["content-length"]


@pytest.mark.parametrize("path", ["/", *(f"/{slug}" for slug in PageSlug if slug), *THEME_PATHS])
def test_every_page_is_found(path: str) -> None:
    assert ask(path, HTML).status_code == 200


@pytest.mark.parametrize(
    "path", ["/nonexistent", "/bestaat.php", "/wijk/klingerberg", "/Doelen", "/static/weg.js"]
)
@pytest.mark.parametrize("headers", [HTML, {"Accept": "*/*"}], ids=["browser", "curl"])
def test_an_unknown_address_is_a_dutch_404(path: str, headers: dict[str, str]) -> None:
    answer = ask(path, headers)
    assert answer.status_code == 404
    assert '<html lang="nl">' in answer.text
    assert "Deze pagina is er niet" in answer.text
    assert "<script" not in answer.text
    assert "etag" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_an_unknown_address_shows_whose_dashboard_it_is(
    data_copy: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = data_copy[0] / "gemeente.toml"
    text = settings.read_text(encoding="utf-8")
    named = re.sub(r"dashboard_title = .*", 'dashboard_title = "Veilig & Elders"', text)
    settings.write_text(named, encoding="utf-8")
    monkeypatch.setenv("DATA_DIR", str(data_copy[0]))
    page = ask("/nonexistent", HTML).text
    title = "Veilig &amp; Elders"
    assert f"<title>Deze pagina is er niet · {title}</title>" in page
    assert f"<header><span>{title}</span></header>" in page
    # The style that app.py gives: of the same municipality, as `render_brand` makes it.
    app = build(lambda board: Markup("<style>/*{}*/</style>").format(board.municipality.code))
    assert "<style>/*GM0983*/</style>" in ask("/nonexistent", HTML, app=app).text


def test_head_of_an_unknown_address_has_no_body() -> None:
    answer = ask("/nonexistent", HTML, method="HEAD")
    assert (answer.status_code, answer.content) == (404, b"")


def test_while_the_data_is_not_in_order_every_address_gets_the_page_with_the_problems(
    data_copy: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (data_copy[0] / "sources.csv").unlink()
    monkeypatch.setenv("DATA_DIR", str(data_copy[0]))
    assert ask("/nonexistent", HTML).status_code == 200


def test_without_scripts_a_page_leads_to_the_overview_that_needs_none() -> None:
    page = ask("/", HTML).text
    found = re.findall(r"<noscript>(.*?)</noscript>", page, flags=re.DOTALL)
    assert [re.findall(r'href="(.*?)"', one) for one in found] == [["/openbaar/"]]
    assert "JavaScript nodig" in found[0]
    assert "openapi" not in page


def test_what_streamlit_starts_with_waits_for_the_first_view() -> None:
    page = ask("/", HTML).text
    before, late = page.split('<template id="vd-late">')
    assert not re.search(r'<script type="module"|rel="(modulepreload|stylesheet)"', before)
    assert late.count('<script type="module"') == 1
    assert "</template></body>" in late
