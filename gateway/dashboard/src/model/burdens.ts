/** The four kinds of burden that a department can be charged with. */
import type { DepartmentRow } from '@/api/types'

export const BURDENS = [
  { key: 'imposed_tasks', name: '清单外派交', short: '派交' },
  { key: 'offplan_forms', name: '目录外报表', short: '报表' },
  { key: 'offplan_visits', name: '计划外检查', short: '检查' },
  { key: 'forbidden_demands', name: '违规索要证明', short: '索证' },
] as const

/** What makes a department's row look other than before. */
export function look(row: DepartmentRow): string {
  return [row.rank, row.payments_owed, ...BURDENS.map((burden) => row[burden.key])].join('|')
}
