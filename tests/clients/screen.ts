// One real screen: a township's chat groups, filtered, paged, and dissolved when the version is still current.
import createClient from 'openapi-fetch'
import type { components, paths } from './schema'

type Group = components['schemas']['checklist_GroupView']
type Problem = components['schemas']['Problem']

const api = createClient<paths>({ baseUrl: '/' })

function words(problem: Problem): string {
  const fields = problem.errors?.map((error) => `${error.pointer}: ${error.detail}`) ?? []
  return [problem.detail, problem.law ?? '', ...fields].filter(Boolean).join('\n')
}

export async function everyGroup(region: string): Promise<Group[]> {
  const groups: Group[] = []
  let after: string | undefined
  do {
    const query = { limit: 200, ...(after ? { after } : {}), region }
    const { data, error } = await api.GET('/api/checklist/v1/groups', { params: { query } })
    if (!data) throw new Error(words(error))
    groups.push(...data.items)
    after = data.next ?? undefined
  } while (after)
  return groups
}

export async function dissolve(group: Group, reason: string): Promise<Group> {
  const { data, error, response } = await api.POST('/api/checklist/v1/groups/{group_id}/dissolution', {
    params: {
      path: { group_id: group.id },
      header: { 'If-Match': `"${group.version}"`, 'Idempotency-Key': crypto.randomUUID() },
    },
    body: { reason },
  })
  if (response.status === 412) return dissolve(await read(group.id), reason)
  if (!data) throw new Error(words(error))
  return data
}

async function read(id: string): Promise<Group> {
  const { data, error } = await api.GET('/api/checklist/v1/groups/{group_id}', { params: { path: { group_id: id } } })
  if (!data) throw new Error(words(error))
  return data
}
