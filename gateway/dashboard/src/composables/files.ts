/** The files of a record: read, and added to. */
import { ref } from 'vue'
import { record, upload } from '@/api/client'
import { asProblem } from '@/api/problem'
import { useTile } from './tile'

export interface Attached {
  id: string
  name: string | null
  kind: string | null
  size: number
  created_at: string
  href: string
}

export function useFiles(href: () => string) {
  const files = useTile(async (signal) => (await record(`${href()}/attachments`, signal)).items as Attached[], {
    on: href,
    empty: (all) => all.length === 0,
  })
  const refused = ref('')
  const busy = ref(false)

  /** Sends what was chosen, one after the other, as pictures of a kind where one is named; gives the ids of what came. */
  async function add(event: Event, kind = ''): Promise<string[]> {
    const input = event.target as HTMLInputElement
    const added: string[] = []
    busy.value = true
    refused.value = ''
    try {
      for (const file of input.files ?? []) {
        const name = encodeURIComponent(file.name.slice(0, 120))
        const path = `${href()}/attachments?name=${name}${kind && `&kind=${kind}`}`
        added.push((await upload<Attached>(path, file)).id)
      }
    } catch (error) {
      refused.value = asProblem(error).detail
    } finally {
      busy.value = false
      input.value = ''
      await files.reload()
    }
    return added
  }
  return { files, refused, busy, add }
}
