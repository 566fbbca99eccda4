"""The public site over HTTP: headers, ETag, packing, what is refused, and when it is renewed."""

import asyncio
import base64
import datetime as dt
import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from lib.board import DataProblem, DataProblemsError
from lib.board.load_board import FICTITIOUS_IN_PUBLIC
from lib.export.site.files import NOT_FOUND_PAGE, SiteFile
from lib.export.site.story_page import EMBED_SCRIPT
from lib.store import StoreError
from lib.web import public_site
from lib.web.public_site import PublicFiles, PublicPages, PublicSite
from tests.web.asking import Answer, ask, run

WHEN = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
HTML = "text/html; charset=utf-8"
TEXT = "<html><head><style>p{color:#111}</style></head><body>één</body></html>"
FILES = {
    "/openbaar/": SiteFile(TEXT.encode(), HTML, WHEN),
    "/verhalen/": SiteFile(b"alle verhalen", HTML, WHEN),
    "/verhalen/licht-1/": SiteFile(b"licht", HTML, WHEN),
    "/verhalen/licht-1/inbed/": SiteFile(b"licht in het klein", HTML, WHEN),
    "/verhalen/licht-1/beeld.png": SiteFile(b"\x89PNG", "image/png", WHEN),
    "/verhalen/weg-2/": SiteFile(b"ingetrokken", HTML, WHEN, 410),
    NOT_FOUND_PAGE: SiteFile(b"is er niet", HTML, WHEN, 404),
}
OPEN_DATA = {
    "/openbaar/data/": SiteFile(TEXT.encode(), HTML, WHEN),
    "/openbaar/data/catalogus.jsonld": SiteFile(b'{"@id": "x"}', "application/ld+json", WHEN),
}
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


class StubFiles(PublicFiles):
    """Files that a test changes; `made` counts how often they were asked for."""

    def __init__(self) -> None:
        self.now = "1"
        self.files: Mapping[str, SiteFile] = FILES
        self.made = 0
        self.error: Exception | None = None

    def version(self) -> str:
        if self.error:
            raise self.error
        return self.now

    def make(self) -> Mapping[str, SiteFile]:
        self.made += 1
        return self.files

    def make_open_data(self) -> Mapping[str, SiteFile]:
        return OPEN_DATA


def site(source: StubFiles) -> tuple[Starlette, PublicPages]:
    """Return an app with nothing behind the public site but one page."""
    pages = PublicPages(source, ancestors="'self'", embedders="https://www.example.nl")
    behind = Route("/{rest:path}", lambda _: PlainTextResponse("de app"))
    own = Middleware(PublicSite, pages=pages, hosts=["127.0.0.1", "*.example.nl"])
    return Starlette(routes=[behind], middleware=[own]), pages


APP, _ = site(StubFiles())


def get(path: str, headers: dict[str, str] | None = None, *, method: str = "GET") -> Answer:
    return ask(path, headers, method=method, app=APP)


@pytest.mark.parametrize("path", [path for path in FILES if path != NOT_FOUND_PAGE])
def test_every_answer_has_its_headers(path: str) -> None:
    answer = get(path)
    assert answer.status_code == FILES[path].status
    assert answer.content == FILES[path].body
    assert answer.headers["content-type"] == FILES[path].kind
    assert answer.headers["content-length"] == str(len(FILES[path].body))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers["cache-control"].startswith("public, max-age=60")
    assert answer.headers["vary"] == "accept-encoding"
    assert parsedate_to_datetime(answer.headers["last-modified"]) == WHEN
    assert answer.cookies == ()
    assert "strict-transport-security" not in answer.headers


def test_the_policy_lets_no_script_run_and_only_the_pages_own_style() -> None:
    policy = get("/openbaar/").headers["content-security-policy"].split("; ")
    assert policy[:2] == ["default-src 'none'", "script-src 'none'"]
    wanted = base64.b64encode(hashlib.sha256(b"p{color:#111}").digest()).decode()
    assert policy[2] == f"style-src 'sha256-{wanted}'"
    assert "style-src 'none'" in get("/verhalen/").headers["content-security-policy"]


def test_the_short_form_may_run_its_one_script() -> None:
    wanted = base64.b64encode(hashlib.sha256(EMBED_SCRIPT.encode()).digest()).decode()
    policy = get("/verhalen/licht-1/inbed/").headers["content-security-policy"]
    assert f"script-src 'sha256-{wanted}';" in policy
    assert "script-src 'none'" in get("/verhalen/licht-1/").headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/verhalen/licht-1/inbed/", "https://www.example.nl"),
        ("/verhalen/licht-1/", "'self'"),
        ("/openbaar/", "'self'"),
        ("/verhalen/nergens/inbed/", "'self'"),
    ],
)
def test_only_the_short_form_may_be_framed_elsewhere(path: str, who: str) -> None:
    policy = get(path).headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors {who}")


