"""What an operator sees of a running app: metrics on an address of their own, and a log in JSON."""

import json
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.session import AnswerError, Session, open_connection
from lib.access import LOCAL
from lib.store import backup, open_store
from tests.store.server import cluster, new_database
from tests.web.asking import run
from tests.web.live_app import fetch, start_app
from tools.run_server import find_free_port

pytestmark = pytest.mark.slow


def read_metrics(address: str) -> dict[str, float]:
    """Return each sample by its name, with its labels' values behind it."""
    text = httpx.get(f"http://{address}/metrics").text
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def open_page(url: str, address: str) -> dict[str, float]:
    async with open_connection(url) as connection:
        with suppress(AnswerError):  # a page without figures
            await Session(connection, url).open()
        return read_metrics(address)


def test_a_visit_is_counted_off_the_public_port(tmp_path: Path) -> None:
    address = f"127.0.0.1:{find_free_port()}"
    with start_app(tmp_path, {"METRICS_ADDRESS": address, "LOG_FORMAT": "json"}) as app:
        before = read_metrics(address)
        during = run(open_page(app.url, address))
        status, body = fetch(f"{app.url}/metrics")
        assert status == 404, body
        with httpx.Client() as client:
            answer = client.get(f"{app.url}/gezond", headers={"X-Request-ID": "van-de-proxy"})
            made_up = client.get(f"{app.url}/gezond").headers["x-request-id"]
    assert before["dashboard_sessions"] == 0
    assert during["dashboard_sessions"] == 1
    assert during["dashboard_run_seconds_count overview"] == 1
    assert during["dashboard_database_seconds_count"] > before["dashboard_database_seconds_count"]
    assert 0 < during["dashboard_cache_entries boards"] <= during["dashboard_cache_limit boards"]
    assert during["dashboard_data_in_order"] == 1
    assert answer.headers["x-request-id"] == "van-de-proxy"
    assert len(made_up) == 32
    lines = [json.loads(line) for line in app.printed.splitlines()]
    assert {"time", "level", "logger", "message"} <= set(lines[-1])
    assert "van-de-proxy" not in app.printed, "no line of a visit"


def test_a_page_that_fails_is_counted_and_logged_with_the_role(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"127.0.0.1:{find_free_port()}"
    # A database that cannot be: every page says so.
    broken = {"DATABASE_URL": "postgresql://x:x@127.0.0.1:9/x"}
    settings = {"METRICS_ADDRESS": address, "LOG_FORMAT": "json", **broken}
    with start_app(tmp_path, settings) as app:
        seen = run(open_page(app.url, address))
    assert seen["dashboard_errors_total database"] >= 1
    assert seen["dashboard_data_in_order"] == 0
    failed = [json.loads(x) for x in app.printed.splitlines() if "database not in order" in x]
    assert failed[0]["role"] == "publiek"
    assert failed[0]["level"] == "ERROR"
    assert "Traceback" in failed[0]["exception"]


def test_a_database_that_goes_away_is_seen_in_the_metrics(tmp_path: Path) -> None:
    """Readers go on with the board that they have; who watches must not lose all numbers."""
    address = f"127.0.0.1:{find_free_port()}"
    with cluster() as database:
        url = new_database(database.address, "weg")
        with start_app(tmp_path, {"METRICS_ADDRESS": address, "DATABASE_URL": url}) as app:
            before = read_metrics(address)
            database.stop()
            try:
                during = read_metrics(address)
            finally:
                database.start()
    assert before["dashboard_data_in_order"] == 1
    assert during["dashboard_data_in_order"] == 0
    assert during["dashboard_sessions"] == 0
    assert "Traceback" not in app.printed


def test_the_moment_of_a_backup_is_known(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()
    store = open_store(f"sqlite:///{folder}/dashboard.sqlite3")
    backup(LOCAL, store, file=tmp_path / "kopie.zip")
    store.close()
    address = f"127.0.0.1:{find_free_port()}"
    with start_app(tmp_path, {"METRICS_ADDRESS": address}):
        seen = read_metrics(address)
    assert seen["dashboard_backup_timestamp_seconds"] > 1_700_000_000
    assert "dashboard_next_embargo_timestamp_seconds" not in seen
