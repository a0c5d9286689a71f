/** What a form holds while somebody fills it in, and the request that follows from it. */
import type { Desk, Field } from './desk'

export type Held = Record<string, unknown>
type Bodies = Desk['bodies']

/** An empty form; what the API takes when nothing is said stands in it already. */
export function begun(fields: Field[], bodies: Bodies, from: Held = {}): Held {
  return Object.fromEntries(fields.map((field) => [field.name, begin(field, bodies, from[field.name])]))
}

function begin(field: Field, bodies: Bodies, given: unknown): unknown {
  const inner = field.body ? (bodies[field.body] ?? []) : []
  if (field.kind === 'pairs') return Object.entries((given ?? {}) as Held).map(([name, value]) => ({ name, value }))
  if (field.kind === 'group' && field.many) return ((given ?? []) as Held[]).map((each) => begun(inner, bodies, each))
  if (field.kind === 'group') return begun(inner, bodies, (given ?? {}) as Held)
  const value = given ?? field.default
  if (field.many) return field.kind === 'long' || field.kind === 'text' ? lines(value) : ((value ?? []) as unknown[])
  // What may be left unsaid is neither yes nor no.
  if (field.kind === 'boolean') return value ?? ''
  return value ?? ''
}

const lines = (value: unknown): string => (Array.isArray(value) ? value.join('\n') : '')

/** The body that a form stands for: what was left empty is left out. */
export function bodyOf(fields: Field[], bodies: Bodies, held: Held): Held {
  const body: Held = {}
  for (const field of fields) {
    const value = valueOf(field, bodies, held[field.name])
    if (value !== undefined) body[field.name] = value
  }
  return body
}

function valueOf(field: Field, bodies: Bodies, value: unknown): unknown {
  const inner = field.body ? (bodies[field.body] ?? []) : []
  if (field.kind === 'pairs') {
    const pairs = (value as { name: string; value: string }[]).filter((pair) => pair.name.trim())
    return pairs.length ? Object.fromEntries(pairs.map((pair) => [pair.name.trim(), told(pair.value)])) : undefined
  }
  if (field.kind === 'group' && field.many) {
    const rows = (value as Held[]).map((each) => bodyOf(inner, bodies, each))
    return rows.length || field.required ? rows : undefined
  }
  if (field.kind === 'group') {
    const group = bodyOf(inner, bodies, value as Held)
    const filled = Object.values(group).some((each) => each !== false)
    return filled || field.required ? group : undefined
  }
  if (field.many) {
    const all = typeof value === 'string' ? value.split('\n').map((each) => each.trim()) : (value as unknown[])
    const some = all.filter((each) => each !== '')
    return some.length || field.required ? some : undefined
  }
  if (field.kind === 'boolean') return value === '' ? undefined : value === true || value === 'true'
  if (value === '' || value === null || value === undefined) return undefined
  if (field.kind === 'integer' || field.kind === 'number') return Number(value)
  return typeof value === 'string' ? value.trim() || undefined : value
}

/** A value that somebody typed beside a name of their own: a number where it is one. */
const told = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value
