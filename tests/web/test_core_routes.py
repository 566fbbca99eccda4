"""What is sent to a running app past its pages: by who may not, and by who does not stop."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import httpx
import psutil
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError
from websockets.typing import Origin, Subprotocol

from benchmarks.session import Session, open_connection, upload_file
from lib.web.core_routes import SESSION_BYTES, TOTAL_BYTES
from tests.web.asking import run
from tests.web.live_app import LiveApp, fetch, start_app

pytestmark = pytest.mark.slow
FILE = b"x" * 3_000_000
PER_SESSION, IN_ALL = SESSION_BYTES // len(FILE), TOTAL_BYTES // len(FILE)
MEGABYTE = 1024**2
# With these a proxy passes on somebody who does not sit at this machine: the public.
FROM_ELSEWHERE = {"X-Forwarded-For": "203.0.113.77"}
RETURN_SECONDS = 1


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    """The app, in which who sits at this machine is administrator."""
    home = tmp_path_factory.mktemp("home")
    config = home / ".streamlit" / "config.toml"
    config.parent.mkdir()
    config.write_text(f"[server]\ndisconnectedSessionTTL = {RETURN_SECONDS}\n", "utf-8")
    with start_app(home, {"LOKAAL_BEHEER": "1", "HOME": str(home)}) as started:
        yield started


@asynccontextmanager
async def open_page(app: LiveApp, headers: dict[str, str] | None = None) -> AsyncIterator[str]:
    """Give the number of the session of somebody who has Overzicht open."""
    async with open_connection(app.url, headers) as connection:
        session = Session(connection, app.url)
        await session.open()
        yield session.number


@asynccontextmanager
async def open_client(app: LiveApp) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client that sends files."""
    async with httpx.AsyncClient(base_url=app.url, timeout=30) as client:
        yield client


async def count_accepted(client: httpx.AsyncClient, session: str, *, files: int) -> int:
    """Return how many of so many files, all at once, are taken."""
    sent = (upload_file(client, session, FILE) for _ in range(files))
    return sum(answer.status_code == 204 for answer in await asyncio.gather(*sent))


async def wait_until_closed() -> None:
    """Wait until sessions that left cannot come back."""
    await asyncio.sleep(RETURN_SECONDS + 2)


def test_the_public_cannot_upload(app: LiveApp) -> None:
    async def upload() -> None:
        process = psutil.Process(app.pid)
        async with open_page(app, FROM_ELSEWHERE) as session, open_client(app) as client:
            before = process.memory_info().rss
            for _ in range(40):
                answer = await upload_file(client, session, FILE)
                assert (answer.status_code, answer.text[:15]) == (403, "U mag hier geen")
            assert process.memory_info().rss - before < 20 * MEGABYTE

    run(upload())


def test_who_may_import_uploads_until_the_session_is_full(app: LiveApp) -> None:
    async def upload() -> None:
        async with open_page(app) as session, open_client(app) as client:
            assert (await upload_file(client, session, b"wijk;cijfer")).status_code == 204
            assert await count_accepted(client, session, files=3 * PER_SESSION) == PER_SESSION
            answer = await upload_file(client, session, FILE)
            assert (answer.status_code, answer.text[:15]) == (413, "U heeft al te v")

    run(upload())


def test_all_sessions_together_have_a_limit_and_closed_ones_make_room(app: LiveApp) -> None:
    async def upload() -> None:
        async with open_client(app) as client:
            await wait_until_closed()
            async with AsyncExitStack() as pages:
                opened = [await pages.enter_async_context(open_page(app)) for _ in range(7)]
                taken = [await count_accepted(client, s, files=PER_SESSION) for s in opened]
                assert sum(taken) == IN_ALL
                answer = await upload_file(client, opened[-1], FILE)
                assert (answer.status_code, answer.text[:15]) == (503, "Er worden nu te")
            await wait_until_closed()
            async with open_page(app) as session:
                assert await count_accepted(client, session, files=PER_SESSION) == PER_SESSION

    run(upload())


def test_a_session_that_left_gives_its_descriptors_back(app: LiveApp) -> None:
    async def visit() -> None:
        process = psutil.Process(app.pid)
        await wait_until_closed()
        before = process.num_fds()
        async with AsyncExitStack() as pages:
            for _ in range(20):
                await pages.enter_async_context(open_page(app, FROM_ELSEWHERE))
            assert process.num_fds() >= before + 80
        await wait_until_closed()
        assert process.num_fds() <= before + 4

    run(visit())


def test_an_unknown_session_is_explained(app: LiveApp) -> None:
    async def upload() -> None:
        async with open_client(app) as client:
            answer = await upload_file(client, "d00b1b84-0000-4000-8000-000000000000", b"x")
            assert answer.status_code == 404
            assert answer.text == "Deze pagina is niet meer verbonden. Laad de pagina opnieuw."

    run(upload())


def test_a_file_of_unknown_length_is_refused(app: LiveApp) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"x"

    async def upload() -> None:
        async with open_page(app) as session, open_client(app) as client:
            answer = await client.put(f"/_stcore/upload_file/{session}/1", content=endless())
            assert answer.status_code == 411

    run(upload())


def test_only_a_page_whose_session_is_gone_is_loaded_again(app: LiveApp) -> None:
    async def reconnect(session: str) -> bool:
        """Return whether a page that had this session is made to load itself again."""
        protocols = [Subprotocol(name) for name in ("streamlit", "x", session)]
        address = f"{app.url.replace('http', 'ws')}/_stcore/stream"
        async with connect(address, subprotocols=protocols, origin=Origin(app.url)) as connection:
            with suppress(TimeoutError):
                answer = await asyncio.wait_for(connection.recv(decode=False), 3)
                return bool(ForwardMsg.FromString(answer).HasField("auth_redirect"))
        return False

    async def visit() -> None:
        async with open_page(app) as session:
            assert not await reconnect(session)
        assert await reconnect("of-a-process-that-is-gone")

    run(visit())


def build_message(*, files: int = 0, text: int = 0) -> bytes:
    """Return a message that asks where to send so many files, or brings so long a text."""
    message = BackMsg()
    if files:
        message.file_urls_request.file_names.extend([""] * files)
    else:
        message.rerun_script.widget_states.widgets.add(id="x", string_value="x" * text)
    return bytes(message.SerializeToString())


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (build_message(files=20), None),
        (build_message(files=21), 1009),
        (build_message(files=400_000), 1009),
        (build_message(text=120_000), None),
        (build_message(text=132_000), 1009),
        (b"\xff", 1002),
    ],
    ids=["20 files", "21 files", "400,000 files", "120 kB", "132 kB", "nonsense"],
)
def test_a_message_that_asks_too_much_ends_the_connection(
    app: LiveApp, message: bytes, code: int | None
) -> None:
    async def send() -> None:
        before = psutil.Process(app.pid).memory_info().rss
        async with open_connection(app.url, FROM_ELSEWHERE) as connection:
            await connection.send(message)
            if code is None:
                assert await connection.recv(decode=False)
            else:
                with pytest.raises(ConnectionClosedError) as closed:
                    await connection.recv()
                assert closed.value.rcvd is not None
                assert closed.value.rcvd.code == code
        assert psutil.Process(app.pid).memory_info().rss - before < 20 * MEGABYTE

    run(send())


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["metrics", "metrics?families=session_events", "agent/interact", "agent/openapi.json"]
)
def test_what_nobody_needs_is_closed(app: LiveApp, path: str, method: str) -> None:
    assert fetch(f"{app.url}/_stcore/{path}", method=method) == (404, b"Not Found")
