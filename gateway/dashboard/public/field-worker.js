// Lets the inspectors' page open without a network: the page and its files come from the cache that the page filled.
// It answers nothing of the API, and no other page, from a cache.
const CACHE = 'songbang-field'
const PAGE = '/field'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== self.location.origin) return
  if (mode === 'navigate' && pathname === PAGE) event.respondWith(fetch(event.request).catch(() => kept(PAGE)))
  // A file of the build never changes under its name.
  else if (pathname.startsWith('/assets/')) event.respondWith(kept(pathname).then((found) => found ?? fetch(event.request)))
})

async function kept(path) {
  return (await caches.open(CACHE)).match(path, { ignoreVary: true })
}
