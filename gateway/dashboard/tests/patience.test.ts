import { afterEach, beforeEach, expect, it, vi } from 'vitest'

beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

it('looks a name up again until it is there, and never shows a code in its place', async () => {
  const answers = [json({}, 503), json({}, 502), json({ code: '990101001000', name: '青石镇' })]
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => answers.shift()),
  )
  const { COMING, regionName } = await import('@/composables/names')
  expect(regionName('990101001000')).toBe(COMING)
  await vi.advanceTimersByTimeAsync(900)
  expect(regionName('990101001000')).toBe(COMING)
  await vi.advanceTimersByTimeAsync(5000)
  expect(regionName('990101001000')).toBe('青石镇')
})

it('says in words that a region has no name', async () => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => json({}, 404)),
  )
  const { regionName } = await import('@/composables/names')
  regionName('990101999000')
  await vi.advanceTimersByTimeAsync(100)
  expect(regionName('990101999000')).not.toMatch(/\d/)
})

it('reads the departments again after a failure, and once more for one that was entered later', async () => {
  const answers = [
    json({}, 503),
    json({ items: [{ code: 'D101', name: '县民政局' }] }),
    json({ items: [{ code: 'D102', name: '县农业农村局' }] }),
  ]
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => answers.shift() ?? json({ items: [] })),
  )
  const { COMING, departmentName } = await import('@/composables/names')
  expect(departmentName('D101')).toBe(COMING)
  await vi.advanceTimersByTimeAsync(2000)
  expect(departmentName('D101')).toBe('县民政局')
  departmentName('D102')
  await vi.advanceTimersByTimeAsync(100)
  expect(departmentName('D102')).toBe('县农业农村局')
})

it('reads every page of a list, or up to the first that is far enough', async () => {
  const { everyPage } = await import('@/api/client')
  const page = async (after: string | undefined) => {
    const first = Number(after ?? 0)
    return { items: [first, first + 1], next: first < 8 ? String(first + 2) : null }
  }
  expect(await everyPage(page)).toHaveLength(10)
  expect(await everyPage(page, (last) => last >= 3)).toEqual([0, 1, 2, 3])
})

it('says within ten seconds that the gateway hangs, and takes it back when it answers', async () => {
  let hanging = true
  const asked = vi.fn((_: unknown, { signal }: { signal: AbortSignal }) =>
    hanging
      ? new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
      : Promise.resolve(json({})),
  )
  vi.stubGlobal('fetch', asked)
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((after) => {
    const control = new AbortController()
    setTimeout(() => control.abort(new DOMException('late', 'TimeoutError')), after)
    return control.signal
  })
  const { silent, watchDoor } = await import('@/api/door')
  watchDoor()
  await vi.advanceTimersByTimeAsync(3000)
  expect(silent.value).toBe(false)
  await vi.advanceTimersByTimeAsync(7000)
  expect(silent.value).toBe(true)
  hanging = false
  await vi.advanceTimersByTimeAsync(6000)
  expect(silent.value).toBe(false)
})
