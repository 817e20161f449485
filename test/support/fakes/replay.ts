import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordingsOf } from '../recordings.ts'
import { eventsIn } from './asking.ts'
import type { Fake } from './fake.ts'
import { llamacpp } from './llamacpp.ts'
import { llamacppRouter } from './llamacpp-router.ts'

/** A recorded question that can be put to a fake which is as the recorded server had been started. */
export interface Replay {
  readonly name: string
  readonly ask: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly fake: Fake
}

/** The recorded servers by their ports. */
const servers: Readonly<Record<string, () => Fake>> = {
  18081: () => llamacpp(),
  18082: () => llamacpp({ model: 'tiny-notools', key: 'sk-right', tools: 'none' }),
  18083: () => llamacpp({ model: 'tiny-think', thinking: true }),
  18085: () => llamacpp({ slots: 2 }),
  18086: () => llamacpp({ tools: 'refused' }),
  18087: () => llamacppRouter(),
  18088: () => llamacpp({ key: 'sk-b' }),
  18089: () => llamacpp({ loadingMs: 60_000 }),
  18092: () => llamacpp({ systemRole: 'rejected' }),
}

/** Servers that were started again at a port, by the recording. */
const others: Readonly<Record<string, () => Fake>> = {
  'props-65536': () => llamacpp({ context: { loaded: 65536 } }),
  'router-v1-models-after': () => llamacppRouter({ inMemory: ['tiny-tools'] }),
}

/** What only the tiny models did: they said nothing, talked before a call, or were cut at their own words. */
const ownWays =
  /^(empty-reply-stream|no-jinja-simple|qwen35-template-(props|system-array|tool-choice-any)|tool-choice-(any|tool).*|.*max-tokens-reached.*|tools-cut.*|stop-sequence)$/

/** The recordings of llama-server that the fake must give again: with a whole question, and whose words do not matter. */
export function replays(): Replay[] {
  return recordingsOf('llama-server').flatMap(path => {
    const name = path.replace(/^.*\//, '')
    const file = join(import.meta.dirname, '../../fixtures/recordings', `${path}.txt`)
    const [asked = ''] = readFileSync(file, 'utf8').split('\n<<<\n')
    const [, method, port = '', target] = /^>>> ([A-Z]+) http:\/\/127\.0\.0\.1:(\d+)(\S*)/m.exec(asked) ?? []
    const fake = (others[name] ?? servers[port])?.()
    if (!fake || ownWays.test(name) || asked.includes('>>> body (')) return []
    const headers = [...asked.matchAll(/^>>> ([a-z-]+): (.*)$/gm)].map(([, header = '', value = '']) => [header, value])
    // The tiny model calls a tool whatever it is asked, this one only for a task.
    const body = asked.split('\n\n').slice(1).join('\n\n').trim()
    const told = body.includes('"tools"') ? body.replace('"content":"hello"', '"content":"run it"') : body
    const question = { name, ask: `${method} ${target}`, headers: Object.fromEntries(headers), fake }
    return [method === 'POST' ? { ...question, body: told } : question]
  })
}

/** A body without what is different each time: ids, numbers of tokens, the words, and how many deltas they come in. */
export function comparable(body: string): unknown {
  if (body === '') return body
  if (!body.startsWith('event: ')) return alike(JSON.parse(body))
  const events = eventsIn(body).map(event => JSON.stringify(alike(event)))
  return events.filter((event, index) => event !== events[index - 1])
}

/** What follows from flags that no fake takes, and the hour. */
const started = ['created', 'endpoint_metrics', 'endpoint_props', 'temperature']
const free = ['text', 'thinking', 'partial_json', 'input', 'name', 'media_marker']

function alike(value: unknown, key = ''): unknown {
  if (/_tokens$/.test(key) || started.includes(key)) return 'any'
  if (typeof value === 'string')
    return free.includes(key) && value !== '' ? 'words' : value.replace(/^(chatcmpl-)?[A-Za-z0-9]{32}$/, '$1id')
  if (key === 'input') return 'an input'
  if (Array.isArray(value)) return value.map(item => alike(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, alike(field, name)]))
}
