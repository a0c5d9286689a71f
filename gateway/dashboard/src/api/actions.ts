/** What a record's reader may do with it: the server names each action, says where it is sent, and what forbids it. */
import { acting, send } from './client'
import type { components } from './schema'

export type Action = components['schemas']['checklist_Action']
interface Acted {
  version: number
  allowed_actions?: Action[]
}

/** The actions of a record that nothing forbids now. */
export const open = (row: Acted): Action[] => (row.allowed_actions ?? []).filter((action) => !action.blocked_by?.length)

/** One of them, if it is open. */
export const offered = (row: Acted | null | undefined, name: string): Action | undefined =>
  row ? open(row).find((action) => action.name === name) : undefined

/** Do it to the record as it was read; throws the problem when somebody else was first. */
export const take = <T>(row: Acted, action: Action, body: object): Promise<T> =>
  send<T>(action.method ?? 'POST', action.href, body, acting(row.version))
