"""How the tests read pages: visitors that record mishaps, waiting, and the parts of a page."""

import json
import re
import tomllib
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    FrameLocator,
    Locator,
    Page,
    Request,
    WebSocket,
    expect,
)

from tests.browser.runs import await_run, follow_runs
from tools.run_server import ROOT

WIDE, NARROW = (1366, 768), (360, 800)
THEMES = {
    folder.name: str(tomllib.loads((folder / "theme.toml").read_text(encoding="utf-8"))["name"])
    for folder in sorted((ROOT / "data" / "themes").iterdir())
}
# The areas in the order in which the map draws them.
AREAS = [
    str(feature["properties"]["area"])
    for feature in json.loads((ROOT / "geo" / "areas.geojson").read_text(encoding="utf-8"))[
        "features"
    ]
]
# Path and name of every page; the last three only for who works on them.
PAGES = {
    "/": "Overzicht",
    "/doelen": "Doelen",
    "/wijk": "Wijk",
    **{f"/{slug}": name for slug, name in THEMES.items()},
    "/uitvoering": "Uitvoering",
    "/verantwoording": "Verantwoording",
    "/verhaal": "Verhaal",
    "/driehoek": "Driehoek",
    "/gegevens": "Gegevens",
}
WITH_MAP = {"/", *(f"/{slug}" for slug in THEMES)}
LOCAL_SCHEMES = ("data:", "blob:", "about:")
# What headless Chromium itself says, whatever the page. Nothing so far.
OF_CHROMIUM: tuple[str, ...] = ()
# On a busy machine a page may take its time; what is wrong stays wrong.
SECONDS = 20_000
expect.set_options(timeout=SECONDS)


@dataclass
class Memory:
    """What the browser remembers of a server for its visitors, and a window without a visitor.

    A new window compiles all scripts anew, which is half of the processor's time of a visit.
    """

    context: BrowserContext
    window: Page | None = None

    def open_window(self) -> Page:
        """Return an empty window."""
        page, self.window = self.window or self.context.new_page(), None
        return page

    def clear_window(self, page: Page) -> None:
        """Make a window empty for the next visitor, or close it.

        An empty one in front of somebody's would slow down what that draws.
        """
        if self.context.pages != [page]:
            page.close()
            return
        try:
            page.unroute_all()
            page.evaluate("sessionStorage.clear()")
            page.emulate_media(
                media="null", color_scheme="null", forced_colors="null", reduced_motion="null"
            )
            page.goto("about:blank")
        except Error:
            page.close()
        else:
            self.window = page


@dataclass
class Watch:
    """What went wrong for one visitor: errors on the console or page, requests elsewhere."""

    host: str
    page: Page
    memory: Memory | None = None
    mishaps: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        """Take a line of the console."""
        if message.type == "error" and not message.text.startswith(OF_CHROMIUM):
            self.mishaps.append(f"console: {message.text} ({message.location.get('url')})")

    def error(self, error: object) -> None:
        """Take an exception that nobody caught."""
        self.mishaps.append(f"page error: {error}")

    def request(self, request: Request) -> None:
        """Take a request."""
        self.requests.append(request.url)
        if not request.url.startswith(LOCAL_SCHEMES) and urlsplit(request.url).netloc != self.host:
            self.mishaps.append(f"foreign request: {request.url}")

    def socket(self, socket: WebSocket) -> None:
        """Take the opening of a websocket."""
        if urlsplit(socket.url).netloc != self.host:
            self.mishaps.append(f"foreign socket: {socket.url}")

    def start(self) -> None:
        """Record from now on."""
        self.page.on("console", self.console)
        self.page.on("pageerror", self.error)
        self.page.on("request", self.request)
        self.page.on("websocket", self.socket)

    def close(self) -> None:
        """Let the visitor leave."""
        if self.memory is None:
            self.page.context.close()
            return
        self.page.remove_listener("console", self.console)
        self.page.remove_listener("pageerror", self.error)
        self.page.remove_listener("request", self.request)
        self.page.remove_listener("websocket", self.socket)
        self.memory.clear_window(self.page)


def new_context(
    browser: Browser, base: str, headers: dict[str, str] | None = None
) -> BrowserContext:
    """Return a browser's empty memory for visits to one server."""
    context = browser.new_context(
        base_url=base, extra_http_headers=headers or {}, accept_downloads=True, locale="nl-NL"
    )
    context.set_default_timeout(SECONDS)
    follow_runs(context)
    return context


def watched(
    browser: Browser,
    base: str,
    *,
    size: tuple[int, int],
    headers: dict[str, str] | None = None,
    memory: Memory | None = None,
) -> tuple[Page, Watch]:
    """Open a page of a visitor, without a memory of a new one, and record what happens to it."""
    page = memory.open_window() if memory else new_context(browser, base, headers).new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    watch = Watch(urlsplit(base).netloc, page, memory)
    watch.start()
    return page, watch


def show(page: Page, path: str) -> None:
    """Go to a page and wait until it stands still, its map included."""
    page.goto(path)
    settled(page)
    if urlsplit(path).path in WITH_MAP:
        drawn(page)


TURN = """path => {
    history.pushState({}, '', path);
    dispatchEvent(new PopStateEvent('popstate', {state: {}}));
}"""


