// A joining stand: many joinings in a row on one phone, also without a network. Each is sealed on the phone as soon as it is
// signed, sent when there is a network, and has a key of its own, so that what is sent twice is one joining.
import { mask, nameFault, numberFault, phoneFault } from "./identity.js";
import { canKeep, dropEntry, entries, putEntry } from "./vault.js";

/** How long an answer may take on a poor network, and when the next try comes: after 5 seconds, then later and later. */
const patience = 30_000;
const first = 5_000;
const longest = 120_000;
/** What was sent is forgotten after a day. */
const day = 86_400_000;
const STATES = { waiting: ["等发送", "stamp stamp--info"], sent: ["已送到", "stamp stamp--ok"], wrong: ["要改", "stamp stamp--danger"] };
const clock = new Intl.DateTimeFormat("zh-CN", { month: "numeric", day: "numeric", hour: "numeric", minute: "2-digit", hourCycle: "h23" });

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function open(stand) {
  const form = stand.querySelector("[data-stand-form]");
  const network = stand.querySelector("[data-stand-network]");
  const { stand: code, standOwner: owner, standSend: address, standSignIn: signIn } = stand.dataset;
  let editing = null;
  let wait = first;
  let timer;
  let sending = false;

  const say = (text, link) => {
    network.textContent = text;
    if (!link) return;
    const a = Object.assign(document.createElement("a"), { href: link, className: "link", textContent: "去登录" });
    network.append(a);
  };
  if (!canKeep) {
    form.hidden = true;
    say("这个浏览器存不下申请，请换一个浏览器，或者请职工自己扫码入会");
    return;
  }

  /** Those of who works here; another officer's on the same phone are neither shown nor sent. */
  const mine = async () => (await entries()).filter((entry) => entry.owner === owner);

  async function show() {
    const all = await mine();
    for (const state of Object.keys(STATES)) {
      stand.querySelector(`[data-stand-count="${state}"]`).textContent = all.filter((entry) => entry.state === state).length;
    }
    const list = stand.querySelector("[data-stand-list]");
    list.hidden = all.length === 0;
    list.querySelector("ol").replaceChildren(...[...all].reverse().map(row));
    return all;
  }
  function row(entry) {
    const element = stand.querySelector("[data-stand-row]").content.firstElementChild.cloneNode(true);
    const [words, look] = STATES[entry.state];
    element.dataset.state = entry.state;
    element.querySelector(".row__title").textContent = entry.name;
    element.querySelector(".row__meta").textContent = [clock.format(entry.at), entry.said].filter(Boolean).join("，");
    Object.assign(element.querySelector(".stamp"), { textContent: words, className: look });
    const [edit, drop] = [element.querySelector("[data-stand-edit]"), element.querySelector("[data-stand-drop]")];
    edit.hidden = entry.state === "sent" || entry.code !== code;
    drop.hidden = entry.state === "sent";
    edit.setAttribute("aria-label", `改${entry.name}的`);
    drop.setAttribute("aria-label", `删${entry.name}的`);
    edit.addEventListener("click", () => fill(entry));
    drop.addEventListener("click", async () => {
      // The first tap asks, the second one does it.
      if (drop.dataset.sure) return void (await dropEntry(entry.key), await show());
      drop.dataset.sure = "1";
      drop.textContent = "真的删";
    });
    return element;
  }

  const controls = () => [...form.elements].filter((field) => field.name && !["submit", "button"].includes(field.type));
  const read = () => {
    const values = [];
    for (const field of controls()) {
      if (["checkbox", "radio"].includes(field.type) ? field.checked : field.value) values.push([field.name, field.value]);
    }
    return values;
  };
  const clear = () => {
    const work = form.elements.work.value;
    const { employer, employer_id: id, group } = Object.fromEntries(read());
    form.reset();
    // The next one often works at the same place.
    form.elements.work.value = work;
    Object.assign(form.elements.employer, { value: employer ?? "" });
    if (form.elements.employer_id) form.elements.employer_id.value = id ?? "";
    form.elements.group.value = group ?? "";
    form.querySelector("[data-signature-clear]")?.click();
    editing = null;
  };
  function fill(entry) {
    clear();
    editing = entry;
    for (const field of controls()) {
      const value = entry.fields.find(([name, value]) => name === field.name && (field.type !== "radio" || value === field.value))?.[1];
      if (["checkbox", "radio"].includes(field.type)) field.checked = value !== undefined;
      else if (field.name !== "signature") field.value = value ?? "";
    }
    form.elements.signature.strokes = entry.strokes;
    form.elements.signature.dispatchEvent(new Event("signature:restore"));
    complain(entry.faults ?? {});
    form.scrollIntoView();
  }

  /** Faults by field, in words at the field and in a summary that links to them. */
  function complain(faults) {
    for (const old of form.querySelectorAll(".msg")) old.remove();
    for (const bad of form.querySelectorAll(".field--bad")) bad.classList.remove("field--bad");
    for (const bad of form.querySelectorAll('[aria-invalid="true"]')) bad.removeAttribute("aria-invalid");
    const summary = form.querySelector("[data-stand-errors]");
    const lines = [];
    for (const [name, sentence] of Object.entries(faults)) {
      const line = document.createElement("li");
      const at = name && (form.querySelector(`#${CSS.escape(name)}`) ?? form.querySelector(`[name="${CSS.escape(name)}"]`));
      if (at) {
        at.closest(".field, .sign")?.classList.add("field--bad");
        if (at.matches("input, select")) at.setAttribute("aria-invalid", "true");
        line.append(Object.assign(document.createElement("a"), { href: `#${at.id || name}`, textContent: sentence }));
      } else line.textContent = sentence;
      lines.push(line);
    }
    summary.querySelector("ul").replaceChildren(...lines);
    summary.hidden = lines.length === 0;
    if (lines.length) summary.focus();
    return lines.length > 0;
  }
  /** What the phone can see by itself. */
  function faults(values) {
    const { name = "", number = "", phone = "", work, employer = "", group = "", membership, signature } = Object.fromEntries(values);
    const found = { name: nameFault(name), number: numberFault(number), phone: phoneFault(phone) };
    if (work === "employer" && !employer.trim()) found.employer = "请填写单位名称";
    if (work === "kind" && !group) found.group = "请选做的是哪一种，没有合适的就选“都不是”";
    if (!membership) found.membership = "念给职工听、职工同意以后才能办";
    if (!signature) found.signature = "请职工在框里签上姓名";
    return Object.fromEntries(Object.entries(found).filter(([, sentence]) => sentence));
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = read();
    if (complain(faults(values))) return;
    const entry = {
      key: editing?.key ?? newKey(),
      owner,
      code,
      address,
      at: Date.now(),
      name: mask(Object.fromEntries(values).name.trim()),
      state: "waiting",
      fields: values,
      strokes: form.elements.signature.strokes,
    };
    try {
      await putEntry(entry);
    } catch {
      return void complain({ "": "这台手机存不下了，请先连上网把存下的发送出去" });
    }
    clear();
    await show();
    scrollTo({ top: 0 });
    form.elements.name.focus({ preventScroll: true });
    void send();
  });

  /** One entry: what it became, or why sending has to stop for now. */
  async function deliver(entry) {
    const body = new URLSearchParams([...entry.fields, ["key", entry.key], ["at", entry.at]]);
    const hurry = new AbortController();
    const late = setTimeout(() => hurry.abort(), patience);
    const request = { method: "POST", body, headers: { accept: "application/json" }, signal: hurry.signal };
    const answer = await fetch(entry.address, request).finally(() => clearTimeout(late));
    if (answer.status === 401) return { stop: "登录过期了，存下的都在。", link: signIn };
    if (answer.status === 403) return { stop: "您现在没有办入会台的职务，存下的都在，请联系上级工会。" };
    if (answer.status === 404) return { wrong: { "": "这个入会码不归您现在的职务管，请换一个码重新填写" } };
    if (!answer.ok) return { stop: answer.status === 429 ? await answer.text() : "服务器暂时收不了，过一会儿自动再发。", later: true };
    const verdict = await answer.json();
    return verdict.state === "sent" ? { sent: verdict } : { wrong: verdict.faults };
  }
  async function send() {
    if (sending) return;
    clearTimeout(timer);
    sending = true;
    try {
      await (navigator.locks?.request ? navigator.locks.request("unionhall-stand", sendAll) : sendAll());
    } finally {
      sending = false;
    }
  }
  async function sendAll() {
    for (;;) {
      const entry = (await mine()).find((one) => one.state === "waiting");
      if (!entry) break;
      if (!navigator.onLine) return void pause("现在没有网络。接着填，连上网自动发送。");
      say("正在发送…");
      let outcome;
      try {
        outcome = await deliver(entry);
      } catch {
        return void pause("网络不通。接着填，通了自动发送。");
      }
      if (outcome.stop) return void pause(outcome.stop, outcome.link, outcome.later === true);
      wait = first;
      const { key, owner, code, at, name } = entry;
      if (outcome.sent) {
        // Nothing of the person stays on the phone.
        await putEntry({ key, owner, code, at, name, state: "sent", said: `编号${outcome.sent.reference}，${outcome.sent.union}审核`, sentAt: Date.now() });
      } else {
        await putEntry({ ...entry, state: "wrong", faults: outcome.wrong, said: Object.values(outcome.wrong).join("；") });
      }
      await show();
    }
    say(navigator.onLine ? "网络通着，填好就发送" : "现在没有网络。接着填，连上网自动发送。");
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
  addEventListener("offline", () => say("现在没有网络。接着填，连上网自动发送。"));
  document.addEventListener("visibilitychange", () => document.hidden || void send());

  keepPage();
  (async () => {
    for (const entry of await mine()) if (entry.state === "sent" && Date.now() - entry.sentAt > day) await dropEntry(entry.key);
    await show();
    await send();
  })();
}

/** Asks the worker to keep this page and all that it loaded, for the time without a network. */
async function keepPage() {
  if (!navigator.serviceWorker || !navigator.onLine) return;
  const registration = await navigator.serviceWorker.ready;
  // What the page loads by and by: the pad for signatures.
  await new Promise((done) => setTimeout(done, 300));
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const assets = loaded.filter((url) => url.origin === location.origin && url.pathname.startsWith("/assets/")).map((url) => url.pathname);
  registration.active?.postMessage({ keep: location.pathname, assets: [...new Set(assets)] });
}
