/** The API of Songbang: `connect` to a county, then call its operations by their paths. */
import createClient, { type Client, type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema.js'

export type { components, paths } from './schema.js'
export type Problem = components['schemas']['Problem']

const SIGN_IN = '/api/identity/v1/token'
const RENEW_BEFORE_MS = 60_000

/** The county refused a request (RFC 9457): show `detail`, which is Chinese; decide by `code`. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly problem: Partial<Problem>

  constructor(status: number, problem: Partial<Problem>) {
    super(`${status} ${problem.code ?? ''}: ${problem.detail ?? ''}`)
    this.status = status
    this.code = problem.code ?? `http_${status}`
    this.detail = problem.detail ?? ''
    this.problem = problem
  }
}

/** A client signed in as somebody. Nothing is sent before the first call. */
export function connect(url: string, username: string, password: string): Client<paths> {
  const client = createClient<paths>({ baseUrl: url })
  client.use(login(url, username, password), once, refusing)
  return client
}

function login(url: string, username: string, password: string): Middleware {
  let token = ''
  let refreshToken = ''
  let renewAt = 0
  let renewing: Promise<void> | undefined

  async function renew(): Promise<void> {
    const form: Record<string, string> = refreshToken
      ? { grant_type: 'refresh_token', refresh_token: refreshToken }
      : { grant_type: 'password', username, password }
    const answer = await fetch(url + SIGN_IN, { method: 'POST', body: new URLSearchParams(form) })
    refreshToken = ''
    if (!answer.ok) throw await refusal(answer)
    const got = (await answer.json()) as { access_token: string; refresh_token?: string; expires_in: number }
    token = got.access_token
    refreshToken = got.refresh_token ?? ''
    renewAt = Date.now() + got.expires_in * 1000 - RENEW_BEFORE_MS
  }

  return {
    async onRequest({ request }) {
      // Calls at the same time wait for one token: a refresh token is taken once.
      if (Date.now() >= renewAt) await (renewing ??= renew().finally(() => (renewing = undefined)))
      request.headers.set('Authorization', `Bearer ${token}`)
    },
  }
}

/** An act that is sent twice by a retry must happen once. */
const once: Middleware = {
  onRequest({ request }) {
    if (!['GET', 'HEAD'].includes(request.method) && !request.headers.has('Idempotency-Key'))
      request.headers.set('Idempotency-Key', crypto.randomUUID())
  },
}

const refusing: Middleware = {
  async onResponse({ response }) {
    if (response.status >= 400) throw await refusal(response)
  },
}

async function refusal(answer: Response): Promise<Refused> {
  const problem: unknown = await answer.json().catch(() => ({}))
  return new Refused(answer.status, problem as Partial<Problem>)
}
