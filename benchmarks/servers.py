"""The servers that are measured: the app under uvicorn, and an empty page under `streamlit run`.

Each runs as a process of its own on a free loopback port and is stopped afterwards, always.
"""

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
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
EMPTY_TEXT = "Lege bladzijde"
START_SECONDS = 90.0


@dataclass(frozen=True)
class Server:
    """A server that answers; `pid` is its only process."""

    url: str
    pid: int


class ServerError(RuntimeError):
    """A server did not start."""


@contextmanager
def app() -> Iterator[Server]:
    """Run the app as `make run` does."""
    with _uvicorn("app:app", health="/gezond") as server:
        yield server


@contextmanager
def bare() -> Iterator[Server]:
    """Run an ASGI app that does next to nothing, as the app is run."""
    with _uvicorn("benchmarks.bare:app", health="/kaart") as server:
        yield server


@contextmanager
def _uvicorn(name: str, *, health: str) -> Iterator[Server]:
    port = _free_port()
    command = ["-m", "uvicorn", name, "--host", "127.0.0.1", "--port", str(port)]
    with _serve(
        [*command, "--no-access-log"],
        address=f"http://127.0.0.1:{port}",
        health=health,
        folder=ROOT,
        extra={"LOKAAL_BEHEER": "1"},
    ) as server:
        yield server


@contextmanager
def reference() -> Iterator[Server]:
    """Run a script of one `st.write` under `streamlit run`, away from the app's settings."""
    port = _free_port()
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(f'import streamlit as st\n\nst.write("{EMPTY_TEXT}")\n', encoding="utf-8")
        command = ["-m", "streamlit", "run", str(script)]
        with _serve(
            [*command, *(f"--{key}={value}" for key, value in options.items())],
            address=f"http://127.0.0.1:{port}",
            health="/_stcore/health",
            folder=Path(folder),
        ) as server:
            yield server


@contextmanager
def _serve(
    command: Sequence[str],
    *,
    address: str,
    health: str,
    folder: Path,
    extra: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=folder,
            env={**os.environ, **(extra or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            if not _answers(address + health, process):
                log.seek(0)
                told = log.read().decode(errors="replace")[-4000:]
                raise ServerError(f"no answer, exit code {process.poll()}: {told}")
            yield Server(address, process.pid)
        finally:
            _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
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


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
