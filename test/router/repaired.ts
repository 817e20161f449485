import { expect } from 'vitest'
import { messageFrom } from '../../src/protocol/accumulate-message.ts'
import type { MessagesEvent } from '../../src/protocol/sse-write.ts'
import { AnswerRepair } from '../../src/router/repair/answer-repair.ts'

type Body = Record<string, unknown>

export const text = (text: string) => ({ type: 'text', text })
const schema = {
  type: 'object',
  properties: { command: { type: 'string' }, timeout: {} },
  required: ['command'],
  additionalProperties: false,
}
const repairer = () =>
  new AnswerRepair({
    asked: 'asked',
    tools: new Map<string, unknown>([
      ['Bash', schema],
      ['Read', {}],
    ]),
    promptTokens: 7,
  })
export const run = (...events: MessagesEvent[]) => {
  const repair = repairer()
  return [...events.flatMap(event => repair.feed(event, event.type)), ...repair.end(false)]
}
export const start = { type: 'message_start', message: { id: 'msg_1', model: 'theirs', usage: { input_tokens: 3 } } }
export const block = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block })
export const delta = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta })
export const stop = (index: number) => ({ type: 'content_block_stop', index })
export const end = (stop_reason: string) => ({
  type: 'message_delta',
  delta: { stop_reason },
  usage: { output_tokens: 5 },
})
export const over = { type: 'message_stop' }
export const json = (index: number, partial_json: string) => delta(index, { type: 'input_json_delta', partial_json })
export const said = (index: number, text: string) => delta(index, { type: 'text_delta', text })
export const call = (id: unknown = 'toolu_1', name = 'Bash', input: unknown = {}) => ({
  type: 'tool_use',
  id,
  name,
  input,
})

/** Blocks as short words, and how it ends. */
export function summary(events: readonly MessagesEvent[]): string[] {
  const types = events.map(({ type }) => type)
  const failed = types.includes('error')
  expect(types.filter(type => type === 'message_start').length, 'one start').toBe(
    failed ? types.filter(type => type === 'message_start').length : 1,
  )
  const found = messageFrom(events.filter(({ type }) => type !== 'error'))
  if (!('message' in found)) throw new Error('no message')
  const blocks = (found.message['content'] as Body[]).map(one =>
    one['type'] === 'tool_use'
      ? `${String(one['name'])}(${JSON.stringify(one['input'])})`
      : `${String(one['type'])}:${String(one['text'] ?? one['thinking'])}`,
  )
  return [...blocks, failed ? 'error' : String(found.message['stop_reason'])]
}
