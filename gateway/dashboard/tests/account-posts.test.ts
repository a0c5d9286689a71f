import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, nextTick, type App } from 'vue'
import AccountPosts from '@/pages/desk/workbench/AccountPosts.vue'
import { session, type Me } from '@/api/session'
import { desk } from '@/model/desk'

const ACCOUNT = '0197b7a8-0000-7000-8000-000000000001'
const OTHER = '0197b7a8-0000-7000-8000-000000000002'
const post = (id: string, values: object = {}) => ({
  id,
  account_id: ACCOUNT,
  roles: ['township'],
  region: '990101001000',
  department: null,
  valid_from: '2026-01-01',
  valid_to: null,
  reason: '县委组织部2026年第12号文件',
  end_reason: null,
  given_by: 'office',
  ended_by: null,
  awaits_confirmation: false,
  confirmed_by: null,
  taken_over_from: null,
  open_todos: null,
  created_at: '2026-01-01T00:00:00Z',
  ...values,
})
const POSTS = [
  post('p1'),
  post('p2', {
    valid_to: '2026-01-02',
    end_reason: '工作调动',
    open_todos: { kinds: [{ kind: 'letter_receipt', count: 3 }], missing: [] },
  }),
]
const written: [string, string, unknown][] = []
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
let app: App
let page: HTMLElement

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (request.method === 'POST') {
    written.push([request.method, pathname, await request.json()])
    return json(POSTS[0], 201)
  }
  if (pathname.endsWith('/posts')) return json({ items: POSTS, next: null })
  if (pathname.endsWith('/accounts'))
    return json({
      items: [
        { id: ACCOUNT, name: '张某', username: 'zhang' },
        { id: OTHER, name: '陈某', username: 'chen' },
      ],
    })
  return json({ code: '990101001000', name: '青石镇', items: [] })
}

async function opened(sub: string): Promise<void> {
  session.me = { sub, other_logins: [], roles: ['county_office'], region: '990101' } as unknown as Me
  page = document.body.appendChild(document.createElement('div'))
  app = createApp(AccountPosts, { account: ACCOUNT, username: 'zhang', known: await desk() })
  app.mount(page)
  await vi.waitFor(() => expect(page.textContent).toContain('已结束'))
}

const button = (name: string): HTMLButtonElement[] =>
  [...page.querySelectorAll('button')].filter((each) => each.textContent?.trim() === name)

async function fill(name: string, value: string): Promise<void> {
  const label = [...page.querySelectorAll('label')].find((each) => each.textContent?.includes(name))
  const input = label?.querySelector<HTMLInputElement>('input, textarea, select')
  if (!input) throw new Error(`no field ${name}`)
  input.value = value
  input.dispatchEvent(new Event(input.tagName === 'SELECT' ? 'change' : 'input'))
  await nextTick()
}

beforeEach(() => {
  written.length = 0
  vi.stubGlobal('fetch', vi.fn(answer))
})
afterEach(() => {
  app.unmount()
  page.remove()
  vi.unstubAllGlobals()
})

it('shows what is held and what is over, and offers acts on what is held alone', async () => {
  await opened('office')
  expect(page.textContent).toContain('移交时待办 3 件')
  expect([button('移交').length, button('免职').length, button('增加任职').length]).toEqual([1, 1, 1])
})

it('offers nobody to change their own posts', async () => {
  await opened('zhang')
  expect([button('移交').length, button('免职').length, button('增加任职').length]).toEqual([0, 0, 0])
})

it('hands a post over to another account with its reason', async () => {
  await opened('office')
  button('移交')[0]?.click()
  await vi.waitFor(() => expect(page.querySelector('select')?.textContent).toContain('陈某（chen）'))
  expect(page.querySelector('select')?.textContent).not.toContain('zhang')
  await fill('接任人', OTHER)
  await fill('任免依据', '工作调动')
  page.querySelector('form')?.dispatchEvent(new Event('submit'))
  await vi.waitFor(() => expect(written).toHaveLength(1))
  expect(written[0]).toEqual([
    'POST',
    `/api/identity/v1/accounts/${ACCOUNT}/posts/p1/handover`,
    { successor: OTHER, reason: '工作调动' },
  ])
})

it('ends a post from today on where no day is said', async () => {
  await opened('office')
  button('免职')[0]?.click()
  await nextTick()
  await fill('任免依据', '退休')
  page.querySelector('form')?.dispatchEvent(new Event('submit'))
  await vi.waitFor(() => expect(written).toHaveLength(1))
  expect(written[0]).toEqual(['POST', `/api/identity/v1/accounts/${ACCOUNT}/posts/p1/ending`, { reason: '退休' }])
})
