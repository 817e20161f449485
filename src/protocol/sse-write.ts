/** One event of the Messages API: its name is its type. */
export interface MessagesEvent {
  readonly type: string
  readonly [field: string]: unknown
}

/** Events as text of a stream. */
export function writeEvents(events: readonly MessagesEvent[]): string {
  return events.map(event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
}
