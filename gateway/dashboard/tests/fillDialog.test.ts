import { createApp, type App } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import FillDialog from '@/components/FillDialog.vue'
import type { Field } from '@/model/desk'

const field = (name: string, unit: string | null, kind: string | null, more: object = {}) => ({
  name,
  unit,
  kind,
  required: true,
  element: null,
  columns: [],
  most_rows: null,
  ...more,
})
const FORM = {
  fields: [
    field('成员总数', '人', 'count'),
    field('合作社名册', null, null, {
      most_rows: 5,
      columns: [
        { name: '名称', unit: null, kind: 'text', required: true, choices: [] },
        { name: '成员', unit: '人', kind: 'count', required: true, choices: [] },
        { name: '类型', unit: null, kind: 'text', required: false, choices: ['种植', '养殖'] },
      ],
    }),
    field('备注', null, 'text', { required: false }),
  ],
}
const ROW = { 名称: '兴农', 成员: 20, 类型: '种植' }
const VALUES: Field = { name: 'values', kind: 'pairs', required: true }
const sent: { url: string; body: unknown }[] = []
let app: App

beforeEach(() => {
  sent.length = 0
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (request.method === 'POST') sent.push({ url: pathname, body: await request.json() })
    let body: object = {}
    if (pathname.includes('/forms/')) body = FORM
    else if (pathname.endsWith('/arrangements/a1')) body = { form_id: 'f1' }
    else if (pathname.endsWith('/prefill'))
      body = {
        digest: '0123456789abcdef',
        columns: [
          { column: '成员总数', value: null },
          { column: '合作社名册', value: [ROW] },
        ],
      }
    return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })
  })
})

afterEach(() => {
  app.unmount()
  document.body.innerHTML = ''
  vi.unstubAllGlobals()
})

function opened(row: object, name: string, fields: Field[]): HTMLElement {
  const place = document.body.appendChild(document.createElement('div'))
  const action = { name, label: '填报', href: `/api/report/v1/x/${name}`, method: 'POST' }
  app = createApp(FillDialog, { row, action, fields, bodies: {}, part: 'report' })
  app.mount(place)
  return place
}

function button(place: HTMLElement, text: string): HTMLButtonElement {
  const found = [...place.querySelectorAll('button')].find((each) => each.textContent.includes(text))
  if (!found) throw new Error(`no button ${text}`)
  return found
}

function type(place: HTMLElement, label: string, value: string, among = 0): void {
  const labels = [...place.querySelectorAll('label')].filter((each) => each.textContent.trim().startsWith(label))
  const input = labels[among]?.querySelector('input')
  if (!input) throw new Error(`no input ${label}`)
  input.value = value
  input.dispatchEvent(new Event('input'))
}

const submit = (place: HTMLElement) =>
  place.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))

it('draws the columns of the form, adds and takes out rows, and sends an empty table as nothing to list', async () => {
  const place = opened({ id: 'a1', version: 2, form_id: 'f1' }, 'filings', [VALUES])
  await vi.waitFor(() => expect(place.textContent).toContain('合作社名册（没有的不添加，最多 5 项）'))
  type(place, '成员总数（人）', '28')
  submit(place)
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]?.body).toEqual({ values: { 成员总数: 28, 合作社名册: [] } })
  button(place, '添加一项').click()
  await vi.waitFor(() => expect(place.textContent).toContain('第 1 项'))
  button(place, '添加一项').click()
  await vi.waitFor(() => expect(place.textContent).toContain('第 2 项'))
  type(place, '名称', '兴农', 1)
  type(place, '成员（人）', '28', 1)
  button(place, '去掉第 1 项').click()
  await vi.waitFor(() => expect(place.textContent).not.toContain('第 2 项'))
  expect([...place.querySelectorAll('option')].map((option) => option.textContent)).toEqual(['不填', '种植', '养殖'])
  submit(place)
  await vi.waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[1]?.body).toEqual({ values: { 成员总数: 28, 合作社名册: [{ 名称: '兴农', 成员: 28 }] } })
})

it('shows what was filed before it is corrected, by the form of its arrangement', async () => {
  const row = { id: 'l1', version: 3, arrangement_id: 'a1', values: { 成员总数: 20, 合作社名册: [ROW] } }
  const place = opened(row, 'correction', [VALUES])
  await vi.waitFor(() => expect(place.textContent).toContain('第 1 项'))
  type(place, '成员（人）', '21')
  submit(place)
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]?.body).toEqual({ values: { 成员总数: 20, 合作社名册: [{ ...ROW, 成员: 21 }] } })
})

it('reads what is known of a village and period, and confirms what was shown', async () => {
  const text = (name: string): Field => ({ name, kind: 'text', title: name, required: true })
  const fields = [text('village'), text('period'), text('digest'), { ...VALUES, required: false }]
  const place = opened({ id: 'a1', version: 2, form_id: 'f1' }, 'confirmation', fields)
  await vi.waitFor(() => expect(button(place, '读取已有数据').disabled).toBe(false))
  type(place, 'village', '990101001201')
  type(place, 'period', '2025-02')
  submit(place)
  await vi.waitFor(() => expect(place.textContent).toContain('第 1 项'))
  type(place, '成员总数（人）', '20')
  submit(place)
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]?.body).toEqual({
    village: '990101001201',
    period: '2025-02',
    digest: '0123456789abcdef',
    values: { 成员总数: 20, 合作社名册: [ROW] },
  })
})
