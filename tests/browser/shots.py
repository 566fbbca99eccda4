"""A picture of every page: `python -m tests.browser.shots` writes them to shots/.

Those in the manuals go to docs/pictures/ too.

Per page: what a laptop shows at once, the whole page on a laptop and on a telephone, and the
print, as PDF and as a picture of it.
"""

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.reading import NARROW, PAGES, WIDE, show, watched
from tests.browser.serving import BROWSER_ARGS, serve
from tools.find_programs import require_chromium
from tools.run_server import ROOT

FOLDER = ROOT / "shots"
# A4 with the margins of style.css, in pixels of 1/96 inch.
SHEET = (718, 1077)
# The pictures in the manuals, by the path of their page.
MANUAL_FOLDER = ROOT / "docs" / "pictures"
MANUAL_PAGES = {"/gegevens", "/verhaal", "/driehoek", "/uitvoering"}
MANUAL_COLOURS = 64  # enough for text and a map, at a quarter of the size
CHOSEN = {"/": "/?wijk=klingerberg", "/wijk": "/wijk?wijk=klingerberg"}


def main(folder: Path = FOLDER) -> int:
    """Write all pictures; tell what went wrong on the way."""
    folder.mkdir(exist_ok=True)
    mishaps: list[str] = []
    path = require_chromium()
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGS)
        for page in PAGES:
            mishaps += _pictures(browser, url, page, folder)
        browser.close()
    _write_manual_pictures(folder)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    print("\n".join(mishaps), file=sys.stderr)
    return 1 if mishaps else 0


def _pictures(browser: Browser, url: str, path: str, folder: Path) -> list[str]:
    name = path.strip("/") or "overzicht"
    mishaps = []
    for size in (WIDE, NARROW):
        page, watch = watched(browser, url, size=size)
        show(page, CHOSEN.get(path, path))
        _still(page)
        stem = f"{name}-{size[0]}x{size[1]}"
        if size == WIDE:
            page.screenshot(path=folder / f"{stem}.png")
            stem += "-geheel"
        _whole(page, size[0])
        page.screenshot(path=folder / f"{stem}.png")
        watch.close()
        mishaps += [f"{path}: {mishap}" for mishap in watch.mishaps]
    page, watch = watched(browser, url, size=SHEET)
    show(page, CHOSEN.get(path, path))
    _still(page)
    page.pdf(path=folder / f"{name}-print.pdf", format="A4", prefer_css_page_size=True)
    page.emulate_media(media="print")
    page.screenshot(path=folder / f"{name}-print.png", full_page=True)
    watch.close()
    return mishaps + [f"{path}: {mishap}" for mishap in watch.mishaps]


def _write_manual_pictures(folder: Path) -> None:
    """Put what a laptop shows of the pages in the manuals in docs/, as small files."""
    MANUAL_FOLDER.mkdir(exist_ok=True)
    for path in MANUAL_PAGES:
        name = path.strip("/")
        shot = Image.open(folder / f"{name}-{WIDE[0]}x{WIDE[1]}.png").convert("RGB")
        shot.quantize(MANUAL_COLOURS).save(MANUAL_FOLDER / f"{name}.png", optimize=True)


def _still(page: Page) -> None:
    """Wait for fonts and charts."""
    page.evaluate("() => document.fonts.ready.then(() => null)")
    page.wait_for_timeout(500)


def _whole(page: Page, width: int) -> None:
    """Make the window as high as the page: Streamlit scrolls inside the window."""
    height = int(page.evaluate("document.querySelector('.stMain').scrollHeight"))
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(300)


if __name__ == "__main__":
    sys.exit(main())
