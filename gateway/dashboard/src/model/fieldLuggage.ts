/** What an inspector takes along: the route, the villages and the rules, read while there is a network. */
import { api, ask, everyPage, pageAfter } from '@/api/client'
import { session } from '@/api/session'
import { pack, type Luggage, type Team } from './fieldStore'

type Named = Map<string, string>

/** Read everything anew and keep it. Throws the problem that the door answers. */
export async function packed(): Promise<Luggage> {
  const [villages, townships, drawn, clauses, formed, questions, draws] = await Promise.all([
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
    everyPage((after) =>
      ask(
        api.GET('/api/supervision/v1/visit-teams', {
          params: { query: { ...pageAfter(after), state: ['formed'] } },
        }),
      ),
    ),
    ask(api.GET('/api/supervision/v1/checklist-questions')),
    everyPage((after) =>
      ask(api.GET('/api/supervision/v1/draws', { params: { query: { ...pageAfter(after), state: ['revealed'] } } })),
    ),
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
      people: each.team,
    })),
    // The office's list holds teams of others too: who goes along is offered to record their visits.
    teams: formed.filter(may('visits')).map((each): Team => ({
      id: each.id,
      reference: each.number ?? '随机抽取',
      people: each.members.map((member) => member.name),
      from: each.starts_on,
      until: each.ends_on,
      route: each.route.map((region) => ({ region, place: place(region) })),
    })),
    departures: draws.filter(may('departure')).flatMap((each) =>
      each.sealed_in.map(({ region, left }) => ({
        draw: each.id,
        township: region,
        place: townships.get(region) ?? region,
        left,
      })),
    ),
    questions: questions.items,
    clauses: clauses.items,
  }
  await pack(things)
  return things
}

/** Which records offer an action to who packs. */
const may =
  (action: string) =>
  (row: { allowed_actions?: { name: string }[] }): boolean =>
    (row.allowed_actions ?? []).some(({ name }) => name === action)

async function places(level: 'township' | 'village'): Promise<Named> {
  const parent = (session.me?.region ?? '').padEnd(12, '0')
  const query = (after: string | undefined) => ({ ...pageAfter(after), parent, level })
  const rows = await everyPage((after) =>
    ask(api.GET('/api/directory/v1/regions', { params: { query: query(after) } })),
  )
  return new Map(rows.map((row) => [row.code, row.name]))
}
