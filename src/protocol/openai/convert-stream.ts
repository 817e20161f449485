import { freshId } from '../ids.ts'
import { at, fieldsOf, listOf, parseJson } from '../json.ts'
import type { MessagesEvent } from '../sse-write.ts'
import { StreamBlocks } from '../stream-blocks.ts'
import { signatureOf } from '../thinking-envelope.ts'
import { streamError } from './convert-error.ts'
import { type AnthropicUsage, convertUsage } from './convert-usage.ts'
import { mapStopReason } from './map-stop-reason.ts'
import { mergeDetails } from './merge-details.ts'
import { readDelta, type SpokenPart } from './read-delta.ts'
import type { StreamNote, StreamOptions } from './stream-options.ts'
import { ThinkTags } from './think-tags.ts'
import { ToolCallQueue } from './tool-call-queue.ts'

/**
 * A stream of chat completions as events of the Messages API: a state machine without any reading or writing of its own.
 * Blocks come one after the other, and a stream that breaks off ends in an error, never as if it were whole.
 */
export class StreamConverter {
  readonly #options: StreamOptions
  readonly #blocks: StreamBlocks
  readonly #calls: ToolCallQueue
  readonly #tags = new ThinkTags()
  #hasBegun = false
  #isOver = false
  #finish: string | undefined
  #isDone = false
  #refused = false
  #stop: string | undefined
  #usage: AnthropicUsage | undefined
  #characters = 0
  #thought: { field?: string; signature?: string } = {}
  #details: readonly unknown[] = []
  readonly #sources = new Set<string>()
  readonly #notes = new Set<StreamNote>()

  constructor(options: StreamOptions) {
    this.#options = options
    this.#blocks = new StreamBlocks(() => this.#sign())
    this.#calls = new ToolCallQueue(this.#blocks, options.names, options.kind)
  }

  /** What was wrong with it so far. */
  get notes(): ReadonlySet<StreamNote> {
    return this.#notes
  }

  /** Whether anything of an answer has come. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /** Whether the answer has ended, well or not. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Tokens as the server counted them; undefined where it did not. */
  get usage(): AnthropicUsage | undefined {
    return this.#usage
  }

