/** Whether the door serves another version of the page than the open one; asked when the stream comes back, and now and then. */
import { onScopeDispose, ref } from 'vue'
import { onChange } from '@/api/live'

const LOOK_MS = 300_000

export const outdated = ref(false)

const entry = document.querySelector('script[type=module]')?.getAttribute('src') ?? ''

/** Look for a new version as long as the component lives. */
export function useVersion(): void {
  const look = (): void => void compare().catch(() => undefined)
  onChange((townships) => {
    if (townships.size === 0) look()
  })
  // Some roles have no stream.
  const looking = setInterval(look, LOOK_MS)
  onScopeDispose(() => clearInterval(looking))
}

async function compare(): Promise<void> {
  const answer = await fetch('/', { headers: { Accept: 'text/html' } })
  if (answer.ok) outdated.value = !(await answer.text()).includes(entry)
}
