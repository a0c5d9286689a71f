import { describe, expect, it } from 'vitest'
import { asProblem, problemOf } from '@/api/problem'
import { fits, gist, hrefOf, KEPT, merged, type FeedEvent } from '@/model/feed'
import { cards } from '@/model/cards'
import { heat } from '@/model/heat'
import { eventName, typesName } from '@/model/words'
import { entriesFor } from '@/navigation'

function event(id: string, fields: Partial<FeedEvent> = {}): FeedEvent {
  return {
    id,
    source: '/signage-svc',
    type: 'signage.plaque.flagged.v1',
    subject: 'plaques/7',
    time: '',
    region: '',
    sequence: 1,
    data: {},
    ...fields,
  }
}

describe('the ticker', () => {
  it('puts new events in front, each once, and forgets the oldest', () => {
    expect(merged([event('1')], [event('1'), event('2'), event('3')]).map((each) => each.id)).toEqual(['3', '2', '1'])
    const many = Array.from({ length: KEPT + 50 }, (_, number) => event(String(number)))
    expect(merged([], many)).toHaveLength(KEPT)
    expect(merged([], many, KEPT + 20)).toHaveLength(KEPT + 20)
  })
  it('puts what was recorded belatedly where it belongs in time', () => {
    const [noon, evening] = [
      event('noon', { time: '2026-11-23T04:00:00Z' }),
      event('evening', { time: '2026-11-23T10:00:00.5Z' }),
    ]
    expect(merged([evening], [noon]).map((each) => each.id)).toEqual(['evening', 'noon'])
  })
  it('knows where the source record is', () => {
    expect(hrefOf(event('1'))).toBe('/api/signage/v1/plaques/7')
    expect(
      hrefOf(event('1', { source: '/gateway', type: 'gateway.department.registered.v1', subject: 'departments/9' })),
    ).toBe('')
  })
  it('reads by its own key what its service does not read by the name in the event', () => {
    const read = (type: string, data: Record<string, unknown>): string =>
      hrefOf(event('1', { type, subject: 'x/9', data }))
    expect(read('report.catalogue.published.v1', { year: 2026 })).toBe('/api/report/v1/catalogues/2026')
    expect(read('certificate.item.forbidden.v1', { item: 'FC02' })).toBe('/api/certificate/v1/items/FC02')
    expect(read('gateway.region.registered.v1', { code: '990101002000' })).toBe(
      '/api/directory/v1/regions/990101002000',
    )
  })
  it('finds events by their words', () => {
    const told = event('1', { data: { title: '代收保费' } })
    expect(gist(told)).toBe('代收保费')
    expect([fits(told, '保费', []), fits(told, '县税务局', ['县税务局']), fits(told, '别的', [])]).toEqual([
      true,
      true,
      false,
    ])
  })
  it('names an event whatever its version', () => expect(eventName('signage.plaque.flagged.v2')).toBe('认定不规范牌子'))
})

describe('problems', () => {
  it('explains a stale version in words of its own', () => {
    const problem = problemOf(412, { code: 'stale_version', detail: 'x' })
    expect(problem.stale).toBe(true)
    expect(problem.detail).toContain('刚被他人改动')
  })
  it('keeps the law and the wrong fields', () => {
    const problem = problemOf(422, {
      code: 'INS-11',
      detail: '不行',
      law: '若干规定',
      errors: [{ pointer: '/body/a', detail: '过短' }],
    })
    expect([problem.law, problem.fields.length, problem.transient]).toEqual(['若干规定', 1, false])
  })
  it('takes silence for something that may pass', () => expect(asProblem(new TypeError('fetch')).transient).toBe(true))
})

it('reports the figures of the seed speech', () => {
  const figures = {
    groups_cleaned: 234,
    groups_retained: 13,
    plaques_removed: 112,
    plaques_replaced: 26,
    list_assist: 63,
    list_assist_categories: 20,
  }
  const [work, plaques] = cards(figures)
  expect([work?.lead.value, plaques?.lead.value]).toEqual([234, 138])
  expect(work?.facts.map((fact) => fact.value)).toContain('20 类 63 项')
})

it('leads from every figure of a card to events of exact types', () => {
  const links = cards({}).flatMap((card) => [
    card.lead.types,
    ...card.said.flatMap((part) => (typeof part === 'string' ? [] : [part.types])),
    ...card.facts.map((fact) => fact.types),
  ])
  expect(links.length).toBeGreaterThan(30)
  for (const type of links.flatMap((types) => types.split(','))) {
    expect(type).toMatch(/\.v1$/)
    expect(eventName(type)).not.toBe(type)
  }
})

it('names what a filter of types asks for', () => {
  expect(
    ['checklist.*', 'signage.plaque.*', 'signage.plaque.removed.v1,signage.plaque.replaced.v1'].map(typesName),
  ).toEqual(['减工作事务', '牌子', '摘除牌子、更换牌子'])
})

it('has five steps from criticism to praise, and none without a score', () => {
  expect([null, '0', '59.99', '60', '94', '95'].map(heat)).toEqual(['h-none', 'h-0', 'h-1', 'h-2', 'h-3', 'h-4'])
})

it('shows a role only the pages that are for it', () => {
  expect(entriesFor(new Set(['department'])).map((entry) => entry.path)).toEqual(['/todos', '/desk', '/departments'])
  const integrator = ['/todos', '/desk', '/events', '/integration']
  expect(entriesFor(new Set(['integrator'])).map((entry) => entry.path)).toEqual(integrator)
  expect(entriesFor(new Set(['village'])).map((entry) => entry.path)).toEqual(['/v', '/desk'])
})
