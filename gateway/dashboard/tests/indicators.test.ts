import { expect, it } from 'vitest'
import type { Indicator } from '@/api/types'
import { told } from '@/model/indicators'

function indicator(fields: Partial<Indicator>): Indicator {
  return {
    code: 'x',
    name: '指标',
    action: 'work',
    kind: 'burden',
    direction: 'lower',
    weight: '1',
    rated: true,
    numerator: null,
    denominator: null,
    value: null,
    target: '0',
    worst: '1',
    score: null,
    points_lost: null,
    denominator_used: null,
    inquiries: null,
    inquiries_needed: null,
    note: null,
    ...fields,
  }
}

it('tells a share in percent, its target too', () => {
  const share = indicator({
    name: '问题按期整改率',
    value: '0.6667',
    numerator: 2,
    denominator: '3',
    target: '1',
    direction: 'higher',
  })
  expect(told(share)).toBe('实际 66.67%（2/3），目标 100%，越高越好')
})
it('says by how many villages or certificates a burden is counted', () => {
  expect(told(indicator({ value: '2.142857', numerator: 3, denominator: '14' }))).toBe(
    '实际每 10 个村 2.14（3/14），目标 0，越低越好',
  )
  expect(told(indicator({ value: '35.714286', numerator: 1, denominator: '28' }))).toBe(
    '实际每千份 35.71（1/28），目标 0，越低越好',
  )
})
it('leaves a mean as it is, and a value that nothing was counted for', () => {
  expect(told(indicator({ value: '10.1667', numerator: 854, denominator: '84', target: '4' }))).toBe(
    '实际 10.17（854/84），目标 4，越低越好',
  )
  expect(told(indicator({ value: '0', numerator: 0, denominator: '14' }))).toBe('实际 0（0/14），目标 0，越低越好')
})
it('says when the denominator was raised so that one event costs a quarter at most', () => {
  const few = { numerator: 1, denominator: '4', denominator_used: '10.0000', direction: 'higher' as const }
  expect(told(indicator({ ...few, name: '问题按期整改率', value: '0.7', target: '1' }))).toBe(
    '实际 70%（1/4，数量少，分母按 10 计），目标 100%，越高越好',
  )
  expect(told(indicator({ value: '0.5', numerator: 1, denominator: '2', denominator_used: '20.0000' }))).toBe(
    '实际每 10 个村 0.5（1/2，数量少，分母按 20 计），目标 0，越低越好',
  )
})
