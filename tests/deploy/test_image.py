"""The steps of the Containerfile without a container: no root, and files that nobody can write."""

import os
import pwd
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tools.run_server import ROOT, find_free_port

pytestmark = pytest.mark.slow
# Root's own Python may lie where nobody else can look: this account may read all and write nothing.
AS_NOBODY = (
    "setpriv",
    "--reuid=nobody",
    "--regid=nogroup",
    "--clear-groups",
    "--inh-caps=-all,+dac_read_search",
    "--ambient-caps=-all,+dac_read_search",
    "--bounding-set=-all,+dac_read_search",
    "--no-new-privs",
)
STREAMLIT = Subprotocol("streamlit")
# `/gereed` tries a change once in so many seconds.
PROBE_SECONDS = 3.5
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text("utf-8")


@pytest.fixture
def image() -> Iterator[Path]:
    """The tree of the image: what is copied into it and nothing else, for nobody to write."""
    folder = Path(tempfile.mkdtemp(prefix="dashboard-image-"))
    for source, target in re.findall(r"^COPY ((?!--).*) (\S+)$", CONTAINERFILE, re.MULTILINE):
        if source == "requirements.txt":
            continue
        place = folder / target / Path(source).name if target.endswith("/") else folder / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, place)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222 | (0o555 if path.is_dir() else 0o444))
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | stat.S_IWUSR)
    shutil.rmtree(folder)


def test_it_runs_without_root_on_files_that_cannot_be_written(image: Path) -> None:
    command = re.search(r'^CMD \["uvicorn", (.*)\]$', CONTAINERFILE, re.MULTILINE)
    assert command
    port, var = find_free_port(), Path(tempfile.mkdtemp(prefix="dashboard-var-"))
    arguments = [part.strip(' "') for part in command[1].split(",")]
    arguments[arguments.index("8501")] = str(port)
    arguments[arguments.index("0.0.0.0")] = "127.0.0.1"  # noqa: S104 - in a container, not here
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    if account:
        os.chown(var, account.pw_uid, account.pw_gid)
    settings = {"HOME": str(var), "VAR_DIR": str(var), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [*(AS_NOBODY if account else ()), sys.executable, "-m", "uvicorn", *arguments],
        cwd=image,
        env={"PATH": os.environ["PATH"], **settings},
    )
    before = sorted(str(path) for path in image.rglob("*"))
    try:
        ready = _wait_for(f"http://127.0.0.1:{port}/gereed", process)
        overview = _wait_for(f"http://127.0.0.1:{port}/openbaar/", process)
        finished = _stop_during_a_change(f"http://127.0.0.1:{port}", var, process)
    finally:
        process.terminate()
        process.wait(40)
    assert ready.json()["status"] == "ok"
    assert overview.status_code == 200
    assert finished.json()["status"] == "ok"
    # uvicorn ends by the signal itself once all is done.
    assert process.returncode in {0, -signal.SIGTERM}
    assert sorted(str(path) for path in image.rglob("*")) == before
    assert [path.name for path in var.iterdir() if path.suffix == ".sqlite3"]
    shutil.rmtree(var)


def _stop_during_a_change(
    url: str, var: Path, process: "subprocess.Popen[bytes]"
) -> httpx.Response:
    """Ask it to stop while a page is open and a change waits; return the answer to the change."""
    place = connect(
        url.replace("http", "ws") + "/_stcore/stream", origin=Origin(url), subprotocols=[STREAMLIT]
    )
    lock = sqlite3.connect(var / "dashboard.sqlite3", isolation_level=None)
    with place, closing(lock), ThreadPoolExecutor() as pool:
        time.sleep(PROBE_SECONDS)
        lock.execute("BEGIN IMMEDIATE")
        change = pool.submit(httpx.get, f"{url}/gereed", timeout=30)
        time.sleep(0.5)
        process.terminate()
        time.sleep(0.5)
        assert process.poll() is None, "it stopped before the change was finished"
        lock.execute("ROLLBACK")
        answer = change.result()
        process.wait(30)
        return answer


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> httpx.Response:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            answer = httpx.get(address, timeout=30)
        except httpx.TransportError:
            time.sleep(0.2)
            continue
        if answer.status_code == 200:
            return answer
    raise AssertionError(f"not ready; exit code {process.poll()}")
