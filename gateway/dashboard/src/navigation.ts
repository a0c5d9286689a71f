/** The pages, and which roles find something on them; the API refuses the others anyway. */
import type { Role } from './api/session'

export const FULL: Role[] = ['county_office', 'approver', 'inspector', 'operator', 'observer']

/** A letter is between the county and one township. */
export const LETTER_READERS: Role[] = ['county_office', 'approver', 'inspector', 'observer', 'township']

export interface Entry {
  path: string
  title: string
  roles: Role[]
}

/** Everybody who has to-dos of their own: a village's are no duty, an observer looks on. */
export const DOERS: Role[] = [
  'county_office',
  'approver',
  'inspector',
  'township',
  'department',
  'operator',
  'integrator',
  'auditor',
]

export const ENTRIES: Entry[] = [
  { path: '/v', title: '村里', roles: ['village'] },
  { path: '/field', title: '到村', roles: ['inspector'] },
  { path: '/todos', title: '待办', roles: DOERS },
  { path: '/desk', title: '台账', roles: [...DOERS, 'observer', 'village'] },
  { path: '/board', title: '红黑榜', roles: [...FULL, 'township'] },
  { path: '/townships', title: '乡镇', roles: [...FULL, 'township'] },
  { path: '/departments', title: '部门', roles: [...FULL, 'department'] },
  { path: '/overview', title: '五减态势', roles: [...FULL, 'township'] },
  { path: '/oversight', title: '督办', roles: LETTER_READERS },
  { path: '/events', title: '事件流', roles: [...FULL, 'integrator'] },
  { path: '/setup', title: '开局', roles: ['operator'] },
  { path: '/awaiting-posts', title: '待第二人确认', roles: ['operator', 'auditor'] },
  { path: '/integration', title: '集成', roles: ['operator', 'integrator'] },
]

/** The pages for these roles, in order. */
export function entriesFor(roles: ReadonlySet<Role>): Entry[] {
  return ENTRIES.filter((entry) => entry.roles.some((role) => roles.has(role)))
}

/** Where somebody wanted to go; only a path of this page: an address of somebody else's must not be reached through ours. */
export const inside = (next: unknown): string => (typeof next === 'string' && /^\/[^/\\]/.test(next) ? next : '/todos')
