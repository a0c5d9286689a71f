/** The data of one tile, with every state that a tile can be in. */
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { onChange } from '@/api/live'
import { asProblem, isAbort, type Problem } from '@/api/problem'
import { today } from './today'

export type TileState = 'loading' | 'ready' | 'empty' | 'error' | 'stale' | 'forbidden'

export interface Tile<T> {
  data: ShallowRef<T | null>
  problem: Ref<Problem | null>
  at: Ref<Date | null>
  state: ComputedRef<TileState>
  busy: Ref<boolean>
  reload: () => Promise<void>
}

interface Options<T> {
  /** Reload when one of these changes; what is shown then belongs to another question and is dropped. */
  on?: () => unknown
  empty?: (data: T) => boolean
  /** Reload when the live stream names a township; a function says which. */
  live?: boolean | ((townships: ReadonlySet<string>) => boolean)
  /** Reload this often while the tab is looked at: for what no stream tells. */
  everyMs?: number
}

const AT_MOST_EVERY_MS = 700
const RETRY_MS = 5000

/** Load something, keep what was loaded when a reload fails, and follow the live stream. */
export function useTile<T>(load: (signal: AbortSignal) => Promise<T>, options: Options<T> = {}): Tile<T> {
  const data = shallowRef<T | null>(null)
  const problem = ref<Problem | null>(null)
  const at = ref<Date | null>(null)
  const busy = ref(false)
  let current: AbortController | null = null
  let retry: ReturnType<typeof setTimeout> | undefined

  async function reload(): Promise<void> {
    clearTimeout(retry)
    current?.abort()
    const mine = (current = new AbortController())
    busy.value = true
    try {
      data.value = await load(mine.signal)
      at.value = new Date()
      problem.value = null
    } catch (error) {
      if (isAbort(error) || mine.signal.aborted) return
      problem.value = asProblem(error)
      if (problem.value.transient) retry = setTimeout(() => void reload(), RETRY_MS)
    } finally {
      if (current === mine) busy.value = false
    }
  }

  const state = computed<TileState>(() => {
    if (problem.value?.forbidden) return 'forbidden'
    if (data.value === null) return problem.value ? 'error' : 'loading'
    if (problem.value) return 'stale'
    return options.empty?.(data.value) ? 'empty' : 'ready'
  })

  if (options.live) {
    const concerns = typeof options.live === 'function' ? options.live : () => true
    const again = paced(() => void reload())
    onChange((townships) => {
      if (townships.size === 0 || concerns(townships)) again()
    })
  }
  watch(options.on ?? (() => null), (now, before) => {
    if (JSON.stringify(now) === JSON.stringify(before)) return
    data.value = null
    void reload()
  })
  // Scores, deadlines and windows are those of a day.
  watch(today, () => void reload())
  const ticking =
    options.everyMs === undefined
      ? undefined
      : setInterval(() => document.hidden || busy.value || void reload(), options.everyMs)
  onScopeDispose(() => {
    clearInterval(ticking)
    clearTimeout(retry)
    current?.abort()
  })
  void reload()
  return { data, problem, at, state, busy, reload }
}

/** Do it at once, but in a burst only so often, and once more behind the burst. */
function paced(work: () => void): () => void {
  let last = 0
  let waiting: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(waiting))
  return () => {
    clearTimeout(waiting)
    const wait = last + AT_MOST_EVERY_MS - Date.now()
    const go = (): void => {
      last = Date.now()
      work()
    }
    if (wait <= 0) go()
    else waiting = setTimeout(go, wait)
  }
}
