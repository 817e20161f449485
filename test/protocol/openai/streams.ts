import { expect } from 'vitest'
import { messageFrom } from '../../../src/protocol/accumulate-message.ts'
import { StreamConverter } from '../../../src/protocol/openai/convert-stream.ts'
import { dialectOf } from '../../../src/protocol/openai/dialects.ts'
import type { StreamOptions } from '../../../src/protocol/openai/stream-options.ts'
import { createToolNames } from '../../../src/protocol/openai/tool-names.ts'
import { createSseReader } from '../../../src/protocol/sse-parse.ts'
import type { MessagesEvent } from '../../../src/protocol/sse-write.ts'

export const optionsFor = (kind = 'openai-compatible'): StreamOptions => ({
  asked: 'asked',
  kind,
  dialect: dialectOf(kind),
  names: createToolNames(dialectOf(kind)),
  promptTokens: 77,
})

/** Reads the bytes of a stream, cut where `cuts` says. */
export function read(text: string | Buffer, options = optionsFor(), cuts: readonly number[] = []): MessagesEvent[] {
  const bytes = Buffer.from(text)
  const reader = createSseReader()
  const converter = new StreamConverter(options)
  const pieces = [0, ...cuts].map((from, at) => bytes.subarray(from, [...cuts, bytes.length][at]))
  const events = pieces.flatMap(piece => reader.feed(piece).flatMap(({ data }) => converter.feed(data)))
  return [...events, ...reader.end().flatMap(({ data }) => converter.feed(data)), ...converter.end()]
}

export const data = (value: unknown) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`
export const chunk = (delta: unknown, finish_reason: string | null = null, more: object = {}) =>
  data({ id: 'c', choices: [{ index: 0, delta, finish_reason }], ...more })
export const done = data('[DONE]')
export const stop = chunk({}, 'stop') + done
export const tool = (entry: object) => chunk({ tool_calls: [entry] })
export const fn = (name?: string, args?: string | object) => ({
  function: { ...(name === undefined ? {} : { name }), ...(args === undefined ? {} : { arguments: args }) },
})

/** Blocks as short words: `text:hi`, `thinking:hm`, `Bash({"x":1})`; and how it ends. */
export function summary(events: readonly MessagesEvent[]): string[] {
  expectWellFormed(events)
  const error = events.find(({ type }) => type === 'error')
  const found = messageFrom(events.filter(({ type }) => type !== 'error'))
  if (!('message' in found)) throw new Error('no message')
  const blocks = (found.message['content'] as Record<string, unknown>[]).map(block =>
    block['type'] === 'tool_use'
      ? `${String(block['name'])}(${JSON.stringify(block['input'])})`
      : `${String(block['type'])}:${String(block['text'] ?? block['thinking'])}`,
  )
  const end = error ? `error ${(error['error'] as { type: string }).type}` : String(found.message['stop_reason'])
  return [...blocks, end]
}

/** What the client relies on: blocks in turn, each begun, fed and ended, and one end of the whole. */
function expectWellFormed(events: readonly MessagesEvent[]): void {
  let open: number | undefined
  let next = 0
  for (const event of events) {
    if (event.type === 'content_block_start') {
      expect(open, 'one block at a time').toBeUndefined()
      expect(event['index']).toBe(next++)
      open = event['index'] as number
    }
    if (event.type === 'content_block_delta') expect(event['index']).toBe(open)
    if (event.type === 'content_block_stop') {
      expect(event['index']).toBe(open)
      open = undefined
    }
  }
  const types = events.map(({ type }) => type)
  const failed = types.includes('error')
  expect(types.filter(type => type === 'message_stop')).toHaveLength(failed ? 0 : 1)
  expect(types.at(-1)).toBe(failed ? 'error' : 'message_stop')
  if (!failed) expect(types.filter(type => type === 'message_start')).toHaveLength(1)
}

export const usage = { prompt_tokens: 100, completion_tokens: 5 }
