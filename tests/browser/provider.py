"""A provider of identities on this machine, the app that knows it, and how visitors sign in."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.reading import WIDE, settled, watched
from tests.browser.serving import serve
from tests.forked import run_forked
from tools.run_server import find_free_port

USERS: dict[str, dict[str, object]] = {
    "beheer": {"email": "Beheer@example.nl", "email_verified": True},
    "politie": {"email": "politie@example.nl", "email_verified": True},
    "redactie": {"email": "redactie@example.nl", "groups": ["communicatie"]},
    "onbekend": {"email": "<b>onbekend</b>@example.nl"},
}
# Its pages come from there, and take their style from elsewhere.
OF_PROVIDER = ("http://localhost:", "https://cdn.jsdelivr.net/")
COOKIE_SECRET = "alleen voor deze test"  # noqa: S105 - it is
SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "alleen voor deze test"
client_id = "dashboard"
client_secret = "alleen voor deze test"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[roles]
beheerder = ["beheer@example.nl"]
driehoek = ["politie@example.nl"]

[groups]
redacteur = ["communicatie"]
"""


def write_secrets(home: Path, *, port: int, provider: str) -> None:
    """Let the app at this port of this machine know the provider."""
    secrets = home / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir(exist_ok=True)
    secrets.write_text(SECRETS.format(port=port, provider=provider), encoding="utf-8")


@contextmanager
def run_provider(
    port: int,
    *,
    holds: timedelta = timedelta(hours=1),
    users: Mapping[str, Mapping[str, object]] = USERS,
) -> Iterator[str]:
    """Run a provider that knows these users; give its address."""
    where = f"http://localhost:{port}"
    command = ["oidc_provider_mock", "--port", str(port)]
    command += ["--token-max-age", str(int(holds.total_seconds()))]
    for sub, claims in users.items():
        command += ["--user-claims", json.dumps({"sub": sub, **claims})]
    with run_forked(command, env=os.environ, answers=where):
        yield where


@contextmanager
def with_sign_in(
    home: Path,
    *,
    holds: timedelta = timedelta(hours=1),
    settings: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Run a provider and the app, which knows it by the secrets of the user who runs it."""
    provider, port = find_free_port(), find_free_port()
    where = f"http://localhost:{provider}"
    write_secrets(home, port=port, provider=where)
    with (
        run_provider(provider, holds=holds),
        serve(internal=False, port=port, settings={"HOME": str(home), **(settings or {})}) as url,
    ):
        yield url


@contextmanager
def visiting(browser: Browser, url: str) -> Iterator[Page]:
    """Be somebody with a browser of their own, who goes to the provider and nowhere else."""
    page, watch = watched(browser, url, size=WIDE)
    yield page
    watch.close()
    assert [m for m in watch.mishaps if not any(own in m for own in OF_PROVIDER)] == []


def sign_in(page: Page, sub: str) -> None:
    """Sign in from whatever page, and come back."""
    page.get_by_role("button", name="Aanmelden").click()
    page.locator("input[name=sub]").fill(sub)
    page.keyboard.press("Enter")
    settled(page)
