"""Two replicas on one PostgreSQL behind nginx, as deploy/compose.yaml puts them together."""

import asyncio
import datetime as dt
import os
import re
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from websockets.exceptions import WebSocketException

from benchmarks.session import Session, open_connection, upload_file
from lib.board import now
from lib.catalog import Catalog, Observation
from lib.store import Store, open_store
from tests.browser.provider import COOKIE_SECRET, run_provider, write_secrets
from tests.store.samples import figure, published, published_story
from tests.store.server import Cluster, cluster, execute, new_database
from tests.web.asking import run
from tests.web.live_app import LiveApp, fetch_readiness, start_app
from tests.web.nginx import run_nginx
from tools.run_server import find_free_port

pytestmark = pytest.mark.slow
SESSIONS = 30
PATIENCE = 120.0  # on a busy machine; a second or two on a quiet one
client = httpx.Client(timeout=30)
STORY_SECONDS = 2.0  # from its publication until everybody can read it
AREA = ("klingerberg", "Klingerberg")
# Somebody in so many groups that their cookie is larger than nginx takes by itself.
GROUPS = [str(uuid.uuid5(uuid.NAMESPACE_DNS, str(number))) for number in range(600)]
USERS = {"beheer": {"email": "beheer@example.nl", "email_verified": True, "groups": GROUPS}}


