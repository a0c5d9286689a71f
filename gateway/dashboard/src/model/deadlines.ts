/** What is due when: rectifications in the order in which somebody has to act. */
import type { Rectification } from '@/api/types'
import codes from './codes.json'

export const LADDER = ['T-10', 'T-3', 'T-1', 'T0', 'T+1', 'T+5'] as const
export type Stage = (typeof LADDER)[number]

export const LADDER_WORDS: Record<Stage, string> = codes.reminder_stage

export type Urgency = 'overdue' | 'today' | 'soon' | 'waiting' | 'running' | 'closed'

/** How pressing a rectification is; a submitted repair waits for the county, not for the township. */
export function urgency(row: Rectification): Urgency {
  // A repair that was taken back with its letter asks nothing of anybody either.
  if (row.state === 'closed' || row.state === 'cancelled') return 'closed'
  if (row.state === 'submitted') return 'waiting'
  if (row.overdue) return 'overdue'
  if (row.days_left === 0 && !row.provisional) return 'today'
  return typeof row.days_left === 'number' && row.days_left <= 3 ? 'soon' : 'running'
}

const ORDER: Urgency[] = ['overdue', 'today', 'soon', 'waiting', 'running', 'closed']

/** Overdue first, the longest overdue at the very top; what is closed comes last, newest first. */
export function byUrgency(rows: readonly Rectification[]): Rectification[] {
  return [...rows].sort((a, b) => {
    const [first, second] = [urgency(a), urgency(b)]
    if (first !== second) return ORDER.indexOf(first) - ORDER.indexOf(second)
    const later = a.deadline.localeCompare(b.deadline) || a.id.localeCompare(b.id)
    return first === 'closed' ? -later : later
  })
}

/** How many rectifications are how pressing. */
export function tally(rows: readonly Rectification[]): Record<Urgency, number> {
  const counts: Record<Urgency, number> = { overdue: 0, today: 0, soon: 0, waiting: 0, running: 0, closed: 0 }
  for (const row of rows) counts[urgency(row)] += 1
  return counts
}

/** How many rungs of the ladder have been reached. */
export function rungs(stage: Stage | null): number {
  return stage === null ? 0 : LADDER.indexOf(stage) + 1
}
