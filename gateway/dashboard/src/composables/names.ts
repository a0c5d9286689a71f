/** Names of regions and departments. A name that cannot be had yet is looked up again until it is there. */
import { reactive } from 'vue'
import { api, ask, everyPage, pageAfter } from '@/api/client'
import { asProblem } from '@/api/problem'

const COUNTRY = '000000000000'
/** What stands for a name that is on its way: never a code, which nobody can read. */
export const COMING = '…'
const NAMELESS = '（区划名称不详）'
const WAITS_MS = [1000, 2000, 5000, 15_000]
const regions = reactive(new Map<string, string>([[COUNTRY, '全国']]))
const departments = reactive(new Map<string, string>())
/** Departments that the directory was read for without finding them. */
const strangers = new Set<string>()
let reading = false
let read = false

const later = (failures: number, work: () => void): void =>
  void setTimeout(work, WAITS_MS[Math.min(failures, WAITS_MS.length - 1)])

/** The name of a region. */
export function regionName(code: string): string {
  const known = regions.get(code)
  if (known !== undefined) return known
  regions.set(code, COMING)
  void lookUp(code, 0)
  return COMING
}

async function lookUp(code: string, failures: number): Promise<void> {
  try {
    const region = await ask(api.GET('/api/directory/v1/regions/{code}', { params: { path: { code } } }))
    regions.set(code, region.name)
  } catch (error) {
    if (regions.get(code) !== COMING) return
    const problem = asProblem(error)
    if (problem.transient) later(failures, () => void lookUp(code, failures + 1))
    else if (problem.status === 401) regions.delete(code)
    else regions.set(code, NAMELESS)
  }
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

/** The name of a department; its short code when the directory does not have it. */
export function departmentName(code: string | null | undefined): string {
  if (!code) return ''
  const known = departments.get(code)
  if (known !== undefined) return known
  // A department that was entered after the list was read is worth one more look.
  if (!strangers.has(code)) void readDepartments(code, 0)
  return read ? code : COMING
}

async function readDepartments(wanted: string, failures: number): Promise<void> {
  if (reading && failures === 0) return
  reading = true
  try {
    const page = (after: string | undefined) =>
      ask(api.GET('/api/directory/v1/departments', { params: { query: pageAfter(after) } }))
    for (const row of await everyPage(page)) departments.set(row.code, row.name)
    read = true
    reading = false
    if (!departments.has(wanted)) strangers.add(wanted)
  } catch (error) {
    if (asProblem(error).transient) return later(failures, () => void readDepartments(wanted, failures + 1))
    reading = false
    if (asProblem(error).status !== 401) strangers.add(wanted)
  }
}