@dataclass(frozen=True)
class Town:
    """What runs: the database, the replicas, and the proxy's address."""

    database: Cluster
    replicas: tuple[LiveApp, LiveApp]
    proxy: str
    url: str

    def store(self) -> Store:
        """Return the store as a third process opens it."""
        return open_store(self.url)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Both replicas start at once on an empty database."""
    with ExitStack() as stack:
        database = stack.enter_context(cluster())
        url = new_database(database.address, "stad")
        ports, home = [find_free_port() for _ in range(2)], tmp_path_factory.mktemp("home")
        provider = stack.enter_context(run_provider(ports[0], users=USERS))
        write_secrets(home, port=ports[1], provider=provider)
        settings = {"DATABASE_URL": url, "TODAY": "", "HOME": str(home)}
        folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
        with ThreadPoolExecutor() as pool:
            starts = [start_app(folder, settings) for folder in folders]
            first, second = pool.map(stack.enter_context, starts)
        netlocs = [urlsplit(app.url).netloc for app in (first, second)]
        folder = tmp_path_factory.mktemp("nginx")
        running = run_nginx(folder, first=netlocs[0], second=netlocs[1], port=ports[1])
        proxy = stack.enter_context(running)
        yield Town(database, (first, second), proxy, url)


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Wait until something holds, as long as `PATIENCE`."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def everywhere(town: Town, path: str, text: str) -> bool:
    """Return whether both replicas show a text at an address."""
    return all(text in client.get(app.url + path).text for app in town.replicas)


def whole_wave(catalog: Catalog, *, value: float) -> list[Observation]:
    """Return a wave of 2025 with the same rating everywhere."""
    return [
        figure(key, value=value) for key in (catalog.municipality.code, *catalog.of_kind("area"))
    ]


def test_both_start_at_once_on_an_empty_database(town: Town) -> None:
    assert [fetch_readiness(app)[0] for app in town.replicas] == [200, 200]
    migrated = [app for app in town.replicas if "Traceback" in app.printed]
    assert migrated == []


def sign_in(town: Town) -> str:
    """Sign in by the proxy, on whichever replica; return the cookies."""
    asked = {"provider": "default", "exp": int(time.time()) + 60}
    token = jwt.encode({"alg": "HS256"}, asked, OctKey.import_key(COOKIE_SECRET))
    with httpx.Client(follow_redirects=True, timeout=30) as visitor:
        visitor.cookies.set("replica", "a" * 32, domain="127.0.0.1")
        form = visitor.get(f"{town.proxy}/auth/login?provider={token}")
        visitor.post(form.url, data={"sub": "beheer"})
        visitor.get(f"{town.proxy}/_stcore/health")  # gives the cookie against forgery
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.cookies.jar)


async def use_files(town: Town, cookies: str) -> tuple[tuple[int, int], ...]:
    """Upload and download in a session by the proxy; return both answers of each replica."""
    async with open_connection(town.proxy, {"Cookie": cookies}) as connection:
        session = Session(connection, town.proxy)
        await session.visit("gegevens")
        file, answers = await session.request_download(), []
        for replica in town.replicas:
            async with httpx.AsyncClient(base_url=replica.url, timeout=30) as browser:
                upload = await upload_file(browser, session.number, b"a;b")
                answers.append((upload.status_code, (await browser.get(file)).status_code))
        return tuple(answers)


def test_who_signed_in_by_one_works_on_the_other(town: Town) -> None:
    cookies = sign_in(town)
    assert len(cookies) > 8192
    seen: dict[tuple[int, ...], tuple[tuple[int, int], ...]] = {}
    for number in range(40):  # which replica a cookie leads to depends on their ports
        answers = run(use_files(town, re.sub("replica=[^;]*", f"replica={number:032x}", cookies)))
        seen[tuple(upload for upload, _ in answers)] = answers
        if len(seen) == len(town.replicas):
            break
    assert set(seen) == {(204, 404), (404, 204)}
    # A file is named by its content: the other replica may have made the same for somebody else.
    assert all((204, 200) in answers for answers in seen.values())


def test_what_is_published_is_on_both(town: Town, catalog: Catalog) -> None:
    store = town.store()
    published(store, *whole_wave(catalog, value=7.3))
    store.close()
    wait_until(lambda: everywhere(town, "/openbaar/", "7,3"), "the new figure")


def test_a_story_is_on_both_within_two_seconds(town: Town, catalog: Catalog) -> None:
    for app in town.replicas:
        client.get(f"{app.url}/verhalen/")
    store = town.store()
    title = str(published_story(store, catalog).story.title)
    store.close()
    start = time.monotonic()
    wait_until(lambda: everywhere(town, "/verhalen/", title), "the story")
    # Two seconds of a machine that has nothing else to do.
    waiting = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert time.monotonic() - start < STORY_SECONDS * waiting


def test_an_embargo_passes_on_both(town: Town, catalog: Catalog) -> None:
    store = town.store()
    published(store, *whole_wave(catalog, value=8.8), embargo=now() + dt.timedelta(seconds=3))
    store.close()
    assert not any("8,8" in client.get(f"{a.url}/openbaar/").text for a in town.replicas)
    wait_until(lambda: everywhere(town, "/openbaar/", "8,8"), "the figure after its embargo")


async def open_pages(town: Town, *, cookies: list[str]) -> list[bool]:
    """Open a page on an area with each cookie of a replica; return whether it shows the card."""
    slug, name = AREA

    async def visit(cookie: str) -> bool:
        headers = {"Cookie": f"replica={cookie}"}
        async with open_connection(town.proxy, headers) as connection:
            session = Session(connection, town.proxy, query=f"wijk={slug}")
            await session.open()
            return session.has_card(name)

    return list(await asyncio.gather(*map(visit, cookies)))


async def lose_a_replica(town: Town) -> tuple[int, list[bool]]:
    """Kill a replica under open pages; return how many broke, and what these show elsewhere."""
    cookies = [f"{number:032x}" for number in range(SESSIONS)]
    async with AsyncExitStack() as stack:
        pages = [
            await stack.enter_async_context(
                open_connection(town.proxy, {"Cookie": f"replica={cookie}"})
            )
            for cookie in cookies
        ]
        for page in pages:
            await Session(page, town.proxy).open()
        os.kill(town.replicas[0].pid, signal.SIGKILL)
        broken = []
        for cookie, page in zip(cookies, pages, strict=True):
            with suppress(TimeoutError):
                try:
                    while True:  # what was still on its way comes first
                        await asyncio.wait_for(page.recv(), timeout=1)
                except WebSocketException:
                    broken.append(cookie)
    return len(broken), await open_pages(town, cookies=broken)


def test_the_database_may_restart_under_use(town: Town, catalog: Catalog) -> None:
    town.database.stop()
    wait_until(
        lambda: all(fetch_readiness(app)[0] == 503 for app in town.replicas), "not ready without"
    )
    # Readers go on with what they have.
    assert run(open_pages(town, cookies=["a" * 32, "b" * 32])) == [True, True]
    town.database.start()
    wait_until(
        lambda: all(fetch_readiness(app)[0] == 200 for app in town.replicas), "ready by itself"
    )
    store = town.store()
    published(store, *whole_wave(catalog, value=9.1))
    store.close()
    wait_until(lambda: everywhere(town, "/openbaar/", "9,1"), "a figure after the restart")


def test_an_old_replica_is_calm_before_a_newer_database(town: Town) -> None:
    """A rolling upgrade: the first new replica has migrated, the old ones still have visitors."""
    store = town.store()
    with store.reading() as connection:
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    store.close()
    execute(town.url, "UPDATE alembic_version SET version_num = '9999'")
    try:
        assert run(open_pages(town, cookies=["a" * 32, "b" * 32])) == [True, True]
        assert everywhere(town, "/openbaar/", "9,1")
        wait_until(
            lambda: all(fetch_readiness(app)[0] == 503 for app in town.replicas),
            "an old replica takes no new visitors",
        )
    finally:
        execute(town.url, f"UPDATE alembic_version SET version_num = '{revision}'")  # noqa: S608 - ours
    wait_until(lambda: all(fetch_readiness(app)[0] == 200 for app in town.replicas), "ready")


def test_who_was_on_a_replica_that_dies_goes_on_with_the_other(town: Town) -> None:
    """The last test: one replica is gone after it."""
    broken, shown = run(lose_a_replica(town))
    assert 0 < broken < SESSIONS, "the visitors were on both"
    assert shown == [True] * broken
    assert "9,1" in client.get(f"{town.proxy}/openbaar/").text, "what was saved is there"
    assert re.search(r"Uvicorn running", town.replicas[1].printed)
