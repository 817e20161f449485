import { type Conversation, promptTokens } from './conversation.ts'
import type { Counts, Dialect, StreamEvent } from './dialect.ts'
import type { Chunk, FakeAnswer } from './fake.ts'
import { type Block, type Choice, type Said, say, type ToolCalls } from './model.ts'

/** How a model and its server behave; every fake takes these. */
export interface Manner {
  /** What comes of tools; `native` where nothing is said. */
  readonly tools?: ToolCalls
  /** ms before each piece of an answer of /v1/messages. */
  readonly slowMs?: number
  /** Whether the model fails after the first words of a stream. */
  readonly breaksOff?: boolean
}

/** One answer to be made. */
export interface Turn {
  readonly conversation: Conversation
  /** The model's name as the answer says it. */
  readonly model: string
  readonly choice: Choice
  readonly thinks: boolean
  /** The prompt's tokens before the server cut it; those of `conversation` where it did not. */
  readonly sent?: number
}

/** What the scripted model answers, in a server's dialect: as a whole message, or streamed. */
export function speak(dialect: Dialect, turn: Turn, { tools = 'native', slowMs, breaksOff }: Manner): FakeAnswer {
  const { conversation, choice, thinks } = turn
  const input = promptTokens(conversation)
  const said = say(conversation, { tools, choice, thinks })
  const counts = { input, output: said.tokens, sent: turn.sent ?? input }
  if (!conversation.streams) {
    const message = JSON.stringify(messageOf(dialect, turn.model, said, counts))
    const body = slowMs === undefined ? message : [{ waitMs: slowMs }, message]
    return { status: 200, headers: dialect.headers, body }
  }
  const events = eventsOf(dialect, turn.model, said, counts)
  const spoilt = dialect.spoil?.(events) ?? events
  const written = breaksOff
    ? [...upToFirstDelta(spoilt).map(sse), dialect.failure('the model runner has unexpectedly stopped')]
    : [...spoilt.map(sse), dialect.after ?? '']
  const sent = [dialect.before ?? '', ...written].filter(chunk => chunk !== '')
  const body = slowMs === undefined ? sent : sent.flatMap((chunk): Chunk[] => [{ waitMs: slowMs }, chunk])
  return { status: 200, headers: dialect.streamHeaders, body }
}

function stopReason(dialect: Dialect, { blocks, cut }: Said): string {
  const call = blocks.find(block => block.type === 'call')
  if (call?.cut) return cut ? 'max_tokens' : dialect.cutStop
  return cut ? 'max_tokens' : call ? 'tool_use' : 'end_turn'
}

function messageOf(dialect: Dialect, model: string, said: Said, counts: Counts): object {
  return {
    id: dialect.messageId(),
    type: 'message',
    role: 'assistant',
    content: said.blocks.map(block => wholeBlock(dialect, block)),
    model,
    stop_reason: stopReason(dialect, said),
    ...(dialect.stopSequence ? { stop_sequence: null } : {}),
    usage: dialect.usage(counts),
  }
}

function wholeBlock(dialect: Dialect, block: Block): object {
  switch (block.type) {
    case 'text':
      return block
    case 'thinking': {
      const signature = dialect.signature ? { signature: dialect.signature() } : {}
      return { type: 'thinking', thinking: block.text, ...signature }
    }
    case 'call':
      return { type: 'tool_use', id: dialect.callId(), name: block.name, input: block.cut ? {} : block.input }
  }
}

function eventsOf(dialect: Dialect, model: string, said: Said, counts: Counts): StreamEvent[] {
  const message = {
    id: dialect.messageId(),
    type: 'message',
    role: 'assistant',
    content: [],
    model,
    ...(dialect.startStops ? { stop_reason: null, stop_sequence: null } : {}),
    usage: dialect.startUsage(counts),
  }
  const blocks = said.blocks.map((block, index) => blockEvents(dialect, block, index))
  const delta = {
    stop_reason: stopReason(dialect, said),
    ...(dialect.stopSequence ? { stop_sequence: null } : {}),
  }
  return [
    { type: 'message_start', message },
    ...(dialect.pings ? [{ type: 'ping' }] : []),
    ...(dialect.overlaps
      ? [...blocks.flatMap(({ opening }) => opening), ...blocks.flatMap(({ closing }) => closing)]
      : blocks.flatMap(({ opening, closing }) => [...opening, ...closing])),
    { type: 'message_delta', delta, usage: dialect.deltaUsage(counts) },
    { type: 'message_stop' },
  ]
}

/** A block's start and deltas, and what ends it. */
function blockEvents(
  dialect: Dialect,
  block: Block,
  index: number,
): { opening: StreamEvent[]; closing: StreamEvent[] } {
  const start = (content: object) => ({ type: 'content_block_start', index, content_block: content })
  const delta = (value: object) => ({ type: 'content_block_delta', index, delta: value })
  const stop = { type: 'content_block_stop', index }
  switch (block.type) {
    case 'text': {
      const deltas = dialect.pieces(block.text).map(text => delta({ type: 'text_delta', text }))
      return { opening: [start({ type: 'text', text: '' }), ...deltas], closing: [stop] }
    }
    case 'thinking': {
      const signs = dialect.signature !== undefined
      const deltas = dialect.pieces(block.text).map(thinking => delta({ type: 'thinking_delta', thinking }))
      const signature = signs ? [delta({ type: 'signature_delta', signature: dialect.signature?.() })] : []
      const empty = signs && dialect.fullStarts ? { signature: '' } : {}
      return {
        opening: [start({ type: 'thinking', thinking: '', ...empty }), ...deltas],
        closing: [...signature, stop],
      }
    }
    case 'call': {
      const written = JSON.stringify(block.input)
      const deltas = dialect
        .inputPieces(block.cut ? written.slice(0, Math.min(6, written.length - 1)) : written)
        .map(piece => delta({ type: 'input_json_delta', partial_json: piece }))
      const call = { type: 'tool_use', id: dialect.callId(), name: block.name }
      return { opening: [start(dialect.fullStarts ? { ...call, input: {} } : call), ...deltas], closing: [stop] }
    }
  }
}

function upToFirstDelta(events: readonly StreamEvent[]): readonly StreamEvent[] {
  return events.slice(0, events.findIndex(({ type }) => type === 'content_block_delta') + 1)
}

function sse(event: StreamEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
