"""What a screen reader makes of each page: landmarks, headings, tables and controls by name.

`python -m tests.browser.read_aloud` writes the files of `read_aloud/` anew; read what changed.
"""

import re
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.reading import PAGES, WIDE, show, watched
from tests.browser.serving import BROWSER_ARGS, serve
from tools.find_programs import require_chromium

FOLDER = Path(__file__).parent / "read_aloud"
# Running text and cells change with the figures, and are tested where they are made.
NODE = re.compile(
    r"\s*- '?(?P<role>banner|navigation|main|region|heading|link|button|radiogroup|radio|combobox"
    r"|textbox|checkbox|spinbutton|tablist|tab|tabpanel|table|list|img|iframe|status|alert|dialog"
    r'|group)(?: "(?P<name>(?:[^"\\]|\\.)*)")?(?P<state>(?: \[[^\]]+\])*)'
)


def describe_page(page: Page) -> str:
    """Return a line per landmark, heading, table and control of a page: role, name and state."""
    found = (NODE.match(line) for line in page.locator("body").aria_snapshot().splitlines())
    lines = (
        f"{node['role']} {(node['name'] or '').replace(chr(92), '')}{node['state']}".strip()
        for node in found
        if node and (node["name"] or node["role"] in {"banner", "main", "iframe", "status"})
    )
    return "".join(f"{line}\n" for line in lines)


def find_file(path: str) -> Path:
    """Return where the reviewed text of a page stands."""
    return FOLDER / f"{path.strip('/') or 'overzicht'}.txt"


def main() -> int:
    """Write the text of every page."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright, serve() as url:
        browser = playwright.chromium.launch(executable_path=require_chromium(), args=BROWSER_ARGS)
        for path in PAGES:
            page, watch = watched(browser, url, size=WIDE)
            show(page, path)
            find_file(path).write_text(describe_page(page), encoding="utf-8")
            watch.close()
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
