/** Filling in a form: its columns as fields of their own, a table among them as rows that are added and taken out. */
import type { components } from '@/api/schema'
import type { Desk, Field } from './desk'

type Column = components['schemas']['report_FormField']
type RowColumn = components['schemas']['report_RowColumn']

const KINDS: Record<NonNullable<RowColumn['kind']>, Field['kind']> = {
  count: 'integer',
  quantity: 'number',
  percent: 'number',
  text: 'text',
  date: 'date',
  yes_no: 'boolean',
}
/** The body that stands for the columns of a form. */
const VALUES = 'filing values'
const rowsOf = (column: Column): string => `rows of ${column.name}`

/** What an incomplete form lacks is said by its state: the browser keeps nobody from sending what is known. */
function cell(column: RowColumn | Column): Field {
  const choices = 'choices' in column ? (column.choices ?? []) : []
  return {
    name: column.name,
    title: column.unit ? `${column.name}（${column.unit}）` : column.name,
    kind: choices.length ? 'choice' : KINDS[column.kind ?? 'text'],
    ...(column.required === false && { required: false }),
    ...(choices.length && { choices: Object.fromEntries(choices.map((choice) => [choice, choice])) }),
  }
}

function fieldOf(column: Column): Field {
  if (!column.columns?.length) return cell(column)
  const title = `${column.name}（没有的不添加，最多 ${column.most_rows} 项）`
  // A compulsory table without rows is sent as such: there is nothing to list.
  return { name: column.name, title, kind: 'group', many: true, required: column.required, body: rowsOf(column) }
}

/** The form of a step that takes values: in their place stand the columns of the form that is filled in. */
export function withColumns(fields: Field[], columns: Column[]): { fields: Field[]; bodies: Desk['bodies'] } {
  const tables = columns.filter((column) => column.columns?.length)
  return {
    fields: fields.map((field) =>
      isValues(field) ? { name: 'values', title: '栏目数值', kind: 'group', required: true, body: VALUES } : field,
    ),
    bodies: {
      [VALUES]: columns.map(fieldOf),
      ...Object.fromEntries(tables.map((column) => [rowsOf(column), (column.columns ?? []).map(cell)])),
    },
  }
}

/** Whether a step takes the values of a form's columns. */
export const isValues = ({ name, kind }: Field): boolean => name === 'values' && kind === 'pairs'
