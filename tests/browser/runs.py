"""Whether the script has run to its end since a page last asked for it.

Read from the page's websocket: until the run begins, the page itself looks as if all was done.
Not here: whether what the run sent is drawn (`reading.settled`).
"""

from time import monotonic
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PAUSE_MS = 10


class Run:
    """The last run that a page asked for."""

    def __init__(self) -> None:
        """Begin as a page that asked for nothing."""
        self.is_asked = self.is_running = False

    def follow(self, socket: WebSocket) -> None:
        """Take the opening of a websocket: the page asks for a run with its first message."""
        self.is_asked = True
        socket.on("framesent", self.send)
        socket.on("framereceived", self.receive)

    def send(self, frame: bytes | str) -> None:
        """Take what the page sends."""
        if isinstance(frame, bytes) and BackMsg.FromString(frame).HasField("rerun_script"):
            self.is_asked = True

    def receive(self, frame: bytes | str) -> None:
        """Take what the server sends."""
        if isinstance(frame, str):
            return
        message = ForwardMsg.FromString(frame)
        if message.HasField("new_session"):
            self.is_asked, self.is_running = False, True
        elif message.HasField("script_finished"):
            # One that is cut off for a next one is followed by its beginning.
            self.is_running = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN


_RUNS: WeakKeyDictionary[Page, Run] = WeakKeyDictionary()


def follow_runs(context: BrowserContext) -> None:
    """Follow the runs of all pages that are opened from now on."""
    context.on("page", _follow_page)


def _follow_page(page: Page) -> None:
    run = _RUNS[page] = Run()
    page.on("websocket", run.follow)


def await_run(page: Page, *, seconds: float) -> None:
    """Wait until the run that the page asked for last has ended.

    Raises AssertionError where it takes longer.
    """
    # What the page sent before it answers this has been seen.
    page.evaluate("0")
    run, end = _RUNS[page], monotonic() + seconds
    while run.is_asked or run.is_running:
        assert monotonic() < end, f"the script did not run to its end in {seconds} seconds"
        page.wait_for_timeout(PAUSE_MS)