def turn_to(page: Page, path: str) -> None:
    """Go to another page or address in a window that stands open, and wait as `show` does.

    As back and forward do: the app is not loaded anew, which is over half of a visit, and what
    the visitor chose goes along. Not where it matters that a link is opened, or by whom.
    """
    page.evaluate(TURN, path)
    settled(page)
    if urlsplit(path).path in WITH_MAP:
        drawn(page)


# Until the height of the page and the widths of charts and map are the same four times.
AT_REST = """async () => {
    let before = '', same = 0;
    while (same < 3) {
        await new Promise(done => setTimeout(done, 100));
        const now = JSON.stringify([document.querySelector('.stMain').scrollHeight,
            ...[...document.querySelectorAll('.stVegaLiteChart svg, iframe')]
                .map(e => e.getBoundingClientRect().width)]);
        same = now === before ? same + 1 : 0;
        before = now;
    }
}"""


def resize(page: Page, size: tuple[int, int]) -> None:
    """Give a window another size, and wait until the page, its charts and its map have it too."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(AT_REST)


def settled(page: Page) -> None:
    """Wait until the script has run to its end and the first view made place for the page."""
    expect(page.locator("#vd-first")).to_have_count(0)
    await_run(page, seconds=SECONDS / 1000)
    foot = page.locator("p.vd-source", has_text="gegevensversie")
    expect(foot.last).to_be_visible()
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached()
    # While a run that makes the page shorter is on its way, the old foot stands there too.
    expect(foot).to_have_count(1)
    # Widgets whose code is still on its way.
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.get_by_text("Er ging iets mis")).to_have_count(0)


# Asked anew each time: an animation of what was taken away meanwhile never ends.
UNFOLDED = """() => document.getAnimations().every(a => a.playState !== 'running'
    || a.effect.getComputedTiming().endTime === Infinity)"""


def still(page: Page) -> None:
    """Wait until nothing is unfolding: a click would miss what it is meant for."""
    page.wait_for_function(UNFOLDED)


def unfold(page: Page, title: str) -> None:
    """Open a part that is folded."""
    page.get_by_text(title, exact=True).first.click()
    still(page)


def tick(page: Page, label: str) -> None:
    """Tick a box as the keyboard does: its label lies on it, and it may move under a mouse."""
    box = page.get_by_label(label)
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def drawn(page: Page) -> None:
    """Wait until the map is there with all areas."""
    expect(shapes(page)).to_have_count(18)


def leaflet(page: Page) -> FrameLocator:
    """Return the inside of the map."""
    return page.frame_locator(".st-key-map_row iframe")


def shapes(page: Page) -> Locator:
    """Return the areas on the map of the city, next to its inset."""
    return leaflet(page).locator("#map_div path.leaflet-interactive")


def click_map(page: Page, area: str) -> None:
    """Click on an area where its label stands: surely inside it; on a telephone on its tile."""
    places = f".area-label [data-area={area}], #tiles [data-area={area}]"
    label = leaflet(page).locator(places).filter(visible=True)
    label.scroll_into_view_if_needed()
    place = label.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)


def card(page: Page) -> Locator:
    """Return the card of the chosen area."""
    return page.locator(".vd-area")


def box(page: Page) -> Locator:
    """Return the box to choose an area in."""
    return page.get_by_role("combobox", name="Kies een wijk")


def ranking(page: Page) -> Locator:
    """Return the list beside the map."""
    return page.locator(".st-key-ranking")


def from_url(page: Page, name: str) -> str | None:
    """Return what the address says about a choice."""
    return parse_qs(urlsplit(page.url).query).get(name, [None])[0]


def open_box(page: Page, label: str) -> Locator:
    """Open a box's list. A list closes when the page scrolls, so that comes first."""
    field = page.get_by_role("combobox", name=label)
    field.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    field.click()
    return field


def choose_in_box(page: Page, name: str, *, label: str = "Kies een wijk") -> None:
    """Choose in a box with the keyboard; by default an area."""
    open_box(page, label).fill(name)
    page.get_by_role("option", name=name, exact=True).first.wait_for()
    page.keyboard.press("Enter")


def charted(page: Page) -> None:
    """Wait until every chart is drawn: until then the page still moves."""
    expect(page.locator(".stVegaLiteChart").first).to_be_visible()
    expect(page.locator(".stVegaLiteChart:not(:has(svg))")).to_have_count(0)


def open_menu(page: Page, number: int = 0) -> None:
    """Open the menu of the page's figure with this number, in order; -1 is the last."""
    page.get_by_role("button", name=re.compile("^(download )?Download( of agenda)?")).nth(
        number
    ).click()
    expect(page.get_by_role("button", name="Excel", exact=True)).to_be_visible()


def download(page: Page, name: str = "CSV", *, figure: int = 0) -> tuple[str, bytes]:
    """Download a file from a figure's menu; return its name and content."""
    open_menu(page, figure)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def notices(page: Page) -> str:
    """Return the notices on the page as one text."""
    return " ".join(page.locator(".vd-notice").all_inner_texts())


def received(page: Page) -> list[bytes]:
    """Return all that the server will say over this page's websockets, as it comes in."""
    said: list[bytes] = []

    def take(payload: bytes | str) -> None:
        said.append(payload.encode() if isinstance(payload, str) else payload)

    page.on("websocket", lambda socket: socket.on("framereceived", take))
    return said


def everything(page: Page) -> str:
    """Return all that the browser made of the page, seen or not, frames included."""
    return "\n".join(frame.content() for frame in page.frames)
