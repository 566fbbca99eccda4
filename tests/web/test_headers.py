"""Security headers: on every answer, by path, and none that a page's own script needs undone."""

import base64
import hashlib
import re

import pytest

from lib.web.dutch_pages import START_SCRIPT
from lib.web.headers import INLINE_SCRIPT, hash_inline
from tests.web.asking import HTML, Answer, ask, build

EVERY = (
    "/",
    "/doelen",
    "/gezond",
    "/gereed",
    "/.well-known/security.txt",
    "/static/index.js",
    "/data",
    "/component/kaart/index.html",
    "/media/verhaal.html",
    "/nergens",
    "/weg",
    "/kapot",
)


def policy(answer: Answer) -> dict[str, str]:
    """Return the directives of the content-security-policy."""
    parts = (part.partition(" ") for part in answer.headers["content-security-policy"].split("; "))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_has_the_security_headers(path: str, method: str) -> None:
    headers = ask(path, HTML, method=method).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    for feature in ("camera", "geolocation", "microphone", "payment"):
        assert f"{feature}=()" in headers["permissions-policy"].split(", ")
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("path", EVERY)
def test_no_answer_lets_another_host_in(path: str) -> None:
    found = policy(ask(path, HTML))
    assert found["default-src"] == "'self'"
    assert found["object-src"] == "'none'"
    for name in ("base-uri", "form-action", "frame-src", "frame-ancestors"):
        assert found[name] == "'self'", name
    for name in ("img-src", "font-src"):
        assert found[name] == "'self' data:", name
    assert found["style-src"] == "'self' 'unsafe-inline'"


@pytest.mark.parametrize("path", [path for path in EVERY if not path.startswith("/component/")])
def test_pages_run_no_script_but_their_own(path: str) -> None:
    own = policy(ask(path, HTML))["script-src"]
    assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/]{43}=')*", own)


def test_a_page_may_run_the_script_that_it_was_given() -> None:
    script = START_SCRIPT.removeprefix(b"<script>").removesuffix(b"</script>")
    wanted = base64.b64encode(hashlib.sha256(script).digest()).decode()
    assert policy(ask("/doelen", HTML))["script-src"] == f"'self' 'sha256-{wanted}'"


def test_a_script_in_a_file_is_not_allowed_by_being_there() -> None:
    assert policy(ask("/media/verhaal.html", HTML))["script-src"] == "'self'"


def test_only_the_maps_frame_may_run_what_it_is_sent() -> None:
    found = policy(ask("/component/kaart/index.html", HTML))
    assert found["script-src"] == "'self' 'unsafe-inline' 'unsafe-eval'"
    assert found["connect-src"] == "'self'"


@pytest.mark.parametrize("path", ["/component", "/Component/x", "/x/component/", "//component/x"])
def test_no_other_path_looks_like_a_frame(path: str) -> None:
    assert "unsafe-eval" not in ask(path, HTML).headers["content-security-policy"]


@pytest.mark.parametrize(
    ("ancestors", "page", "frame"),
    [
        ("", "'self'", "'self'"),
        ("'none'", "'none'", "'self'"),
        ("https://www.example.nl", "https://www.example.nl", "'self' https://www.example.nl"),
        (
            "'self' https://a.example.nl",
            "'self' https://a.example.nl",
            "'self' https://a.example.nl",
        ),
    ],
)
def test_who_may_show_a_page_may_show_its_map(
    ancestors: str, page: str, frame: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRAME_ANCESTORS", ancestors)
    app = build()
    assert policy(ask("/", HTML, app=app))["frame-ancestors"] == page
    inside = ask("/component/kaart/index.html", HTML, app=app)
    assert policy(inside)["frame-ancestors"] == frame


def test_the_websocket_of_this_very_host_may_be_opened() -> None:
    found = policy(ask("/", {**HTML, "Host": "localhost:8501"}))
    assert found["connect-src"] == "'self' ws://localhost:8501 wss://localhost:8501"


@pytest.mark.parametrize(
    "host", ["a; script-src *", "a b", "*", "a,b", "a/b", "[::1];", "é", "a:b", "[a b]", ""]
)
def test_a_host_cannot_add_to_the_policy(host: str) -> None:
    assert policy(ask("/", {**HTML, "Host": host}))["connect-src"] == "'self'"


def test_over_tls_there_is_hsts_and_cookies_are_secure() -> None:
    answer = ask("/cookie", scheme="https")
    assert re.fullmatch(r"max-age=\d{7,}", answer.headers["strict-transport-security"])
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert len(answer.cookies) == 2
    assert all(cookie.endswith("; Secure") for cookie in answer.cookies)


def test_without_tls_cookies_stay_as_they_are() -> None:
    answer = ask("/cookie")
    assert len(answer.cookies) == 2
    assert not any("Secure" in cookie for cookie in answer.cookies)


def test_a_header_that_anybody_can_send_is_no_tls() -> None:
    """Which proxy is believed is the web server's to say: see docs/deploy.md."""
    headers = {"X-Forwarded-Proto": "https", "Forwarded": "proto=https"}
    assert "strict-transport-security" not in ask("/", headers).headers


def test_an_error_discloses_nothing() -> None:
    answer = ask("/kapot")
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


def test_no_script_is_missed() -> None:
    scripts = [b"a()", b"\n b() \n", "é".encode(), b"if (a < b) {}", b""]
    kinds = [b"<script>", b'<script type="module">', b"<script defer>", b"<script\n>", b"<script >"]
    page = b"".join(k + s + b"</script>" for k, s in zip(kinds, scripts, strict=True))
    page += b'<script src="x.js"></script><script type="module" crossorigin src="./y.js"></script>'
    wanted = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts]
    assert hash_inline(INLINE_SCRIPT, page).split() == [f"'sha256-{one}'" for one in wanted]
