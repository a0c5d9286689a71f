import { describe, expect, it } from 'vitest'
import type { Board, Row } from '@/api/types'
import { changed, fingerprint, headline, movements, rankLines, spread, tellingReasons } from '@/model/board'

function row(region: string, fields: Partial<Row> = {}): Row {
  return {
    region,
    name: region,
    villages: 15,
    rank: 1,
    score: '90.00',
    base: '90.00',
    bonus: '0',
    list: 'unlisted',
    needs_approver: false,
    reasons: [],
    coverage: '0.8',
    good_practices: 0,
    praised: [],
    actions: [],
    indicators: [],
    change: null,
    ...fields,
  }
}
function change(score: string, rank: number, before: Row['list'] = 'unlisted') {
  return { score, rank, list_before: before, score_before: '90.00' }
}
function board(rows: Row[], counts = { townships: 3, rated: 3, red: 0, black_proposed: 0, unlisted: 3 }): Board {
  const scheme = { id: null, number: 1, name: '方案', red_line: '90', black_line: '60', coverage_minimum: '0.6' }
  return {
    as_of: '2026-11-23',
    window_days: 180,
    known_at: '2026-11-23',
    compared_to: null,
    scheme,
    ended: [],
    digest: '',
    counts,
    items: rows,
    next: null,
  }
}

describe('what changed since the earlier date', () => {
  it('leaves out who did not move and puts a change of list first', () => {
    const moved = movements([
      row('a', { change: change('0.00', 0) }),
      row('b', { change: change('-4.00', -2) }),
      row('c', { list: 'red', change: change('0.10', 0, 'unlisted') }),
    ])
    expect(moved.map((each) => each.region)).toEqual(['c', 'b'])
  })
  it('says nothing about a township that was not there before', () => {
    expect(movements([row('a')])).toEqual([])
  })
})

describe('marking rows that have just changed', () => {
  const key = (each: Row): string => each.region
  it('marks nothing on the first reading', () => {
    expect(changed(null, [row('a')], key, fingerprint).size).toBe(0)
  })
  it('marks a row whose score, place or list is another one', () => {
    const before = [row('a'), row('b'), row('c')]
    const after = [row('a'), row('b', { score: '89.99' }), row('c', { list: 'red' })]
    expect([...changed(before, after, key, fingerprint)]).toEqual(['b', 'c'])
  })
})

describe('the sentence above the lists', () => {
  it('names both lists, and their absence', () => {
    expect(headline(board([]))).toBe('暂无乡镇列入红榜，没有拟列黑榜的乡镇，其余 3 个未列榜')
    const counts = { townships: 13, rated: 13, red: 3, black_proposed: 1, unlisted: 9 }
    expect(headline(board([], counts))).toBe('3 个乡镇列入红榜，1 个拟列黑榜，其余 9 个未列榜')
  })
})

it('says of a township that sees itself only how itself stands', () => {
  const own = row('a', { name: '青石镇', list: 'red' })
  expect(headline(board([own]), true)).toBe('青石镇列入红榜，第 1 名')
  expect(headline(board([{ ...own, list: 'unlisted', rank: null }]), true)).toBe('青石镇未列榜，尚未评分')
})

describe('the rank chart', () => {
  it('draws townships with equal ranks beside each other', () => {
    const lines = rankLines([board([row('a', { rank: 1 }), row('b', { rank: 1 }), row('c', { rank: 3 })])])
    expect([...spread(lines, 0)]).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ])
  })
  it('leaves a gap where a township had no rank', () => {
    const lines = rankLines([board([row('a', { rank: null, score: null })]), board([row('a', { rank: 1 })])])
    expect(lines[0]?.ranks).toEqual([null, 1])
  })
})

it('tells the reasons of a list in printed punctuation, without the procedure', () => {
  const reasons = [
    { code: 'rectification_overdue', text: '有逾期未完成的整改,不列红榜' },
    { code: 'needs_approver', text: '拟列黑榜' },
  ]
  expect(tellingReasons(row('a', { reasons }))).toEqual(['有逾期未完成的整改，不列红榜'])
})
