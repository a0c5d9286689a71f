/** A parser of server-sent events: EventSource cannot send a token, so the stream is read by fetch. */
export interface ServerEvent {
  event: string
  data: string
}

/** Feed text in whatever pieces it arrives; complete events come out. */
export class EventParser {
  private rest = ''

  /** The events that these characters complete. */
  feed(text: string): ServerEvent[] {
    const parts = (this.rest + text).replaceAll('\r\n', '\n').split('\n\n')
    this.rest = parts.pop() ?? ''
    return parts.map(read).filter((event) => event !== null)
  }
}

function read(block: string): ServerEvent | null {
  let event = 'message'
  const data: string[] = []
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const value = line.slice(colon + 1).replace(/^ /, '')
    if (line.startsWith('event:')) event = value
    else if (line.startsWith('data:')) data.push(value)
  }
  return data.length > 0 ? { event, data: data.join('\n') } : null
}
