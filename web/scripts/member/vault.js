// What is kept on the phone: AES-GCM with a key that the browser keeps and never hands out. A draft is forgotten after two
// weeks; what a joining stand took down stays until it is sent or thrown away, also when somebody signs out. Where the
// browser has no such key (a page without TLS), nothing is kept.
const days = 14;
const stores = ["keys", "drafts", "entries"];

export const canKeep = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

const wait = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened;
function database() {
  opened ??= (() => {
    const request = indexedDB.open("unionhall", 2);
    request.onupgradeneeded = () => {
      const known = request.result.objectStoreNames;
      for (const name of stores) if (!known.contains(name)) request.result.createObjectStore(name);
    };
    return wait(request).then((database) => {
      // Another tab brings a newer form of it: this one lets go and opens it anew.
      database.onversionchange = () => {
        database.close();
        opened = undefined;
      };
      return database;
    });
  })();
  return opened;
}

const store = async (name, mode) => (await database()).transaction(name, mode).objectStore(name);

async function key() {
  const found = await wait((await store("keys", "readonly")).get("draft"));
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await wait((await store("keys", "readwrite")).put(made, "draft"));
  return made;
}

async function seal(value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), text);
  return { iv, sealed, at: Date.now() };
}
async function unseal({ iv, sealed }) {
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), sealed);
  return JSON.parse(new TextDecoder().decode(text));
}

export async function put(name, draft) {
  const kept = await seal(draft);
  await wait((await store("drafts", "readwrite")).put(kept, name));
}

export async function get(name) {
  const kept = await wait((await store("drafts", "readonly")).get(name));
  if (!kept) return null;
  if (Date.now() - kept.at > days * 86_400_000) {
    await forget(name);
    return null;
  }
  return { ...(await unseal(kept)), at: kept.at };
}

/** Forgets one draft, all whose name begins with `name-`, or, with "*", every one. */
export async function forget(name) {
  const drafts = await store("drafts", "readwrite");
  if (name === "*") return wait(drafts.clear());
  for (const found of await wait(drafts.getAllKeys())) {
    if (found === name || found.startsWith(`${name}-`)) drafts.delete(found);
  }
}

/** Keeps what a stand took down, under its own key. */
export async function putEntry(entry) {
  const kept = await seal(entry);
  await wait((await store("entries", "readwrite")).put(kept, entry.key));
}
/** All entries that this browser can open, oldest first. */
export async function entries() {
  const all = [];
  for (const kept of await wait((await store("entries", "readonly")).getAll())) {
    const entry = await unseal(kept).catch(() => null);
    if (entry) all.push(entry);
  }
  return all.sort((a, b) => a.at - b.at);
}
export async function dropEntry(key) {
  await wait((await store("entries", "readwrite")).delete(key));
}
