// A home visit: taken down at the door, also without a network, with photos and the place. Sealed on the phone as soon as it is done, sent
// when there is a network, once whatever the network does.
import { STATES, clock, complain, day, keepPage, newKey, outbox, sayAt } from "./outbox.js";
import { canKeep, dropEntry, entries, putEntry } from "./vault.js";

/** The longer side of a photo as it is kept, in pixels. */
const longest = 1600;

/** A photo made small enough to be kept, as a data address. */
async function shrunk(file) {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, longest / Math.max(image.width, image.height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.8);
}

export function open(page) {
  const form = page.querySelector("[data-visit-form]");
  const summary = page.querySelector("[data-visit-errors]");
  const { visit, visitOwner: owner, visitSend: address, visitSignIn: signIn } = page.dataset;
  const say = sayAt(page.querySelector("[data-visit-network]"));
  let editing = null;
  let photos = {};
  if (!canKeep) {
    form.hidden = true;
    say("这个浏览器存不下走访记录，请换一个浏览器");
    return;
  }
  const mine = async () => (await entries()).filter((entry) => entry.visit === visit && entry.owner === owner);

  async function show() {
    const all = await mine();
    const list = page.querySelector("[data-visit-list]");
    list.hidden = all.length === 0;
    list.querySelector("ol").replaceChildren(...[...all].reverse().map(row));
  }
  function row(entry) {
    const element = page.querySelector("[data-visit-row]").content.firstElementChild.cloneNode(true);
    const [words, look] = STATES[entry.state];
    element.dataset.state = entry.state;
    element.querySelector(".row__title").textContent = clock.format(entry.at);
    element.querySelector(".row__meta").textContent = entry.said ?? "";
    Object.assign(element.querySelector(".stamp"), { textContent: words, className: look });
    const [edit, drop] = [element.querySelector("[data-visit-edit]"), element.querySelector("[data-visit-drop]")];
    edit.hidden = drop.hidden = entry.state === "sent";
    edit.addEventListener("click", () => fill(entry));
    drop.addEventListener("click", async () => {
      // The first tap asks, the second one does it.
      if (drop.dataset.sure) return void (await dropEntry(entry.key), await show());
      drop.dataset.sure = "1";
      drop.textContent = "真的删";
    });
    return element;
  }

  const controls = () => [...form.elements].filter((field) => field.name && !["submit", "button", "file"].includes(field.type));
  const read = () => controls().filter((field) => (field.type === "radio" ? field.checked : field.value)).map((field) => [field.name, field.value]);
  function clear() {
    form.reset();
    form.elements.position.value = "";
    photos = {};
    editing = null;
  }
  function fill(entry) {
    clear();
    editing = entry;
    for (const field of controls()) {
      const value = entry.fields.find(([name, value]) => name === field.name && (field.type !== "radio" || value === field.value))?.[1];
      if (field.type === "radio") field.checked = value !== undefined;
      else field.value = value ?? "";
    }
    photos = { ...entry.photos };
    complain(form, summary, entry.faults ?? {});
    form.scrollIntoView();
  }
  /** What the phone can see by itself; the rest is said by the server. */
  function faults(values) {
    const typed = Object.fromEntries(values);
    const needed = { second: "请写同去的人，上门要两个人", place: "请写在哪里走访的", looked: "请写看到了什么", asked: "请写问了什么、怎么说的", agrees: "请选和申请的一样不一样" };
    return Object.fromEntries(Object.entries(needed).filter(([name]) => !typed[name]?.trim()));
  }

  form.addEventListener("change", async ({ target }) => {
    if (!target.matches("[data-visit-photo]")) return;
    delete photos[target.name];
    if (!target.files.length) return;
    try {
      photos[target.name] = await shrunk(target.files[0]);
    } catch {
      target.value = "";
      complain(form, summary, { [target.name]: "这个文件不是能用的照片，请选JPG、PNG或WebP格式的照片" });
    }
  });
  page.querySelector("[data-visit-locate]").addEventListener("click", ({ currentTarget: button }) => {
    const found = ({ coords }) => {
      form.elements.position.value = `${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)}`;
      button.textContent = "位置记下了";
    };
    const lost = () => (button.textContent = "没有找到位置，写清楚在哪里就行");
    if (navigator.geolocation) navigator.geolocation.getCurrentPosition(found, lost, { timeout: 10_000, maximumAge: 60_000 });
    else lost();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = read();
    if (complain(form, summary, faults(values))) return;
    const entry = { key: editing?.key ?? newKey(), visit, owner, address, at: editing?.at ?? Date.now(), state: "waiting", fields: values, photos };
    try {
      await putEntry(entry);
    } catch {
      return void complain(form, summary, { "": "这台手机存不下了，请先连上网把存下的发送出去" });
    }
    clear();
    await show();
    scrollTo({ top: 0 });
    void send();
  });

  const send = outbox({
    lock: "unionhall-visits",
    mine,
    signIn,
    say,
    forbidden: "您现在没有办诉求的职务，存下的都在，请联系上级工会。",
    gone: "这件诉求不归您现在的职务管了",
    body({ fields, photos, key, at }) {
      const body = new FormData();
      for (const [name, value] of [...fields, ...Object.entries(photos), ["key", key], ["at", at]]) body.set(name, value);
      return body;
    },
    async settle({ photos, fields, ...entry }, { sent, wrong }) {
      // Nothing of the family stays on the phone.
      if (sent) await putEntry({ ...entry, state: "sent", said: sent.said, sentAt: Date.now() });
      else await putEntry({ ...entry, photos, fields, state: "wrong", faults: wrong, said: Object.values(wrong).join("；") });
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
