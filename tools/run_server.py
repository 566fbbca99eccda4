"""Run a server in a process of its own on this machine, for browser tests and benchmarks."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--font-render-hinting=none",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS, STOP_SECONDS = 90.0, 15.0


class ServerError(RuntimeError):
    """A server did not start."""


def find_free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def run_server(
    module: Sequence[str],
    *,
    answers: str,
    env: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    log_file: Path | None = None,
) -> Iterator[int]:
    """Run a Python module with its arguments; give its process id once an address `answers`.

    Stops it afterwards, always. What the module prints is in `log_file`, if that is given. Raises
    `ServerError`, with what the module printed, when it does not answer in time.
    """
    with tempfile.TemporaryFile() if log_file is None else log_file.open("w+b") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=folder,
            env=os.environ if env is None else env,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            if not wait_until_it_answers(answers, is_running=lambda: process.poll() is None):
                log.seek(0)
                output = log.read().decode(errors="replace")[-4000:]
                raise ServerError(f"no answer, exit code {process.poll()}: {output}")
            yield process.pid
        finally:
            _stop(process)


def wait_until_it_answers(url: str, *, is_running: Callable[[], bool]) -> bool:
    """Return whether an address answered in time, while its server runs."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and is_running():
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - loopback
                return bool(answer.status == HTTPStatus.OK)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
