{% load static %}// Answers in the place of the network, for the list at the door of one event and nothing else.
const CACHE = "accueil-{{ event.pk }}";
const PAGE = "{{ door_url|escapejs }}";
const PARTS = ["{% static 'css/tokens.css' %}", "{% static 'css/door.css' %}", "{% static 'js/door.js' %}", "{% static 'img/favicon.svg' %}"];
const PATIENCE = 4000;
const GONE = "<!doctype html><html lang=\"fr-CA\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Parvis</title><h1>{{ said.gone|escapejs }}</h1><p>{{ said.open_again|escapejs }}</p></html>";

async function keep(response) {
  if (response.ok && !response.redirected && (await caches.has(CACHE))) {
    await (await caches.open(CACHE)).put(PAGE, response.clone());
  }
  // The sign-in came instead: whoever holds this telephone is signed out, so the names go.
  if (response.type === "opaqueredirect") await caches.delete(CACHE);
  return response;
}

async function kept() {
  const response = await caches.match(PAGE, { cacheName: CACHE, ignoreVary: true });
  if (response && Date.now() < Number(response.headers.get("X-Forget-At"))) return response;
  await caches.delete(CACHE);
  return new Response(GONE, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'" } });
}

async function page(request) {
  const network = fetch(request).then(keep);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    const first = await Promise.race([network, late]);
    if (first) return first;
  } catch {
    return kept();
  }
  network.catch(() => {});
  return (await caches.has(CACHE)) ? kept() : network.catch(kept);
}

async function part(request) {
  return (await caches.match(request, { cacheName: CACHE, ignoreVary: true })) || fetch(request);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(request));
  else if (PARTS.includes(address.pathname)) event.respondWith(part(request));
});
