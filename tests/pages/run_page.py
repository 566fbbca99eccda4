"""Run one page of the app in AppTest, and read what it shows."""

import html
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from lib.access import Role
from lib.catalog.routes import PageSlug
from lib.ui.selection import FOLDS

ROOT = Path(__file__).parents[2]
THEMES = sorted(p.name for p in (ROOT / "data" / "themes").iterdir())
# The parts of pages with tabs: only the one that the address names is run.
PARTS = {
    "uitvoering": ("aanpak", "organisatie", "taken", "cijfers"),
    "verantwoording": (
        "rapportcijfers",
        "bronnen",
        "betekenis",
        "wijken",
        "methode",
        "privacy en toegankelijkheid",
    ),
}
THEME_PARTS = ("cijfers", "aanpak", "achtergrond")
THEME_NAMES = {
    slug: tomllib.loads((ROOT / "data" / "themes" / slug / "theme.toml").read_text("utf-8"))["name"]
    for slug in THEMES
}


def list_addresses(themes: Sequence[str]) -> list[str]:
    """Return the address of every part of every page that everybody may see."""
    parts = dict.fromkeys(themes, THEME_PARTS) | PARTS
    return ["", "doelen", "wijk", *(f"{page}?deel={p}" for page in parts for p in parts[page])]


PAGES = list_addresses(THEMES)


def run_page(address: str, **parameters: str) -> AppTest:
    """Run a page; one of a theme with all its folds open.

    Theme pages share a file, so the page is chosen by the hash of its path.
    """
    slug, _, query = address.partition("?")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app._page_hash = calc_hash(slug)
    if slug not in set(PageSlug):
        app.query_params["open"] = ",".join(FOLDS)
    for name, value in (*parse_qsl(query), *parameters.items()):
        app.query_params[name] = value
    return app.run()


def open_menu(app: AppTest, key: str) -> AppTest:
    """Open a menu of files: under a figure its key is `menu_` and the exhibit's name."""
    app.session_state[key] = True
    return app.run()


def downloads(app: AppTest) -> list[str]:
    """Return the labels of the files that an open menu offers."""
    return [button.label for button in app.download_button]


def page_text(app: AppTest) -> str:
    """Return all text of a page as it is read: without tags and style."""
    parts = [str(e.proto.body) for e in app.get("html")] + [m.value for m in app.markdown]
    plain = " ".join(p for p in parts if not p.startswith("<style"))
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", plain)))


def sent_messages(app: AppTest) -> str:
    """Return all that is sent to the browser, as protobuf shows it: only ASCII is as it was."""
    return " ".join(str(getattr(node, "proto", "")) for node in app._tree)


def html_with(app: AppTest, holding: str) -> str:
    """Return the first piece of HTML with this in it."""
    return next(str(e.proto.body) for e in app.get("html") if holding in str(e.proto.body))


def view_internally(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the visitor be somebody who sees internal figures: AppTest has no headers."""
    from lib.access import LOCAL  # noqa: PLC0415

    monkeypatch.setattr("lib.ui.frame.current_actor", lambda: LOCAL)


def account_of(role: Role) -> str:
    """Return the account of somebody in that role."""
    return f"{role}@example.nl"


def sign_in_as(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    """Let the visitor have signed in as somebody in that role."""
    claims = {"email": account_of(role), "exp": float("inf")}
    rules = {"auth": {}, "roles": {one: [account_of(one)] for one in Role}}
    monkeypatch.setattr("lib.ui.sign_in._read_rules", lambda: rules)
    monkeypatch.setattr("lib.ui.sign_in._read_claims", lambda _rules: claims)


def press_button(app: AppTest, label: str) -> AppTest:
    """Press a button by its name."""
    return next(b for b in app.button if b.label == label).click().run()


def upload_file(app: AppTest, content: bytes, *, name: str = "metingen.csv") -> AppTest:
    """Give the page a file and run it."""
    app.file_uploader[0].set_value((name, content, "text/csv"))
    return app.run()
