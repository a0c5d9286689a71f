/** Whether the gateway answers at all. A request to a hanging one would wait without an end, and nothing would say so. */
import { ref } from 'vue'

/** The gateway takes connections and says nothing. */
export const silent = ref(false)

const QUIET_MS = 4000
const PROBE_MS = 4000
const LOOK_MS = 1000
let heardAt = Date.now()
let probing = false

/** The gateway said something: an answer, or a piece of a stream. */
export function heard(): void {
  heardAt = Date.now()
  silent.value = false
}

/** Comes to its end when the gateway cannot be reached, and never while it can. */
export function away(): Promise<void> {
  const looked = fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(PROBE_MS) })
  return new Promise((resolve) => void looked.catch(() => resolve()))
}

async function probe(): Promise<void> {
  probing = true
  const began = Date.now()
  try {
    await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(PROBE_MS) })
    heard()
  } catch (error) {
    // A refused connection is told by what was asked for; here only silence counts.
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError'
    silent.value = timedOut && heardAt < began
  } finally {
    probing = false
  }
}

/** Look after the gateway as long as the page is looked at. */
export function watchDoor(): void {
  setInterval(() => {
    if (!document.hidden && !probing && Date.now() - heardAt >= QUIET_MS) void probe()
  }, LOOK_MS)
}
