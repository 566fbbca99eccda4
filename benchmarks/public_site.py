"""The public site: how many requests a second it answers, and how fast a browser shows it.

    python -m benchmarks.public_site [--seconds 10]

Both compared with next to nothing in the same server (`bare`): an ASGI 'hello', and a page of
Leaflet with the same areas. Here: wrk, the browser's visits, the aims.
"""

import argparse
import re
import shutil
import statistics
import subprocess

from playwright.sync_api import Playwright, sync_playwright

from benchmarks import servers
from benchmarks.browser import start_cold_browser
from benchmarks.report import Measure, format_table
from tools.find_programs import ProgramMissingError

OVERVIEW = "/openbaar/"
CONNECTIONS, THREADS = 32, 1
FEWEST_PER_SECOND, P99_AIM, MOST_OF_LEAFLET = 2000.0, 50.0, 1.5
# The moment of the picture after everything was loaded, scripts and what they drew included.
PAINTED = """window.painted = new Promise(done => addEventListener('load', () =>
    requestAnimationFrame(() => setTimeout(() => done(performance.now())))))"""
RATE = re.compile(r"Requests/sec:\s*([\d.]+)")
P99 = re.compile(r"99%\s*([\d.]+)(us|ms|s)\b")
FAILED = re.compile(r"Non-2xx or 3xx responses: \d+|Socket errors: .*")
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


class WrkError(RuntimeError):
    """What wrk asked for was not answered well."""


def measure_public_site(*, seconds: int, repeats: int) -> tuple[list[Measure], list[str]]:
    """Return what was measured, and notes: the ratio to 'hello'."""
    with servers.serve_app() as app, servers.serve_bare() as bare:
        hello, _ = run_wrk(f"{bare.url}/", seconds=seconds)
        rate, slow = run_wrk(app.url + OVERVIEW, seconds=seconds)
        overview, leaflet = _time_loads(app.url + OVERVIEW, f"{bare.url}/kaart", repeats=repeats)
    most = statistics.median(leaflet) * MOST_OF_LEAFLET
    measures = [
        Measure("j  public overview, per request", (1e6 / rate,), "us", 1e6 / FEWEST_PER_SECOND),
        Measure("j  public overview, p99", (slow,), aim=P99_AIM),
        Measure("j  a page of Leaflet to its last picture", tuple(leaflet)),
        Measure("j  public overview to its last picture", tuple(overview), aim=most),
    ]
    note = (
        f"public overview: {rate:.0f} requests/s with {CONNECTIONS} connections and gzip "
        f"(aim: {FEWEST_PER_SECOND:.0f}), {rate / hello:.2f} of an ASGI 'hello' ({hello:.0f})"
    )
    return measures, [note]


def require_wrk() -> None:
    """Raise `ProgramMissingError` where there is no wrk."""
    if shutil.which("wrk") is None:
        raise ProgramMissingError("wrk is not on this machine. On Debian: apt-get install wrk")


def run_wrk(url: str, *, seconds: int) -> tuple[float, float]:
    """Return requests per second and the 99th percentile in milliseconds; raise `WrkError`."""
    command = [
        "wrk",
        f"-t{THREADS}",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--latency",
        "-H",
        "Accept-Encoding: gzip",
        url,
    ]
    # The first answer makes the pages.
    subprocess.run([*command[:3], "-d1s", *command[4:]], check=True, capture_output=True)
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate, slow, failed = RATE.search(output), P99.search(output), FAILED.search(output)
    if rate is None or slow is None or failed is not None:
        raise WrkError(output)
    return float(rate[1]), float(slow[1]) * MILLISECONDS[slow[2]]


def _time_loads(overview: str, leaflet: str, *, repeats: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds until both pages are painted, in turns, each in a cold browser."""
    found: tuple[list[float], list[float]] = [], []
    with sync_playwright() as playwright:
        for _ in range(repeats):
            for page, samples in zip((overview, leaflet), found, strict=True):
                samples.append(_time_load(playwright, page))
    return found


def _time_load(playwright: Playwright, url: str) -> float:
    with start_cold_browser(playwright) as context:
        page = context.new_page()
        page.add_init_script(PAINTED)
        page.goto(url)
        return float(page.evaluate("window.painted"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the public site.")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    require_wrk()
    measures, notes = measure_public_site(seconds=options.seconds, repeats=options.repeats)
    print(format_table(measures, reference=measures[2].median), *notes, sep="\n")


if __name__ == "__main__":
    main()
