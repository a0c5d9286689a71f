import { describe, expect, it } from 'vitest'
import { cellOf, linesOf } from '@/model/desk'
import { fieldAt, plain } from '@/model/record'
import { stateName } from '@/model/words'

const words = {
  place: (code: string) => `地${code.slice(-3)}`,
  department: (code: string) => `单位${code}`,
  state: (code: string) => stateName(code, 'rectifications'),
  action: (code: string) => `行动${code}`,
  time: () => '那时',
}

describe('a source record in words', () => {
  it('has no code that a reader would have to look up', () => {
    const read = (key: string, value: unknown): string => plain(key, value, words)
    expect(read('platform', 'wechat')).toBe('微信群')
    expect(read('flag_reason', 'no_activity')).toBe('无实际业务活动')
    expect(read('stage', 'T+5')).toBe('逾期5个工作日')
    expect(read('days_left', -36)).toBe('逾期 36 个工作日')
    expect(read('deadline', '2026-10-09')).toBe('2026年10月9日')
    expect(read('villages', ['990101012001', '990101012202'])).toBe('地001、地202')
    expect(read('actions', ['work', 'forms'])).toBe('行动work、行动forms')
  })
  it('leaves out what only machines read', () => {
    expect(plain('qr_payload', 'SB1.x', words) + plain('letter_id', 'x', words) + plain('rounds', [{}], words)).toBe('')
  })
  it('keeps a word of a person that looks like a code of another field', () => {
    expect(plain('reason', '群众反映', words)).toBe('群众反映')
  })
})

it('names a state by the record that is in it', () => {
  expect([
    stateName('submitted', 'rectifications'),
    stateName('submitted', 'filings'),
    stateName('valid', 'certificates'),
  ]).toEqual(['待复核', '已报送', '有效'])
})

it('names the field that a refusal points at', () => {
  expect(fieldAt('/body/contact/phone')).toBe('联系人 电话')
  expect(fieldAt('/body/problems/1/clause')).toBe('问题 第 2 项 依据条款')
  expect(fieldAt('/query/window')).toBe('窗口')
})

it('says a list of codes by the names that came with it, and the names once', () => {
  const row = { villages: ['990101001201', '990101001202'], villages_names: ['柳河村', '上营村'] }
  expect(cellOf(row, { name: 'villages', kind: 'place', many: true }, words)).toBe('柳河村、上营村')
  expect(linesOf(row, [], words).map(([, text]) => text)).toEqual(['柳河村、上营村'])
})
