import type { MessagesEvent } from './sse-write.ts'

/** Writes the blocks of one answer, one after the other: no two are ever open, and each has the next index. */
export class StreamBlocks {
  readonly #signature: (() => string) | undefined
  #isSigned = false
  #events: MessagesEvent[] = []
  #open: { readonly index: number; readonly type: 'text' | 'thinking' | 'tool_use' | 'other' } | undefined
  #count = 0
  hasTools = false

  /** `signature` says whose thinking it is, where its writer does not sign it. */
  constructor(signature?: () => string) {
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

  /** The writer's own signature of the thinking that is open. */
  sign(signature: string): void {
    if (this.#open?.type !== 'thinking') return
    this.#isSigned = true
    this.#delta({ type: 'signature_delta', signature })
  }

  /** A block of any other sort, whole as it is. */
  other(block: object): void {
    this.close()
    this.#begin('other', block)
    this.close()
  }

  close(): void {
    if (!this.#open) return
    const { index, type } = this.#open
    if (type === 'thinking' && !this.#isSigned && this.#signature !== undefined)
      this.#delta({ type: 'signature_delta', signature: this.#signature() })
    this.#isSigned = false
    this.#events.push({ type: 'content_block_stop', index })
    this.#open = undefined
  }

  #begin(type: 'text' | 'thinking' | 'tool_use' | 'other', content_block: object): void {
    if (this.#open?.type === type) return
    this.close()
    this.#open = { index: this.#count++, type }
    this.#events.push({ type: 'content_block_start', index: this.#open.index, content_block })
  }

  #delta(delta: object): void {
    this.#events.push({ type: 'content_block_delta', index: this.#open?.index ?? 0, delta })
  }
}
