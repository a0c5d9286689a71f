import { describe, expect, it } from 'vitest'
import type { Rectification } from '@/api/types'
import { byUrgency, rungs, tally, urgency } from '@/model/deadlines'

function repair(id: string, fields: Partial<Rectification>): Rectification {
  return { id, state: 'in_progress', deadline: '2026-11-30', days_left: 5, overdue: false, ...fields } as Rectification
}

describe('what has to be done first', () => {
  const rows = [
    repair('closed', { state: 'closed', days_left: null }),
    repair('running', {}),
    repair('late', { overdue: true, days_left: -2, deadline: '2026-11-19' }),
    repair('latest', { overdue: true, days_left: -36, deadline: '2026-09-28' }),
    repair('today', { days_left: 0 }),
    repair('soon', { days_left: 3 }),
    repair('waiting', { state: 'submitted', days_left: null }),
  ]
  it('puts the longest overdue on top and what is closed at the end', () => {
    expect(byUrgency(rows).map((row) => row.id)).toEqual([
      'latest',
      'late',
      'today',
      'soon',
      'waiting',
      'running',
      'closed',
    ])
  })
  it('counts by urgency', () => {
    expect(tally(rows)).toEqual({ overdue: 2, today: 1, soon: 1, waiting: 1, running: 1, closed: 1 })
  })
  it('does not call a submitted repair overdue', () => {
    expect(urgency(repair('a', { state: 'submitted', overdue: true, days_left: null }))).toBe('waiting')
    expect(urgency(repair('a', { provisional: true, days_left: 0 }))).not.toBe('today')
  })
})

it('climbs the ladder', () => expect([rungs(null), rungs('T-10'), rungs('T+5')]).toEqual([0, 1, 6]))
