/** What a certificate says: the fields of its wording, and the text as it will be. */
import type { components } from '@/api/schema'
import type { Field } from './desk'
import { longDay } from './format'

export type Wording = components['schemas']['certificate_WordingView']
type WordingField = Wording['fields'][number]

const PATTERNS: Partial<Record<WordingField['kind'], string>> = {
  month: String.raw`\d{4}-\d{2}`,
  count: String.raw`\d{1,12}`,
  amount: String.raw`\d{1,12}(\.\d{1,2})?`,
  area: String.raw`\d{1,12}(\.\d{1,2})?`,
}

/** The form of a wording: its own titles, each with an example. */
export const statementFields = (wording: Wording): Field[] =>
  wording.fields.map((field) => ({
    name: field.name,
    title: `${field.title}（如：${field.example}）`,
    kind: field.kind === 'day' ? 'date' : field.kind === 'choice' ? 'choice' : 'text',
    required: true,
    maxLength: 100,
    ...(field.kind === 'choice' && { choices: Object.fromEntries(field.options.map((option) => [option, option])) }),
    ...(PATTERNS[field.kind] && { pattern: PATTERNS[field.kind] }),
  }))

/** The paragraphs with what is filled in; what is still missing stands in brackets. */
export function previewOf(wording: Wording, facts: Record<string, unknown>, known: Record<string, string>): string[] {
  const fields = new Map(wording.fields.map((field) => [field.name, field]))
  const said = (name: string): string => {
    const field = fields.get(name)
    if (!field) return known[name] ?? ''
    const value = String(facts[name] ?? '').trim()
    return value ? written(field, value) : `〔${field.title}〕`
  }
  const remark = wording.remark ? [`（${wording.remark}）`] : []
  return [...wording.paragraphs.map((text) => text.replace(/\{(\w+)\}/g, (_, name: string) => said(name))), ...remark]
}

function written(field: WordingField, value: string): string {
  if (field.kind === 'day') return longDay(value)
  if (field.kind === 'month') return value.replace(/^(\d+)-0?(\d+)$/, '$1年$2月')
  if (field.kind === 'amount') return `${Number(value).toFixed(2)}元（大写打印时写明）`
  return field.kind === 'area' ? `${Number(value)}亩` : value
}
