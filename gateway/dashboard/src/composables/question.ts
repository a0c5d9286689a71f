/** Which board is asked for: kept in the address, so that a page can be sent to somebody. */
import { computed } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import { addDays, dayOf, wholeOf } from '@/model/format'
import { today } from './today'

export const WINDOWS = [30, 90, 180, 365] as const
export const COMPARED = [
  { days: 7, name: '上周' },
  { days: 30, name: '一个月前' },
  { days: 90, name: '三个月前' },
  { days: 180, name: '半年前' },
]

/** The question of the current address, its parameters for the API, and a way to change it. */
export function useQuestion() {
  const route = useRoute()
  const router = useRouter()
  const text = (name: string): string => (typeof route.query[name] === 'string' ? route.query[name] : '')
  const asOf = computed(() => dayOf(text('as_of')))
  const window = computed(() => wholeOf(text('window')))
  const scheme = computed(() => text('scheme'))
  const compared = computed(() => wholeOf(text('compared')) || 7)
  const day = computed(() => asOf.value || today.value)
  const compareTo = computed(() => addDays(day.value, -compared.value))
  const params = computed(() => ({
    ...(asOf.value && { as_of: asOf.value }),
    ...(window.value && { window: window.value }),
    ...(scheme.value && { scheme: scheme.value }),
  }))
  const query = computed<LocationQueryRaw>(() => ({ ...route.query }))

  function change(name: string, value: string | number): void {
    const { [name]: _, ...others } = route.query
    void router.replace({ query: value ? { ...others, [name]: String(value) } : others })
  }

  return { asOf, window, scheme, compared, day, compareTo, params, query, change }
}
