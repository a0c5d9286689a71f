import { createApp, type App } from 'vue'
import { afterEach, expect, it, vi } from 'vitest'
import StatementDialog from '@/components/StatementDialog.vue'

const field = (name: string, title: string, kind: string) => ({
  name,
  title,
  kind,
  bound: true,
  options: [],
  example: '例',
})
const period = field('period', '期间', 'text')
const wording = (code: string, text: string, fields: object[]) => ({
  code,
  version: 1,
  item: 'AC09',
  title: '证明',
  issuer: 'collective',
  basis: '清单',
  paragraphs: [text],
  remark: null,
  one_holder: false,
  fields,
})
const WORDINGS = [
  wording('distribution', '{applicant}在{period}分得收益{amount}。', [period, field('amount', '收益', 'amount')]),
  wording('no_distribution', '{period}本集体经济组织未分配收益。', [period]),
]
const row = {
  id: 'a1',
  version: 3,
  region: '990101001201',
  item_code: 'AC09',
  applicant: '张*丰',
  document: 'resident_id',
  id_number: '1*X',
  demander: '县民政局',
  checked_on: '2026-03-02',
}
const action = { name: 'issue', label: '出具', href: '/api/certificate/v1/applications/a1/issue', method: 'POST' }
const sent: unknown[] = []
let app: App

afterEach(() => {
  app.unmount()
  document.body.innerHTML = ''
  vi.unstubAllGlobals()
})

it('shows both wordings of an item, and issues the one that was chosen with its facts alone', async () => {
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'POST') sent.push(await request.json())
    const body = request.url.includes('/wordings')
      ? { wordings: WORDINGS }
      : { number: 'N-1', name: '前进村', region: '' }
    return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })
  })
  const place = document.body.appendChild(document.createElement('div'))
  app = createApp(StatementDialog, { row, action, fields: [], bodies: {}, part: 'certificate' })
  app.mount(place)
  const labels = () => [...place.querySelectorAll('.wordings label')].map((label) => label.textContent)
  await vi.waitFor(() => expect(labels()).toHaveLength(2))
  expect(labels()[0]).toContain('张*丰在〔期间〕分得收益〔收益〕。')
  expect(labels()[1]).toContain('〔期间〕本集体经济组织未分配收益。')
  // Before one is chosen there is nothing to fill in, and no text that would be printed.
  expect(place.querySelectorAll('.fill input')).toHaveLength(0)
  expect(place.querySelector('.preview')).toBeNull()

  const radios = [...place.querySelectorAll<HTMLInputElement>('input[type=radio]')]
  radios[0]?.click()
  await vi.waitFor(() => expect(place.querySelectorAll('.fill input')).toHaveLength(2))
  radios[1]?.click()
  await vi.waitFor(() => expect(place.querySelectorAll('.fill input')).toHaveLength(1))
  const input = place.querySelector<HTMLInputElement>('.fill input')
  if (input) input.value = '2025年度'
  input?.dispatchEvent(new Event('input'))
  await vi.waitFor(() =>
    expect(place.querySelector('.preview')?.textContent).toContain('2025年度本集体经济组织未分配收益。'),
  )
  place.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await vi.waitFor(() => expect(place.textContent).toContain('已出具'))
  expect(sent).toEqual([{ wording: 'no_distribution', facts: { period: '2025年度' } }])
})
