import { printed } from '@/model/format'

/** An RFC 9457 answer, or the network's silence, as one kind of error with a Chinese text. */
export interface FieldProblem {
  pointer: string
  detail: string
}

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly law: string | null = null,
    readonly fields: FieldProblem[] = [],
    readonly requestId: string | null = null,
    /** What a refusal brings besides: a letter, what may be meant instead. */
    readonly more: Record<string, unknown> = {},
  ) {
    super(detail)
  }

  /** Whether the caller's role is the reason. */
  get forbidden(): boolean {
    return this.status === 403
  }

  /** Whether somebody else changed the record since it was read. */
  get stale(): boolean {
    return this.status === 412
  }

  /** Whether the same request may succeed later. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

const TEXTS: Record<number, string> = {
  0: '连接不上网关，请检查网络',
  403: '您的角色不能查看或办理这一项',
  404: '没有找到',
  412: '这条记录刚被他人改动，已为您刷新，请核对后再办理',
  429: '请求过于频繁，请稍后再试',
  502: '对应的服务暂时没有响应',
  503: '对应的服务暂时不可用',
  504: '对应的服务响应超时',
}

/** Read a problem document; anything else becomes a problem of its status. */
export function problemOf(status: number, body: unknown): Problem {
  const told = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (key: string): string | null => (typeof told[key] === 'string' ? (told[key] as string) : null)
  const detail = status === 412 ? TEXTS[412] : (text('detail') ?? TEXTS[status] ?? `服务返回了错误（${status}）`)
  const fields = Array.isArray(told.errors) ? (told.errors as FieldProblem[]) : []
  return new Problem(
    status,
    text('code') ?? `http_${status}`,
    printed(detail ?? ''),
    text('law'),
    fields,
    text('request_id'),
    told,
  )
}

/** What was thrown, as a problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof TypeError) return problemOf(0, null)
  return new Problem(0, 'unexpected', error instanceof Error ? error.message : '页面出错')
}

/** Whether a request was given up by the page itself. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
