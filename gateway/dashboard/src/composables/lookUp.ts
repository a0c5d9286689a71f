/** What a code that stands on paper belongs to: the last part of the address is the code. */
import { computed, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import { useTile, type Tile } from './tile'

export function useLookUp<T>(
  name: string,
  load: (code: string, signal: AbortSignal) => Promise<T>,
): { code: ComputedRef<string>; found: Tile<T | null> } {
  const route = useRoute()
  const code = computed(() => String(route.params[name] ?? '').toUpperCase())
  const found = useTile(async (signal) => (code.value ? await load(code.value, signal) : null), {
    on: () => code.value,
    empty: (data) => data === null,
  })
  return { code, found }
}
