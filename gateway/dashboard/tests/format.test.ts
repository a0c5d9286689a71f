import { describe, expect, it } from 'vitest'
import {
  addDays,
  count,
  dayAndTime,
  dayOf,
  daysLeft,
  decimal,
  dueDay,
  isoDay,
  longDay,
  period,
  printed,
  score,
  shortDay,
  signed,
  wholeOf,
} from '@/model/format'

describe('deadlines', () => {
  it('marks a day that a holiday notice may still move', () => {
    expect(dueDay({ deadline: '2027-01-04', provisional: true }, longDay)).toBe('2027年1月4日（暂定）')
    expect(dueDay({ deadline: '2027-01-04', provisional: false }, longDay)).toBe('2027年1月4日')
  })
})

describe('numbers', () => {
  it('keeps the zeros of a hundred and drops those behind the point', () => {
    expect(decimal('100.00', 0)).toBe('100')
    expect(decimal('100.00')).toBe('100')
    expect(decimal('35.7143')).toBe('35.71')
    expect(decimal('0.50')).toBe('0.5')
  })
  it('shows a missing value as a dash and a missing score as not rated', () => {
    expect(decimal(null)).toBe('—')
    expect(score(null)).toBe('未评')
  })
  it('writes signs that can be told apart in print', () => {
    expect([signed('1.2'), signed('-0.3'), signed('0.00')]).toEqual(['+1.20', '−0.30', '0'])
  })
  it('groups thousands', () => expect(count(5337)).toBe('5,337'))
})

describe('dates', () => {
  it('does not shift a plain date by time zones', () => expect(longDay('2026-11-23')).toBe('2026年11月23日'))
  it('shows moments in China', () => {
    expect(dayAndTime('2026-11-22T16:30:00Z')).toBe('11-23 00:30')
    expect(isoDay('2026-11-22T16:30:00Z')).toBe('2026-11-23')
  })
  it('shows the day of a moment in China too, and the year where it is another one', () => {
    expect(shortDay('2026-11-22T16:30:00Z', '2026')).toBe('11-23')
    expect([shortDay('2026-11-22', '2026'), shortDay('2025-12-31', '2026')]).toEqual(['11-22', '2025-12-31'])
  })
  it('counts days over the end of a month', () => expect(addDays('2026-03-01', -1)).toBe('2026-02-28'))
  it('names the three parts of a month', () => {
    expect(['2026-11-01', '2026-11-11', '2026-11-21'].map((day) => period(day, 'ten_day'))).toEqual([
      '11月上旬',
      '11月中旬',
      '11月下旬',
    ])
  })
})

it('takes an address for what it may be: anybody can write one', () => {
  expect(['2026-02-28', '2026-02-30', '2026-13-45', 'x', ''].map(dayOf)).toEqual(['2026-02-28', '', '', '', ''])
  expect(['90', '-5', '1.5', 'x', ''].map(wholeOf)).toEqual([90, 0, 0, 0, 0])
})

it('tells deadlines in working days', () => {
  expect([daysLeft(-5), daysLeft(0), daysLeft(3), daysLeft(null)]).toEqual([
    '逾期 5 个工作日',
    '今日到期',
    '还有 3 个工作日',
    '—',
  ])
})

it('leaves numbers and times alone when it prints punctuation', () => {
  expect(printed('共 1,234 次,见 09:30 的记录:属实')).toBe('共 1,234 次，见 09:30 的记录：属实')
})
