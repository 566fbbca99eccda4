"""The server's log: it holds nothing about visitors, and can be JSON for a log collector.

uvicorn's `--no-access-log` leaves no visitor out: Streamlit gives the access log its handler back,
and uvicorn writes of each websocket, with the visitor's address, in its other log.
"""

import datetime as dt
import json
import logging
import os
import uuid
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.text import remove_unreadable

WEBSOCKET_LINE = '%s - "WebSocket '
REQUEST_ID = "x-request-id"
LONGEST_ID = 64
_request: ContextVar[str] = ContextVar("request", default="")


def set_up_log() -> None:
    """Write no line of requests and websockets; all others as JSON where `LOG_FORMAT=json`."""
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(_is_about_no_visitor)
    if os.getenv("LOG_FORMAT") == "json":
        handler = logging.StreamHandler()
        handler.setFormatter(JsonFormatter())
        logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
        for name in ("uvicorn", "uvicorn.error", "streamlit"):
            logging.getLogger(name).handlers.clear()
            logging.getLogger(name).propagate = True


def _is_about_no_visitor(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(WEBSOCKET_LINE)


class JsonFormatter(logging.Formatter):
    """One object a line: time, level, logger, message, and request or role where they are known."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": _request.get(),
            "role": getattr(record, "role", ""),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps({k: v for k, v in line.items() if v}, ensure_ascii=False)


class RequestId:
    """Gives each request a number, the proxy's where it has one: for the log and the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; its lines in the log have its number."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        given = remove_unreadable(Headers(scope=scope).get(REQUEST_ID, ""))[:LONGEST_ID]
        number = given or uuid.uuid4().hex
        token = _request.set(number)

        async def send_with_number(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID] = number
            await send(message)

        try:
            await self.app(scope, receive, send_with_number)
        finally:
            _request.reset(token)
