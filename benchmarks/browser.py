"""A cold browser: a new process with a new profile, and what its visits bring over the network.

`marks.js` takes all times inside the page. Not here: what a visitor does on Overzicht.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from tools.find_programs import require_chromium
from tools.run_server import CHROMIUM_ARGS


class BrowserError(RuntimeError):
    """The page has not got what is to be measured."""


@contextmanager
def start_cold_browser(playwright: Playwright) -> Iterator[BrowserContext]:
    """Start a browser with an empty profile; close it and throw the profile away afterwards."""
    path = require_chromium()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=path,
            args=CHROMIUM_ARGS,
            viewport={"width": 1366, "height": 768},
        )
        context.add_init_script(path=Path(__file__).with_name("marks.js"))
        try:
            yield context
        finally:
            context.close()


def load_text(context: BrowserContext, url: str, text: str) -> float:
    """Return the milliseconds from the start of navigation until `text` is painted."""
    page = context.new_page()
    page.goto(url, wait_until="commit")
    return float(page.evaluate("text => __bench.text(text)", text))


@dataclass
class Traffic:
    """What a page brought over the network, as the browser itself counts it.

    `requests` counts what left the browser; `stream_bytes` are the websocket's messages before
    its own compression.
    """

    requests: int = 0
    http_bytes: int = 0
    stream_bytes: int = 0

    def count(self, page: Page) -> None:
        """Count from now on; call before the page navigates."""
        session = page.context.new_cdp_session(page)
        cached: set[str] = set()

        def answered(event: dict[str, Any]) -> None:
            if event["response"].get("fromDiskCache"):
                cached.add(event["requestId"])

        def finished(event: dict[str, Any]) -> None:
            if event["requestId"] not in cached:
                self.requests += 1
                self.http_bytes += int(event["encodedDataLength"])

        def received(event: dict[str, Any]) -> None:
            # Binary messages come as base64: four characters for three bytes.
            self.stream_bytes += len(event["response"]["payloadData"]) * 3 // 4

        session.on("Network.requestServedFromCache", lambda e: cached.add(e["requestId"]))
        session.on("Network.responseReceived", answered)
        session.on("Network.loadingFinished", finished)
        session.on("Network.webSocketFrameReceived", received)
        session.send("Network.enable")
