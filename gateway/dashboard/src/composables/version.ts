/** Whether the door serves another version of the page than the open one; asked whenever the stream comes back. */
import { ref } from 'vue'
import { onChange } from '@/api/live'

export const outdated = ref(false)

const entry = document.querySelector('script[type=module]')?.getAttribute('src') ?? ''

/** Look for a new version as long as the component lives. */
export function useVersion(): void {
  onChange((townships) => {
    if (townships.size === 0) void compare().catch(() => undefined)
  })
}

async function compare(): Promise<void> {
  const answer = await fetch('/', { headers: { Accept: 'text/html' } })
  if (answer.ok) outdated.value = !(await answer.text()).includes(entry)
}
