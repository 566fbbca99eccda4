"""The servers that are measured: the app under uvicorn, and an empty page under `streamlit run`.

Each runs as a process of its own on a free loopback port and is stopped afterwards, always.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.run_server import find_free_port, run_server

EMPTY_TEXT = "Lege bladzijde"


@dataclass(frozen=True)
class Server:
    """A server that answers; `pid` is its only process."""

    url: str
    pid: int


@contextmanager
def serve_app(settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run the app as `make run` does, with these settings in its environment."""
    with _serve_asgi("app:app", health="/gezond", settings=settings) as server:
        yield server


@contextmanager
def serve_bare() -> Iterator[Server]:
    """Run an ASGI app that does next to nothing, as the app is run."""
    with _serve_asgi("benchmarks.bare:app", health="/kaart") as server:
        yield server


@contextmanager
def _serve_asgi(
    name: str, *, health: str, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    port = find_free_port()
    url = f"http://127.0.0.1:{port}"
    module = ["uvicorn", name, "--host", "127.0.0.1", "--port", str(port), "--no-access-log"]
    module += ["--ws-per-message-deflate", "false"]
    env = {**os.environ, "LOKAAL_BEHEER": "1", **(settings or {})}
    with run_server(module, answers=url + health, env=env) as pid:
        yield Server(url, pid)


@contextmanager
def serve_empty_page() -> Iterator[Server]:
    """Run a script of one `st.write` under `streamlit run`, away from the app's settings."""
    port = find_free_port()
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(f'import streamlit as st\n\nst.write("{EMPTY_TEXT}")\n', encoding="utf-8")
        module = ["streamlit", "run", str(script)]
        module += [f"--{key}={value}" for key, value in options.items()]
        with run_server(module, answers=f"{url}/_stcore/health", folder=Path(folder)) as pid:
            yield Server(url, pid)
