// Keeps the hashed assets and one page for the time without a network. Pages and forms are never kept: they hold
// what concerns one person only. KEPT and GENERATION are put in by build.mjs.
const cacheName = `unionhall-${GENERATION}`;
const offline = "/offline";

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
      .then((names) => Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))))
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

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) {
    event.respondWith(kept(request));
  } else if (request.mode === "navigate" && !url.pathname.startsWith("/console")) {
    event.respondWith(fetch(request).catch(() => caches.match(offline)));
  }
});
