/** A draw recomputed in the browser, by the same rules as `examples/recompute_draw.py`: nothing is taken on trust. */

export interface Proof {
  commitment: string
  frame: string
  secret: string
  public_value: string
  villages: string[]
  teams: Record<string, number[]>
}

interface Person {
  number: number
  body: string
  avoid: string[]
}

export interface Frame {
  algorithm: string
  per_stratum: number
  team_size: number
  strata: Record<string, string[]>
  left_out: Record<string, string>
  people: Person[]
  public_source: string
  public_on: string
  visit_from: string
  visit_until: string
}

export interface Recomputed {
  frame: Frame
  bound: string
  /** Frame and secret are those that were committed to. */
  asCommitted: boolean
  /** Villages and teams are those that follow from them and the public number. */
  asDrawn: boolean
}

const utf8 = new TextEncoder()

async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text)))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function byLot<T>(items: T[], lot: (item: T) => string): Promise<T[]> {
  const lots = await Promise.all(items.map(async (item) => ({ item, lot: await sha256(lot(item)) })))
  return lots.sort((a, b) => (a.lot < b.lot ? -1 : 1)).map(({ item }) => item)
}

/** Do the draw again. `published` is the commitment as the reader kept it; without it, the one that is said with the proof. */
export async function recompute(proof: Proof, published: string): Promise<Recomputed> {
  const frame = JSON.parse(proof.frame) as Frame
  const bound = await sha256(`${proof.frame}\n${proof.secret}`)
  const seed = await sha256(`${proof.secret}/${proof.public_value}`)
  const villages: string[] = []
  const teams: Record<string, number[]> = {}
  for (const [stratum, codes] of Object.entries(frame.strata).sort(([a], [b]) => (a < b ? -1 : 1))) {
    villages.push(...(await byLot(codes, (code) => `${seed}/${code}`)).slice(0, frame.per_stratum))
    if (!frame.team_size) continue
    const team = new Map<string, number>()
    for (const { number, body, avoid } of await byLot(frame.people, (one) => `${seed}/${stratum}/${one.number}`))
      if (!avoid.includes(stratum) && team.size < frame.team_size && !team.has(body)) team.set(body, number)
    teams[stratum] = [...team.values()]
  }
  return {
    frame,
    bound,
    asCommitted: bound === (published || proof.commitment) && frame.algorithm === 'songbang-draw-2',
    asDrawn: JSON.stringify(villages) === JSON.stringify(proof.villages) && sameTeams(teams, proof.teams),
  }
}

function sameTeams(ours: Record<string, number[]>, theirs: Record<string, number[]>): boolean {
  const flat = (teams: Record<string, number[]>) => JSON.stringify(Object.entries(teams).sort())
  return flat(ours) === flat(theirs)
}
