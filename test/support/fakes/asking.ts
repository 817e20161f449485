import { fieldsOf } from './conversation.ts'
import type { Fake } from './fake.ts'
import { type Served, serveFake } from './serving.ts'

/** What came back from a fake over HTTP. */
export interface Heard {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The body read as JSON; undefined where it is none. */
  readonly json: unknown
}

/** Asks a server that is already there: `ask` is such as `GET /props`, a body that is no text goes as JSON. */
export async function askAt(
  { url }: Served,
  ask: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Heard> {
  const [method = '', path = ''] = ask.split(' ')
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const response = await fetch(`${url}${path}`, { method, headers, ...sent })
  const heard = await response.text()
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: heard,
    json: /^[[{"]/.test(heard) && !heard.startsWith('event') ? JSON.parse(heard) : undefined,
  }
}

/** Serves a fake for one test, and asks it once. */
export async function askFake(
  fake: Fake,
  ask: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
): Promise<Heard> {
  return askAt(await serveFake(fake), ask, body, headers)
}

/** The events of a stream, in their order. */
export function eventsIn(stream: string): Record<string, unknown>[] {
  return [...stream.matchAll(/^data: (\{.*\})$/gm)].map(([, data = '']) => JSON.parse(data))
}

/** What the first block of a type starts with; undefined where a stream has none. */
export function startIn(events: readonly Record<string, unknown>[], type: string): Record<string, unknown> | undefined {
  return events.map(event => fieldsOf(event['content_block'])).find(block => block['type'] === type)
}

/** The pieces of all deltas that have such a field, as one text. */
export function deltasIn(events: readonly Record<string, unknown>[], field: string): string {
  return events.map(({ delta }) => fieldsOf(delta)[field] ?? '').join('')
}
