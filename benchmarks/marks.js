// Runs first in every measured page. All times come from the browser's own clock, in milliseconds
// since 1970, so that times taken in the page and in the map's frame can be compared.
(() => {
  if (window !== window.top) return;
  const SHAPES = 18;
  const bench = (window.__bench = { start: performance.timeOrigin });
  const limit = (promise, what) =>
    Promise.race([
      promise,
      new Promise((_, fail) => setTimeout(() => fail(new Error(`no ${what} in 60 s`)), 60000)),
    ]);

  // When `test` first holds in the document and the picture that shows it has been painted.
  const until = (place, test) =>
    new Promise((done) => {
      const painted = () => setTimeout(() => done(performance.timeOrigin + performance.now()), 0);
      const look = () => {
        if (!test()) return;
        observer.disconnect();
        requestAnimationFrame(painted);
      };
      const observer = new MutationObserver(look);
      observer.observe(place, {
        attributes: true, characterData: true, childList: true, subtree: true,
      });
      look();
    });

  const noteAction = (view) =>
    view.addEventListener("pointerup", (event) => {
      bench.acted ??= view.performance.timeOrigin + event.timeStamp;
    }, true);

  bench.text = (text) => {
    const isText = (p) => p.textContent === text && shows(p);
    const all = () => [...document.querySelectorAll('[data-testid="stMarkdown"] p')];
    return limit(until(document, () => all().some(isText)), "text").then((at) => at - bench.start);
  };

  // When the answer is first painted: in the server's own HTML, else by Streamlit.
  const shows = (element) => element.getClientRects().length > 0;
  const answers = () => [...document.querySelectorAll(".vd-finding")];
  bench.answer = limit(until(document, () => answers().some(shows)), "answer").then(
    (at) => at - bench.start,
  );

  // When the map of the first view is painted, which can be clicked.
  const areas = () => [...document.querySelectorAll("#vd-first [data-area]")];
  bench.firstMap = limit(until(document, () => areas().some(shows)), "first map").then(
    (at) => at - bench.start,
  );

  // Time from letting go of the mouse button to the painted card with that name.
  bench.expectCard = (name) => {
    bench.acted = undefined;
    const there = () => document.querySelector(".vd-area h3")?.textContent === name;
    bench.card = limit(until(document, there), "card").then((at) => at - bench.acted);
  };

  // A frame starts as an empty document, which the map's own replaces without any event of its
  // own in time: so look once a picture until the map is drawn.
  bench.map = () => {
    let known, drawn;
    const map = new Promise((done) => (drawn = done));
    const follow = () => {
      const frame = document.querySelector("iframe[src*=folium]");
      const inner = frame?.contentDocument;
      if (inner && inner !== known && inner.URL !== "about:blank") {
        known = inner;
        noteAction(frame.contentWindow);
        const shapes = () => inner.querySelectorAll("#map_div path.leaflet-interactive").length;
        until(inner, () => shapes() === SHAPES).then((at) => {
          bench.drawn ??= at - bench.start;
          drawn(bench.drawn);
        });
      }
      if (!bench.drawn) requestAnimationFrame(follow);
    };
    follow();
    return limit(map, "map");
  };
  noteAction(window);
})();
