/** The board's live stream: one connection for all tabs of a browser, which comes back by itself.
 *
 * A browser opens six connections to a server at most; a stream per tab would leave none for the sixth tab to read with.
 */
import { onScopeDispose, reactive } from 'vue'
import { createParser } from 'eventsource-parser'
import { authorized } from './client'
import { heard } from './door'
import { asProblem, problemOf } from './problem'

export type LiveStatus = 'off' | 'connecting' | 'open' | 'lost'

export const live = reactive({ status: 'off' as LiveStatus, since: null as Date | null })

type Follower = () => void
const followers = new Set<Follower>()

type Listener = (townships: ReadonlySet<string>) => void
/** What the tab that reads tells the others; an empty list of townships means that anything may have changed. */
type Message =
  | { status: LiveStatus; since: Date | null; hidden: boolean }
  | { townships: string[] }
  | { todos: true }
  | { asks: true }

const listeners = new Set<Listener>()
const SILENCE_MS = 40_000
const WAITS_MS = [300, 1000, 2000, 4000, 8000, 15_000]
const NAME = 'songbang-live'
let running: AbortController | null = null
let channel: BroadcastChannel | null = null
let leading: AbortController | null = null
let queued = new AbortController()
let heardBefore = false

/** Hear which townships have changed, as long as the component lives. An empty set means: anything may have. */
export function onChange(listener: Listener): void {
  listeners.add(listener)
  onScopeDispose(() => listeners.delete(listener))
}

/** Hear that one's to-dos may have changed, as long as the component lives. */
export function onTodos(follower: Follower): void {
  followers.add(follower)
  onScopeDispose(() => followers.delete(follower))
}

/** Take part in the stream unless it is taken part in. */
export function connect(): void {
  if (running !== null) return
  running = new AbortController()
  channel = new BroadcastChannel(NAME)
  channel.onmessage = (message: MessageEvent<Message>) => hearTab(message.data)
  live.status = 'connecting'
  channel.postMessage({ asks: true } satisfies Message)
  void takeTurns(running.signal, false)
}

/** Leave the stream. */
export function disconnect(): void {
  running?.abort()
  leading?.abort()
  channel?.close()
  running = channel = null
  Object.assign(live, { status: 'off', since: null })
}

/** Wait until this tab is the one that reads, and read; `now` takes the place of another one. */
async function takeTurns(stopped: AbortSignal, now: boolean): Promise<void> {
  // Without TLS a browser has no locks outside of the own machine; then every tab reads for itself.
  if (!('locks' in navigator)) return read(new AbortController(), stopped)
  queued.abort()
  const place = (queued = new AbortController())
  const mine = new AbortController()
  try {
    const options = now ? { steal: true } : { signal: AbortSignal.any([stopped, place.signal]) }
    await navigator.locks.request(NAME, options, () => read(mine, stopped))
  } catch {
    // Given up by this tab, or taken by another one.
    mine.abort()
    if (!stopped.aborted && !place.signal.aborted) void takeTurns(stopped, false)
  }
}

async function read(mine: AbortController, stopped: AbortSignal): Promise<void> {
  leading = mine
  stopped.addEventListener('abort', () => mine.abort(), { once: true })
  let failures = 0
  while (!mine.signal.aborted) {
    const opened = await readOnce(mine.signal)
    if (mine.signal.aborted) break
    failures = opened ? 0 : failures + 1
    // A stream ends on purpose after a while; only a failure to come back is worth a banner.
    if (!opened) show('lost')
    await pause(WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? 0, mine.signal)
  }
  if (leading === mine) leading = null
}

/** One connection until it ends; true when it had been open. */
async function readOnce(stopped: AbortSignal): Promise<boolean> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), SILENCE_MS)
  let opened = false
  try {
    const signal = AbortSignal.any([stopped, silence.signal])
    const url = new URL('/api/supervision/v1/board/stream', window.location.origin)
    const answer = await authorized(new Request(url, { signal, headers: { Accept: 'text/event-stream' } }))
    if (!answer.ok || answer.body === null) throw problemOf(answer.status, null)
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    // EventSource cannot send a token, so the stream is read by fetch.
    const parser = createParser({ onEvent: (each) => (opened = hear(each.event ?? '', each.data) || opened) })
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE_MS)
      heard()
      parser.feed(part.value)
    }
  } catch (error) {
    if (!stopped.aborted) asProblem(error)
  } finally {
    clearTimeout(timer)
  }
  return opened
}

function hear(event: string, data: string): boolean {
  if (event === 'hello') {
    show('open')
    // What changed while nobody listened is unknown, so everything is read again.
    if (heardBefore) {
      tell([])
      tellTodos()
    }
    heardBefore = true
  } else if (event === 'board') {
    tell((JSON.parse(data) as { townships: string[] }).townships)
  } else if (event === 'todos.changed') {
    tellTodos()
  }
  return true
}

/** What the reading tab says; a tab in view does not wait for the timers of one that is out of it. */
function hearTab(message: Message): void {
  if ('asks' in message) {
    if (leading !== null)
      channel?.postMessage({ status: live.status, since: live.since, hidden: document.hidden } satisfies Message)
  } else if ('townships' in message) {
    for (const listener of listeners) listener(new Set(message.townships))
  } else if ('todos' in message) {
    for (const follower of followers) follower()
  } else {
    Object.assign(live, { status: message.status, since: message.since })
    heardBefore = true
    if (message.status === 'lost' && message.hidden && !document.hidden && running !== null)
      void takeTurns(running.signal, true)
  }
}

function show(status: LiveStatus): void {
  const since = status === 'lost' ? (live.status === 'lost' ? live.since : new Date()) : null
  Object.assign(live, { status, since })
  channel?.postMessage({ status, since, hidden: document.hidden } satisfies Message)
}

function tell(townships: string[]): void {
  channel?.postMessage({ townships } satisfies Message)
  for (const listener of listeners) listener(new Set(townships))
}

function tellTodos(): void {
  channel?.postMessage({ todos: true } satisfies Message)
  for (const follower of followers) follower()
}

function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    stopped.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
