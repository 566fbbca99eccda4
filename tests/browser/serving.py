"""The app as a process of its own, and the browser that is on this machine."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-23"
BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Another name for this machine, for the tests that ask for it by one.
    "--host-resolver-rules=MAP dashboard.example 127.0.0.1",
]
ALIAS = "dashboard.example"
START_SECONDS = 60.0


class ServerError(RuntimeError):
    """The app, or what it needs, did not start."""


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serve(
    *,
    internal: bool = True,
    data: Path | None = None,
    geo: Path | None = None,
    port: int | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Run the app in a fresh process on a loopback port; give its address, then stop it.

    `settings` are variables of its environment; without a `port` it takes one that is free.
    """
    port = port or free_port()
    unset = {"LOKAAL_BEHEER", "DATA_DIR", "GEO_DIR"}
    env = {k: v for k, v in os.environ.items() if k not in unset}
    env |= {"TODAY": TODAY, "ALLOWED_HOSTS": f"127.0.0.1,localhost,{ALIAS}", **(settings or {})}
    if internal:
        env["LOKAAL_BEHEER"] = "1"
    if data is not None:
        env["DATA_DIR"] = str(data)
    if geo is not None:
        env["GEO_DIR"] = str(geo)
    command = ["uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port), "--no-access-log"]
    url = f"http://127.0.0.1:{port}"
    with running(command, env=env, answers=f"{url}/gezond"):
        yield url


@contextmanager
def running(command: Sequence[str], *, env: Mapping[str, str], answers: str) -> Iterator[None]:
    """Run a Python module in a fresh process, from when an address `answers`; then stop it."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=env,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            if not _answers(answers, process):
                log.seek(0)
                raise ServerError(log.read().decode(errors="replace")[-4000:])
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(url: str, process: "subprocess.Popen[bytes]") -> bool:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    return False
