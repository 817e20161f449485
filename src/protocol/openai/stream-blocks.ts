import type { MessagesEvent } from '../sse-write.ts'

/** Writes the blocks of one answer, one after the other: no two are ever open, and each has the next index. */
export class StreamBlocks {
  readonly #signature: string
  #events: MessagesEvent[] = []
  #open: { readonly index: number; readonly type: 'text' | 'thinking' | 'tool_use' } | undefined
  #count = 0
  hasTools = false

  /** `signature` says whose thinking it is. */
  constructor(signature: string) {
    this.#signature = signature
  }

  /** How many blocks have been begun. */
  get count(): number {
    return this.#count
  }

  /** The events since this was asked last. */
  take(): MessagesEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }

  text(text: string): void {
    this.#begin('text', { type: 'text', text: '' })
    this.#delta({ type: 'text_delta', text })
  }

  thinking(thinking: string): void {
    this.#begin('thinking', { type: 'thinking', thinking: '', signature: '' })
    this.#delta({ type: 'thinking_delta', thinking })
  }

  /** Begins a tool call; its input comes as pieces of JSON. */
  tool(id: string, name: string): void {
    this.close()
    this.#begin('tool_use', { type: 'tool_use', id, name, input: {} })
    this.hasTools = true
  }

  input(partial_json: string): void {
    if (partial_json !== '') this.#delta({ type: 'input_json_delta', partial_json })
  }

  close(): void {
    if (!this.#open) return
    const { index, type } = this.#open
    if (type === 'thinking') this.#delta({ type: 'signature_delta', signature: this.#signature })
    this.#events.push({ type: 'content_block_stop', index })
    this.#open = undefined
  }

  #begin(type: 'text' | 'thinking' | 'tool_use', content_block: object): void {
    if (this.#open?.type === type) return
    this.close()
    this.#open = { index: this.#count++, type }
    this.#events.push({ type: 'content_block_start', index: this.#open.index, content_block })
  }

  #delta(delta: object): void {
    this.#events.push({ type: 'content_block_delta', index: this.#open?.index ?? 0, delta })
  }
}
