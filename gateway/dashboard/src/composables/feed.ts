/** The event feed, followed by long polls as long as the component lives. */
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { authorized } from '@/api/client'
import { asProblem, isAbort, problemOf, type Problem } from '@/api/problem'
import { heard, KEPT, KEPT_WHOLE, merged, type FeedEvent, type TopicLag } from '@/model/feed'

interface FeedPage {
  items: FeedEvent[]
  next: string
}
export const BEGIN_WITH = 120
const AT_ONCE = 1000
const WAIT_SECONDS = 25
const RETRY_MS = 3000

/** Wait until the tab is looked at: out of view it holds no connection that another tab may need. */
function inView(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (!document.hidden) return resolve()
    const look = (): void => {
      if (document.hidden && !signal.aborted) return
      document.removeEventListener('visibilitychange', look)
      resolve()
    }
    document.addEventListener('visibilitychange', look)
    signal.addEventListener('abort', look, { once: true })
  })
}

/** Follow the events of these types and region; a change of the question begins again. */
export function useFeed(types: () => string, region: () => string) {
  const events = shallowRef<FeedEvent[]>([])
  const fresh = ref(new Set<string>())
  const lags = shallowRef<readonly TopicLag[]>([])
  const problem = ref<Problem | null>(null)
  const loaded = ref(false)
  const paused = ref(false)
  const whole = ref(false)
  let current: AbortController | null = null

  async function page(query: Record<string, string>, signal: AbortSignal): Promise<FeedPage> {
    const url = new URL('/api/integration/v1/events', window.location.origin)
    const whole = { ...query, ...(types() && { types: types() }), ...(region() && { region: region() }) }
    for (const [name, value] of Object.entries(whole)) url.searchParams.set(name, value)
    const answer = await authorized(new Request(url, { signal }))
    if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => null))
    return (await answer.json()) as FeedPage
  }

  async function follow(signal: AbortSignal): Promise<void> {
    let next = ''
    let caughtUp = false
    while (!signal.aborted) {
      await inView(signal)
      try {
        const limit = String(AT_ONCE)
        const first: Record<string, string> = whole.value ? { limit } : { latest: String(BEGIN_WITH) }
        const found = await page(
          next ? { after: next, wait: caughtUp ? String(WAIT_SECONDS) : '0', limit } : first,
          signal,
        )
        if (found.items.length > 0) {
          if (caughtUp) fresh.value = new Set(found.items.map((event) => event.id))
          lags.value = heard(lags.value, found.items, caughtUp ? Date.now() : null)
          events.value = merged(events.value, found.items, whole.value ? KEPT_WHOLE : KEPT)
        }
        next = found.next
        caughtUp ||= found.items.length < AT_ONCE
        problem.value = null
        loaded.value = true
      } catch (error) {
        if (signal.aborted || isAbort(error)) return
        problem.value = asProblem(error)
        // What is not there or not allowed will not come by asking again.
        if (!problem.value.transient) return
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  function begin(): void {
    current?.abort()
    current = new AbortController()
    void follow(current.signal)
  }
  function restart(): void {
    events.value = []
    lags.value = []
    loaded.value = false
    problem.value = null
    if (!paused.value) begin()
  }
  watch([types, region], () => {
    whole.value = false
    restart()
  })
  watch(whole, (wanted) => wanted && restart())
  watch(paused, (still) => (still ? current?.abort() : restart()))
  onScopeDispose(() => current?.abort())
  begin()
  return { events, fresh, lags, problem, loaded, paused, whole }
}
