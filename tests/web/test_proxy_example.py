"""The proxy of deploy/nginx, as nginx runs it, before two replicas of the app."""

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
from tests.web.live_app import start_app
from tests.web.nginx import run_nginx

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the proxy."""
    with ExitStack() as stack:
        folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
        urls = [urlsplit(stack.enter_context(start_app(f)).url).netloc for f in folders]
        folder = tmp_path_factory.mktemp("nginx")
        yield stack.enter_context(run_nginx(folder, first=urls[0], second=urls[1]))


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
