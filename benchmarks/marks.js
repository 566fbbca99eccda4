// Runs first in every frame of a measured page. All times come from the browser's own clock, in
// milliseconds since 1970, so that the page and the map's frame can be compared.
(() => {
  const bench = (window.top.__bench ??= { start: performance.timeOrigin });
  const painted = (done) =>
    requestAnimationFrame(() =>
      setTimeout(() => done(performance.timeOrigin + performance.now()), 0),
    );

  // When `test` first holds and the picture that shows it has been painted.
  const until = (test) =>
    new Promise((done) => {
      const observer = new MutationObserver(look);
      function look() {
        if (!test()) return;
        observer.disconnect();
        painted(done);
      }
      observer.observe(document, {
        attributes: true, characterData: true, childList: true, subtree: true,
      });
      look();
    });

  addEventListener("pointerup", (event) => {
    bench.acted ??= performance.timeOrigin + event.timeStamp;
  }, true);

  if (window === window.top) {
    // Time from letting go of the mouse button to the painted card with that name.
    bench.expectCard = (name) => {
      bench.acted = undefined;
      bench.card = until(
        () => document.querySelector(".vd-area h3")?.textContent === name,
      ).then((at) => at - bench.acted);
    };
    bench.text = (text) =>
      until(() =>
        [...document.querySelectorAll('[data-testid="stMarkdown"] p')].some(
          (p) => p.textContent === text && p.getClientRects().length,
        ),
      ).then((at) => at - bench.start);
    bench.map = new Promise((done) => (bench.mapDrawn = done)).then((at) => at - bench.start);
    return;
  }
  until(() => document.querySelectorAll("path.leaflet-interactive").length >= 18).then(
    bench.mapDrawn,
  );
})();