  /** Takes the data of one event. One that is no JSON is passed over. */
  feed(data: string): MessagesEvent[] {
    if (this.#isOver) return []
    if (data.trim() === '[DONE]') {
      this.#isDone = true
      return this.end()
    }
    const chunk = parseJson(data)
    if (typeof chunk === 'object' && chunk !== null) return this.feedChunk(chunk)
    if (data.trim() !== '') this.#notes.add('unreadable-event')
    return []
  }

  /** Takes one chunk, or a whole completion in the form of one. */
  feedChunk(chunk: object): MessagesEvent[] {
    if (this.#isOver) return []
    const { error, usage, choices, x_groq } = fieldsOf(chunk)
    if (error !== undefined && error !== null) return this.fail(...streamError(chunk))
    this.#usage = convertUsage(usage) ?? convertUsage(at(x_groq, 'usage')) ?? this.#usage
    const choice = listOf(choices).find(one => (fieldsOf(one)['index'] ?? 0) === 0)
    const started = this.#begin()
    if (choice === undefined) return started
    const { delta, message, finish_reason, stop_reason, matched_stop } = fieldsOf(choice)
    this.#take(fieldsOf(delta ?? message))
    if (typeof finish_reason === 'string' && finish_reason !== '') this.#finish = finish_reason
    // vLLM and SGLang say which of the sequences ended it.
    const stops: readonly unknown[] = this.#options.wants?.stops ?? []
    this.#stop ??= [stop_reason, matched_stop].find((one): one is string => stops.includes(one))
    return [...started, ...this.#blocks.take()]
  }

  /** The stream has ended: the last events, or an error where it was not whole. */
  end(): MessagesEvent[] {
    if (this.#isOver) return []
    if (this.#finish === undefined && !this.#isDone)
      return this.fail('api_error', 'the connection to the backend ended in the middle of its answer')
    if (this.#finish === 'error') return this.fail('api_error', 'the backend says that it failed while it answered')
    if (this.#finish === 'model_context_window_exceeded')
      return this.fail('invalid_request_error', 'prompt is too long: it does not fit the window of the model')
    const started = this.#begin()
    this.#say(this.#tags.end())
    if (!this.#calls.end()) return this.fail('api_error', 'the backend called a tool without saying which one')
    if (this.#sources.size > 0) this.#blocks.text(`\n\nSources:\n${[...this.#sources].join('\n')}`)
    if (this.#blocks.count === 0) this.#blocks.text('')
    this.#blocks.close()
    this.#isOver = true
    if (!this.#calls.hasWholeInputs) this.#notes.add('input-not-json')
    const mapped = this.#refused ? 'refusal' : mapStopReason(this.#finish, this.#blocks.hasTools)
    const delta =
      mapped === 'end_turn' && this.#stop !== undefined
        ? { stop_reason: 'stop_sequence', stop_sequence: this.#stop }
        : { stop_reason: mapped, stop_sequence: null }
    const usage = this.#usage ?? this.#estimate()
    return [...started, ...this.#blocks.take(), { type: 'message_delta', delta, usage }, { type: 'message_stop' }]
  }

  /** Ends the stream with an error; blocks that are open stay open, so that nobody takes them for whole. */
  fail(type: string, message: string): MessagesEvent[] {
    if (this.#isOver) return []
    this.#isOver = true
    return [...this.#blocks.take(), { type: 'error', error: { type, message } }]
  }

  #begin(): MessagesEvent[] {
    if (this.#hasBegun) return []
    this.#hasBegun = true
    const message = {
      id: freshId('msg'),
      type: 'message',
      role: 'assistant',
      model: this.#options.asked,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      // The client takes the counts of message_delta in their place, if they are more than 0 [measured, 2.1.332].
      usage: { input_tokens: 0, output_tokens: 0 },
    }
    return [{ type: 'message_start', message }]
  }

  #take(delta: Readonly<Record<string, unknown>>): void {
    const { spoken, calls, refusal, sources, details } = readDelta(delta)
    if (this.#options.dialect.thinkingBack === 'reasoning_details') this.#details = mergeDetails(this.#details, details)
    for (const one of spoken)
      this.#say(one.type === 'text' && this.#options.dialect.thinkTags ? this.#tags.feed(one.text) : [one])
    if (refusal !== '') {
      this.#refused = true
      this.#say([{ type: 'text', text: refusal }])
    }
    for (const source of sources) this.#sources.add(source)
    for (const call of calls) {
      this.#say(this.#tags.end())
      this.#calls.feed(call)
      this.#characters += JSON.stringify(call).length
    }
  }

  #say(pieces: readonly SpokenPart[]): void {
    for (const { type, text, field, signature } of pieces) {
      if (type === 'thinking' && field !== undefined) this.#thought.field = field
      if (signature !== undefined) this.#thought.signature = signature
      if (text === '') continue
      this.#characters += text.length
      if (type === 'thinking' && this.#options.wants?.thinking === false) {
        this.#notes.add('thinking-hidden')
        continue
      }
      // What a model says behind a call stands behind it, and the call is whole by then.
      if (!this.#calls.isEmpty) this.#calls.end()
      if (type === 'text') this.#blocks.text(text)
      else this.#blocks.thinking(text)
    }
  }

  /** The signature of the thinking that ends here: whose it is, and what its server wants back with it. */
  #sign(): string {
    const { field, signature } = this.#thought
    const data = signature ?? (this.#details.length > 0 ? this.#details : undefined)
    this.#thought = {}
    this.#details = []
    return signatureOf(this.#options.kind, {
      ...(field === undefined ? {} : { field }),
      ...(data === undefined ? {} : { data }),
    })
  }

  #estimate(): AnthropicUsage {
    this.#notes.add('usage-estimated')
    return { input_tokens: this.#options.promptTokens, output_tokens: Math.ceil(this.#characters / 4) }
  }
}
