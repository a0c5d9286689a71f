/** The board's live stream: one connection per page, which comes back by itself. */
import { onScopeDispose, reactive } from 'vue'
import { authorized } from './client'
import { asProblem, problemOf } from './problem'
import { EventParser } from './sse'

export type LiveStatus = 'off' | 'connecting' | 'open' | 'lost'

export const live = reactive({ status: 'off' as LiveStatus, since: null as Date | null, heard: null as Date | null })

type Listener = (townships: ReadonlySet<string>) => void
const listeners = new Set<Listener>()
const SILENCE_MS = 40_000
const WAITS_MS = [300, 1000, 2000, 4000, 8000, 15_000]
let running: AbortController | null = null

/** Hear which townships have changed, as long as the component lives. An empty set means: anything may have. */
export function onChange(listener: Listener): void {
  listeners.add(listener)
  onScopeDispose(() => listeners.delete(listener))
}

/** Open the stream unless it is open. */
export function connect(): void {
  if (running !== null) return
  running = new AbortController()
  void run(running.signal)
}

/** Close the stream. */
export function disconnect(): void {
  running?.abort()
  running = null
  live.status = 'off'
}

async function run(stopped: AbortSignal): Promise<void> {
  let failures = 0
  live.status = 'connecting'
  while (!stopped.aborted) {
    const opened = await readOnce(stopped)
    if (stopped.aborted) return
    failures = opened ? 0 : failures + 1
    // A stream ends on purpose after a while; only a failure to come back is worth a banner.
    if (!opened && (live.status as LiveStatus) !== 'lost') Object.assign(live, { status: 'lost', since: new Date() })
    await pause(WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? 0, stopped)
  }
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
    const parser = new EventParser()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE_MS)
      for (const event of parser.feed(part.value)) opened = hear(event.event, event.data) || opened
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
    const again = live.status === 'lost' || live.heard !== null
    Object.assign(live, { status: 'open', since: null, heard: new Date() })
    // What changed while nobody listened is unknown, so everything is read again.
    if (again) tell(new Set())
  } else if (event === 'board') {
    live.heard = new Date()
    tell(new Set((JSON.parse(data) as { townships: string[] }).townships))
  }
  return true
}

function tell(townships: ReadonlySet<string>): void {
  for (const listener of listeners) listener(townships)
}

function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    stopped.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
