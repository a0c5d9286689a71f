/** The whole board, however many townships it has. */
import { api, ask, everyPage, pageAfter } from '@/api/client'
import type { Board } from '@/api/types'
import { learn } from './names'

interface Asked {
  as_of?: string
  window?: number
  scheme?: string
  compare_to?: string
}

/** Read every page of the board of a question, and learn the townships' names from it. */
export async function readBoard(asked: Asked, signal: AbortSignal): Promise<Board> {
  let first: Board | undefined
  const items = await everyPage(async (after) => {
    const query = { ...asked, ...pageAfter(after) }
    const page = await ask(api.GET('/api/supervision/v1/board', { params: { query }, signal }))
    first ??= page
    return { items: [...page.items], next: page.next ?? null }
  })
  for (const row of items) learn(row.region, row.name)
  return { ...(first as Board), items }
}
