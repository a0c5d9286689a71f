/** One's own second factor: enrolled, confirmed, removed. Every call throws the problem that the door answers. */
import { problemOf } from './problem'
import type { components } from './schema'
import { accessToken, refresh } from './session'

type Schemas = components['schemas']
export type Enrolment = Schemas['EnrolmentView']
export type Factor = Schemas['SecondFactorView']

const OWN = '/api/identity/v1/me/second-factor'
const CONFIRMATION = '/api/identity/v1/me/second-factor/confirmation'
const REMOVAL = '/api/identity/v1/me/second-factor/removal'

async function call(path: string, body?: object): Promise<unknown> {
  const headers = { Authorization: `Bearer ${await accessToken()}`, 'Content-Type': 'application/json' }
  const request = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }
  const answer = await fetch(path, request)
  const found: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw problemOf(answer.status, found)
  return found
}

export const factor = async (): Promise<Factor> => (await call(OWN)) as Factor
export const enrol = async (password: string): Promise<Enrolment> =>
  (await call(OWN, { current_password: password })) as Enrolment
export const remove = (code: string): Promise<unknown> => call(REMOVAL, { code })

/** Confirm by a first code; the recovery codes are shown once. The next token lets through to everything else. */
export async function confirm(code: string): Promise<string[]> {
  const found = (await call(CONFIRMATION, { code })) as Schemas['NewRecoveryCodes']
  await refresh()
  return found.recovery_codes
}
