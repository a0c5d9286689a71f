/** What an inspector recorded on the way, kept on the telephone until the server has all of it. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type FindingBody = Schemas['supervision_FindingRecord']
export type PracticeBody = Schemas['supervision_PracticeRecord']
export type Matter = Schemas['supervision_DrawnVisit']['matters'][number]
export type Clause = Schemas['supervision_ClauseView']

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
  /** The drawn village that this visit answers, and what was asked there. */
  drawn: string | null
  matters: Matter[]
  findings: NotedFinding[]
  practices: NotedPractice[]
  ended: boolean
  sent?: string
  answered?: boolean
  /** What the server refused, in its words. */
  refused?: string
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
}

/** What is taken along: today's route, the villages of the county, and the rules that a finding cites. */
export interface Luggage {
  owner: string
  packedAt: string
  stops: Stop[]
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
