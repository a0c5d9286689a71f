/** What a page cannot be shown without is tried until it succeeds; the page says meanwhile what it waits for. */
import { ref } from 'vue'

export const waiting = ref(false)

const WAITS_MS = [500, 1000, 2000, 5000]

/** Do it until it answers true; an error counts as not yet. The more often it failed, the longer the wait before it is tried. */
export async function insist(work: () => Promise<boolean>, failures = 0): Promise<void> {
  for (; ; failures++) {
    waiting.value = failures > 0
    if (waiting.value)
      await new Promise((resolve) => setTimeout(resolve, WAITS_MS[Math.min(failures, WAITS_MS.length) - 1]))
    if (await work().catch(() => false)) break
  }
  waiting.value = false
}

/** Load one of the product's pages as a new document as soon as the door can be reached, unless it is no longer wanted. */
export function reopen(path: string, wanted = (): boolean => true, failures = 0): Promise<void> {
  return insist(async () => {
    if (!wanted()) return true
    const reached = (await fetch(path, { headers: { Accept: 'text/html' } })).ok
    if (reached && wanted()) window.location.assign(path)
    return reached
  }, failures)
}
