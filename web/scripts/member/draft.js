// Nothing typed is lost. `<form data-draft="joining-who">` is kept on the phone while one types, filled in again when
// the page opens, sent when the network is back. `data-no-draft` on a field (a code, a password) keeps it out.
// `<… data-draft-clear="joining">` on a page forgets those drafts; "*" forgets all (after signing out).
//   inside the form, filled by this script: <p data-draft-status hidden></p>
import { canKeep, forget, get, put } from "./vault.js";

const clock = new Intl.DateTimeFormat("zh-CN", { hour: "numeric", minute: "2-digit", hourCycle: "h23" });

function fields(form) {
  return [...form.elements].filter(
    (field) =>
      field.name &&
      !field.closest("[data-no-draft]") &&
      !["password", "file", "submit", "button"].includes(field.type) &&
      (field.type !== "hidden" || field.hasAttribute("data-draft-keep")),
  );
}

function read(form) {
  const values = [];
  for (const field of fields(form)) {
    if (["checkbox", "radio"].includes(field.type)) {
      if (field.checked) values.push([field.name, field.value]);
    } else if (field.strokes) values.push([field.name, "", field.strokes]);
    else if (field.value) values.push([field.name, field.value]);
  }
  return values;
}

/** Fills only what the server left empty: what it sent back with messages is newer than the draft. */
function fill(form, values) {
  if (form.querySelector('[aria-invalid="true"]')) return false;
  let filled = false;
  for (const field of fields(form)) {
    const mine = values.filter(([name]) => name === field.name);
    if (["checkbox", "radio"].includes(field.type)) {
      const wanted = mine.some(([, value]) => value === field.value);
      if (wanted && !field.checked) field.checked = filled = true;
    } else if (mine[0]?.[2]) {
      field.strokes = mine[0][2];
      field.dispatchEvent(new Event("signature:restore"));
      filled = true;
    } else if (mine.length && (!field.value || field.tagName === "SELECT") && field.value !== mine[0][1]) {
      field.value = mine[0][1];
      filled = true;
    }
  }
  return filled;
}

function keep(form) {
  const name = form.dataset.draft;
  const status = form.querySelector("[data-draft-status]");
  let waitingToSend = false;
  let timer;

  const say = (text, role) => {
    if (!status) return;
    status.textContent = text;
    status.hidden = false;
    if (role) status.setAttribute("role", role);
  };
  const save = async () => {
    clearTimeout(timer);
    try {
      await put(name, { values: read(form), waitingToSend });
      if (!waitingToSend) say(`填好的内容已存在这台手机上，${clock.format(new Date())}`);
    } catch {
      say("这台手机存不下草稿，请一次填完");
    }
  };
  const send = () => {
    waitingToSend = false;
    say("网络恢复了，正在提交…", "status");
    form.requestSubmit();
  };
  const hold = () => {
    waitingToSend = true;
    save();
    say("现在没有网络。填好的内容已存在这台手机上，连上网后自动提交", "status");
    window.addEventListener("online", send, { once: true });
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  });
  form.addEventListener("change", save);
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return void save();
    event.preventDefault();
    if (!waitingToSend) hold();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && timer) save();
  });

  get(name)
    .then((draft) => {
      if (!draft) return;
      const filled = fill(form, draft.values);
      if (draft.waitingToSend && filled) return navigator.onLine ? send() : hold();
      if (filled) say(`已填上您${clock.format(draft.at)}存下的内容`);
    })
    .catch(() => forget(name));
}

export async function keepDrafts() {
  if (!canKeep) return;
  for (const element of document.querySelectorAll("[data-draft-clear]")) {
    for (const name of element.dataset.draftClear.split(" ")) {
      await forget(name).catch(() => {});
      // Signed out: the pages of joining stands, too.
      if (name === "*") navigator.serviceWorker?.controller?.postMessage({ forget: true });
    }
  }
  for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
}
