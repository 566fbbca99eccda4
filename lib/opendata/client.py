"""An HTTP client for the open-data services.

It tries again after a short failure, and refuses an answer that is not as expected.
OData version 3 as the police and CBS serve it, and PDOK's OGC API. Not here: which tables, and
what is done with the rows.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity import wait_exponential_jitter as backoff

from lib.opendata.fetch_problems import FetchProblem, PassingError

CONNECT_SECONDS, READ_SECONDS = 3.0, 60.0
MOST_ATTEMPTS = 4
MOST_CONNECTIONS = 4
# However long a server asks to stay away.
MOST_WAIT_SECONDS = 30.0
OK, NOT_FOUND, TOO_MANY, FIRST_SERVER_ERROR = 200, 404, 429, 500
Answer = Mapping[str, object]
_usual_wait = backoff(multiplier=0.2, max=5.0, jitter=0.3)


@dataclass(frozen=True)
class Service:
    """One server: `base` is the address before the paths below, without a slash at its end."""

    base: str
    http: httpx.Client

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.base).netloc

    def rows(
        self, path: str, key: str, *, what: str, params: Mapping[str, str] | None = None
    ) -> Iterator[dict[str, object]]:
        """Yield what stands under `key` in an answer and in those that it links to.

        `what` names the question in messages. Of a link only path and question are followed: its
        host may not exist outside. Raises `OpenDataError` for an answer that does not come, is no
        whole JSON object, or has no list under `key`.
        """
        root = urlsplit(self.base).path.rstrip("/")
        asked = set()
        while path:
            if path in asked:
                raise FetchProblem.UNREADABLE.error(what=what, why="het verwijst naar zichzelf")
            asked.add(path)
            answer = self._get(path, what=what, params=params)
            found = answer.get(key)
            if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
                raise FetchProblem.UNREADABLE.error(what=what, why=f"zonder '{key}'")
            yield from found
            link = urlsplit(_next_link(answer))
            path, params = f"{link.path.removeprefix(root)}?{link.query}".strip("?"), None

    def _get(self, path: str, *, what: str, params: Mapping[str, str] | None) -> Answer:
        """Return one answer; asks again after what may be gone at the next try."""
        return Retrying(
            retry=retry_if_exception_type(PassingError),
            stop=stop_after_attempt(MOST_ATTEMPTS),
            wait=_choose_wait,
            reraise=True,
        )(self._get_once, path, what, params)

    def _get_once(self, path: str, what: str, params: Mapping[str, str] | None) -> Answer:
        response = self._request(path, what, params)
        status = response.status_code
        if status == NOT_FOUND:
            raise FetchProblem.WITHDRAWN.error(what=what)
        if response.is_redirect:
            address = str(response.headers.get("location", ""))[:200]
            raise FetchProblem.MOVED.error(what=what, address=address)
        if status >= FIRST_SERVER_ERROR or status == TOO_MANY:
            error = FetchProblem.SERVER_ERROR.error(PassingError, what=what, status=status)
            asked = response.headers.get("retry-after", "")
            error.wait_seconds = float(asked) if asked.isdecimal() else 0.0
            raise error
        if status != OK:
            raise FetchProblem.SERVER_ERROR.error(what=what, status=status)
        try:
            values = json.loads(response.content)
        except ValueError:
            # A truncated answer may be whole the next time; a page of HTML too.
            raise FetchProblem.UNREADABLE.error(PassingError, what=what, why="geen JSON") from None
        if not isinstance(values, dict):
            raise FetchProblem.UNREADABLE.error(what=what, why="geen object")
        return values

    def _request(self, path: str, what: str, params: Mapping[str, str] | None) -> httpx.Response:
        try:
            return self.http.get(self.base + path, params=params)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise FetchProblem.UNREACHABLE.error(PassingError, host=self.host) from None
        except httpx.DecodingError:
            why = "verkeerd ingepakt"
        except httpx.TimeoutException:
            why = "te laat"
        except httpx.TransportError:
            why = "afgebroken"
        raise FetchProblem.UNREADABLE.error(PassingError, what=what, why=why)

    def is_reachable(self) -> bool:
        """Return whether the server can be reached at all, within seconds."""
        try:
            self.http.head(self.base + "/", timeout=CONNECT_SECONDS)
        except httpx.ReadTimeout:
            return True  # it is slow, and there
        except httpx.TransportError:
            return False
        return True


def _choose_wait(state: RetryCallState) -> float:
    """Return how many seconds to wait: what the server asks for, within limits, or the usual."""
    error = state.outcome.exception() if state.outcome else None
    wanted = error.wait_seconds if isinstance(error, PassingError) else 0.0
    return min(wanted, MOST_WAIT_SECONDS) or _usual_wait(state)


def _next_link(answer: Answer) -> str:
    """Return the link to the next answer; empty in the last."""
    link = answer.get("odata.nextLink")
    if link is None:
        links = answer.get("links")
        links = links if isinstance(links, list) else []
        link = next(
            (x.get("href") for x in links if isinstance(x, dict) and x.get("rel") == "next"), ""
        )
    return str(link or "")


def http_client() -> httpx.Client:
    """Return a client with the timeouts and the number of connections that these servers allow.

    Raises `OpenDataError` for a proxy or a certificate in the environment that cannot be used.
    """
    try:
        return httpx.Client(
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=MOST_CONNECTIONS),
            headers={"Accept": "application/json", "Accept-Encoding": "gzip"},
            follow_redirects=False,
        )
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        raise FetchProblem.BAD_CONNECTION.error(why=error) from None
