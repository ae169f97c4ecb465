import htmx from "./htmx.js";

/** Runs `start` once for every element that matches, now and after each swap. */
export function onEach(selector, start) {
  const started = new WeakSet();
  const within = (root) => {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    for (const element of found) {
      if (started.has(element)) continue;
      started.add(element);
      start(element);
    }
  };
  within(document);
  htmx.onLoad(within);
}
