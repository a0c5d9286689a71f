import { createApp, h, nextTick, ref } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import WordingChoice from '@/components/WordingChoice.vue'
import { inFours } from '@/model/format'
import type { Wording } from '@/model/statement'

const KNOWN = { applicant: '张*丰', identity: '居民身份证1*X', village: '前进村', demander: '县人民法院' }
const wording = (code: string, text: string) =>
  ({
    code,
    title: '证明',
    paragraphs: [text],
    remark: null,
    fields: [{ name: 'period', kind: 'text', title: '期间', options: [], bound: true, example: '2025年度' }],
  }) as unknown as Wording
const TWO = [
  wording('distribution', '{applicant}（{identity}）在{period}分得收益。'),
  wording('no_distribution', '{period}{village}未分配收益。'),
]
const chosen = ref('')

afterEach(() => {
  document.body.innerHTML = ''
  chosen.value = ''
})

function shown(): HTMLElement {
  const place = document.body.appendChild(document.createElement('div'))
  createApp(() =>
    h(WordingChoice, {
      wordings: TWO,
      known: KNOWN,
      modelValue: chosen.value,
      'onUpdate:modelValue': (code: string) => (chosen.value = code),
    }),
  ).mount(place)
  return place
}

describe('an item with two wordings', () => {
  it('shows each as it will read, although both are called the same', () => {
    const labels = [...shown().querySelectorAll('label')].map((label) => label.textContent)
    expect(labels).toHaveLength(2)
    expect(labels[0]).toContain('张*丰（居民身份证1*X）在〔期间〕分得收益。')
    expect(labels[1]).toContain('〔期间〕前进村未分配收益。')
  })

  it('has none chosen until the clerk says which', async () => {
    const radios = [...shown().querySelectorAll<HTMLInputElement>('input[type=radio]')]
    expect(radios.map(({ checked, required }) => [checked, required])).toEqual([
      [false, true],
      [false, true],
    ])
    radios[1]?.click()
    await nextTick()
    expect(chosen.value).toBe('no_distribution')
  })
})

describe('a code that is copied by hand', () => {
  it('stands in fours', () => expect(inFours('MZXW6YTBOI4DQMJS')).toBe('MZXW-6YTB-OI4D-QMJS'))
})
