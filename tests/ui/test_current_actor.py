"""Who is looking: what signing in, expiring and sitting at this machine make of somebody."""

import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit import config
from streamlit.runtime.secrets import Secrets

from lib.access import LOCAL, PUBLIC, Actor, Role
from lib.settings import SettingError
from lib.ui import sign_in

RULES: dict[str, object] = {
    "auth": {"client_id": "x"},
    "roles": {"redacteur": ["redactie@example.nl"]},
}
EDITOR = Actor("redactie@example.nl", Role.EDITOR)
SIGNED_IN = {"is_logged_in": True, "sub": "1", "email": "redactie@example.nl"}


@dataclass
class Given:
    """Stands in for the secrets and for the visitor, as Streamlit gives them."""

    values: dict[str, object]

    def load_if_toml_exists(self) -> bool:
        return bool(self.values)

    def to_dict(self) -> dict[str, object]:
        return self.values


@pytest.fixture
def at_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKAAL_BEHEER", "1")
    monkeypatch.setattr(sign_in, "is_local", lambda _headers: True)


def visit(
    monkeypatch: pytest.MonkeyPatch, *, rules: dict[str, object], user: dict[str, object]
) -> None:
    """Be a visitor."""
    monkeypatch.setattr("streamlit.secrets", Given(rules))
    monkeypatch.setattr("streamlit.user", Given(user))


def until(seconds: float) -> dict[str, object]:
    """Return the claims of somebody whose identity holds for so long."""
    return {**SIGNED_IN, "exp": time.time() + seconds}


def test_who_signed_in_is_who_they_signed_in_as(monkeypatch: pytest.MonkeyPatch) -> None:
    visit(monkeypatch, rules=RULES, user=until(60))
    assert sign_in.current_actor() == EDITOR
    assert not sign_in.has_expired()
    assert not sign_in.can_sign_in()


def test_also_at_this_machine(monkeypatch: pytest.MonkeyPatch, at_this_machine: None) -> None:
    visit(monkeypatch, rules=RULES, user=until(60))
    assert sign_in.current_actor() == EDITOR
    visit(monkeypatch, rules=RULES, user={**until(60), "email": "onbekend@example.nl"})
    assert sign_in.current_actor() is PUBLIC


@pytest.mark.parametrize("user", [until(-1), SIGNED_IN])
def test_an_expired_identity_is_public_also_at_this_machine(
    monkeypatch: pytest.MonkeyPatch, at_this_machine: None, user: dict[str, object]
) -> None:
    visit(monkeypatch, rules=RULES, user=user)
    assert sign_in.current_actor() is PUBLIC
    assert sign_in.has_expired()
    assert sign_in.can_sign_in()


@pytest.mark.parametrize("is_logged_in", [False, None, 1, "true", "True"])
def test_who_did_not_sign_in_has_no_claims(
    monkeypatch: pytest.MonkeyPatch, is_logged_in: object
) -> None:
    visit(monkeypatch, rules=RULES, user={**until(60), "is_logged_in": is_logged_in})
    assert sign_in.current_actor() is PUBLIC
    assert not sign_in.has_expired()
    assert sign_in.can_sign_in()


@pytest.mark.parametrize("rules", [{}, {"roles": RULES["roles"]}])
def test_without_sign_in_an_old_cookie_gives_nothing(
    monkeypatch: pytest.MonkeyPatch, rules: dict[str, object]
) -> None:
    visit(monkeypatch, rules=rules, user=until(60))
    assert sign_in.current_actor() is PUBLIC
    assert not sign_in.has_expired()
    assert not sign_in.can_sign_in()


@pytest.mark.parametrize("rules", [{}, RULES])
def test_at_this_machine_who_did_not_sign_in_is_local(
    monkeypatch: pytest.MonkeyPatch, at_this_machine: None, rules: dict[str, object]
) -> None:
    visit(monkeypatch, rules=rules, user={"is_logged_in": False})
    assert sign_in.current_actor() is LOCAL


@pytest.mark.parametrize("asked", [None, "", "0", "true", "ja", " 1"])
def test_nobody_is_local_unless_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, at_this_machine: None, asked: str | None
) -> None:
    visit(monkeypatch, rules={}, user={})
    if asked is None:
        monkeypatch.delenv("LOKAAL_BEHEER")
    else:
        monkeypatch.setenv("LOKAAL_BEHEER", asked)
    assert sign_in.current_actor() is PUBLIC


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_host_and_origin_of_this_machine(name: str) -> None:
    assert sign_in.is_local({"host": f"{name}:8501", "origin": f"http://{name}:8501"})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "127.0.0.1:8501"},
        {"origin": "http://127.0.0.1:8501"},
        {"host": "127.0.0.1:8501", "origin": "null"},
        {"host": "127.0.0.1:8501", "origin": "https://dashboard.example.nl"},
        {"host": "dashboard.example.nl", "origin": "http://127.0.0.1:8501"},
        {"host": "127.0.0.1.example.nl", "origin": "http://127.0.0.1.example.nl"},
        {"host": "localhost@example.nl", "origin": "http://localhost@example.nl"},
        {"host": "0.0.0.0:8501", "origin": "http://0.0.0.0:8501"},
    ],
)
def test_any_other_is_not_of_this_machine(headers: dict[str, str]) -> None:
    assert not sign_in.is_local(headers)


@pytest.mark.parametrize(
    "name",
    ["forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-x"],
)
@pytest.mark.parametrize("value", ["", "127.0.0.1"])
def test_a_proxy_between_is_noticed(name: str, value: str) -> None:
    local = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}
    assert not sign_in.is_local({**local, name: value})


def test_a_role_that_is_none_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visit(monkeypatch, rules={**RULES, "groups": {"beheerders": ["x"]}}, user=until(60))
    sign_in.current_actor()
    sign_in.current_actor()
    assert [r.getMessage() for r in caplog.records] == ["no such role in the secrets: beheerders"]


@pytest.mark.parametrize(("secrets", "is_good"), [("[auth]", True), ("[auth", False), ("", True)])
def test_secrets_that_cannot_be_read_are_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, secrets: str, is_good: bool
) -> None:
    """With none of its rules everybody would be public, and nobody would know why."""
    file = tmp_path / "secrets.toml"
    if secrets:
        file.write_text(secrets, "utf-8")
    # Streamlit asks for its other options too, of modules that it first imports here.
    option, own = config.get_option, {"secrets.files": [str(file)]}
    monkeypatch.setattr(config, "get_option", lambda key: own[key] if key in own else option(key))
    monkeypatch.setattr("streamlit.secrets", Secrets())
    with nullcontext() if is_good else pytest.raises(SettingError, match="klopt niet"):
        sign_in.check_secrets()
