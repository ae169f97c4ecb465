// The hall's screen: looks again every half minute and puts into the page only what differs, so that nothing flickers and nothing piles up.
// Without a network it keeps what it shows and says so. It keeps the screen awake and hides the pointer.

/** Makes `from` say what `to` says. Elements of the same name stay; their attributes, texts and children are compared one by one. */
export function patch(from, to) {
  if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName) {
    from.replaceWith(document.importNode(to, true));
    return;
  }
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name)) from.removeAttribute(name);
  const old = [...from.childNodes];
  const wanted = [...to.childNodes];
  wanted.forEach((child, at) => (at < old.length ? patch(old[at], child) : from.append(document.importNode(child, true))));
  for (const child of old.slice(wanted.length)) child.remove();
}

/** Shows an answer of the server; false where it is no screen (signed out, stopped). */
export function show(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const screen = answer.getElementById("screen");
  if (!screen) return false;
  const style = (page) => page.querySelector('link[rel="stylesheet"]').getAttribute("href");
  // The program was renewed: its pages fit its own styles only.
  if (style(answer) !== style(document)) location.reload();
  else patch(document.getElementById("screen"), screen);
  return true;
}

async function look() {
  if (document.hidden) return;
  let shown = false;
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout?.(20_000) });
    // A link that was stopped, a session that ended: nothing of the old figures stays on the wall.
    if ([401, 403, 404].includes(answer.status) || answer.redirected) location.reload();
    shown = answer.ok && !answer.redirected && show(await answer.text());
  } catch {
    // No network: said below, tried again at the next turn.
  }
  document.body.toggleAttribute("data-lost", !shown);
}

async function stayAwake() {
  if (document.hidden) return;
  await navigator.wakeLock?.request("screen").catch(() => {});
}

let idle;
function awake() {
  document.body.classList.remove("is-idle");
  clearTimeout(idle);
  idle = setTimeout(() => document.body.classList.add("is-idle"), 4_000);
}

if (document.body.dataset.every) {
  setInterval(look, Number(document.body.dataset.every) * 1000);
  document.addEventListener("visibilitychange", () => (look(), stayAwake()));
  for (const kind of ["pointermove", "keydown"]) document.addEventListener(kind, awake);
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-full]")) document.documentElement.requestFullscreen?.().catch(() => {});
  });
  awake();
  stayAwake();
}
