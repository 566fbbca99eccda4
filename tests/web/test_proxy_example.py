"""The proxy of deploy/nginx, as nginx runs it, before two replicas of the app."""

import re
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from benchmarks.session import Session, open_connection, upload_file
from tests.web.asking import run
from tests.web.live_app import LiveApp, start_app
from tests.web.nginx import run_nginx

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[LiveApp]]:
    """The app, twice."""
    with ExitStack() as stack:
        folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
        yield [stack.enter_context(start_app(folder)) for folder in folders]


@pytest.fixture(scope="module")
def proxy(replicas: list[LiveApp], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the proxy."""
    first, second = (urlsplit(app.url).netloc for app in replicas)
    with run_nginx(tmp_path_factory.mktemp("nginx"), first=first, second=second) as url:
        yield url


# OWASP's list of secure headers, and what each answer has of it; docs/security.md says what not.
OWASP_HEADERS = {
    "strict-transport-security": r"max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-permitted-cross-domain-policies": "none",
    "referrer-policy": "same-origin",
    "permissions-policy": r".*camera=\(\).*geolocation=\(\).*",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # In place of X-Frame-Options, which browsers leave aside where this stands.
    "content-security-policy": r"(?=.*base-uri 'self').*object-src 'none'.*frame-ancestors 'self'",
    "cache-control": "no-cache|no-store",
}
PUBLIC_HEADERS = OWASP_HEADERS | {
    "cross-origin-resource-policy": "cross-origin",
    "content-security-policy": "default-src 'none';.*frame-ancestors 'self'",
    "cache-control": "public, max-age=60, .*",
}
DISCLOSING = {"server", "x-powered-by", "x-runtime", "via", "x-streamlit-version"}
EACH_KIND = [
    ("/", 200, OWASP_HEADERS),
    ("/doelen", 200, OWASP_HEADERS),
    ("/driehoek", 200, OWASP_HEADERS),
    ("/nergens", 404, OWASP_HEADERS),
    ("/gezond", 200, OWASP_HEADERS),
    ("/gereed", 200, OWASP_HEADERS),
    ("/robots.txt", 200, OWASP_HEADERS),
    ("/.well-known/security.txt", 404, OWASP_HEADERS),
    ("/media/geen.csv", 404, OWASP_HEADERS),
    ("/component/geen", 404, OWASP_HEADERS),
    ("/_stcore/health", 200, OWASP_HEADERS),
    ("/_stcore/host-config", 200, OWASP_HEADERS),
    ("/_stcore/upload_file/geen/geen", 200, OWASP_HEADERS),
    ("/auth/login", 302, OWASP_HEADERS),
    ("/auth/logout", 302, OWASP_HEADERS),
    ("/oauth2callback", 302, OWASP_HEADERS),
    ("/openbaar/", 200, PUBLIC_HEADERS),
    ("/verhalen/", 200, PUBLIC_HEADERS),
    ("/verhalen/geen/inbed/", 404, PUBLIC_HEADERS),
]


def test_every_kind_of_answer_has_the_headers_of_owasp(replicas: list[LiveApp]) -> None:
    """Over TLS, as the proxy passes it on; all wrong ones at once."""
    wrong = []
    with httpx.Client(base_url=replicas[0].url, headers={"X-Forwarded-Proto": "https"}) as client:
        for path, status, wanted in EACH_KIND:
            answer = client.get(path)
            if answer.status_code != status:
                wrong.append(f"{path}: {answer.status_code}")
            found = {name: answer.headers.get(name, "") for name in wanted}
            wrong += [f"{path}: {n}: {v}" for n, v in found.items() if not re.match(wanted[n], v)]
            wrong += [f"{path}: {n}" for n in DISCLOSING & set(answer.headers)]
        refused = client.get("/", headers={"Host": "elders.example"})
        assert refused.status_code == 400
        wrong += [f"400: {n}" for n in OWASP_HEADERS if n not in refused.headers]
    assert wrong == []


def test_cookies_are_of_this_site_only(replicas: list[LiveApp], proxy: str) -> None:
    secure = httpx.get(f"{replicas[0].url}/_stcore/health", headers={"X-Forwarded-Proto": "https"})
    # A page's script must read it and send it back, so not HttpOnly; it says nothing of anybody.
    assert re.search(
        r"_streamlit_xsrf=.*; Path=/; SameSite=Lax; Secure$", secure.headers["set-cookie"]
    )
    sticky = next(c for c in httpx.get(proxy).headers.get_list("set-cookie") if "replica=" in c)
    # The test's proxy speaks no TLS and leaves `Secure` out.
    assert re.fullmatch(r"replica=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax", sticky)


def test_the_proxy_does_not_say_what_it_is(proxy: str) -> None:
    assert httpx.get(f"{proxy}/gezond").headers.get("server", "") in {"", "nginx"}


async def upload_as(proxy: str, *, page: str, uploads: Sequence[str]) -> list[int]:
    """Return the answers to uploads from the session of a page, each with the cookie of a replica.

    The public may upload nothing, but only the replica that has the session knows that: 403. Any
    other answers 404.
    """
    async with open_connection(proxy, {"Cookie": f"replica={page}"}) as connection:
        session = Session(connection, proxy)
        await session.open()
        answers = []
        for cookie in uploads:
            async with httpx.AsyncClient(base_url=proxy, cookies={"replica": cookie}) as client:
                answers.append((await upload_file(client, session.number, b"x")).status_code)
        return answers


def test_a_visitor_stays_with_one_replica(proxy: str) -> None:
    cookies = [httpx.get(proxy).cookies["replica"] for _ in range(4)]
    others = [uuid.uuid4().hex for _ in range(12)]

    async def visit() -> None:
        for cookie in cookies:
            assert await upload_as(proxy, page=cookie, uploads=[cookie]) == [403]
        assert 404 in await upload_as(proxy, page=cookies[0], uploads=others)

    run(visit())


def test_one_visitor_has_a_limited_number_of_connections(proxy: str) -> None:
    async def open_all() -> None:
        refused = 0
        async with AsyncExitStack() as stack:
            for _ in range(160):
                try:
                    await stack.enter_async_context(open_connection(proxy))
                except InvalidStatus as error:
                    refused += error.response.status_code == 429
        assert refused == 10

    run(open_all())


def test_one_visitor_uploads_a_limited_number_of_times(proxy: str) -> None:
    with httpx.Client(base_url=proxy) as client:
        answers = [client.put("/_stcore/upload_file/1/2", content=b"x") for _ in range(45)]
    counts = Counter(answer.status_code for answer in answers)
    assert set(counts) == {404, 429}
    assert counts[429] > 10


def test_the_cookie_of_somebody_in_many_groups_passes(proxy: str) -> None:
    cookies = "; ".join(f"_streamlit_user_{n}={'x' * 3900}" for n in range(7))
    assert httpx.get(f"{proxy}/gezond", headers={"Cookie": cookies}).status_code == 200
    assert httpx.get(proxy, headers={"Cookie": cookies}).status_code == 200
