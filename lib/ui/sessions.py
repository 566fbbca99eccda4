"""What the server must know of Streamlit's sessions: who may upload, how much, and when they end.

The server gets files and messages past the script, with nothing but the number of a session. Not
here: refusing them (`lib.web.core_routes`), and who somebody is (`sign_in`).
"""

import asyncio
from collections.abc import Mapping
from typing import Any
from weakref import WeakSet

from google.protobuf.message import DecodeError
from streamlit import config
from streamlit.proto.AuthRedirect_pb2 import AuthRedirect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, exists, get_instance
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, get_script_run_ctx

from lib import metrics
from lib.access import Actor, Operation

# What the operations have in common: each begins with a file.
UPLOADING = (Operation.PREPARE_IMPORT, Operation.EDIT_MEASURES, Operation.WRITE_DRIEHOEK)
# A session holds what a message brings up to four times. All fields of a page are far less.
MOST_MESSAGE_BYTES = 128 * 1024
# A page asks for the addresses of the files that somebody chose; each answer is a hundredfold.
MOST_FILES = 20
# A session is resumed by nobody but who it was, and one that is closed drops out.
_uploaders: WeakSet[AppSession] = WeakSet()


def note_actor(actor: Actor) -> None:
    """Remember, of the session that runs the script, whether its actor may upload files."""
    context = get_script_run_ctx()
    session = get_instance().get_app_session(context.session_id) if context and exists() else None
    if session is None:
        return
    if any(actor.may(operation) for operation in UPLOADING):
        _uploaders.add(session)
    else:
        _uploaders.discard(session)


def count_sessions() -> int:
    """Return how many pages are open."""
    return sum(1 for _ in get_instance()._session_mgr.list_active_sessions()) if exists() else 0  # noqa: SLF001 - there is no public way


def is_connected(session: str) -> bool:
    """Return whether a session is one of this process, with its page open."""
    return get_instance().is_active_session(session)


def build_reload() -> bytes:
    """Return the message that makes a page load itself again: to no other address than its own."""
    message: bytes = ForwardMsg(auth_redirect=AuthRedirect(url="")).SerializeToString()
    return message


def may_upload(session: str) -> bool:
    """Return whether the actor of a session may upload files, as its last run found."""
    return get_instance().get_app_session(session) in _uploaders


def measure_uploads() -> Mapping[str, int]:
    """Return how many bytes of files are in memory, by session."""
    manager = get_instance().uploaded_file_mgr
    assert isinstance(manager, MemoryUploadedFileManager)  # noqa: S101 - the only one there is
    stored = list(manager.file_storage.items())
    return {session: sum(len(f.data) for f in list(files.values())) for session, files in stored}


def is_excessive(message: bytes) -> bool:
    """Return whether a message from a page asks for more than a page of ours ever does."""
    if len(message) > MOST_MESSAGE_BYTES:
        return True
    try:
        found = BackMsg.FromString(message)
    except DecodeError:
        return False  # Streamlit ends the connection
    if found.rerun_script.fragment_id:
        metrics.count_choice()
    return len(found.file_urls_request.file_names) > MOST_FILES


def skip_former_fragments() -> None:
    """Let a choice on a page that its visitor has left run nothing.

    A menu that closes because its visitor goes to another page sends such a choice. Streamlit
    refuses one only if that page is gone already, and else clears the new page after it is drawn.
    """
    run = ScriptRunner._run_script  # noqa: SLF001 - there is no public way

    def run_script(runner: ScriptRunner, data: RerunData) -> None:
        queue = data.fragment_id_queue
        if not queue or any(map(runner._fragment_storage.contains, queue)):  # noqa: SLF001
            run(runner, data)

    ScriptRunner._run_script = run_script  # type: ignore[assignment,method-assign]  # noqa: SLF001


def close_later() -> None:
    """Close the sessions that left, as soon as Streamlit lets none of them come back.

    By itself it closes them when the next one leaves: until then their files, and three file
    descriptors each, would stay.
    """
    seconds = config.get_option("server.disconnectedSessionTTL")
    asyncio.get_running_loop().call_later(seconds + 1, _close_expired, get_instance())


def _close_expired(runtime: Runtime) -> None:
    manager: Any = runtime._session_mgr  # noqa: SLF001 - there is no public way
    for _, left in manager._session_storage._cache.expire():  # noqa: SLF001
        left.session.shutdown()
