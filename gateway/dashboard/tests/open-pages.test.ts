import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'

beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  document.head.innerHTML = ''
})

it('follows midnight in China, wherever the computer is', async () => {
  vi.setSystemTime('2026-11-23T15:59:30Z')
  const { today } = await import('@/composables/today')
  expect(today.value).toBe('2026-11-23')
  vi.advanceTimersByTime(90_000)
  expect(today.value).toBe('2026-11-24')
})

describe('a page that stays open over an upgrade', () => {
  const MINUTES = 5 * 60_000
  const page = (entry: string) => new Response(`<script type="module" src="/assets/${entry}.js"></script>`)

  async function opened(answer: () => Promise<Response>) {
    document.head.innerHTML = '<script type="module" src="/assets/index-old.js"></script>'
    vi.stubGlobal('fetch', vi.fn(answer))
    const { outdated, useVersion } = await import('@/composables/version')
    const scope = effectScope()
    scope.run(useVersion)
    await vi.advanceTimersByTimeAsync(MINUTES)
    scope.stop()
    return outdated.value
  }

  it('is told so, also without a stream', async () => expect(await opened(async () => page('index-new'))).toBe(true))
  it('is not told so by the version that it is', async () =>
    expect(await opened(async () => page('index-old'))).toBe(false))
  it('learns nothing from a door that is away or refuses', async () => {
    expect(await opened(() => Promise.reject(new TypeError('away')))).toBe(false)
    expect(await opened(async () => new Response('', { status: 503 }))).toBe(false)
  })
})
