/** Events of the feed as the ticker shows them. */
export interface FeedEvent {
  id: string
  source: string
  type: string
  subject: string
  time: string
  region: string
  department?: string
  sequence: number
  data: Record<string, unknown>
}

export const KEPT = 500
/** So many when somebody asks for all of them. */
export const KEPT_WHOLE = 5000

/** New events among the known ones, each once, the newest first, and not more than the page can carry. */
export function merged(known: readonly FeedEvent[], fresh: readonly FeedEvent[], most = KEPT): FeedEvent[] {
  const seen = new Set(known.map((event) => event.id))
  const unseen = fresh.filter((event) => !seen.has(event.id)).reverse()
  // What was recorded belatedly stands where it belongs in time.
  return [...unseen, ...known].sort((a, b) => Date.parse(b.time) - Date.parse(a.time)).slice(0, most)
}

/** How far behind a topic is, as far as this page can tell. */
export interface TopicLag {
  topic: string
  count: number
  newest: string
  /** From the record to this page; null until an event has come while the page was open. */
  behindMs: number | null
}

/** A topic is named by the first two words of its types. */
export function topicOf(type: string): string {
  return type.split('.', 2).join('.')
}

/** The topics with what was just read; `at` is when it came, null for what had happened before the page was opened. */
export function heard(known: readonly TopicLag[], events: readonly FeedEvent[], at: number | null): TopicLag[] {
  const topics = new Map(known.map((each) => [each.topic, each]))
  for (const event of events) {
    const topic = topicOf(event.type)
    const before = topics.get(topic)
    // Clocks of two machines differ a little: nothing comes before it happened.
    const behindMs = at === null ? (before?.behindMs ?? null) : Math.max(0, at - Date.parse(event.time))
    const newest = before === undefined || event.time > before.newest ? event.time : before.newest
    topics.set(topic, { topic, count: (before?.count ?? 0) + 1, newest, behindMs })
  }
  return [...topics.values()].sort((a, b) => b.newest.localeCompare(a.newest) || a.topic.localeCompare(b.topic))
}

/** The service that owns an event's type. */
export function ownerOf(type: string): string {
  return type.split('.', 1)[0] ?? ''
}

/** Records that are read by another key than the one that their events name them by. */
const READ_AT: Record<string, (data: Record<string, unknown>) => string> = {
  'certificate.item': ({ item }) => `/api/certificate/v1/items/${item}`,
  'report.catalogue': ({ year }) => `/api/report/v1/catalogues/${year}`,
  'signage.spec_table': () => '/api/signage/v1/specs',
  'gateway.region': ({ code }) => `/api/directory/v1/regions/${code}`,
}

/** Where the source record of an event is read; other facts of the gateway have none of their own. */
export function hrefOf(event: FeedEvent): string {
  const known = READ_AT[topicOf(event.type)]
  if (known !== undefined) return known(event.data)
  const service = event.source.replace(/^\//, '').replace(/-svc$/, '')
  return service === 'gateway' ? '' : `/api/${service}/v1/${event.subject}`
}

/** The words of an event that say most: a title, an item, a description. */
export function gist(event: FeedEvent): string {
  const words = ['title', 'name', 'item_name', 'description', 'demander', 'topic', 'number', 'item', 'spec', 'form']
  for (const word of words) {
    const value = event.data[word]
    if (typeof value === 'string' && value !== '') return value
  }
  return ''
}

/** Whether an event fits what is looked for in words. */
export function fits(event: FeedEvent, part: string, names: readonly string[]): boolean {
  const wanted = part.trim()
  return wanted === '' || [event.type, gist(event), ...names].some((text) => text.includes(wanted))
}
