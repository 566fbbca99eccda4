"""An HTTP client for the open-data services: patient with hiccups, strict about answers.

OData version 3 as the police and CBS serve it, and PDOK's OGC API. Not here: which tables, and
what is done with the rows.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity import wait_exponential_jitter as backoff

from lib.opendata import fetch_problems

CONNECT_SECONDS, READ_SECONDS = 3.0, 60.0
ATTEMPTS = 4
AT_ONCE = 4
OK, NOT_FOUND, SERVER_ERROR = 200, 404, 500


class _Hiccup(Exception):  # noqa: N818 - never leaves this module
    """Something that may go away by itself; `told` is the error if it does not."""

    def __init__(self, told: fetch_problems.OpenDataError) -> None:
        self.told = told
        super().__init__(str(told))


@dataclass(frozen=True)
class Service:
    """One server: `base` is the address before the paths below, without a slash at its end."""

    base: str
    http: httpx.Client
    attempts: int = ATTEMPTS

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.base).netloc

    def get(self, path: str, *, what: str, params: Mapping[str, str] | None = None) -> "Page":
        """Return one answer; `what` names it in messages.

        Raises `OpenDataError` when it does not come, or is no whole JSON object.
        """
        waiting = Retrying(
            retry=retry_if_exception_type(_Hiccup),
            stop=stop_after_attempt(self.attempts),
            wait=backoff(multiplier=0.2, max=5.0, jitter=0.3),
        )
        try:
            return waiting(self._once, path, what, params)
        except RetryError as error:
            failed = error.last_attempt.exception()
            assert isinstance(failed, _Hiccup)  # noqa: S101 - the only kind that is retried
            raise failed.told from None

    def _once(self, path: str, what: str, params: Mapping[str, str] | None) -> "Page":
        try:
            answer = self.http.get(self.base + path, params=params)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise _Hiccup(fetch_problems.not_found(self.host)) from None
        except httpx.DecodingError:
            raise _Hiccup(fetch_problems.broken_answer(what, why="verkeerd ingepakt")) from None
        except httpx.TransportError as error:
            why = "te laat" if isinstance(error, httpx.TimeoutException) else "afgebroken"
            raise _Hiccup(fetch_problems.broken_answer(what, why=why)) from None
        if answer.status_code == NOT_FOUND:
            raise fetch_problems.withdrawn(what)
        if answer.status_code >= SERVER_ERROR:
            raise _Hiccup(fetch_problems.server_error(what, answer.status_code))
        if answer.status_code != OK:
            raise fetch_problems.server_error(what, answer.status_code)
        try:
            values = json.loads(answer.content)
        except ValueError:
            # A truncated answer may be whole the next time; a page of HTML too.
            raise _Hiccup(fetch_problems.broken_answer(what, why="geen JSON")) from None
        if not isinstance(values, dict):
            raise fetch_problems.broken_answer(what, why="geen object")
        return Page(values)

    def pages(
        self, path: str, *, what: str, params: Mapping[str, str] | None = None
    ) -> Iterator["Page"]:
        """Return an answer and those that it links to.

        Of a link only path and question are followed: its host may not exist outside.
        """
        page = self.get(path, what=what, params=params)
        yield page
        root = urlsplit(self.base).path.rstrip("/")
        while page.next_link:
            link = urlsplit(page.next_link)
            page = self.get(f"{link.path.removeprefix(root)}?{link.query}", what=what)
            yield page

    def answers(self) -> bool:
        """Tell whether the server can be reached at all, within seconds."""
        try:
            self.http.head(self.base + "/", timeout=CONNECT_SECONDS)
        except httpx.TransportError:
            return False
        return True


@dataclass(frozen=True)
class Page:
    """One answer."""

    values: Mapping[str, object]

    @property
    def next_link(self) -> str:
        """The link to the next page; empty on the last."""
        link = self.values.get("odata.nextLink")
        if link is None:
            links = self.values.get("links")
            links = links if isinstance(links, list) else []
            link = next((x.get("href") for x in links if x.get("rel") == "next"), "")
        return str(link or "")

    def rows(self, key: str, *, what: str) -> list[dict[str, object]]:
        """Return the list under `key`; raises `OpenDataError` where there is none."""
        found = self.values.get(key)
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise fetch_problems.broken_answer(what, why=f"zonder '{key}'")
        return found


def http_client() -> httpx.Client:
    """Return a client with the timeouts and the number of connections that these servers bear."""
    return httpx.Client(
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        limits=httpx.Limits(max_connections=AT_ONCE),
        headers={"Accept": "application/json", "Accept-Encoding": "gzip"},
        follow_redirects=False,
    )
