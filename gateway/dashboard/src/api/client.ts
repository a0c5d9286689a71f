/** The typed client of the public API; it knows every route from the merged OpenAPI document. */
import createClient from 'openapi-fetch'
import pLimit from 'p-limit'
import { problemOf } from './problem'
import type { paths } from './schema'
import { accessToken, refresh } from './session'

/** Send a request with the session's token; a refused token is renewed once. */
export async function authorized(request: Request): Promise<Response> {
  const again = request.clone()
  const answer = await fetch(withToken(request, await accessToken()))
  if (answer.status !== 401 || !(await refresh())) return answer
  return fetch(withToken(again, await accessToken()))
}

function withToken(request: Request, token: string): Request {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  return request
}

/** A browser keeps six connections to one door (HTTP/1.1). A hanging service must not take them all: with the live stream
 * and the feed's long poll, one stays free for the next page and for what the person does. */
const reading = pLimit(4)

function inTurn(request: Request): Promise<Response> {
  return request.method === 'GET' ? reading(() => authorized(request)) : authorized(request)
}

export const api = createClient<paths, 'application/json'>({ baseUrl: window.location.origin, fetch: inTurn })

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The body of an answer; a refusal is thrown as a Problem. */
export async function ask<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok) throw problemOf(response.status, error)
  return data as T
}

/** Read a source record by its address at the gateway, whatever its kind. */
export async function record(href: string, signal?: AbortSignal): Promise<Record<string, unknown>> {
  const answer = await inTurn(new Request(new URL(href, window.location.origin), { signal: signal ?? null }))
  const body: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw problemOf(answer.status, body)
  return body as Record<string, unknown>
}

/** Headers of an act on a record that was read at this version: sent twice it happens once. */
export function acting(version?: number): Record<string, string> {
  const key = { 'Idempotency-Key': onlyOne() }
  return version === undefined ? key : { ...key, 'If-Match': `"${version}"` }
}

/** A name that is given once; `randomUUID` is missing where an intranet has no TLS. */
function onlyOne(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

interface PageOf<T> {
  items: T[]
  next?: string | null
}

/** Every row of a paged list, up to a limit that keeps a page usable. */
export async function everyPage<T>(read: (after: string | undefined) => Promise<PageOf<T>>, most = 4000): Promise<T[]> {
  const rows: T[] = []
  let after: string | undefined
  do {
    const page = await read(after)
    rows.push(...page.items)
    after = page.next ?? undefined
  } while (after !== undefined && rows.length < most)
  return rows
}