def test_over_tls_there_is_hsts() -> None:
    answer = ask("/openbaar/", scheme="https", app=APP)
    assert answer.headers["strict-transport-security"].startswith("max-age=")


@pytest.mark.parametrize(
    "path", [p for p, f in FILES.items() if f.kind == HTML and p != NOT_FOUND_PAGE]
)
def test_packed_is_the_same_page(path: str) -> None:
    packed, plain = get(path, GZIP), get(path)
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["content-length"] == str(len(packed.content))
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("br, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("br", False),
        ("identity", False),
        ("", False),
        ("xgzip", False),
        ("*", False),
    ],
)
def test_only_a_browser_that_accepts_gzip_gets_gzip(accepted: str, is_packed: bool) -> None:
    found = get("/openbaar/", {"Accept-Encoding": accepted})
    assert ("content-encoding" in found.headers) is is_packed


def test_a_picture_is_not_packed() -> None:
    assert "content-encoding" not in get("/verhalen/licht-1/beeld.png", GZIP).headers


@pytest.mark.parametrize("headers", [{}, GZIP])
def test_what_a_browser_has_already_is_not_sent_again(headers: dict[str, str]) -> None:
    first = get("/openbaar/", headers)
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = get("/openbaar/", {**headers, "If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert not {"content-length", "content-type", "content-encoding"} & set(again.headers)
    for known in ('"x"', tag.strip('"'), ""):
        assert get("/openbaar/", {**headers, "If-None-Match": known}).status_code == 200


def test_withdrawn_or_unknown_is_answered_also_with_a_known_tag() -> None:
    for path, status in (("/verhalen/weg-2/", 410), ("/verhalen/x/", 404)):
        assert get(path, {"If-None-Match": "*"}).status_code == status


@pytest.mark.parametrize("path", ["/openbaar/", "/verhalen/weg-2/", "/verhalen/x", "/verhalen"])
def test_head_answers_as_get_without_the_page(path: str) -> None:
    whole, head = get(path, GZIP), get(path, GZIP, method="HEAD")
    assert (head.status_code, head.headers, head.content) == (
        whole.status_code,
        whole.headers,
        b"",
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get"])
def test_it_can_only_be_read(method: str) -> None:
    answer = get("/openbaar/", method=method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/verhalen", "/verhalen/"),
        ("/openbaar", "/openbaar/"),
        ("/verhalen/licht-1", "/verhalen/licht-1/"),
    ],
)
def test_an_address_without_its_last_slash_leads_on(path: str, to: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.headers["location"]) == (308, to)


@pytest.mark.parametrize(
    "path",
    [
        "/verhalen/../app.py",
        "/verhalen/%2e%2e/app.py",
        "/verhalen/..%2f..%2fetc%2fpasswd",
        "/verhalen//",
        "/verhalen//licht-1/",
        "/verhalen/licht-1//",
        "/verhalen/LICHT-1/",
        "/verhalen/licht-1/%00",
        "/verhalen/licht-1/beeld.png/",
        "/verhalen/404.html",
        "/verhalen/\\..\\",
        "/openbaar/index.html",
        "/openbaar/é",
        "/verhalen/%0d%0aX-Een:%201",
    ],
)
def test_nothing_else_comes_out(path: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.text) == (404, "is er niet")
    assert "x-een" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/verhaal", "/verhalenlijst", "/openbaarheid", "/404.html"])
def test_the_rest_of_the_app_stays_as_it_was(path: str) -> None:
    assert get(path).text == "de app"


@pytest.mark.parametrize("host", ["elders.nl", "127.0.0.1.elders.nl", "", "example.nl.elders.nl"])
def test_by_another_name_it_does_not_answer(host: str) -> None:
    assert get("/openbaar/", {"Host": host}).status_code == 400
    assert get("/openbaar/", {"Host": "www.example.nl:8501"}).status_code == 200


def test_what_changed_is_there_after_a_look_and_is_made_once() -> None:
    source = StubFiles()
    app, pages = site(source)
    for _ in range(3):
        assert ask("/verhalen/licht-1/", app=app).text == "licht"
    assert source.made == 1
    gone = FILES["/verhalen/weg-2/"]
    source.now, source.files = "2", {**FILES, "/verhalen/licht-1/": gone}
    pages.renew()
    assert ask("/verhalen/licht-1/", app=app).status_code == 410
    assert source.made == 2


@pytest.mark.parametrize(
    "error",
    [StoreError("weg"), DataProblemsError([DataProblem("f", expected="e", fix="m")]), KeyError()],
)
def test_while_something_is_wrong_the_pages_stay(error: Exception) -> None:
    source = StubFiles()
    app, pages = site(source)
    assert ask("/openbaar/", app=app).status_code == 200
    source.error, source.now = error, "2"
    pages.renew()
    assert ask("/openbaar/", app=app).text == TEXT
    source.error, source.files = None, {**FILES, "/openbaar/": SiteFile(b"nieuw", HTML, WHEN)}
    pages.renew()
    assert ask("/openbaar/", app=app).text == "nieuw"


def test_open_data_follows_the_pages_and_may_be_read_from_anywhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(public_site, "LOOK_SECONDS", 0.02)
    app, _ = site(StubFiles())
    assert ask("/openbaar/data", app=app).headers["location"] == "/openbaar/data/"
    assert ask("/openbaar/data/nergens.csv", app=app).status_code == 404
    answer = ask("/openbaar/data/catalogus.jsonld", GZIP, app=app)
    assert answer.headers["content-encoding"] == "gzip"
    for path in ("/openbaar/data/catalogus.jsonld", "/openbaar/data/", "/verhalen/"):
        answer = ask(path, app=app)
        assert answer.headers["access-control-allow-origin"] == "*"
        tag = {"If-None-Match": answer.headers["etag"]}
        assert ask(path, tag, app=app).status_code == 304


@pytest.mark.parametrize("seconds", [0.3, 3.0])
@pytest.mark.slow
def test_the_first_request_for_open_data_waits_until_it_is_made(
    monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    source, made = StubFiles(), threading.Event()

    def make_slowly() -> Mapping[str, SiteFile]:
        made.wait(seconds)
        return OPEN_DATA

    monkeypatch.setattr(source, "make_open_data", make_slowly)
    monkeypatch.setattr(public_site, "WAIT_SECONDS", 1.0)
    app, _ = site(source)
    try:
        answer = ask("/openbaar/data/", app=app)
    finally:
        made.set()
    assert answer.status_code == (200 if seconds < 1 else 503)
    assert ask("/openbaar/", app=app).status_code == 200, "pages do not wait for tables"


def test_with_fictitious_figures_it_says_why_there_is_nothing_and_what_to_do() -> None:
    source = StubFiles()
    app, _ = site(source)
    source.error = DataProblemsError([FICTITIOUS_IN_PUBLIC])
    answer = ask("/openbaar/raad/", app=app)
    assert answer.status_code == 503
    assert "de cijfers zijn fictief" in answer.text
    assert "DATA_DIR" in answer.text
    assert "later" not in answer.text


def test_before_there_are_pages_it_answers_503_and_goes_on_trying() -> None:
    source = StubFiles()
    app, _ = site(source)
    source.error = StoreError("weg")
    answer = ask("/openbaar/", app=app)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert 'lang="nl"' in answer.text
    assert "cache-control" not in answer.headers
    source.error = None
    assert ask("/openbaar/", app=app).status_code == 200


class SlowFiles(StubFiles):
    """Files of which nobody knows whether they changed until the test lets them go."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on, self.looks = threading.Event(), 0
        self.go_on.set()

    def version(self) -> str:
        self.looks += 1
        self.go_on.wait(20)
        return super().version()


async def _until(is_so: Callable[[], bool]) -> None:
    for _ in range(200):
        if is_so():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


def test_nobody_waits_for_a_look_that_hangs_and_there_is_one_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(public_site, "LOOK_SECONDS", 0.02)
    source = SlowFiles()
    app, _ = site(source)

    async def visit() -> None:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            assert (await client.get("/openbaar/")).text == TEXT
            source.go_on.clear()
            seen = source.looks
            await _until(lambda: source.looks > seen)
            source.now, source.files = "2", {"/openbaar/": SiteFile(b"nieuw", HTML, WHEN)}
            began = time.monotonic()
            for _ in range(20):
                assert (await client.get("/openbaar/")).text == TEXT
                await asyncio.sleep(0.01)
            assert time.monotonic() - began < 2
            assert source.looks == seen + 1
            source.go_on.set()
            # Without any visitor the pages are made anew.
            await _until(lambda: source.made > 1)
            await asyncio.sleep(0.1)
            assert (await client.get("/openbaar/")).text == "nieuw"

    run(visit())


def test_while_pages_are_made_anew_the_former_ones_are_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source, go_on, began = StubFiles(), threading.Event(), threading.Event()
    app, pages = site(source)
    assert ask("/openbaar/", app=app).status_code == 200
    monkeypatch.setattr(pages, "renew", lambda: None)  # no other look than this one

    def slowly() -> Mapping[str, SiteFile]:
        began.set()
        go_on.wait(20)
        return {**FILES, "/openbaar/": SiteFile(b"nieuw", HTML, WHEN)}

    monkeypatch.setattr(source, "make", slowly)
    source.now = "2"
    renewing = threading.Thread(target=PublicPages.renew, args=(pages,))
    renewing.start()
    began.wait(20)
    assert ask("/openbaar/", app=app).text == TEXT
    go_on.set()
    renewing.join()
    assert ask("/openbaar/", app=app).text == "nieuw"
