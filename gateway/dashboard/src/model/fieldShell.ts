/** Makes the page open without a network: its files are kept, and a service worker hands them out. */
const CACHE = 'songbang-field'
const PAGE = '/field'
const HTML = { headers: { Accept: 'text/html' } }

/** Keep the page and every file that this document was made of; false where the browser cannot (no TLS). */
export async function keepShell(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false
  await navigator.serviceWorker.register('/field-worker.js')
  const files = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
  const own = files.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
  const wanted = new Set([PAGE, ...own.map(({ pathname }) => pathname)])
  const cache = await caches.open(CACHE)
  // The server gives the page to who asks for a page.
  await cache.addAll([...wanted].map((path) => new Request(path, path === PAGE ? HTML : {})))
  for (const { url } of await cache.keys()) if (!wanted.has(new URL(url).pathname)) await cache.delete(url)
  return true
}
