"""English that Streamlit, Vega or Leaflet put on a screen, and where it is looked for."""

import re

from playwright.sync_api import Page

ENGLISH = re.compile(
    r"\b(choose|select|selected|running|deploy|rerun|search|download as|show|view|clear|made with"
    r"|no results|loading|press|skip to|link to|fullscreen|copy|remove|close|dismiss|settings"
    r"|increment|decrement|connecting|connection error|oops|page not found|error|warning"
    r"|zoom in|zoom out|results|options?|add|upload|drag|please|something went wrong|app pages"
    r"|axis|scale with|visualization|help for)\b",
    re.IGNORECASE,
)
VISIBLE_TEXT = """
() => {
    const clipped = e => {
        for (; e; e = e.parentElement)
            if (getComputedStyle(e).overflow === 'hidden' && e.offsetWidth <= 1) return true;
        return false;
    };
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement, text = node.textContent.trim();
        if (!text || parent.closest('script,style,noscript,template,[data-testid=stIconMaterial]'))
            continue;
        const box = document.createRange();
        box.selectNode(node);
        const {width, height, bottom, right} = box.getBoundingClientRect();
        const size = parseFloat(getComputedStyle(parent).fontSize);
        if (width > 1 && height > 1 && size > 0 && bottom + scrollY > 0 && right + scrollX > 0
            && !clipped(parent)
            && parent.checkVisibility({opacityProperty: true, visibilityProperty: true}))
            texts.push(text);
    }
    for (const e of document.querySelectorAll('[aria-label],[title],[placeholder],[alt]')) {
        if (!e.checkVisibility({visibilityProperty: true})) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
            if (e.getAttribute(name)) texts.push(`[${name}] ${e.getAttribute(name)}`);
    }
    return [...new Set(texts)];
}
"""


def shown_texts(page: Page) -> list[str]:
    """Return every text on the page that somebody sees or has read aloud."""
    return [str(text) for text in page.evaluate(VISIBLE_TEXT)]


def english(texts: list[str]) -> list[str]:
    """Return the texts with an English word of a tool in them."""
    return [text for text in texts if ENGLISH.search(text)]
