// Runs in every page before Streamlit's own scripts; dutch_pages.py puts it there.

// On a deep link Streamlit first looks for its server under the page's own path, in vain.
window.__streamlit={BACKEND_BASE_URL:location.origin+"/"};

// Streamlit reruns the page at a bare `r` and offers to clear its cache at a bare `c`. Speech
// input and a slipped finger would do so by accident (WCAG 2.1.4), so these keys end here, just
// before the document, where Streamlit listens.
document.documentElement.addEventListener("keydown", (event) => {
  const isBare = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isBare && [82, 67].includes(event.keyCode)) event.stopPropagation();
});

// Streamlit makes each change of the address a step for the back button. No step are: the slides
// of a presentation, and what the server adds to the address of a page that was just opened.
let justOpened = false;
for (const name of ["pointerdown", "keydown", "blur"]) {
  addEventListener(name, () => { justOpened = false; }, true);
}
const pushState = history.pushState;
history.pushState = function (state, title, url) {
  const isSamePage = new URL(url, location).pathname === location.pathname;
  const isPresenting = new URLSearchParams(location.search).has("presentatie");
  const isStep = !isSamePage || !(justOpened || isPresenting);
  if (!isSamePage) justOpened = true;
  (isStep ? pushState : history.replaceState).call(history, state, title, url);
  announceSlide();
  const isStill = new URLSearchParams(location.search).has("presentatie");
  if (isStill && !isPresenting) scrolled = findMain()?.scrollTop ?? 0;
  if (isPresenting && !isStill) restoreScroll(performance.now() + 3000);
};

// Who leaves a presentation is back at the part of the page from which it began.
let scrolled = 0;
const findMain = () => document.querySelector("[data-testid=stMain]");
function restoreScroll(until) {
  const main = findMain();
  if (main) main.scrollTop = scrolled;
  const isDone = main && Math.abs(main.scrollTop - scrolled) < 2;
  if (!isDone && performance.now() < until) setTimeout(restoreScroll, 50, until);
}

// Streamlit runs the page again where the address goes back or forth; before it is there, it starts
// with this address.
function showAddress(parameter, value) {
  const url = new URL(location);
  url.searchParams.set(parameter, value);
  history.replaceState(history.state, "", url);
  dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
}

// The room's window goes along with the presenter's, in the same browser: only which slide it is
// goes from one to the other.
const slides = new BroadcastChannel("vd-presentatie");
const readSlide = () => {
  const query = new URLSearchParams(location.search);
  return { meeting: query.get("overleg"), mode: query.get("presentatie"), slide: query.get("dia") ?? "1" };
};
function announceSlide() {
  if (readSlide().mode === "regie") slides.postMessage(readSlide());
}
slides.onmessage = ({ data }) => {
  const own = readSlide();
  if (own.mode !== "1" || own.meeting !== data.meeting || own.slide === data.slide) return;
  showAddress("dia", data.slide);
};

// A link of the menu that is opened in a tab of its own takes the chosen area along too; within the
// tab the session does (lib/ui/selection.py).
for (const name of ["pointerover", "focusin"]) {
  addEventListener(name, (event) => {
    const link = event.target.closest?.("[data-testid$=NavLink]");
    const area = new URLSearchParams(location.search).get("wijk");
    if (link) link.search = area ? `?wijk=${encodeURIComponent(area)}` : "";
  }, true);
}

// A row of an agenda that is moved takes the focus along: Streamlit draws rows by their place, so
// the next press would move another one. A row at the end has one button of the two.
addEventListener("click", ({ target }) => {
  const own = target.closest?.("[class*=st-key-Omhoog_],[class*=st-key-Omlaag_]");
  if (!own) return;
  const [key, way, item] = own.className.match(/st-key-(Omhoog|Omlaag)_(\d+)/);
  const back = `st-key-${way === "Omhoog" ? "Omlaag" : "Omhoog"}_${item}`;
  const find = (name) => document.querySelector(`.${name} button`), label = own.textContent;
  const until = performance.now() + 4000;
  const stop = new AbortController();
  const follow = () => {
    if (stop.signal.aborted || performance.now() > until) return stop.abort();
    const moved = find(key);
    if (moved && moved.textContent !== label) (moved.disabled ? find(back) : moved)?.focus();
    setTimeout(follow, 50);
  };
  for (const name of ["keydown", "pointerdown"]) {
    addEventListener(name, () => stop.abort(), { capture: true, signal: stop.signal });
  }
  follow();
}, true);

// A form that was saved starts anew, and takes the button that had the focus with it: what tells
// that it was saved gets the focus, so that the keyboard does not begin at the top again.
let focusedNotice;
addEventListener("click", ({ target }) => { if (target.closest?.("button")) focusedNotice = null; }, true);
new MutationObserver(() => {
  if (document.activeElement !== document.body) return;
  const notice = document.querySelector(".st-key-done .vd-notice");
  if (!notice || notice === focusedNotice) return;
  focusedNotice = notice;
  notice.tabIndex = -1;
  notice.focus({ preventScroll: true });
}).observe(document, { subtree: true, childList: true });

// What Streamlit starts with waits for the first view to be painted; a tab in the background
// paints nothing.
addEventListener("DOMContentLoaded", () => {
  const start = () => document.head.append(document.getElementById("vd-late").content);
  requestAnimationFrame(() => setTimeout(start));
  setTimeout(start, 300);
});

// The first view lies over the page, which is hidden until Streamlit has drawn the same: so nothing
// is read aloud twice and nothing moves. Whoever moves a mouse or presses a key has waited enough.
// An area of its map can be chosen already: the page comes with the card of that area.
addEventListener("DOMContentLoaded", () => {
  const first = document.getElementById("vd-first");
  if (!first) return;
  const root = document.getElementById("root"), hasMap = first.querySelector(".vd-first-map");
  let arrived = 0, chosen;
  const remove = () => {
    clearInterval(timer);
    first.remove();
    // It began to draw just before that.
    if (chosen && !root.querySelector(".vd-area")) showAddress("wijk", chosen);
  };
  first.addEventListener("click", ({ target }) => {
    const shape = target.closest("[data-area]");
    if (!shape) return;
    chosen = shape.dataset.area;
    showAddress("wijk", chosen);
    for (const each of first.querySelectorAll("[data-area]")) {
      each.classList.toggle("vd-first-chosen", each.dataset.area === chosen);
    }
  });
  const look = () => {
    const isThere = arrived || root.querySelector(".vd-h1");
    if (isThere) arrived ||= performance.now();
    const map = root.querySelector(".st-key-map_row iframe")?.contentDocument;
    const isDrawn = !hasMap || map?.querySelector("[data-area]");
    const isWhole = isDrawn && !root.querySelector("[data-testid=stSkeleton]");
    const isLate = performance.now() > (arrived ? arrived + 10000 : 20000);
    if ((isThere && isWhole) || isLate) remove();
  };
  const timer = setInterval(look, 25);
  for (const name of ["wheel", "pointermove", "keydown", "touchstart"]) {
    addEventListener(name, () => { if (arrived) remove(); }, true);
  }
});
