/** What the board's page and the wall screen say of the county beside its scores. */
import { computed } from 'vue'
import { api, ask, everyPage, pageAfter } from '@/api/client'
import { session } from '@/api/session'
import type { Practice } from '@/api/types'
import { regionName } from './names'
import { useTile, type Tile } from './tile'

/** The county of the signed-in person, by its name. */
export function useCounty() {
  return computed(() => regionName((session.me?.region ?? '').slice(0, 6).padEnd(12, '0')))
}

/** The verified good practices by township. */
export function usePraise(): Tile<Map<string, Practice[]>> {
  return useTile(
    async (signal) => {
      const rows = await everyPage((after) => {
        const query = { state: ['verified' as const], ...pageAfter(after) }
        return ask(api.GET('/api/supervision/v1/practices', { params: { query }, signal }))
      })
      const found = new Map<string, Practice[]>()
      for (const practice of rows) found.set(practice.region, [...(found.get(practice.region) ?? []), practice])
      return found
    },
    { live: true },
  )
}
