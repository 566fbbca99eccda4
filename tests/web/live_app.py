"""The app in a process of its own, as who runs it starts it, and a visitor's own connections."""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.run_server import find_free_port, run_server

UNSET = {"LOKAAL_BEHEER", "DATA_DIR", "GEO_DIR", "PUBLIC_URL", "DATABASE_URL"}


@dataclass(frozen=True)
class LiveApp:
    """The address of the running app, its process, and the file with all that it printed."""

    url: str
    pid: int
    log: Path

    @property
    def printed(self) -> str:
        """What it printed until now."""
        return self.log.read_text("utf-8")


@contextmanager
def start_app(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[LiveApp]:
    """Run the app as docs/deploy.md starts it, with a database of its own in `folder`.

    Without `--ws-max-size`: the app has its own limit, also where that is forgotten.
    """
    port = find_free_port()
    url, log = f"http://127.0.0.1:{port}", folder / "log"
    env = {k: v for k, v in os.environ.items() if k not in UNSET}
    env |= {"VAR_DIR": str(folder / "var"), "TODAY": "2026-11-23", **(settings or {})}
    command = ["uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-access-log", "--no-server-header"]
    with run_server(command, answers=f"{url}/gezond", env=env, log_file=log) as pid:
        yield LiveApp(url, pid, log)


def fetch(
    url: str,
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "GET",
    body: bytes | None = None,
) -> tuple[int, bytes]:
    """Return status and body of an answer, also of a refusal."""
    request = urllib.request.Request(url, data=body, headers=dict(headers or {}), method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def fetch_readiness(app: LiveApp) -> tuple[int, dict[str, str]]:
    """Return what `/gereed` answers."""
    status, body = fetch(f"{app.url}/gereed")
    return status, json.loads(body)
