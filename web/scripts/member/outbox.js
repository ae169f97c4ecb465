// Sends what was kept on the phone, one after the other: at once, when the network is back, and again after a while. Each entry has a
// key of its own, so that what is sent twice is taken once.

/** How long an answer may take on a poor network, and when the next try comes: after 5 seconds, then later and later. */
const patience = 30_000;
const first = 5_000;
const longest = 120_000;
/** What was sent is forgotten after a day. */
export const day = 86_400_000;
export const STATES = { waiting: ["等发送", "stamp stamp--info"], sent: ["已送到", "stamp stamp--ok"], wrong: ["要改", "stamp stamp--danger"] };
export const clock = new Intl.DateTimeFormat("zh-CN", { month: "numeric", day: "numeric", hour: "numeric", minute: "2-digit", hourCycle: "h23" });
const OFFLINE = "现在没有网络。接着填，连上网自动发送。";

export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * `mine`: the kept entries; `body`: what is sent of one; `settle`: keeps what became of it ({ sent } or { wrong: faults by field });
 * `say`: a sentence about the network, with a link or without; `forbidden`, `gone`: why it can't be taken.
 */
export function outbox({ lock, mine, body, settle, say, signIn, forbidden, gone }) {
  let wait = first;
  let timer;
  let sending = false;

  /** One entry: what it became, or why sending has to stop for now. */
  async function deliver(entry) {
    const hurry = new AbortController();
    const late = setTimeout(() => hurry.abort(), patience);
    const request = { method: "POST", body: body(entry), headers: { accept: "application/json" }, signal: hurry.signal };
    const answer = await fetch(entry.address, request).finally(() => clearTimeout(late));
    if (answer.status === 401) return { stop: "登录过期了，存下的都在。", link: signIn };
    if (answer.status === 403) return { stop: forbidden };
    if (answer.status === 404) return { wrong: { "": gone } };
    if (!answer.ok) return { stop: answer.status === 429 ? await answer.text() : "服务器暂时收不了，过一会儿自动再发。", later: true };
    const verdict = await answer.json();
    return verdict.state === "sent" ? { sent: verdict } : { wrong: verdict.faults };
  }
  async function send() {
    if (sending) return;
    clearTimeout(timer);
    sending = true;
    try {
      await (navigator.locks?.request ? navigator.locks.request(lock, sendAll) : sendAll());
    } finally {
      sending = false;
    }
  }
  async function sendAll() {
    for (;;) {
      const entry = (await mine()).find((one) => one.state === "waiting");
      if (!entry) break;
      if (!navigator.onLine) return void pause(OFFLINE);
      say("正在发送…");
      let outcome;
      try {
        outcome = await deliver(entry);
      } catch {
        return void pause("网络不通。接着填，通了自动发送。");
      }
      if (outcome.stop) return void pause(outcome.stop, outcome.link, outcome.later === true);
      wait = first;
      await settle(entry, outcome);
    }
    say(navigator.onLine ? "网络通着，填好就发送" : OFFLINE);
  }
  function pause(text, link, again = true) {
    say(text, link);
    if (!again) return;
    timer = setTimeout(send, wait);
    wait = Math.min(wait * 2, longest);
  }

  addEventListener("online", () => {
    wait = first;
    void send();
  });
  addEventListener("offline", () => say(OFFLINE));
  document.addEventListener("visibilitychange", () => document.hidden || void send());
  return send;
}

/** Says a sentence about the network, with a link to sign in where that is needed. */
export function sayAt(place) {
  return (text, link) => {
    place.textContent = text;
    if (link) place.append(Object.assign(document.createElement("a"), { href: link, className: "link", textContent: "去登录" }));
  };
}

/** Faults by field, in words at the field and in a summary that links to them; true where there are some. */
export function complain(form, summary, faults) {
  for (const old of form.querySelectorAll(".msg")) old.remove();
  for (const bad of form.querySelectorAll(".field--bad")) bad.classList.remove("field--bad");
  for (const bad of form.querySelectorAll('[aria-invalid="true"]')) bad.removeAttribute("aria-invalid");
  const lines = [];
  for (const [name, sentence] of Object.entries(faults)) {
    const line = document.createElement("li");
    const at = name && (form.querySelector(`#${CSS.escape(name)}`) ?? form.querySelector(`[name="${CSS.escape(name)}"]`));
    if (at) {
      at.closest(".field, .sign")?.classList.add("field--bad");
      if (at.matches("input, select, textarea")) at.setAttribute("aria-invalid", "true");
      line.append(Object.assign(document.createElement("a"), { href: `#${at.id || name}`, textContent: sentence }));
    } else line.textContent = sentence;
    lines.push(line);
  }
  summary.querySelector("ul").replaceChildren(...lines);
  summary.hidden = lines.length === 0;
  if (lines.length) summary.focus();
  return lines.length > 0;
}

/** Asks the worker to keep this page and all that it loaded, for the time without a network. */
export async function keepPage() {
  if (!navigator.serviceWorker || !navigator.onLine) return;
  const registration = await navigator.serviceWorker.ready;
  // What the page loads by and by: the pad for signatures.
  await new Promise((done) => setTimeout(done, 300));
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const assets = loaded.filter((url) => url.origin === location.origin && url.pathname.startsWith("/assets/")).map((url) => url.pathname);
  registration.active?.postMessage({ keep: location.pathname, assets: [...new Set(assets)] });
}
