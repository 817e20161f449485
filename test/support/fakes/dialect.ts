import { idOf } from './ids.ts'

/** One event of a stream. */
export interface StreamEvent {
  readonly type: string
  readonly [field: string]: unknown
}

/** Token numbers of one exchange. */
export interface Counts {
  readonly input: number
  readonly output: number
  /** The prompt as it was sent, before a server cut it. */
  readonly sent: number
}

/** How a server's messages look. */
export interface Dialect {
  messageId(): string
  callId(): string
  /** Of a thinking block; absent where the server knows no signatures. */
  readonly signature?: () => string
  /** usage of a whole message, of message_start and of message_delta. */
  usage(counts: Counts): object
  startUsage(counts: Counts): object
  deltaUsage(counts: Counts): object
  /** Whether a whole message and message_delta say `stop_sequence: null`. */
  readonly stopSequence: boolean
  /** Whether message_start says that nothing stopped it yet. */
  readonly startStops: boolean
  /** Whether a block starts with what it is going to have: `input: {}`, `signature: ""`. */
  readonly fullStarts: boolean
  /** Whether all content_block_stop events come at the very end. */
  readonly overlaps: boolean
  readonly pings: boolean
  /** How a text, and a call's input, are cut into deltas. */
  pieces(text: string): readonly string[]
  inputPieces(text: string): readonly string[]
  /** The stop_reason of a message whose call was cut. */
  readonly cutStop: 'tool_use' | 'max_tokens'
  /** The faults of a release, done to the events. */
  readonly spoil?: (events: readonly StreamEvent[]) => readonly StreamEvent[]
  /** What a stream begins and ends with beside the events. */
  readonly before?: string
  readonly after?: string
  /** What is sent when the model fails in the middle of a stream. */
  failure(message: string): string
  readonly headers: Readonly<Record<string, string>>
  readonly streamHeaders: Readonly<Record<string, string>>
}

/** A text word by word. */
function words(text: string): readonly string[] {
  return text.match(/\s*\S+/g) ?? []
}

/** A text as one piece. */
export function whole(text: string): readonly string[] {
  return [text]
}

/** Anthropic's own messages: https://docs.anthropic.com/en/docs/build-with-claude/streaming */
export const anthropicDialect: Dialect = {
  messageId: () => `msg_01${idOf(22)}`,
  callId: () => `toolu_01${idOf(22)}`,
  signature: () => `${idOf(86)}==`,
  usage: ({ input, output }) => ({
    input_tokens: input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: output,
  }),
  startUsage: ({ input }) => ({
    input_tokens: input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 1,
  }),
  deltaUsage: ({ input, output }) => ({
    input_tokens: input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: output,
  }),
  stopSequence: true,
  startStops: true,
  fullStarts: true,
  overlaps: false,
  pings: true,
  pieces: words,
  inputPieces: text => ['', text.slice(0, 4), text.slice(4)],
  cutStop: 'tool_use',
  failure: message => {
    const error = { type: 'overloaded_error', message }
    return `event: error\ndata: ${JSON.stringify({ type: 'error', error })}\n\n`
  },
  headers: { 'content-type': 'application/json' },
  streamHeaders: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
}
