/** The browser's session: the access token lives in memory, the refresh token in a cookie that scripts cannot read. */
import { computed, reactive } from 'vue'
import { insist } from './insist'
import { asProblem, problemOf, type Problem } from './problem'
import type { components } from './schema'

export type Me = components['schemas']['MeView']
export type Role = Me['roles'][number]

const BASE = '/api/identity/v1/session'
const CSRF = { 'X-Songbang-CSRF': '1' }
/** Says that a cookie may be there, so that a first visit asks for nothing; its changes tell other tabs who signs in or out. */
const HINT = 'songbang.signed-in'
const EARLY_MS = 45_000

interface State {
  status: 'unknown' | 'in' | 'out'
  me: Me | null
  ended: boolean
}

export const session = reactive<State>({ status: 'unknown', me: null, ended: false })
export const roles = computed<ReadonlySet<Role>>(() => new Set(session.me?.roles ?? []))

let token = ''
let expiresAt = 0
let refreshing: Promise<boolean> | null = null

/** Whether the signed-in person has one of these roles. */
export function has(...wanted: Role[]): boolean {
  return wanted.some((role) => roles.value.has(role))
}

/** Whether the person's roles may call an operation. */
export const may = (call: { operation: string } | null | undefined): boolean =>
  call !== null && call !== undefined && (session.me?.permissions.includes(call.operation) ?? false)

/** Whether the person belongs to one township and sees no other. */
export function ownTownship(): boolean {
  return session.me?.region.length === 9
}

/** The access token to send; refreshed shortly before it expires. */
export async function accessToken(): Promise<string> {
  if (token && Date.now() > expiresAt - EARLY_MS) await refresh()
  return token
}

/** Get the next access token; false when the session is over. One at a time, in all tabs together. */
export function refresh(): Promise<boolean> {
  refreshing ??= inTurn(next).finally(() => {
    refreshing = null
  })
  return refreshing
}

async function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  // Two tabs that show the same refresh token at once would look like a stolen one.
  return 'locks' in navigator ? await navigator.locks.request('songbang-refresh', work) : work()
}

async function next(): Promise<boolean> {
  const answer = await fetch(`${BASE}/refresh`, { method: 'POST', headers: CSRF })
  if (answer.ok) {
    await keep(answer)
    return true
  }
  if (answer.status < 500 && answer.status !== 429) forget(session.status === 'in')
  return false
}

async function keep(answer: Response): Promise<void> {
  const body = (await answer.json()) as components['schemas']['SessionAnswer']
  token = body.access_token
  expiresAt = Date.now() + body.expires_in * 1000
}

function forget(ended: boolean): void {
  token = ''
  Object.assign(session, { status: 'out', me: null, ended })
  localStorage.removeItem(HINT)
}

async function identify(): Promise<void> {
  const answer = await fetch('/api/identity/v1/me', { headers: { Authorization: `Bearer ${token}` } })
  if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => null))
  Object.assign(session, { status: 'in', me: (await answer.json()) as Me, ended: false })
}

/** Take up the session that an earlier page left, if there is one. A door that is away for a moment ends no session. */
export async function restore(): Promise<void> {
  if (session.status !== 'unknown') return
  if (localStorage.getItem(HINT) === null) return forget(false)
  await insist(async () => {
    if (await refresh()) await identify().catch(unlessTransient)
    return session.status !== 'unknown'
  })
}

function unlessTransient(error: unknown): void {
  if (!asProblem(error).transient) forget(true)
}

/** Sign in; throws the problem that the door answers. */
export const signIn = (username: string, password: string, code = ''): Promise<void> =>
  begin('', { username, password, one_time_code: code || null })

/** Come back from an outside provider: with what it sent, or with the one-time code that was asked for then. */
export const comeBack = (sent: { code: string; state: string } | { one_time_code: string }): Promise<void> =>
  begin('/outside/arrival', sent)

/** Go to the outside provider to sign in there. Throws the problem that the door answers. */
export async function leaveForOutside(): Promise<void> {
  const answer = await fetch(`${BASE}/outside`, { method: 'POST', headers: CSRF })
  const said: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw problemOf(answer.status, said)
  window.location.assign((said as { url: string }).url)
}

async function begin(path: string, body: object): Promise<void> {
  const answer = await fetch(`${BASE}${path}`, {
    method: 'POST',
    headers: { ...CSRF, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => null)) satisfies Problem
  await keep(answer)
  await identify()
  localStorage.setItem(HINT, String(Date.now()))
}

/** Act in another post from now on, without a new password. Throws the problem that the door answers. */
export async function choosePost(post: string): Promise<void> {
  const chosen = async (): Promise<boolean> => {
    const answer = await fetch(`${BASE}/post`, {
      method: 'POST',
      headers: { ...CSRF, 'Content-Type': 'application/json' },
      body: JSON.stringify({ post }),
    })
    if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => null))
    await keep(answer)
    return true
  }
  await inTurn(chosen)
  await identify()
  localStorage.setItem(HINT, String(Date.now()))
}

/** Choose another password, and sign in by it: the change ends every session. Throws the problem that the door answers. */
export async function changePassword(current: string, chosen: string): Promise<void> {
  const username = session.me?.sub ?? ''
  const answer = await fetch('/api/identity/v1/me/password', {
    method: 'PUT',
    headers: { Authorization: `Bearer ${await accessToken()}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ current_password: current, password: chosen }),
  })
  if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => null))
  // A code is not asked for here, and one that was used is not good again: who has a second factor signs in anew.
  await signIn(username, chosen).catch((error: unknown) => {
    if (asProblem(error).code !== 'second_factor_needed') throw error
    forget(true)
  })
}

/** The cookie belongs to all tabs of a browser: who signs out or in on one of them does so on the others. */
export function followOtherTabs(): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key !== HINT && key !== null) return
    if (newValue === null) return forget(false)
    token = ''
    session.status = 'unknown'
    void restore()
  })
}

/** End this session, or every session of this person. */
export async function signOut(everywhere: boolean): Promise<void> {
  if (everywhere) {
    const headers = { Authorization: `Bearer ${await accessToken()}` }
    const answer = await fetch('/api/identity/v1/logout-everywhere', { method: 'POST', headers })
    if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => null))
  }
  const ended = await fetch(BASE, { method: 'DELETE', headers: CSRF })
  if (!ended.ok) throw problemOf(ended.status, await ended.json().catch(() => null))
  forget(false)
}
