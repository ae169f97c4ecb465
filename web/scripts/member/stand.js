// A joining stand: many joinings in a row on one phone, also without a network. Each is sealed on the phone as soon as it is
// signed, sent when there is a network, and has a key of its own, so that what is sent twice is one joining.
import { mask, nameFault, numberFault, phoneFault } from "./identity.js";
import { STATES, clock, complain as complainAt, day, keepPage, newKey, outbox, sayAt } from "./outbox.js";
import { canKeep, dropEntry, entries, putEntry } from "./vault.js";

export function open(stand) {
  const form = stand.querySelector("[data-stand-form]");
  const say = sayAt(stand.querySelector("[data-stand-network]"));
  const { stand: code, standOwner: owner, standSend: address, standSignIn: signIn } = stand.dataset;
  let editing = null;

  if (!canKeep) {
    form.hidden = true;
    say("这个浏览器存不下申请，请换一个浏览器，或者请职工自己扫码入会");
    return;
  }

  /** Those of who works here; another officer's on the same phone are neither shown nor sent. */
  const mine = async () => (await entries()).filter((entry) => entry.owner === owner && !entry.visit);

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

  const complain = (faults) => complainAt(form, form.querySelector("[data-stand-errors]"), faults);
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

  const send = outbox({
    lock: "unionhall-stand",
    mine,
    signIn,
    say,
    forbidden: "您现在没有办入会台的职务，存下的都在，请联系上级工会。",
    gone: "这个入会码不归您现在的职务管，请换一个码重新填写",
    body: (entry) => new URLSearchParams([...entry.fields, ["key", entry.key], ["at", entry.at]]),
    async settle(entry, { sent, wrong }) {
      const { key, owner, code, at, name } = entry;
      // Nothing of the person stays on the phone.
      if (sent) await putEntry({ key, owner, code, at, name, state: "sent", said: `编号${sent.reference}，${sent.union}审核`, sentAt: Date.now() });
      else await putEntry({ ...entry, state: "wrong", faults: wrong, said: Object.values(wrong).join("；") });
      await show();
    },
  });

  keepPage();
  (async () => {
    for (const entry of await mine()) if (entry.state === "sent" && Date.now() - entry.sentAt > day) await dropEntry(entry.key);
    await show();
    await send();
  })();
}
