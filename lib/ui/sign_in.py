"""Who is looking: the actor of this session, and the way in and out.

What an actor may do stands in `lib.access`, what makes somebody one in `lib.ui.identity`. Without
`[auth]` in the secrets everybody is public. `LOKAAL_BEHEER=1` (set by `make run`) makes somebody
who sits at this very machine administrator: peer, Host and Origin are loopback, and no
header is one that a proxy adds. Whoever signs in has the role of that account, also there.
"""

import logging
import os
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeGuard
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config
from streamlit.errors import StreamlitAuthError

from lib.access import LOCAL, PUBLIC, Actor, Role
from lib.figures.page_html import render_notice, render_source_line
from lib.settings import SettingError
from lib.ui import identity

LOOPBACK_HOSTS = {"127.0.0.1", "localhost", "::1"}
# What proxies add to a request that they pass on.
PROXY_HEADERS = frozenset(
    ("forwarded", "via", "x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip")
)
logger = logging.getLogger(__name__)


def current_actor() -> Actor:
    """Return the actor of the session that runs the script.

    Ask anew before each thing that not everybody may do: identities expire while a page is open.
    """
    rules = _read_rules()
    claims = _read_claims(rules)
    if claims is not None:
        _warn_once(identity.find_unknown_roles(rules))
        return identity.find_actor(claims, rules=rules) if _is_valid(claims) else PUBLIC
    is_wanted = os.getenv("LOKAAL_BEHEER") == "1" and st.context.ip_address is None
    headers = {key.lower(): value for key, value in st.context.headers.items()}
    return LOCAL if is_wanted and is_local(headers) else PUBLIC


def is_local(headers: Mapping[str, str]) -> bool:
    """Return whether a websocket's headers (names in lower case) are those of this very machine.

    Host and Origin must be loopback: a browser always sends the Origin of the page, so a visitor
    who came through a proxy has that of the public address, whatever Host the proxy sends.
    """
    if any(key in PROXY_HEADERS or key.startswith("x-forwarded") for key in headers):
        return False
    host = urlsplit(f"//{headers.get('host', '')}").hostname
    origin = urlsplit(headers.get("origin", "")).hostname
    return host in LOOPBACK_HOSTS and origin in LOOPBACK_HOSTS


def has_sign_in() -> bool:
    """Return whether there is a provider with which somebody can sign in."""
    return "auth" in _read_rules()


def check_secrets() -> None:
    """Raise `SettingError` for a file of secrets that cannot be read: all would become public."""
    present = [name for name in config.get_option("secrets.files") if Path(name).exists()]
    if present and not st.secrets.load_if_toml_exists():
        raise SettingError(
            f"Het bestand {present[0]} klopt niet: het is geen TOML, zoals het voorbeeld in "
            "docs/deploy.md"
        )


def has_expired() -> bool:
    """Return whether this visitor signed in, too long ago."""
    claims = _read_claims(_read_rules())
    return claims is not None and not _is_valid(claims)


def can_sign_in() -> bool:
    """Return whether there is a way in for this visitor, who is not signed in (any more)."""
    rules = _read_rules()
    return "auth" in rules and not _is_valid(_read_claims(rules))


def show_sign_in_control() -> None:
    """Show who is signed in and a way out, or a way in; nothing where nobody can sign in."""
    rules = _read_rules()
    if "auth" not in rules:
        return
    claims = _read_claims(rules)
    with st.container(key="account"):
        if not _is_valid(claims):
            if st.button("Aanmelden", key="sign_in"):
                _start_sign_in()
            return
        role = identity.find_actor(claims, rules=rules).role
        what = "zonder eigen rol" if role is Role.PUBLIC else f"als {role}"
        st.html(render_source_line(f"Aangemeld: {identity.find_account(claims)}, {what}."))
        if st.button("Afmelden", key="sign_out"):
            st.logout()


def _start_sign_in() -> None:
    try:
        st.login()
    except StreamlitAuthError:
        logger.exception("sign-in is not configured as it should be")
        st.html(render_notice("Aanmelden kan nu niet. Vertel het de beheerder van het dashboard."))


def _read_rules() -> Mapping[str, object]:
    return st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}


def _read_claims(rules: Mapping[str, object]) -> Mapping[str, object] | None:
    """Return the claims of the provider on whoever signed in; None where nobody did, or can."""
    # The rules first: without a provider Streamlit would look for its secrets once more.
    claims = st.user.to_dict() if "auth" in rules else {}
    return claims if claims.get("is_logged_in") is True else None


def _is_valid(claims: Mapping[str, object] | None) -> TypeGuard[Mapping[str, object]]:
    return claims is not None and identity.is_valid(claims, now=time.time())


@lru_cache(maxsize=8)
def _warn_once(unknown: frozenset[str]) -> None:
    if unknown:
        logger.warning("no such role in the secrets: %s", ", ".join(sorted(unknown)))
