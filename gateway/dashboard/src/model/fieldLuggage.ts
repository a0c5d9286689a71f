/** What an inspector takes along: the route, the villages and the rules, read while there is a network. */
import { api, ask, everyPage, pageAfter } from '@/api/client'
import { session } from '@/api/session'
import { pack, type Luggage } from './fieldStore'

type Named = Map<string, string>

/** Read everything anew and keep it. Throws the problem that the door answers. */
export async function packed(): Promise<Luggage> {
  const [villages, townships, drawn, clauses] = await Promise.all([
    places('village'),
    places('township'),
    everyPage((after) =>
      ask(
        api.GET('/api/supervision/v1/drawn-villages', {
          params: { query: { ...pageAfter(after), state: ['drawn'] } },
        }),
      ),
    ),
    ask(api.GET('/api/supervision/v1/clauses')),
  ])
  const place = (code: string): string =>
    `${townships.get(`${code.slice(0, 9)}000`) ?? ''} ${villages.get(code) ?? code}`.trim()
  const things: Luggage = {
    owner: session.me?.sub ?? '',
    packedAt: new Date().toISOString(),
    villages: [...villages.keys()].map((code) => ({ code, place: place(code) })),
    stops: drawn.map((each) => ({
      id: each.id,
      region: each.region,
      place: place(each.region),
      from: each.visit_from,
      until: each.visit_until,
    })),
    clauses: clauses.items,
  }
  await pack(things)
  return things
}

async function places(level: 'township' | 'village'): Promise<Named> {
  const parent = (session.me?.region ?? '').padEnd(12, '0')
  const query = (after: string | undefined) => ({ ...pageAfter(after), parent, level })
  const rows = await everyPage((after) =>
    ask(api.GET('/api/directory/v1/regions', { params: { query: query(after) } })),
  )
  return new Map(rows.map((row) => [row.code, row.name]))
}
