/** Any source record as Chinese names and readable values. */
import { ASKED } from './asked'
import { CODES } from './fieldCodes'
import { FIELDS, HIDDEN } from './fields'
import { daysLeft, longDay } from './format'

const PLACES = new Set(['region', 'regions', 'places', 'village', 'villages', 'charged_home', 'home', 'parent'])
/** The names that the server tells beside codes; the panel shows a place with its township instead. */
const NAME_BESIDE =
  /^((region|village|charged_home|department|home|parent)_name|(regions|villages|route|participants_departments)_names)$/
const BODIES = new Set(['department', 'reported_department', 'participants_departments'])

export interface Words {
  place: (code: string) => string
  department: (code: string) => string
  state: (code: string) => string
  action: (code: string) => string
  time: (moment: string) => string
}

/** The Chinese name of a field; an unknown one keeps its own. */
export function fieldName(key: string): string {
  return FIELDS[key] ?? ASKED[key] ?? key
}

/** The Chinese name of the field of a request that a refusal points at; the number of a row is told too. */
export function fieldAt(pointer: string): string {
  const steps = pointer.split('/').filter((step) => !['', 'body', 'query', 'path'].includes(step))
  return steps.map((step) => (/^\d+$/.test(step) ? `第 ${Number(step) + 1} 项` : fieldName(step))).join(' ')
}

/** A value in words; empty when it is not worth a line. */
export function plain(key: string, value: unknown, words: Words): string {
  if (value === null || value === undefined || HIDDEN.has(key) || key.endsWith('_id') || NAME_BESIDE.test(key))
    return ''
  // Most deadlines are certain; the mark is worth a line only where one is not.
  if (key === 'provisional') return value ? '是，待节假日安排公布后确定，不提前' : ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return key === 'days_left' ? daysLeft(value) : String(value)
  if (Array.isArray(value))
    return value
      .map((each) => (typeof each === 'string' ? plain(key, each, words) : ''))
      .filter(Boolean)
      .join('、')
  return typeof value === 'string' ? told(key, value, words) : ''
}

function told(key: string, value: string, words: Words): string {
  if (PLACES.has(key) && /^\d{12}$/.test(value)) return words.place(value)
  if (BODIES.has(key)) return words.department(value)
  if (key === 'state') return words.state(value)
  if (key === 'action' || key === 'actions') return words.action(value)
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return words.time(value)
  return /^\d{4}-\d\d-\d\d$/.test(value) ? longDay(value) : (CODES[key]?.[value] ?? value)
}
