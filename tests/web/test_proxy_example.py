"""The proxy of docs/deploy.md, as nginx runs it, before two replicas of the app."""

import re
import subprocess
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, contextmanager
from pathlib import Path
from textwrap import dedent
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from benchmarks.session import Session, open_connection, upload_file
from tests.web.asking import run
from tests.web.live_app import start_app
from tools.find_programs import require_nginx
from tools.run_server import ROOT, find_free_port

pytestmark = pytest.mark.slow
EXAMPLE = re.compile(r"\n    # Addresses that many.*?\n    \}\n\n", re.DOTALL)
# What nobody else may have to do for a test: rights, certificates, a fixed port.
CHANGES = (
    (r"listen 443 ssl http2;", "listen 127.0.0.1:{port};"),
    (r"\n *ssl_certificate[^\n]*", ""),
    (r"error_log [^;]*;", "error_log {folder}/error.log crit;"),
    (r" Secure;", ""),
    (r"127\.0\.0\.1:8501", "{first}"),
    (r"127\.0\.0\.1:8502", "{second}"),
)
AROUND = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/start.log;
events {{}}
http {{
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
{example}
}}
"""


def read_example(**values: object) -> str:
    """Return the example of the documentation for these addresses, port and folder."""
    found = EXAMPLE.search((ROOT / "docs" / "deploy.md").read_text("utf-8"))
    assert found
    example = dedent(found[0].strip("\n"))
    for pattern, new in CHANGES:
        example, number = re.subn(pattern, new.format(**values), example)
        assert number, pattern
    return AROUND.format(example=example, **values)


@contextmanager
def run_nginx(folder: Path, *, first: str, second: str) -> Iterator[str]:
    """Run the proxy before two replicas; give its address."""
    port = find_free_port()
    config = folder / "nginx.conf"
    config.write_text(read_example(port=port, folder=folder, first=first, second=second), "utf-8")
    process = subprocess.Popen([str(require_nginx()), "-p", str(folder), "-c", str(config)])
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(50):
            time.sleep(0.1)
            if process.poll() is None and httpx.get(f"{url}/gezond").status_code == 200:
                break
        yield url
    finally:
        process.terminate()
        process.wait(10)


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
