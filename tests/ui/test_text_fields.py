"""The fields for text: each says how much it holds, and more than that reaches nothing."""

import ast
from collections.abc import Iterator

from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT

FIELDS = {"text_input", "text_area", "chat_input"}
PAGE = """
import streamlit as st

line = st.text_input("Titel", key="line", max_chars=20)
prose = st.text_area("Waarom", key="prose", max_chars=20)
st.text(f"{len(line)} {len(prose)} {len(st.session_state.line)} {len(st.session_state.prose)}")
"""


def _find_text_fields() -> Iterator[tuple[str, ast.Call]]:
    """Yield each call that shows a field for text, with where it stands."""
    for folder in ("lib", "pages"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                    continue
                if node.func.attr in FIELDS:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_text_field_has_a_limit() -> None:
    """Without one a request that no browser made would give the readers a megabyte of text."""
    found = dict(_find_text_fields())
    limited = {
        place
        for place, call in found.items()
        if any(word.arg == "max_chars" for word in call.keywords)
    }
    assert len(found) > 10
    assert found.keys() == limited


def test_every_text_field_has_a_key() -> None:
    """A field without one is another field after a restart, when what it begins with changed."""
    found = dict(_find_text_fields())
    keyed = {
        place for place, call in found.items() if any(word.arg == "key" for word in call.keywords)
    }
    assert found.keys() == keyed


def test_what_no_browser_would_send_is_cut_on_the_server() -> None:
    app = AppTest.from_string(PAGE).run()
    # AppTest holds the limit as a browser does.
    app.text_input(key="line")._value = "1," * 20_000
    app.text_area(key="prose")._value = "a-" * 20_000
    assert app.run().text[0].value == "20 20 20 20"
