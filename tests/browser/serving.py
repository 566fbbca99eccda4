"""The app in a process of its own, on a fixed day, and the browser that is on this machine."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.forked import run_forked
from tools.run_server import CHROMIUM_ARGS, find_free_port

TODAY = "2026-11-23"
# Another name for this machine, for the tests that ask for it by one.
ALIAS = "dashboard.example"
# Not found by its name: to answer in its place, Playwright would turn the browser's cache off.
STYLES_OF_PROVIDER = "cdn.jsdelivr.net"
# A page that is left after a second is not worth the compilers that make scripts fast.
BROWSER_ARGS = [
    *CHROMIUM_ARGS,
    f"--host-resolver-rules=MAP {ALIAS} 127.0.0.1, MAP {STYLES_OF_PROVIDER} ~NOTFOUND",
    "--js-flags=--no-opt --no-maglev",
]


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
    port = port or find_free_port()
    unset = {"LOKAAL_BEHEER", "DATA_DIR", "GEO_DIR"}
    env = {k: v for k, v in os.environ.items() if k not in unset}
    env |= {"TODAY": TODAY, "ALLOWED_HOSTS": f"127.0.0.1,localhost,{ALIAS}", **(settings or {})}
    if internal:
        env["LOKAAL_BEHEER"] = "1"
    if data is not None:
        env["DATA_DIR"] = str(data)
    if geo is not None:
        env["GEO_DIR"] = str(geo)
    module = ["uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port), "--no-access-log"]
    module += ["--ws-per-message-deflate", "false"]
    url = f"http://127.0.0.1:{port}"
    with run_forked(module, answers=f"{url}/gezond", env=env):
        yield url
