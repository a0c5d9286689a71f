/** What an inspector recorded on the way, kept on the telephone until the server has all of it. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type FindingBody = Schemas['supervision_FindingRecord']
export type PracticeBody = Schemas['supervision_PracticeRecord']
export type Matter = Schemas['supervision_DrawnVisit']['matters'][number]
export type Clause = Schemas['supervision_ClauseView']
export type Answer = Schemas['supervision_ChecklistAnswer']

/** A record of a visit: `key` makes a second sending harmless, `sent` is the server's id once it has the record. */
interface Noted<B> {
  key: string
  body: B
  photos: string[]
  sent?: string
}
export type NotedFinding = Noted<FindingBody>
export type NotedPractice = Noted<PracticeBody>

export interface FieldVisit {
  key: string
  owner: string
  place: string
  body: Schemas['supervision_VisitRecord']
  /** The drawn village that this visit answers; its checklist says what was asked there. */
  drawn: string | null
  /** What was asked at a drawn village, of a visit that was kept before there were checklists. */
  matters: Matter[]
  /** The team that makes the visit, and who of it was there. */
  team?: { id: string; people: string[] }
  present?: string[]
  /** What was seen and said, by the codes of the questions. */
  answers?: Answer[]
  findings: NotedFinding[]
  practices: NotedPractice[]
  ended: boolean
  sent?: string
  answered?: boolean
  listed?: boolean
  /** What the server refused, in its words. */
  refused?: string
}

/** A question of the shipped list, as far as the page shows it. */
export interface Question {
  code: string
  action: FindingBody['action']
  matter: Matter | null
  text: string
  then: string
}

export interface Photo {
  key: string
  blob: Blob
  sent?: boolean
}

export interface Stop {
  id: string
  region: string
  place: string
  from: string
  until: string
  /** Who goes there by the lot. */
  people?: string[]
}

/** A team that the inspector goes with, and the villages of its route in their order. */
export interface Team {
  id: string
  reference: string
  people: string[]
  from: string
  until: string
  route: { region: string; place: string }[]
}

/** A township where villages of a draw stay sealed until the team departs for them. */
export interface Departure {
  draw: string
  township: string
  place: string
  left: number
}

/** What is taken along: today's route, the teams, the villages of the county, what is asked, and the rules. */
export interface Luggage {
  owner: string
  packedAt: string
  stops: Stop[]
  /** None in what an earlier version of the page packed. */
  teams?: Team[]
  departures?: Departure[]
  questions?: Question[]
  villages: { code: string; place: string }[]
  clauses: Clause[]
}

interface Kept extends DBSchema {
  visits: { key: string; value: FieldVisit }
  photos: { key: string; value: Photo }
  luggage: { key: string; value: Luggage }
}

let opened: Promise<IDBPDatabase<Kept>> | undefined

const store = (): Promise<IDBPDatabase<Kept>> =>
  (opened ??= openDB<Kept>('songbang-field', 1, {
    upgrade(db) {
      db.createObjectStore('visits', { keyPath: 'key' })
      db.createObjectStore('photos', { keyPath: 'key' })
      db.createObjectStore('luggage')
    },
  }))

export const visits = async (): Promise<FieldVisit[]> => (await store()).getAll('visits')
export const luggage = async (): Promise<Luggage | undefined> => (await store()).get('luggage', 'own')
export const photo = async (key: string): Promise<Photo | undefined> => (await store()).get('photos', key)

/** Keep a visit. What the page holds is reactive, which a database cannot store, so a plain copy goes in. */
export async function keep(visit: FieldVisit): Promise<void> {
  await (await store()).put('visits', JSON.parse(JSON.stringify(visit)) as FieldVisit)
}

export async function keepPhoto(kept: Photo): Promise<void> {
  await (await store()).put('photos', kept)
}

export async function pack(things: Luggage): Promise<void> {
  await (await store()).put('luggage', things, 'own')
}

/** Remove a visit with its photos: the server has them, or the inspector does not want them. */
export async function drop(visit: FieldVisit): Promise<void> {
  const change = (await store()).transaction(['visits', 'photos'], 'readwrite')
  const photos = [...visit.findings, ...visit.practices].flatMap((each) => each.photos)
  await Promise.all([
    change.objectStore('visits').delete(visit.key),
    ...photos.map((key) => change.objectStore('photos').delete(key)),
    change.done,
  ])
}
