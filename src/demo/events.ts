import { type Answer, contentOf } from './answer.ts'
import type { Json } from './fields.ts'
import type { AnswerBlock } from './model.ts'

/** What names a message beside its content. */
export interface Envelope {
  readonly id: string
  readonly model: string
  readonly inputTokens: number
}

/** The message as one object: the body of an answer that is not streamed. */
export function messageBody(answer: Answer, envelope: Envelope): Json {
  const { blocks, stopReason, stopSequence, outputTokens } = answer
  return {
    ...openMessage(envelope),
    content: blocks.map(wholeBlock),
    stop_reason: stopReason,
    stop_sequence: stopSequence,
    usage: usage(envelope, outputTokens),
  }
}

/**
 * The message as server-sent events, each one complete, in Anthropic's order: message_start, ping, each block's start,
 * deltas and stop before the next block's, message_delta, message_stop.
 * https://docs.anthropic.com/en/docs/build-with-claude/streaming
 */
export async function* eventsOf(answer: Answer, envelope: Envelope): AsyncGenerator<string, void, undefined> {
  const { blocks, stopReason, stopSequence, outputTokens } = answer
  const message = { ...openMessage(envelope), stop_reason: null, stop_sequence: null, usage: usage(envelope, 1) }
  yield event({ type: 'message_start', message })
  yield event({ type: 'ping' })
  for (const [index, block] of blocks.entries()) {
    yield event({ type: 'content_block_start', index, content_block: emptyBlock(block) })
    for (const delta of deltasOf(block)) yield event({ type: 'content_block_delta', index, delta })
    yield event({ type: 'content_block_stop', index })
  }
  const delta = { stop_reason: stopReason, stop_sequence: stopSequence }
  yield event({ type: 'message_delta', delta, usage: usage(envelope, outputTokens) })
  yield event({ type: 'message_stop' })
}

function event(data: Json): string {
  return `event: ${data['type']}\ndata: ${JSON.stringify(data)}\n\n`
}

function openMessage({ id, model }: Envelope): Json {
  return { id, type: 'message', role: 'assistant', model, content: [] }
}

function usage({ inputTokens }: Envelope, outputTokens: number): Json {
  return {
    input_tokens: inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: outputTokens,
  }
}

function wholeBlock(block: AnswerBlock): Json {
  if (block.type !== 'tool_use') return { ...block }
  const { type, id, name, json } = block
  return { type, id, name, input: parsed(json) }
}

/** A block as its content_block_start has it. */
function emptyBlock(block: AnswerBlock): Json {
  switch (block.type) {
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' }
    case 'text':
      return { type: 'text', text: '' }
    case 'tool_use':
      return { type: 'tool_use', id: block.id, name: block.name, input: {} }
  }
}

function deltasOf(block: AnswerBlock): Json[] {
  const pieces = piecesOf(contentOf(block))
  switch (block.type) {
    case 'thinking': {
      const deltas: Json[] = pieces.map(thinking => ({ type: 'thinking_delta', thinking }))
      return [...deltas, { type: 'signature_delta', signature: block.signature }]
    }
    case 'text':
      return pieces.map(text => ({ type: 'text_delta', text }))
    case 'tool_use':
      // Anthropic's first piece is always empty.
      return ['', ...pieces].map(partial_json => ({ type: 'input_json_delta', partial_json }))
  }
}

/** Pieces of a word each, at most 16 characters long, none of them half a character. */
function piecesOf(text: string): string[] {
  return text.match(/\s{0,16}\S{1,16}|\s{1,16}/gu) ?? []
}

/** An input that max_tokens cut is no JSON any more; the official SDKs give an empty object for it. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}
