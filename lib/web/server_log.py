"""What the server's log leaves out: who visited which page.

uvicorn's `--no-access-log` does not do that: Streamlit gives the access log its handler back, and
uvicorn writes of each websocket, with the visitor's address, in its other log.
"""

import logging

WEBSOCKET_LINE = '%s - "WebSocket '


def leave_visitors_out() -> None:
    """Write no line of requests and websockets any more; errors and starts are still there."""
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(_is_about_no_visitor)


def _is_about_no_visitor(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(WEBSOCKET_LINE)
