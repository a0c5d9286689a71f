import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, type App } from 'vue'
import FieldPage from '@/pages/field/FieldPage.vue'
import { session, type Me } from '@/api/session'
import { today } from '@/composables/today'
import type { FieldVisit, Luggage } from '@/model/fieldStore'

// This engine has no IndexedDB: what the telephone keeps is kept in memory here, as copies like there.
const kept = vi.hoisted(() => ({ visits: new Map<string, unknown>(), luggage: undefined as unknown }))
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
vi.mock('@/model/fieldStore', () => ({
  visits: () => Promise.resolve([...kept.visits.values()].map(copy)),
  keep: (visit: FieldVisit) => Promise.resolve(void kept.visits.set(visit.key, copy(visit))),
  drop: (visit: FieldVisit) => Promise.resolve(void kept.visits.delete(visit.key)),
  luggage: () => Promise.resolve(kept.luggage),
  pack: (things: Luggage) => Promise.resolve(void (kept.luggage = copy(things))),
}))

const TOWNSHIP = '990101001000'
const VILLAGE = '990101001201'
const QUESTIONS = [
  {
    code: 'FRM-1',
    action: 'forms',
    matter: 'offplan_forms',
    text: '有没有目录外的表格？',
    then: '反映',
    rule: 'FRM-01',
  },
]
const TEAM = {
  id: 'team',
  number: '督检考〔2026〕7号',
  members: [{ name: '郑实' }, { name: '周正' }],
  starts_on: '2020-01-01',
  ends_on: '2099-01-01',
  route: [VILLAGE],
}
const STOP = { id: 'stop', region: VILLAGE, visit_from: '2020-01-01', visit_until: '2099-01-01', team: ['冯清'] }
let departed: boolean
let refuse: boolean
const written: [string, unknown][] = []
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const offered = (name: string) => [{ name, label: '', href: '' }]

async function answer(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const end = pathname.replace('/api/supervision/v1', '')
  if (request.method === 'POST') {
    written.push([end, await request.json()])
    if (end === '/draws/draw/departure' && refuse) return json({ detail: '今天揭晓的村尚未登记核实' }, 409)
    departed ||= end === '/draws/draw/departure'
    return json({ id: 'made' }, 201)
  }
  const items: Record<string, unknown[]> = {
    '/drawn-villages': departed ? [STOP] : [],
    '/draws': [
      {
        id: 'draw',
        sealed_in: departed ? [] : [{ region: TOWNSHIP, left: 1 }],
        allowed_actions: departed ? [] : offered('departure'),
      },
      { id: 'other', sealed_in: [], allowed_actions: [] },
    ],
    '/visit-teams': [
      { ...TEAM, allowed_actions: offered('visits') },
      { ...TEAM, id: 'foreign', number: '别人的组', allowed_actions: [] },
    ],
    '/checklist-questions': QUESTIONS,
    '/clauses': [],
  }
  const region =
    searchParams.get('level') === 'village' ? { code: VILLAGE, name: '柳湾村' } : { code: TOWNSHIP, name: '青石镇' }
  return json({ items: items[end] ?? [region], next: null })
}

let app: App
let page: HTMLElement
const text = (): string => page.textContent ?? ''
const click = (name: string, within: ParentNode = page): void => {
  const found = [...within.querySelectorAll('button')].find((each) => each.textContent?.trim() === name)
  expect(found, name).toBeDefined()
  expect(found?.disabled, name).toBe(false)
  found?.click()
}
const check = (name: string): void => {
  const label = [...page.querySelectorAll('label')].find((each) => each.textContent?.trim() === name)
  expect(label, name).toBeDefined()
  label?.querySelector('input')?.click()
}
const ending = (): HTMLButtonElement | undefined =>
  [...page.querySelectorAll('button')].find((each) => each.textContent?.trim() === '结束到村')

beforeEach(async () => {
  departed = refuse = false
  written.length = 0
  kept.visits.clear()
  kept.luggage = undefined
  vi.stubGlobal('fetch', answer)
  session.me = { sub: 'ducha1', other_logins: [], roles: ['inspector'], region: '990101' } as unknown as Me
  session.status = 'in'
  page = document.body.appendChild(document.createElement('div'))
  app = createApp(FieldPage)
  app.mount(page)
  await vi.waitFor(() => expect(text()).toContain('检查组 督检考〔2026〕7号'))
})
afterEach(() => {
  app.unmount()
  page.remove()
  session.status = 'unknown'
  vi.unstubAllGlobals()
})

it('tells the next stop of a draw when the team departs for it, and not before', async () => {
  expect(text()).toContain('青石镇 还有 1 站待揭晓')
  expect(text()).not.toContain('冯清')
  click('出发去下一站')
  await vi.waitFor(() => expect(text()).toContain('冯清'))
  expect(written).toEqual([['/draws/draw/departure', { township: TOWNSHIP }]])
  expect(text()).not.toContain('站待揭晓')
})

it('shows why the server tells no further stop', async () => {
  refuse = true
  click('出发去下一站')
  await vi.waitFor(() => expect(text()).toContain('今天揭晓的村尚未登记核实'))
  expect(text()).toContain('还有 1 站待揭晓')
})

it('counts a drawn village by its answers, and sends them after the visit', async () => {
  click('出发去下一站')
  await vi.waitFor(() => expect(text()).toContain('冯清'))
  click('到村')
  await vi.waitFor(() => expect(ending()).toBeDefined())
  expect(ending()?.disabled, 'a drawn village that was asked nothing does not count').toBe(true)
  check('没有发现')
  await vi.waitFor(() => expect(ending()?.disabled).toBe(false))
  click('结束到村')
  await vi.waitFor(() => expect(kept.visits.size).toBe(0))
  const answers = [{ question: 'FRM-1', answer: 'clear', note: null }]
  expect(written.slice(1).map(([path]) => path)).toEqual(['/visits', '/visits/made/checklist'])
  expect(written.at(-1)?.[1]).toEqual({ answers })
})

it('records the visit of a team in its name, with who was there, and offers no team of others', async () => {
  expect(text()).not.toContain('别人的组')
  click('到村', page.querySelector('[aria-label="检查组 督检考〔2026〕7号"]') ?? page)
  await vi.waitFor(() => expect(ending()).toBeDefined())
  check('郑实')
  await vi.waitFor(() => expect(ending()?.disabled).toBe(false))
  check('周正')
  await vi.waitFor(() => expect(ending()?.disabled, 'somebody was there').toBe(true))
  check('郑实')
  await vi.waitFor(() => expect(ending()?.disabled).toBe(false))
  click('结束到村')
  await vi.waitFor(() => expect(kept.visits.size).toBe(0))
  expect(written).toEqual([
    ['/visit-teams/team/visits', { region: VILLAGE, visited_on: today.value, present: ['郑实'] }],
  ])
})

it('asks for words where something was found', async () => {
  click('到村', page.querySelector('[aria-label="检查组 督检考〔2026〕7号"]') ?? page)
  await vi.waitFor(() => expect(ending()).toBeDefined())
  check('有')
  await vi.waitFor(() => expect(ending()?.disabled).toBe(true))
  const words = page.querySelector('textarea')
  if (words) words.value = '村里每周报一张'
  words?.dispatchEvent(new Event('change'))
  await vi.waitFor(() => expect(ending()?.disabled).toBe(false))
  expect([...kept.visits.values()]).toMatchObject([
    { answers: [{ question: 'FRM-1', answer: 'found', note: '村里每周报一张' }] },
  ])
})
