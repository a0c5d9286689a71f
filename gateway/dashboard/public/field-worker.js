// Lets the inspectors' page open without a network: the page and its files come from the cache that the page filled.
// It answers nothing of the API, and no other page, from a cache.
const CACHE = 'songbang-field'
const PAGE = '/field'
const PATIENCE_MS = 3000

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== self.location.origin) return
  if (mode === 'navigate' && pathname === PAGE)
    event.respondWith(inTime(event.request).catch(async () => (await kept(PAGE)) ?? fetch(event.request)))
  // A file of the build never changes under its name.
  else if (pathname.startsWith('/assets/')) event.respondWith(kept(pathname).then((found) => found ?? fetch(event.request)))
})

/** A network that hardly answers is as none. */
const inTime = (request) =>
  Promise.race([fetch(request), new Promise((_, giveUp) => setTimeout(giveUp, PATIENCE_MS))])

async function kept(path) {
  return (await caches.open(CACHE)).match(path, { ignoreVary: true })
}
