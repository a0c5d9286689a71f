import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const BASE = '/api/identity/v1/session'

beforeEach(() => {
  vi.resetModules()
  sessionStorage.clear()
  localStorage.clear()
})
afterEach(() => vi.unstubAllGlobals())

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

it('takes what the provider sent to the gateway, and is signed in as after a password', async () => {
  const sent: [string, unknown][] = []
  vi.stubGlobal(
    'fetch',
    vi.fn(async (url: string, init?: RequestInit) => {
      sent.push([url, typeof init?.body === 'string' ? JSON.parse(init.body) : null])
      return url.endsWith('/me')
        ? json({ sub: 'sun', roles: ['township'] })
        : json({ access_token: 't', expires_in: 600 })
    }),
  )
  const { comeBack, session } = await import('@/api/session')
  await comeBack({ code: 'c', state: 's' })
  expect(sent[0]).toEqual([`${BASE}/outside/arrival`, { code: 'c', state: 's' }])
  expect([session.status, session.me?.sub]).toEqual(['in', 'sun'])
})

it('says what the gateway refuses, and stays signed out', async () => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => json({ code: 'outside_login_unknown', detail: '尚未绑定', subject: 'sub-1' }, 400)),
  )
  const { comeBack, session } = await import('@/api/session')
  await expect(comeBack({ code: 'c', state: 's' })).rejects.toMatchObject({
    code: 'outside_login_unknown',
    more: { subject: 'sub-1' },
  })
  expect(session.status).not.toBe('in')
})

it('keeps where somebody wanted to go for one trip, and never an address of somebody else', async () => {
  const { keepAim, takeAim } = await import('@/model/aim')
  keepAim('/desk/report/forms')
  expect([takeAim(), takeAim()]).toEqual(['/desk/report/forms', '/todos'])
  keepAim('//evil.example/x')
  expect(takeAim()).toBe('/todos')
})
