import { expect } from 'vitest'
import { demoBackend } from '../../src/demo/backend.ts'
import type { ServedAnswer } from '../../src/system/http/served.ts'

type Json = Record<string, unknown>

/** An answer of the backend, its body in one text. */
export interface Exchange {
  readonly status: number
  readonly headers: ServedAnswer['headers']
  readonly text: string
}

/** One request to a new backend, with a credential unless `headers` are given. */
export async function ask(
  method: string,
  url: string,
  body: unknown = '',
  headers: Record<string, string> = { 'x-api-key': 'demo' },
): Promise<Exchange> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await demoBackend().answer({ method, url, headers, body: text })
  if (typeof answer.body === 'string') return { ...answer, text: answer.body }
  let whole = ''
  for await (const piece of answer.body) {
    expect(piece).toMatch(/^event: [a-z_]+\ndata: .*\n\n$/)
    whole += piece
  }
  return { ...answer, text: whole }
}

/** A request to /v1/messages with what every one needs; `fields` replaces and adds. */
export function request(content: unknown, fields: Json = {}): Json {
  return { model: 'demo', max_tokens: 1000, messages: [{ role: 'user', content }], ...fields }
}

/** The message that answers a request, not streamed. */
export async function message(body: Json): Promise<Json & { content: Json[]; usage: Json }> {
  const { status, text } = await ask('POST', '/v1/messages', body)
  expect(status, text).toBe(200)
  return JSON.parse(text)
}

/** The texts of the message that answers a request. */
export async function said(body: Json): Promise<string> {
  const { content } = await message(body)
  return content.map(block => block['text'] ?? `<${block['type']}>`).join('')
}

/** The names and inputs of the tools that an answer calls. */
export async function calls(body: Json): Promise<[unknown, unknown][]> {
  const { content, stop_reason } = await message(body)
  const found = content.filter(({ type }) => type === 'tool_use')
  expect(stop_reason).toBe(found.length > 0 ? 'tool_use' : 'end_turn')
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
  return found.map(({ name, input }) => [name, input])
}

/** A red PNG of 32 by 32 pixels. */
export const redSquare =
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAJ0lEQVR42u3NsQkAAAjAsP7/tF7hIASyp6lTCQQCgUAgEAgEgi/BAjLD/C5w/SM9AAAAAElFTkSuQmCC'

/** A block with an image in it. */
export function image(data: string, type = 'image/png'): Json {
  return { type: 'image', source: { type: 'base64', media_type: type, data } }
}

const path = { type: 'string', description: 'Absolute path' }

/** Tools with the names and shapes of Claude Code's, and one of everybody's. */
export const tools = {
  Agent: tool('Agent', { description: { type: 'string' }, prompt: { type: 'string' } }, ['description', 'prompt']),
  Bash: tool('Bash', { command: { type: 'string' }, timeout: { type: 'number' } }, ['command']),
  Read: tool('Read', { file_path: path, limit: { type: 'integer' } }, ['file_path']),
  Write: tool('Write', { file_path: path, content: { type: 'string' } }, ['file_path', 'content']),
  WebSearch: tool('WebSearch', { query: { type: 'string', minLength: 2 } }, ['query']),
  get_weather: tool('get_weather', { location: { type: 'string' }, unit: { enum: ['celsius', 'fahrenheit'] } }, [
    'location',
    'unit',
  ]),
}

/** A tool with an object for its input. */
export function tool(name: string, properties: Json, required: readonly string[], more: Json = {}): Json {
  const input_schema = { type: 'object', properties, required, additionalProperties: false }
  return { name, description: `The tool ${name}.`, input_schema, ...more }
}
