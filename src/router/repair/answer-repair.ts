import { freshId } from '../../protocol/ids.ts'
import { at, fieldsOf } from '../../protocol/json.ts'
import type { MessagesEvent } from '../../protocol/sse-write.ts'
import { RepairedBlocks } from './repaired-blocks.ts'

/** What an answer is repaired by. */
export interface AnswerContext {
  /** The id that the client asked for. */
  readonly asked: string
  /** The tools that were offered: their names and schemas. */
  readonly tools: ReadonlyMap<string, unknown>
  /** Tokens of the prompt as estimated, for servers that count nothing. */
  readonly promptTokens: number
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Makes an answer of the Messages API whole, event by event: starts, stops and ids that are missing, blocks that overlap,
 * inputs that are no objects, calls that are written as text, a stop reason that contradicts the blocks. What is right passes
 * as it is, but for a tool's input, which comes in one piece.
 */
export class AnswerRepair {
  readonly #context: AnswerContext
  readonly #blocks: RepairedBlocks
  #hasBegun = false
  #isOver = false
  #isComplete = false
  #start: Fields = {}
  #delta: Fields = {}
  #usage: Record<string, unknown> = {}

  constructor(context: AnswerContext) {
    this.#context = context
    this.#blocks = new RepairedBlocks(context.tools)
  }

  /** What was repaired, for the log. */
  get repairs(): ReadonlySet<string> {
    return this.#blocks.repairs
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Whether anything of an answer has come. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /** Tokens, as far as they were said. */
  get usage(): Fields {
    return this.#usage
  }

  /** Takes one event, by the type in its data or else by its name. */
  feed(value: unknown, name: string | undefined): MessagesEvent[] {
    if (this.#isOver) return []
    const data = fieldsOf(value)
    const type = typeof data['type'] === 'string' ? data['type'] : name
    const error = data['error']
    if (type === 'error' || (error !== undefined && error !== null)) return this.#failWith(data)
    if (type === 'message_start' && !this.#hasBegun) this.#start = fieldsOf(data['message'])
    const started = type?.startsWith('message_') || type?.startsWith('content_') ? this.#begin() : []
    if (type === 'content_block_start') this.#blocks.start(data['index'], fieldsOf(data['content_block']))
    if (type === 'content_block_delta') this.#blocks.delta(data['index'], fieldsOf(data['delta']))
    if (type === 'content_block_stop') this.#blocks.stop(data['index'])
    if (type === 'message_delta') {
      this.#delta = { ...this.#delta, ...fieldsOf(data['delta']) }
      this.#count(data['usage'])
    }
    if (type === 'message_stop') this.#isComplete = true
    return [...started, ...this.#blocks.take()]
  }

  /** The stream has ended. */
  end(isDone: boolean): MessagesEvent[] {
    if (this.#isOver) return []
    const { stop_reason } = this.#delta
    const isWhole = this.#isComplete || isDone || (typeof stop_reason === 'string' && stop_reason !== '')
    if (!isWhole) return this.fail('api_error', 'the backend ended the connection in the middle of its answer')
    this.#blocks.end()
    this.#isOver = true
    const reason = this.#stopReason(stop_reason)
    return [
      ...this.#begin(),
      ...this.#blocks.take(),
      {
        type: 'message_delta',
        delta: { ...this.#delta, stop_reason: reason, stop_sequence: this.#delta['stop_sequence'] ?? null },
        usage: this.#totals(),
      },
      { type: 'message_stop' },
    ]
  }

  /** Ends the stream with an error; what is open stays open. */
  fail(type: string, message: string): MessagesEvent[] {
    if (this.#isOver) return []
    this.#isOver = true
    return [...this.#blocks.take(), { type: 'error', error: { type, message } }]
  }

  #failWith({ error, message }: Fields): MessagesEvent[] {
    const words = at(error, 'message') ?? message ?? error
    const kind = at(error, 'type')
    const type = typeof kind === 'string' && kind.endsWith('_error') ? kind : 'api_error'
    return this.fail(type, typeof words === 'string' ? words : 'the backend failed in the middle of its answer')
  }

  #begin(): MessagesEvent[] {
    if (this.#hasBegun) return []
    this.#hasBegun = true
    const { id, usage, content: _, ...rest } = this.#start
    this.#count(usage)
    const message = {
      ...rest,
      id: typeof id === 'string' && id !== '' ? id : freshId('msg'),
      type: 'message',
      role: 'assistant',
      model: this.#context.asked,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 0, output_tokens: 0, ...this.#usage },
    }
    return [{ type: 'message_start', message }]
  }

  /** `tool_use` exactly where there are calls, and one of the words that the client knows. */
  #stopReason(given: unknown): string {
    if (this.#blocks.hasTools) return given === 'max_tokens' && !this.#blocks.hasWholeInputs ? 'max_tokens' : 'tool_use'
    const known = ['end_turn', 'max_tokens', 'stop_sequence', 'pause_turn', 'refusal', 'model_context_window_exceeded']
    if (typeof given === 'string' && known.includes(given)) return given
    return given === 'length' ? 'max_tokens' : 'end_turn'
  }

  #count(usage: unknown): void {
    for (const [name, value] of Object.entries(fieldsOf(usage))) {
      const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
      const isCount = name.endsWith('_tokens')
      if (isCount ? typeof number === 'number' && number > 0 : number !== null) this.#usage[name] = number
    }
  }

  #totals(): Fields {
    const output_tokens = Math.max(1, Math.ceil(this.#blocks.characters / 4))
    const hasInput = Object.keys(this.#usage).some(name => name.includes('input_tokens'))
    return { ...(hasInput ? {} : { input_tokens: this.#context.promptTokens }), output_tokens, ...this.#usage }
  }
}
