/** What a search found, as one list of lines that lead somewhere. */
import type { components } from '@/api/schema'
import { pageOf } from './desk'

export type Found = components['schemas']['SearchView']

export interface Hit {
  key: string
  kind: string
  title: string
  detail: string
  /** The page that shows it; a rule has none, its line says all. */
  to?: string
}

const LEVELS: Record<string, string> = { province: '省', city: '市', county: '县', township: '乡镇', village: '村' }

/** Places, bodies, records and rules in this order; a township leads to its board where the reader has one. */
export function hitsOf(found: Found, townshipPages: boolean): Hit[] {
  return [
    ...found.places.map((place) => ({
      key: `place ${place.code}`,
      kind: LEVELS[place.level] ?? '',
      title: place.name,
      detail: [place.within, place.code, place.ended ? '已停用' : ''].filter(Boolean).join(' · '),
      to:
        place.level === 'township' && townshipPages
          ? `/townships/${place.code}`
          : `/desk/directory/regions/${place.code}`,
    })),
    ...found.bodies.map((body) => ({
      key: `body ${body.code}`,
      kind: '机构',
      title: body.name,
      detail: [body.code, body.active ? '' : '已停用'].filter(Boolean).join(' · '),
      to: `/desk/directory/departments/${body.code}`,
    })),
    ...found.records.map((record) => ({
      key: `record ${record.id}`,
      kind: record.title,
      title: record.name || record.title,
      detail: [record.number, record.region_name].filter(Boolean).join(' · '),
      to: pageOf(record.href),
    })),
    ...found.rules.map((rule) => ({
      key: `rule ${rule.code}`,
      kind: '规则',
      title: `${rule.code} ${rule.name}`,
      detail: rule.source,
    })),
  ]
}
