// Keeps the hashed assets and one page for the time without a network. Pages and forms are never kept: they hold
// what concerns one person only. The pages of a joining stand and of a home visit are the exception: they name
// nobody in full and must open at a car park or a door without a network; they ask for that themselves. KEPT and GENERATION are put in by build.mjs.
const cacheName = `unionhall-${GENERATION}`;
const standsName = `unionhall-stands-${GENERATION}`;
const offline = "/offline";
const isStand = (path) => /^\/console\/(desk-mode\/[^/]+|cases\/\d+\/visit)$/.test(path);

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll([offline, ...KEPT]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== cacheName && name !== standsName).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

async function kept(request) {
  const cache = await caches.open(cacheName);
  const found = await cache.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

// { keep: path of a stand, assets: […] } keeps what the stand needs; { forget: true } forgets all stands.
self.addEventListener("message", (event) => {
  const { keep, assets = [], forget } = event.data ?? {};
  if (forget) event.waitUntil(caches.delete(standsName));
  if (keep && isStand(keep)) event.waitUntil(keepStand(keep, assets).catch(() => {}));
});

async function keepStand(page, assets) {
  const answer = await fetch(page, { credentials: "same-origin", redirect: "error" });
  if (!answer.ok) return;
  await (await caches.open(standsName)).put(page, answer);
  await Promise.all(assets.map((asset) => kept(new Request(asset))));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) {
    event.respondWith(kept(request));
  } else if (request.mode === "navigate" && isStand(url.pathname)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(url.pathname)) ?? caches.match(offline)));
  } else if (request.mode === "navigate" && !url.pathname.startsWith("/console")) {
    event.respondWith(fetch(request).catch(() => caches.match(offline)));
  }
});
