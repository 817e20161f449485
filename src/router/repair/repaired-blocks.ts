import { freshId, legalToolId } from '../../protocol/ids.ts'
import { parseJson } from '../../protocol/json.ts'
import type { MessagesEvent } from '../../protocol/sse-write.ts'
import { StreamBlocks } from '../../protocol/stream-blocks.ts'
import { repairInput, toolNamed } from './tool-input.ts'
import { WrittenCalls } from './written-calls.ts'

interface Call {
  readonly id: unknown
  readonly name: string
  readonly atStart: unknown
  json: string
}

type Fields = Readonly<Record<string, unknown>>

/** The blocks of an answer, put in order: one after the other, calls with ids and inputs that the client takes. */
export class RepairedBlocks {
  readonly #tools: ReadonlyMap<string, unknown>
  readonly #blocks = new StreamBlocks()
  readonly #written: WrittenCalls
  readonly #calls = new Map<unknown, Call>()
  readonly #ids = new Set<string>()
  /** What was repaired. */
  readonly repairs = new Set<string>()
  /** Characters of all that was said, thought and asked of tools. */
  characters = 0

  /** `tools` are the tools that were offered: their names and schemas. */
  constructor(tools: ReadonlyMap<string, unknown>) {
    this.#tools = tools
    this.#written = new WrittenCalls([...tools.keys()])
  }

  get hasTools(): boolean {
    return this.#blocks.hasTools
  }

  /** Whether every call has an input that is whole. */
  hasWholeInputs = true

  /** The events since this was asked last. */
  take(): MessagesEvent[] {
    return this.#blocks.take()
  }

  /** The answer is whole: what was held back is written. */
  end(): void {
    for (const index of [...this.#calls.keys()]) this.#finishCall(index)
    this.#endText()
    if (this.#blocks.count === 0) this.#blocks.text('')
    this.#blocks.close()
  }

  /** A block begins. */
  start(index: unknown, block: Fields): void {
    switch (block['type']) {
      case 'tool_use':
        this.#endText()
        this.#finishCall(index)
        this.#calls.set(index, {
          id: block['id'],
          name: String(block['name'] ?? ''),
          atStart: block['input'],
          json: '',
        })
        break
      case 'text':
        if (typeof block['text'] === 'string') this.#say(block['text'])
        break
      case 'thinking':
        if (typeof block['thinking'] === 'string' && block['thinking'] !== '') this.#think(block['thinking'])
        break
      case 'redacted_thinking':
      case 'server_tool_use':
      case 'web_search_tool_result':
        this.#endText()
        this.#blocks.other(block)
        break
      default:
        this.repairs.add('unknown-block')
    }
  }

  /** A piece of a block, by its own type: the block's may be another. */
  delta(index: unknown, { type, text, thinking, signature, partial_json }: Fields): void {
    if (type === 'input_json_delta' || partial_json !== undefined) {
      const call = this.#calls.get(index) ?? [...this.#calls.values()].at(-1)
      if (call && typeof partial_json === 'string') call.json += partial_json
    } else if (typeof thinking === 'string') this.#think(thinking)
    else if (typeof signature === 'string') this.#blocks.sign(signature)
    else if (typeof text === 'string') this.#say(text)
  }

  /** A block ends. */
  stop(index: unknown): void {
    if (this.#calls.has(index)) this.#finishCall(index)
  }

  #say(text: string): void {
    this.characters += text.length
    const said = this.#written.feed(text)
    if (said !== '') this.#blocks.text(said)
  }

  #think(thinking: string): void {
    this.characters += thinking.length
    this.#endText()
    this.#blocks.thinking(thinking)
  }

  /** What was held back of a text, for the calls that may be in it. */
  #endText(): void {
    const { text, calls } = this.#written.end()
    if (text !== '') this.#blocks.text(text)
    for (const { name, input } of calls) {
      this.repairs.add('written-call')
      this.#tool(undefined, name, JSON.stringify(input))
    }
  }

  #finishCall(index: unknown): void {
    const call = this.#calls.get(index)
    if (!call) return
    this.#calls.delete(index)
    const name = toolNamed(call.name, [...this.#tools.keys()])
    this.#tool(call.id, name, repairInput(call.json, call.atStart, this.#tools.get(name)))
  }

  #tool(given: unknown, name: string, json: string): void {
    const legal = typeof given === 'string' && given !== '' ? legalToolId(given) : freshId('toolu')
    const id = this.#ids.has(legal) ? freshId('toolu') : legal
    this.#ids.add(id)
    if (id !== given) this.repairs.add('tool-id')
    this.characters += json.length
    if (parseJson(json) === undefined) this.hasWholeInputs = false
    this.#blocks.tool(id, name)
    this.#blocks.input(json)
    this.#blocks.close()
  }
}
