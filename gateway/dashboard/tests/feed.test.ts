import { describe, expect, it } from 'vitest'
import { heard, merged, topicOf, type FeedEvent } from '@/model/feed'
import { elapsed } from '@/model/format'
import { topicName } from '@/model/words'

const NOON = Date.parse('2026-11-23T04:00:00Z')

function event(type: string, seconds: number): FeedEvent {
  const time = new Date(NOON + seconds * 1000).toISOString()
  return {
    id: `${type}${seconds}`,
    source: '/checklist-svc',
    type,
    subject: 'x/1',
    time,
    region: '990101003000',
    sequence: 1,
    data: {},
  }
}

describe('how far behind a topic is', () => {
  it('is not known from what happened before the page was opened', () => {
    expect(heard([], [event('checklist.task.imposed.v1', -60)], null)).toEqual([
      { topic: 'checklist.task', count: 1, newest: '2026-11-23T03:59:00.000Z', behindMs: null },
    ])
  })
  it('is measured by the last event that came, and the freshest topic stands first', () => {
    const before = heard([], [event('checklist.task.imposed.v1', -60), event('signage.plaque.flagged.v1', -30)], null)
    const after = heard(before, [event('checklist.task.refused.v1', -2)], NOON)
    expect(after.map((each) => [each.topic, each.count, each.behindMs])).toEqual([
      ['checklist.task', 2, 2000],
      ['signage.plaque', 1, null],
    ])
  })
  it('is never negative when two clocks differ', () => {
    expect(heard([], [event('checklist.task.imposed.v1', 3)], NOON)[0]?.behindMs).toBe(0)
  })
})

it('names topics in Chinese and keeps an unknown name', () => {
  expect([topicName(topicOf('report.offplan.confirmed.v1')), topicName('a.b')]).toEqual(['目录外报表', 'a.b'])
})

it('tells short whiles as exactly as they are worth', () => {
  expect([420, 12_300, 150_000].map(elapsed)).toEqual(['0.4 秒', '12 秒', '3 分钟'])
})

it('keeps each event once and the newest first', () => {
  const [first, second] = [event('a.b.c', 1), event('a.b.c', 2)]
  expect(merged([first], [first, second]).map((each) => each.id)).toEqual([second.id, first.id])
})
