/** Sending what was recorded without a network. Every record has its own key, so that nothing is there twice however
 * often the connection breaks; what the server has is noted before the next record is sent. */
import { api, ask, upload } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import { drop, keep, keepPhoto, photo, type FieldVisit } from './fieldStore'
import { fieldAt } from './record'

/** Send one visit with all that belongs to it; whether the server has it. Throws the network's silence and an ended
 * session; a refusal stays with the visit in the server's words. */
export async function sync(visit: FieldVisit): Promise<boolean> {
  delete visit.refused
  try {
    await sendAll(visit)
  } catch (error) {
    const problem = asProblem(error)
    if (problem.transient || problem.status === 401) throw problem
    visit.refused = told(problem)
    await keep(visit)
    return false
  }
  await drop(visit)
  return true
}

async function sendAll(visit: FieldVisit): Promise<void> {
  const { key } = visit
  visit.sent ??= await made(visit)
  await keep(visit)
  const params = { path: { visit_id: visit.sent } }
  for (const each of visit.findings) {
    const way = { params, body: each.body, ...once(each.key) }
    each.sent ??= (await ask(api.POST('/api/supervision/v1/visits/{visit_id}/findings', way))).id
    await keep(visit)
    await sendPhotos(`/api/supervision/v1/findings/${each.sent}/attachments`, each.photos)
  }
  for (const each of visit.practices) {
    const way = { params, body: each.body, ...once(each.key) }
    each.sent ??= (await ask(api.POST('/api/supervision/v1/visits/{visit_id}/practices', way))).id
    await keep(visit)
    await sendPhotos(`/api/supervision/v1/practices/${each.sent}/attachments`, each.photos)
  }
  if (visit.answers?.length && !visit.listed) {
    const way = { params, body: { answers: visit.answers }, ...once(`${key}-checklist`) }
    await ask(api.POST('/api/supervision/v1/visits/{visit_id}/checklist', way))
    visit.listed = true
    await keep(visit)
  }
  if (visit.drawn && visit.matters.length && !visit.answered) {
    const way = { params: { path: { village_id: visit.drawn } }, ...once(`${key}-drawn`) }
    const answer = { visit_id: visit.sent, matters: visit.matters }
    await ask(api.POST('/api/supervision/v1/drawn-villages/{village_id}/visit', { ...way, body: answer }))
    visit.answered = true
    await keep(visit)
  }
}

/** The visit itself, in the name of the team where one made it; the id that the server gave it. */
async function made({ body, key, team, present = [] }: FieldVisit): Promise<string> {
  if (!team) return (await ask(api.POST('/api/supervision/v1/visits', { body, ...once(key) }))).id
  const way = { params: { path: { team_id: team.id } }, ...once(key) }
  const been = { region: body.region, visited_on: body.visited_on, present }
  return (await ask(api.POST('/api/supervision/v1/visit-teams/{team_id}/visits', { ...way, body: been }))).id
}

const once = (key: string) => ({ headers: { 'Idempotency-Key': key } })

async function sendPhotos(href: string, keys: string[]): Promise<void> {
  for (const key of keys) {
    const kept = await photo(key)
    if (!kept || kept.sent) continue
    await upload(`${href}?name=${encodeURIComponent('现场照片.jpg')}`, kept.blob, 'POST', key)
    await keepPhoto({ ...kept, sent: true })
  }
}

const told = (problem: Problem): string =>
  [problem.detail, ...problem.fields.map((field) => `${fieldAt(field.pointer)}：${field.detail}`)].join('；')
