/** What the board's page and the wall screen say of the county beside its scores. */
import { computed } from 'vue'
import { api, ask } from '@/api/client'
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
      const query = { state: 'verified' as const, limit: 200 }
      const page = await ask(api.GET('/api/supervision/v1/practices', { params: { query }, signal }))
      const found = new Map<string, Practice[]>()
      for (const practice of page.items) found.set(practice.region, [...(found.get(practice.region) ?? []), practice])
      return found
    },
    { live: true },
  )
}
