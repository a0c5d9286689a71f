import { describe, expect, it } from 'vitest'
import { problemOf } from '@/api/problem'
import { helpOf } from '@/model/refusal'
import { previewOf, statementFields, type Wording } from '@/model/statement'

const help = (body: object) => helpOf(problemOf(422, body).more)

describe('a refusal at the counter', () => {
  it('has the letter of what nobody may demand, and the way instead', () => {
    const letter = '/api/certificate/v1/applications/1/document'
    expect(
      help({
        code: 'item_forbidden',
        application_id: '1',
        issue_instead: '公安机关出具',
        exception: '例外:办理公证',
        document_href: letter,
      }),
    ).toEqual({ question: '', answers: [], lines: ['请当事人改按：公安机关出具', '例外：办理公证'], letter })
  })

  it('puts the one question with the names that may be meant, and takes none of them for an answer too', () => {
    const found = help({
      code: 'item_not_listed',
      similar: ['AC01'],
      similar_names: ['亲属关系证明(仅限办理公证)'],
      question: '用于公证吗？',
    })
    expect(found.question).toBe('用于公证吗？')
    expect(found.answers).toEqual([
      { label: '就是“亲属关系证明(仅限办理公证)”', says: { item: 'AC01', name: '' } },
      { label: '都不是，不予出具', says: { not_listed: true } },
    ])
    expect(found.letter).toBe('')
  })

  it('lets the clerk say whether the use is one of the list', () => {
    const found = help({ code: 'item_use_unfit', item: 'AC06', demanders: ['人民法院'], purposes: ['诉讼'] })
    expect(found.lines).toEqual(['清单所列索要单位：人民法院', '清单所列用途：诉讼'])
    expect(found.answers.map((answer) => answer.says)).toEqual([{ use_fits: 'true' }, { use_fits: 'false' }])
  })

  it('offers nothing where there is nothing, as with a code that no list has', () => {
    for (const body of [null, { code: 'item_not_listed' }, { code: 'minor_without_agent', item: 'AC06' }])
      expect(help(body ?? {})).toEqual({ question: '', lines: [], answers: [], letter: '' })
  })
})

const field = (name: string, kind: string, title: string, options: string[] = []) => ({
  name,
  kind,
  title,
  options,
  bound: true,
  example: '例',
})
const WORDING = {
  code: 'residence',
  paragraphs: [
    '{applicant}（{identity}）自{since}至{until}住{place}，面积{area}，收益{amount}，{continuous}连续，供{demander}。',
  ],
  remark: '不证明产权',
  fields: [
    field('since', 'month', '居住起始年月'),
    field('until', 'day', '截止日期'),
    field('place', 'text', '住址'),
    field('area', 'area', '面积'),
    field('amount', 'amount', '收益'),
    field('continuous', 'choice', '是否连续', ['是', '否']),
  ],
} as unknown as Wording

describe('what a certificate says', () => {
  it('is asked for by the titles of its wording, none of them left out', () => {
    const fields = statementFields(WORDING)
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['since', 'text'],
      ['until', 'date'],
      ['place', 'text'],
      ['area', 'text'],
      ['amount', 'text'],
      ['continuous', 'choice'],
    ])
    expect(fields.every(({ required, title }) => required && title?.includes('（如：例）'))).toBe(true)
    expect(fields[5]?.choices).toEqual({ 是: '是', 否: '否' })
    expect(new RegExp(`^${fields[0]?.pattern}$`).test('2019-03')).toBe(true)
    expect(new RegExp(`^${fields[4]?.pattern}$`).test('12.345')).toBe(false)
  })

  it('is shown as it will be, with what is missing in brackets', () => {
    const known = { applicant: '张*丰', identity: '居民身份证1*X', demander: '县人民法院' }
    const facts = {
      since: '2019-03',
      until: '2026-03-02',
      area: '3.20',
      amount: '1280.5',
      continuous: '是',
      place: ' ',
    }
    expect(previewOf(WORDING, facts, known)).toEqual([
      '张*丰（居民身份证1*X）自2019年3月至2026年3月2日住〔住址〕，面积3.2亩，收益1280.50元（大写打印时写明），是连续，供县人民法院。',
      '（不证明产权）',
    ])
  })
})
