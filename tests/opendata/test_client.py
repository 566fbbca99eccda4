"""What the client does with answers that are late, in pieces, refused, or of another kind."""

from collections.abc import Callable, Sequence

import httpx
import pytest

from lib.opendata import client
from lib.opendata.client import Service, http_client
from lib.opendata.fetch_problems import OpenDataError

Answering = Callable[[httpx.Request], httpx.Response]
WHOLE = {"value": [{"Key": "1"}]}


def ask(answering: Answering, *, key: str = "value") -> list[dict[str, object]]:
    """Return the rows that a server gives which answers in this way."""
    with httpx.Client(transport=httpx.MockTransport(answering)) as http:
        return list(Service("http://odata.example", http).rows("/tabel", key, what="Tabel 1"))


def in_turn(answers: Sequence[httpx.Response]) -> Answering:
    waiting = list(answers)
    return lambda _request: waiting.pop(0)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the client waits, without waiting."""
    found: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", found.append)
    return found


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_is_too_busy_is_asked_again_when_it_says_so(
    waits: list[float], status: int
) -> None:
    busy = httpx.Response(status, headers={"Retry-After": "7"})
    assert ask(in_turn([busy, httpx.Response(200, json=WHOLE)])) == WHOLE["value"]
    assert waits == [7.0]


def test_nobody_waits_for_hours(waits: list[float]) -> None:
    late = "Wed, 21 Oct 2065 07:28:00 GMT"
    answers = [
        httpx.Response(429, headers={"Retry-After": x}) for x in ("86400", late, "-1", "straks")
    ]
    with pytest.raises(OpenDataError, match=r"een fout \(429\)"):
        ask(in_turn(answers))
    assert len(waits) == 3
    assert max(waits) == client.MOST_WAIT_SECONDS


@pytest.mark.parametrize("way", ["the same", "round"])
def test_links_that_lead_back_are_refused(way: str) -> None:
    """A mirror that leaves the question out of a link gives the same rows for ever."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        assert len(asked) < 10
        number = len(asked) % 2 if way == "round" else 1
        return httpx.Response(200, json=WHOLE | {"odata.nextLink": f"http://x/tabel?skip={number}"})

    with pytest.raises(OpenDataError, match="niet te lezen"):
        ask(answer)


@pytest.mark.parametrize("links", [["volgende"], [None], {"next": "x"}, "x", [{"rel": "next"}]])
def test_links_of_another_kind_are_no_links(links: object) -> None:
    answer = httpx.Response(200, json={"features": WHOLE["value"], "links": links})
    assert ask(in_turn([answer]), key="features") == WHOLE["value"]


def test_a_server_that_is_slow_can_be_reached() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("late", request=request)

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        assert Service("http://odata.example", http).is_reachable()


BAD_SURROUNDINGS = [
    ("HTTPS_PROXY", "socks5://proxy.example.nl:1080"),
    ("HTTPS_PROXY", "http://proxy.example.nl:poort"),
    ("HTTPS_PROXY", "htp://proxy.example.nl:80"),
    ("NO_PROXY", "localhost, [::1]"),
    ("SSL_CERT_FILE", "/bestaat/niet.pem"),
    ("SSL_CERT_FILE", "/etc/passwd"),
]


@pytest.mark.parametrize(("name", "text"), BAD_SURROUNDINGS)
def test_a_proxy_or_certificate_that_cannot_be_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.nl:8080")
    monkeypatch.setenv(name, text)
    with pytest.raises(OpenDataError, match="HTTPS_PROXY, NO_PROXY en SSL_CERT_FILE"):
        http_client()
