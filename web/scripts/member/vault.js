// Drafts at rest on the phone: AES-GCM with a key that the browser keeps and never hands out. A draft is forgotten
// after two weeks. Where the browser has no such key (a page without TLS), nothing is kept.
const days = 14;

export const canKeep = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

const wait = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened;
function database() {
  opened ??= (() => {
    const request = indexedDB.open("unionhall", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys");
      request.result.createObjectStore("drafts");
    };
    return wait(request);
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

export async function put(name, draft) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(draft));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), text);
  await wait((await store("drafts", "readwrite")).put({ iv, sealed, at: Date.now() }, name));
}

export async function get(name) {
  const kept = await wait((await store("drafts", "readonly")).get(name));
  if (!kept) return null;
  if (Date.now() - kept.at > days * 86_400_000) {
    await forget(name);
    return null;
  }
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, await key(), kept.sealed);
  return { ...JSON.parse(new TextDecoder().decode(text)), at: kept.at };
}

/** Forgets one draft, all whose name begins with `name-`, or, with "*", every one. */
export async function forget(name) {
  const drafts = await store("drafts", "readwrite");
  if (name === "*") return wait(drafts.clear());
  for (const found of await wait(drafts.getAllKeys())) {
    if (found === name || found.startsWith(`${name}-`)) drafts.delete(found);
  }
}
