/** Names of regions and departments, each asked for once. */
import { reactive } from 'vue'
import { api, ask, everyPage } from '@/api/client'

const COUNTRY = '000000000000'
const regions = reactive(new Map<string, string>([[COUNTRY, '全国']]))
const departments = reactive(new Map<string, string>())
let everyDepartment: Promise<void> | null = null

/** The name of a region, its code until it is known. */
export function regionName(code: string): string {
  const known = regions.get(code)
  if (known !== undefined) return known
  regions.set(code, code)
  void ask(api.GET('/api/directory/v1/regions/{code}', { params: { path: { code } } }))
    .then((region) => regions.set(code, region.name))
    .catch(() => undefined)
  return code
}

/** A village with its township in front. */
export function placeName(code: string): string {
  const township = `${code.slice(0, 9)}000`
  return code.endsWith('000') ? regionName(code) : `${regionName(township)} ${regionName(code)}`
}

/** What another answer already told about names needs no question. */
export function learn(code: string, name: string): void {
  if (regions.get(code) !== name) regions.set(code, name)
}

/** The name of a department, its code until it is known. */
export function departmentName(code: string | null | undefined): string {
  if (!code) return ''
  everyDepartment ??= loadDepartments()
  return departments.get(code) ?? code
}

async function loadDepartments(): Promise<void> {
  try {
    const read = (after: string | undefined) =>
      ask(api.GET('/api/directory/v1/departments', { params: { query: { limit: 200, ...(after && { after }) } } }))
    for (const row of await everyPage(read, 2000)) departments.set(row.code, row.name)
  } catch {
    everyDepartment = null
  }
}
