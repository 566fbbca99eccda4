"""The measures that need a browser, (a) to (e): which visits are made, in which order.

The empty page and Overzicht take turns, so that whatever else the machine does hits both.
"""

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import cycle

from playwright.sync_api import Playwright, sync_playwright

from benchmarks import servers
from benchmarks.browser import load_text, start_cold_browser
from benchmarks.overview import Overview

EMPTY, OVERVIEW = "a  empty page, streamlit run, to its text", "b  Overzicht to the drawn map"
ANSWER = "b  Overzicht to its first answer"
FIRST_MAP = "b  Overzicht to the first view's map, which can be clicked"
REQUESTS, KILOBYTES = "b  Overzicht, requests", "b  Overzicht, HTTP"
FIRST = "c  select box to the card, first choice"
BOX, RANKING = "c  select box to the card, later", "c  ranking to the card, later"
CLICK, FIRST_CLICK = "d  map click to the card, later", "d  map click to the card, first choice"
AGAIN, AGAIN_REQUESTS = "e  repeat visit to the drawn map", "e  repeat visit, requests"
AGAIN_KILOBYTES, AGAIN_STREAM = "e  repeat visit, HTTP", "e  repeat visit, websocket (unpacked)"
UNITS = {
    REQUESTS: "",
    KILOBYTES: "kB",
    AGAIN_REQUESTS: "",
    AGAIN_KILOBYTES: "kB",
    AGAIN_STREAM: "kB",
}
CHOICES_EACH = 2


@dataclass
class Visits:
    """Samples by measure, and chart code that was asked for before the map was drawn."""

    samples: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    early_charts: set[str] = field(default_factory=set)


def measure_visits(areas: dict[str, str], *, repeats: int) -> Visits:
    """Visit both servers so many times, each time with a cold browser."""
    visits = Visits()
    with (
        servers.serve_empty_page() as empty,
        servers.serve_app() as app,
        sync_playwright() as playwright,
    ):
        # The first visit to a fresh server, when it compiles and loads, is not counted.
        _visit_empty_page(playwright, empty.url, Visits())
        _visit_overview(playwright, app.url, areas, Visits())
        for repeat in range(1, repeats + 1):
            print(f"browsers {repeat} of {repeats}", file=sys.stderr)
            _visit_empty_page(playwright, empty.url, visits)
            _visit_overview(playwright, app.url, areas, visits)
            _click_map_first(playwright, app.url, areas, visits)
    return visits


def _visit_empty_page(playwright: Playwright, url: str, visits: Visits) -> None:
    with start_cold_browser(playwright) as context:
        visits.samples[EMPTY].append(load_text(context, url, servers.EMPTY_TEXT))


def _visit_overview(
    playwright: Playwright, url: str, areas: dict[str, str], visits: Visits
) -> None:
    """Load Overzicht, choose areas in each way, and visit again in a new tab."""
    samples = visits.samples
    # Never twice the same in a row: then no new card would come.
    area = cycle(areas)
    with start_cold_browser(playwright) as context:
        page = Overview.open(context, url, areas)
        visits.early_charts.update(page.early_charts)
        samples[ANSWER].append(page.answered_ms)
        samples[FIRST_MAP].append(page.clickable_ms)
        samples[OVERVIEW].append(page.loaded_ms)
        samples[REQUESTS].append(page.traffic.requests)
        samples[KILOBYTES].append(page.traffic.http_bytes / 1000)
        samples[FIRST].append(page.choose_in_box(next(area)))
        for _ in range(CHOICES_EACH):
            samples[BOX].append(page.choose_in_box(next(area)))
            samples[RANKING].append(page.choose_in_list(next(area)))
            samples[CLICK].append(page.choose_on_map(next(area)))
        page.page.close()
        again = Overview.open(context, url, areas)
        samples[AGAIN].append(again.loaded_ms)
        samples[AGAIN_REQUESTS].append(again.traffic.requests)
        samples[AGAIN_KILOBYTES].append(again.traffic.http_bytes / 1000)
        samples[AGAIN_STREAM].append(again.traffic.stream_bytes / 1000)


def _click_map_first(
    playwright: Playwright, url: str, areas: dict[str, str], visits: Visits
) -> None:
    with start_cold_browser(playwright) as context:
        page = Overview.open(context, url, areas)
        visits.samples[FIRST_CLICK].append(page.choose_on_map(next(iter(areas))))
