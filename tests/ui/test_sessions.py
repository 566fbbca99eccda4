"""Which sessions may upload: those whose actor may bring in some kind of file."""

from types import SimpleNamespace

import pytest

from lib.access import Actor, Role
from lib.ui import sessions


class Session:
    """Stands in for a session of Streamlit's."""


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    """The session that runs the script; it has number 1."""
    running = Session()
    runtime = SimpleNamespace(get_app_session={"1": running}.get)
    monkeypatch.setattr(sessions, "get_script_run_ctx", lambda: SimpleNamespace(session_id="1"))
    monkeypatch.setattr(sessions, "exists", lambda: True)
    monkeypatch.setattr(sessions, "get_instance", lambda: runtime)
    return running


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.PUBLIC, False),
        (Role.STAFF, False),
        (Role.DRIEHOEK, True),
        (Role.EDITOR, True),
        (Role.ADMINISTRATOR, True),
    ],
)
def test_who_brings_in_files_may_upload(session: Session, role: Role, *, may: bool) -> None:
    assert not sessions.may_upload("1")
    sessions.note_actor(Actor("iemand", role))
    assert sessions.may_upload("1") is may


def test_who_is_public_by_now_may_not_upload_any_more(session: Session) -> None:
    sessions.note_actor(Actor("redactie", Role.EDITOR))
    sessions.note_actor(Actor("publiek", Role.PUBLIC))
    assert not sessions.may_upload("1")


def test_a_session_of_another_process_may_not_upload(session: Session) -> None:
    sessions.note_actor(Actor("redactie", Role.EDITOR))
    assert not sessions.may_upload("2")
