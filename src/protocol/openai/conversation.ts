import { fieldsOf, listOf } from '../json.ts'
import { assistantMessage, type Speaker } from './assistant-message.ts'
import { joinedContent, partOf, type Sight } from './message-parts.ts'
import type { ChatMessage, ChatPart, ChatToolCall } from './types.ts'

/** How a conversation is converted. */
export interface Conversion extends Sight, Speaker {}

type Fields = Readonly<Record<string, unknown>>

/** What the client says on its own between the user's words begins so, and so does a system message in a user's. */
const reminder = '<system-reminder>'

/** Messages as they are put together: a tool's results stand behind their calls, and nobody speaks twice in a row. */
export class Conversation {
  readonly #how: Conversion
  readonly #messages: ChatMessage[] = []
  /** The calls whose results have not come, and what came by now. */
  #open: readonly ChatToolCall[] = []
  readonly #results = new Map<string, string>()
  #parts: ChatPart[] = []

  constructor(how: Conversion) {
    this.#how = how
  }

  /** The system prompt: where a server knows none, the user's first message begins with it. */
  system(content: string): void {
    if (this.#how.dialect.system === 'none') this.#parts.push({ type: 'text', text: content })
    else this.#messages.push({ role: 'system', content })
  }

  /** A system message between others: where none may stand, the user hands it on. */
  aside(text: string): void {
    if (text.trim() === '') return
    if (this.#how.dialect.system === 'anywhere') {
      this.#endTurn()
      this.system(text)
    } else this.#parts.push({ type: 'text', text: `${reminder}\n${text}\n</system-reminder>` })
  }

  user(blocks: readonly unknown[]): void {
    for (const block of blocks) {
      const fields = fieldsOf(block)
      if (fields['type'] === 'tool_result') this.#result(fields)
      else {
        const part = partOf(block, this.#how)
        if (part) this.#parts.push(part)
      }
    }
  }

  /** An assistant's message; one that says nothing is none. */
  assistant(blocks: readonly unknown[]): void {
    const said = assistantMessage(blocks, this.#how)
    if (!said) return
    this.#endTurn()
    const last = this.#messages.at(-1)
    const isGoingOn = last?.role === 'assistant' && !last.tool_calls
    if (isGoingOn && typeof last.content === 'string' && (typeof said.content === 'string' || said.content === null)) {
      const content = [last.content, said.content].filter(Boolean).join('\n')
      this.#messages[this.#messages.length - 1] = { ...last, ...said, content }
    } else this.#messages.push(said)
    this.#open = said.tool_calls ?? []
  }

  finished(): ChatMessage[] {
    this.#endTurn()
    const last = this.#messages.at(-1)
    if (last?.role === 'assistant' && this.#how.dialect.prefill === 'prefix')
      this.#messages[this.#messages.length - 1] = { ...last, prefix: true }
    else if (last?.role === 'assistant') this.#messages.push({ role: 'user', content: 'Continue.' })
    return this.#messages
  }

  #result({ tool_use_id, content, is_error }: Fields): void {
    const id = this.#how.names.idFor(String(tool_use_id))
    const blocks = typeof content === 'string' ? [content] : listOf(content)
    const parts = blocks.map(block => partOf(block, this.#how)).filter(part => part !== undefined)
    const shown = parts.filter(part => part.type !== 'text')
    const texts = parts.flatMap(part => (part.type === 'text' ? [part.text] : []))
    const text = [...texts, ...(shown.length > 0 ? ['[shown below]'] : [])].join('\n')
    const whole = is_error === true ? `[tool error] ${text}` : text
    if (this.#open.some(call => call.id === id) && !this.#results.has(id)) this.#results.set(id, whole)
    else this.#parts.push({ type: 'text', text: `[result of an earlier tool call]\n${whole}` })
    if (shown.length > 0) this.#parts.push({ type: 'text', text: `[from the tool call ${id}]` }, ...shown)
  }

  /** Writes what the user said since the assistant: the results in the order of the calls, then the rest. */
  #endTurn(): void {
    const hadResults = this.#open.length > 0
    for (const { id } of this.#open)
      this.#messages.push({ role: 'tool', tool_call_id: id, content: this.#results.get(id) ?? '[no result recorded]' })
    this.#open = []
    this.#results.clear()
    const parts = this.#parts.filter(part => part.type !== 'text' || part.text !== '' || this.#parts.length === 1)
    this.#parts = []
    if (parts.length === 0) return
    if (hadResults && !this.#how.dialect.userAfterTool && this.#putIntoResult(parts)) return
    if (hadResults && !this.#how.dialect.userAfterTool)
      this.#messages.push({ role: 'assistant', content: 'Understood.' })
    const last = this.#messages.at(-1)
    if (last?.role === 'user' && last.content !== null) {
      this.#messages.pop()
      const before = typeof last.content === 'string' ? [{ type: 'text' as const, text: last.content }] : last.content
      parts.unshift(...before)
    }
    this.#messages.push({ role: 'user', content: joinedContent(parts) })
  }

  /**
   * Where no user may follow a tool, the client's own reminders go to the end of the result: an assistant's words in between
   * would be words that it never said, behind nearly every call.
   */
  #putIntoResult(parts: readonly ChatPart[]): boolean {
    const texts = parts.map(part => (part.type === 'text' ? part.text : ''))
    const last = this.#messages.at(-1)
    if (last?.role !== 'tool' || !texts.every(text => text.trimStart().startsWith(reminder))) return false
    this.#messages[this.#messages.length - 1] = { ...last, content: [last.content, ...texts].join('\n\n') }
    return true
  }
}
