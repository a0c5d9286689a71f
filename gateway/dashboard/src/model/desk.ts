/** Lists, records and forms as the API's document describes them; desk.json is generated from it. */
import type { InjectionKey } from 'vue'
import codes from './codes.json'
import type { Words } from './record'
import { fieldName, plain } from './record'
import { OWNERS } from './words'

export type Kind =
  | 'boolean'
  | 'choice'
  | 'code'
  | 'date'
  | 'department'
  | 'group'
  | 'integer'
  | 'long'
  | 'moment'
  | 'number'
  | 'pairs'
  | 'place'
  | 'record'
  | 'text'

export interface Field {
  name: string
  kind: Kind
  title?: string
  many?: boolean
  required?: boolean
  codes?: string
  choices?: Record<string, string>
  body?: string
  default?: unknown
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  pattern?: string
}

export interface Operation {
  operation: string
  body: string | null
}
/** Where files are added, and what a picture there may be said to show. */
export interface FileUpload extends Operation {
  kinds?: Record<string, string>
}
/** A table that comes in, and what is said beside the file. */
export interface TableImport extends Operation {
  fields: Field[]
}
export interface Step extends Operation {
  name: string
  title: string | null
  path: string
}

const CODES: Record<string, Record<string, string>> = codes

export interface Collection {
  title: string
  list: string
  paged: boolean
  counted: boolean
  columns: Field[]
  filters: Field[]
  record: string
  key: string
  history: boolean
  files: FileUpload | null
  import: TableImport | null
  record_import: TableImport | null
  create: Operation | null
  edit: Operation | null
  others: Step[]
  steps: Step[]
}

export interface Desk {
  collections: Record<string, Collection>
  bodies: Record<string, Field[]>
}
export type Row = Record<string, unknown>

/** The address of the record that a form's step is taken on. */
export const RECORD: InjectionKey<() => string> = Symbol('record')
/** Whether a field names files of the record itself. */
export const isOfFiles = ({ kind, many, name }: Field): boolean =>
  kind === 'record' && Boolean(many) && ['files', 'evidence'].includes(name)

let read: Promise<Desk> | undefined

/** Everything that the desk knows; it comes with the first page that needs it. */
export function desk(): Promise<Desk> {
  read ??= import('./desk.json').then((module) => module.default as unknown as Desk)
  return read
}

/** The services in the order of the five actions, then what all of them rest on. */
export const PARTS: Record<string, string> = { ...OWNERS, directory: '区划与机构', identity: '账号' }

export interface Entry {
  part: string
  name: string
  path: string
  collection: Collection
}

/** The lists that the caller's roles may read, by service. */
export function entriesOf(known: Desk, permissions: ReadonlySet<string>): [string, Entry[]][] {
  const all = Object.entries(known.collections).map(([path, collection]) => {
    const [, , part = '', , name = ''] = path.split('/')
    return { part, name, path, collection }
  })
  return Object.keys(PARTS)
    .map((part): [string, Entry[]] => [
      part,
      all.filter((entry) => entry.part === part && permissions.has(entry.collection.list)),
    ])
    .filter(([, entries]) => entries.length > 0)
}

/** Where the desk shows a record, by its address at the gateway; nothing for an address that is no record's. */
export function pageOf(href: string): string | undefined {
  const found = /^\/api\/([a-z]+)\/v1\/([a-z-]+)\/([^/?]+)$/.exec(href)
  return found ? `/desk/${found[1]}/${found[2]}/${found[3]}` : undefined
}

/** What people call a field: the document's own name for it before the common one. */
export const titleOf = (field: Field): string => field.title ?? fieldName(field.name)

const MACHINES = new Set(['id', 'version', 'signature', 'qr_payload', 'sha256', 'document_href'])
const WHAT = ['number', 'title', 'name', 'username', 'item_name', 'description']
const WHERE = ['region', 'village', 'department', 'state', 'grade', 'kind', 'spec']
const WHEN = ['occurred_on', 'visited_on', 'issued_on', 'deadline', 'due_on', 'starts_on', 'created_at']
const FIRST = [...WHAT, ...WHERE, ...WHEN]
/** The name of a code, or the names of a list of them, as the server tells them. */
const BESIDE = /_names?$/
/** So many columns are read without scrolling on an office screen. */
const AT_FIRST = 6

/** The fields of a body; a record names it as its own service does, the merged document with the service before it. */
export const fieldsOf = (known: Desk, part: string, body: string | null | undefined): Field[] =>
  known.bodies[`${part}_${body ?? ''}`] ?? known.bodies[body ?? ''] ?? []

/** The columns that a list can show: no machine's values, and a code's name in place of the code. */
export function columnsOf(collection: Collection): Field[] {
  const names = new Set(collection.columns.map((column) => column.name))
  const shown = collection.columns.filter(
    ({ name }) =>
      !MACHINES.has(name) && !/_(id|by)$/.test(name) && !(BESIDE.test(name) && names.has(name.replace(BESIDE, ''))),
  )
  const rank = ({ name }: Field): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)
  return shown.toSorted((a, b) => rank(a) - rank(b))
}

/** The columns that are shown before somebody chooses. */
export const chosenAtFirst = (columns: Field[]): string[] =>
  columns
    .filter((column) => column.kind !== 'long' && !column.many)
    .slice(0, AT_FIRST)
    .map((column) => column.name)

/** One cell: the name that came with the row before the code that it names. */
export function cellOf(row: Row, column: Field, words: Words): string {
  const beside = row[`${column.name}_name`] ?? row[`${column.name}_names`]
  if (typeof beside === 'string' && beside) return beside
  if (Array.isArray(beside) && beside.length && beside.every(Boolean)) return beside.join('、')
  const named = CODES[column.codes ?? '']?.[String(row[column.name])]
  if (named !== undefined && !column.many) return named
  return plain(column.name, row[column.name], words)
}

/** What a record says, line by line: a field of its list by the document's own names, any other by the common ones. */
export function linesOf(row: Row, columns: Field[], words: Words): [string, string][] {
  const known = new Map(columns.map((column) => [column.name, column]))
  return Object.keys(row)
    .filter((name) => !(BESIDE.test(name) && row[name.replace(BESIDE, '')] !== undefined))
    .map((name): [string, string] => {
      const field = known.get(name) ?? { name, kind: 'text' }
      // A place is shown with its township, a body as the reader's own directory names it.
      const own = field.kind === 'place' || field.kind === 'department'
      const text = plain(name, row[name], words)
      return [titleOf(field), own || text === '' ? text : cellOf(row, field, words)]
    })
    .filter(([, text]) => text !== '')
}
