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

/** New events in front of the known ones, each once, and not more than the page can carry. */
export function merged(known: readonly FeedEvent[], fresh: readonly FeedEvent[]): FeedEvent[] {
  const seen = new Set(known.map((event) => event.id))
  const unseen = fresh.filter((event) => !seen.has(event.id)).reverse()
  return [...unseen, ...known].slice(0, KEPT)
}

/** The service that owns an event's type. */
export function ownerOf(type: string): string {
  return type.split('.', 1)[0] ?? ''
}

/** Where the source record of an event is read; facts of the directory and of editions have none of their own. */
export function hrefOf(event: FeedEvent): string {
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
