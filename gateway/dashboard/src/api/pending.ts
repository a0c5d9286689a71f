/** What villages reported and nobody has judged yet: three kinds of burden, each kept by its own service. */
import { type Action, offered, take } from '@/api/actions'
import { api, ask, everyPage, pageAfter } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Kind = 'tasks' | 'forms' | 'visits'
export type Verdict = 'confirmation' | 'dismissal'

export interface Pending {
  id: string
  version: number
  title: string
  department: string
  department_name?: string | null
  region: string
  anonymous: boolean
  day: string
  allowed_actions?: Action[]
}

export const PENDING: Record<Kind, { title: string; note: string }> = {
  tasks: { title: '清单外派交', note: '没有准入编号就交给村里的任务' },
  forms: { title: '目录外报表', note: '不在年度目录内的报表' },
  visits: { title: '计划外检查', note: '没有列入年度计划的到村检查' },
}

function taskOf(row: Schemas['checklist_ImposedTaskView']): Pending {
  const { id, version, title, department, department_name, region, anonymous } = row
  return {
    id,
    version,
    title,
    department: department ?? '',
    department_name,
    region,
    anonymous,
    day: row.created_at,
    allowed_actions: row.allowed_actions,
  }
}
function formOf(row: Schemas['report_OffplanSummary']): Pending {
  const { id, version, title, department, department_name, region, anonymous } = row
  return {
    id,
    version,
    title,
    department,
    department_name,
    region,
    anonymous,
    day: row.created_at,
    allowed_actions: row.allowed_actions,
  }
}
function visitOf(row: Schemas['supervision_VisitView']): Pending {
  const { id, version, region } = row
  const title = row.demanded ?? '未列入计划的到村检查'
  return {
    id,
    version,
    title,
    department: row.department ?? '',
    department_name: row.department_name,
    region,
    anonymous: false,
    day: row.created_at,
    allowed_actions: row.allowed_actions,
  }
}

/** The reports of one kind that wait. */
export async function pending(kind: Kind, signal: AbortSignal): Promise<Pending[]> {
  const waiting = (after: string | undefined) => ({
    params: { query: { state: ['reported' as const], ...pageAfter(after) } },
    signal,
  })
  if (kind === 'tasks')
    return (await everyPage((after) => ask(api.GET('/api/checklist/v1/imposed-tasks', waiting(after))))).map(taskOf)
  if (kind === 'forms')
    return (await everyPage((after) => ask(api.GET('/api/report/v1/offplan-demands', waiting(after))))).map(formOf)
  return (await everyPage((after) => ask(api.GET('/api/supervision/v1/visits', waiting(after))))).map(visitOf)
}

/** Judge a report as it was read; throws the problem when somebody else was first. */
export async function judge(row: Pending, verdict: Verdict, reason: string): Promise<void> {
  const action = offered(row, verdict)
  if (action) await take(row, action, { reason })
}
