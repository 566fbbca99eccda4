"""What axe does not measure: the ring of the keyboard, sizes, and colours of the reader."""

from playwright.sync_api import Page

# A ring is the outline of what has the focus or of what is around it, 2 px and 3:1 at least.
RING = """() => {
    const channels = c => (c.match(/[\\d.]+/g) || []).map(Number);
    const light = c => {
        const [r, g, b] = channels(c).slice(0, 3).map(v => v / 255)
            .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const paper = e => {
        for (; e; e = e.parentElement) {
            const colour = getComputedStyle(e).backgroundColor, parts = channels(colour);
            if (parts.length < 4 || parts[3] === 1) return colour;
        }
        return 'rgb(255, 255, 255)';
    };
    const active = document.activeElement;
    if (!active || active === document.body) return null;
    if (active.tagName === 'IFRAME') return {name: 'iframe', ring: 99, width: 99};
    const name = `${active.tagName} ${active.getAttribute('aria-label') || active.innerText || ''}`;
    let e = active;
    for (let up = 0; e && up < 5; up++, e = e.parentElement) {
        const style = getComputedStyle(e), width = parseFloat(style.outlineWidth);
        const outer = parseFloat(style.outlineOffset) >= 0 ? e.parentElement : e;
        if (style.outlineStyle === 'none' || style.outlineStyle === 'auto' || !width) continue;
        const [a, b] = [light(style.outlineColor), light(paper(outer))].sort((x, y) => y - x);
        return {name: name.slice(0, 60), ring: (a + .05) / (b + .05), width};
    }
    return {name: name.slice(0, 60), ring: 1, width: 0};
}"""
# WCAG 2.5.8 without its exception for space: only a link within a sentence may be smaller. A
# field without a size of its own is hit by its label.
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, '
        + 'summary, [role=radio], [role=tab], [role=option], label:has(input)')]
    .filter(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true})
        && !e.closest('label:has(input) span:has(> input)') && !e.closest('[aria-hidden=true]'))
    .map(e => ({e, box: (e.matches('a') && e.closest('li') || e).getBoundingClientRect()}))
    .filter(({e, box}) => box.width > 1 && box.height > 1 && box.right > 0
        && (box.width < 24 || box.height < 23.5)
        && !(e.matches('a') && getComputedStyle(e).display === 'inline'))
    .map(({e, box}) => `${e.tagName} ${e.getAttribute('aria-label') || e.innerText} `
        + `${Math.round(box.width)}x${Math.round(box.height)}`)"""
# At 400 % a table of numbers may (WCAG 1.4.10).
TOO_WIDE = """() => [...document.querySelectorAll(
        innerWidth > 320 ? 'html, .stMain, .vd-scroll' : 'html, .stMain')]
    .filter(e => e.scrollWidth > e.clientWidth).map(e => `${e.tagName} ${e.scrollWidth}`)"""
# Text of a chart or a mark and what it stands on, where the reader's own colours replace ours.
FAINT_ON_OWN_COLOURS = """() => {
    const light = c => {
        const [r, g, b] = (c.match(/[\\d.]+/g) || [0, 0, 0]).slice(0, 3).map(v => v / 255)
            .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    return [...document.querySelectorAll('.stVegaLiteChart')].flatMap(chart => {
        const paper = light(getComputedStyle(chart).backgroundColor);
        return [...chart.querySelectorAll('svg text')]
            .map(t => [t, light(getComputedStyle(t).fill)])
            .filter(([t, ink]) => t.textContent.trim() && (Math.max(ink, paper) + .05)
                / (Math.min(ink, paper) + .05) < 3)
            .map(([t]) => t.textContent);
    });
}"""
MOVING = """() => document.getAnimations().filter(a => a.playState === 'running'
    && a.effect.getComputedTiming().endTime > 50)
    .map(a => a.animationName || a.transitionProperty)"""


def find_weak_rings(page: Page, *, most: int = 400) -> list[str]:
    """Return each stop of the Tab key whose ring is thinner than 2 px or under 3:1.

    Raises `AssertionError` when Tab does not come past the last stop within `most` presses.
    """
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(RING)
        if found is None:
            break
        stops.append(found)
    else:
        raise AssertionError(f"more than {most} stops")
    assert len(stops) > 10
    return [str(stop) for stop in stops if stop["ring"] < 3 or stop["width"] < 2]


def find_small_targets(page: Page) -> list[str]:
    """Return what one presses that is smaller than 24 px."""
    return [str(found) for found in page.evaluate(SMALL_TARGETS)]


def find_too_wide(page: Page) -> list[str]:
    """Return what makes the page scroll sideways, once its charts have the width of the screen."""
    return _find_last(page, TOO_WIDE)


def find_faint(page: Page) -> list[str]:
    """Return the texts of charts that cannot be read, once the reader's own colours are there."""
    return _find_last(page, FAINT_ON_OWN_COLOURS)


def _find_last(page: Page, script: str) -> list[str]:
    """Return what a script still finds once the page had its time to change."""
    for _ in range(10):
        page.wait_for_timeout(200)
        found = [str(one) for one in page.evaluate(script)]
        if not found:
            break
    return found
