/** How many to-dos wait, for the menu; everybody in one page shares one question. */
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { api, ask } from '@/api/client'
import { onTodos } from '@/api/live'
import { has, session } from '@/api/session'
import type { Todos } from '@/api/types'
import { DOERS } from '@/navigation'
import { today } from './today'

const count = ref<Todos['counts']>(null)
const PAUSE_MS = 700
let waiting: ReturnType<typeof setTimeout> | undefined

async function read(): Promise<void> {
  if (session.status !== 'in' || !has(...DOERS)) {
    count.value = null
    return
  }
  try {
    count.value = (await ask(api.GET('/api/todos', { params: { query: { limit: 1 } } }))).counts
  } catch {
    // The list itself says why; the menu keeps what it knew.
  }
}

/** The counts, read again when the live stream says so, when somebody else signs in, and when a day begins. */
export function useTodoCount(): Ref<Todos['counts']> {
  onTodos(() => {
    clearTimeout(waiting)
    waiting = setTimeout(() => void read(), PAUSE_MS)
  })
  watch([() => session.me?.sub, today], () => void read(), { immediate: true })
  onScopeDispose(() => clearTimeout(waiting))
  return count
}
