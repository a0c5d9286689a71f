/** The typed client of the public API; it knows every route from the merged OpenAPI document. */
import createClient from 'openapi-fetch'
import pLimit from 'p-limit'
import { heard } from './door'
import { problemOf } from './problem'
import type { paths } from './schema'
import { accessToken, refresh } from './session'

/** Send a request with the session's token; a refused token is renewed once. */
export async function authorized(request: Request): Promise<Response> {
  const again = request.clone()
  const answer = await fetch(withToken(request, await accessToken()))
  heard()
  if (answer.status !== 401 || !(await refresh())) return answer
  return fetch(withToken(again, await accessToken()))
}

function withToken(request: Request, token: string): Request {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  return request
}

/** A browser keeps six connections to one door (HTTP/1.1). A hanging service must not take them all: with the live stream
 * and the feed's long poll, one stays free for the next page, for what the person does, and for the question whether
 * the door is alive. */
const reading = pLimit(3)

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

/** The content of a file at an address of the server; of several kinds, the one that is asked for. */
async function file(href: string, kind = '*/*'): Promise<Response> {
  const answer = await inTurn(new Request(new URL(href, window.location.origin), { headers: { Accept: kind } }))
  if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => null))
  return answer
}

/** A picture of the server as an address that an image can show; to be revoked when it is shown no more. */
export async function picture(href: string): Promise<string> {
  return URL.createObjectURL(await (await file(href, 'image/*')).blob())
}

/** Save the file at an address of the server under the name that it gives; of several kinds, the one that is asked for. */
export async function save(href: string, kind = '*/*'): Promise<void> {
  const answer = await file(href, kind)
  const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '文书.pdf'
  const address = URL.createObjectURL(await answer.blob())
  Object.assign(document.createElement('a'), { href: address, download: decodeURIComponent(name) }).click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Send a body to an address that the server named, and read the record that it answers with. */
export async function send<T>(method: string, href: string, body: object, headers: Record<string, string>): Promise<T> {
  const json = { ...headers, 'Content-Type': 'application/json' }
  const request = new Request(new URL(href, window.location.origin), {
    method,
    body: JSON.stringify(body),
    headers: json,
  })
  const answer = await authorized(request)
  const given: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw problemOf(answer.status, given)
  return given as T
}

/** Send a file as it is, and read the answer; sent again under the same key it is there once. */
export async function upload<T>(href: string, content: Blob | FormData, method = 'POST', key = onlyOne()): Promise<T> {
  const headers: Record<string, string> = { 'Idempotency-Key': key }
  if (content instanceof Blob) headers['Content-Type'] = 'application/octet-stream'
  const request = new Request(new URL(href, window.location.origin), {
    method,
    body: content,
    headers,
  })
  const answer = await authorized(request)
  const given: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw problemOf(answer.status, given)
  return given as T
}

/** Headers of an act on a record that was read at this version: sent twice it happens once. */
export function acting(version?: number): Record<string, string> {
  const key = { 'Idempotency-Key': onlyOne() }
  return version === undefined ? key : { ...key, 'If-Match': `"${version}"` }
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A name that is given once, of 80 random bits, which people can copy; `randomUUID` is missing where an intranet has no TLS. */
export function onlyOne(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => LETTERS[byte & 31]).join('')
}

interface PageOf<T> {
  items: T[]
  next?: string | null
}

/** The part of a query that asks for the page behind a cursor. */
export const pageAfter = (after: string | undefined) => ({ limit: 200, ...(after && { after }) })

/** Every row of a paged list; with `enough`, up to the first page whose last row is far enough. */
export async function everyPage<T>(
  read: (after: string | undefined) => Promise<PageOf<T>>,
  enough: (last: T) => boolean = () => false,
): Promise<T[]> {
  const rows: T[] = []
  let after: string | undefined
  do {
    const page = await read(after)
    rows.push(...page.items)
    after = page.next ?? undefined
    const last = page.items.at(-1)
    if (last !== undefined && enough(last)) break
  } while (after !== undefined)
  return rows
}
