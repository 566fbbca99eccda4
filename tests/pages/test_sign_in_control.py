"""The way in on a page: only where there is one, and calm when it is not in order."""

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui import sign_in
from tests.pages.run_page import page_text, run_page


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> None:
    """The secrets have sign-in, but lack what it needs."""
    monkeypatch.setattr(sign_in, "_read_rules", lambda: {"auth": {"redirect_uri": "x"}})


def test_without_sign_in_there_is_no_way_in() -> None:
    assert labels(run_page("uitvoering")) == []


def test_with_sign_in_there_is(configured: None) -> None:
    assert labels(run_page("uitvoering")) == ["Aanmelden"]


def test_a_sign_in_that_is_not_in_order_gives_a_calm_sentence(
    configured: None, caplog: pytest.LogCaptureFixture
) -> None:
    app = run_page("uitvoering")
    app.button(key="sign_in").click().run()
    assert "Aanmelden kan nu niet." in page_text(app)
    assert not app.exception
    assert "sign-in is not configured as it should be" in caplog.text
