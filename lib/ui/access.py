"""Who is looking: the actor of this session. What an actor may do stands in `lib.access`.

Without sign-in everybody is public. `LOKAAL_BEHEER=1` (set by `make run`) lets somebody who sits
at this very machine see internal figures: the peer and the host asked for are loopback, and
nothing says that a proxy stood between.
"""

import os

import streamlit as st

from lib.access import LOCAL, PUBLIC, Actor

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")


def current_actor() -> Actor:
    """Return the actor of the session that runs the script."""
    if os.getenv("LOKAAL_BEHEER") == "1" and _is_local():
        return LOCAL
    return PUBLIC


def _is_local() -> bool:
    headers = {key.lower(): value for key, value in st.context.headers.items()}
    proxied = any(key == "forwarded" or key.startswith("x-forwarded") for key in headers)
    host, _, port = headers.get("host", "").rpartition(":")
    known_host = (host if port.isdigit() else headers.get("host", "")) in LOOPBACK_HOSTS
    # Streamlit gives None for a loopback peer, and also when there is no client at all: then
    # there are no headers either.
    return known_host and not proxied and st.context.ip_address is None
