import { extraOf } from '../ids.ts'
import { fieldsOf, listOf } from '../json.ts'
import { joinedContent, partOf, type Sight, textOf } from './message-parts.ts'
import { ownThinking } from './reasoning.ts'
import type { ToolNames } from './tool-names.ts'
import type { ChatMessage, ChatPart, ChatToolCall } from './types.ts'

/** How a conversation is converted. */
export interface Conversion extends Sight {
  /** The kind of backend, whose own thinking may go back to it. */
  readonly kind: string
  readonly names: ToolNames
  readonly thinkingBack: boolean
}

type Fields = Readonly<Record<string, unknown>>

/** The conversation of a Messages API request as messages of chat completions, in the order that its servers insist on. */
export function convertMessages(system: unknown, messages: readonly unknown[], how: Conversion): ChatMessage[] {
  const out = new Conversation(how)
  const first = systemText(system)
  if (first !== '') out.system(first)
  for (const message of messages) {
    const fields = fieldsOf(message)
    if (fields['role'] === 'system') out.aside(textOf(fields['content'], '\n\n'))
    else if (fields['role'] === 'assistant') out.assistant(blocksOf(fields['content']))
    else out.user(blocksOf(fields['content']))
  }
  return out.finished()
}

/** The system prompt, without the line by which Anthropic knows its own client: a cache would miss for its sake. */
function systemText(system: unknown): string {
  if (typeof system === 'string') return system
  const texts = listOf(system).map(block => fieldsOf(block)['text'])
  return texts.filter(text => typeof text === 'string' && !text.startsWith('x-anthropic-billing-header:')).join('\n\n')
}

function blocksOf(content: unknown): readonly unknown[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content)
}

/** Messages as they are put together: a tool's results stand behind their calls, and nobody speaks twice in a row. */
class Conversation {
  readonly #how: Conversion
  readonly #messages: ChatMessage[] = []
  /** The calls whose results have not come, and what came by now. */
  #open: ChatToolCall[] = []
  readonly #results = new Map<string, string>()
  #parts: ChatPart[] = []

  constructor(how: Conversion) {
    this.#how = how
  }

  system(content: string): void {
    this.#messages.push({ role: 'system', content })
  }

  /** A system message between others: where none may stand, the user hands it on. */
  aside(text: string): void {
    if (text.trim() === '') return
    if (this.#how.dialect.systemAnywhere) {
      this.#endTurn()
      this.system(text)
    } else this.#parts.push({ type: 'text', text: `<system-reminder>\n${text}\n</system-reminder>` })
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

  assistant(blocks: readonly unknown[]): void {
    const { kind, names, thinkingBack, dialect } = this.#how
    const of = (type: string) => blocks.map(fieldsOf).filter(fields => fields['type'] === type)
    const calls = of('tool_use').map(({ id, name, input }) => callOf(names, id, name, input))
    const texts = blocks.flatMap(block => {
      const part = fieldsOf(block)['type'] === 'tool_use' ? undefined : partOf(block, this.#how)
      return part?.type === 'text' && part.text.trim() !== '' ? [part.text] : []
    })
    const thought = thinkingBack ? blocks.map(block => ownThinking(block, kind)).filter(text => text) : []
    if (calls.length === 0 && texts.length === 0) return
    this.#endTurn()
    const last = this.#messages.at(-1)
    const isGoingOn = last?.role === 'assistant' && !last.tool_calls && typeof last.content === 'string'
    if (isGoingOn) this.#messages.pop()
    const text = [isGoingOn ? last.content : '', ...texts].filter(Boolean).join('\n')
    this.#messages.push({
      role: 'assistant',
      ...withThinking(text, thought.join('\n'), calls.length > 0, dialect.thinkingBack),
      ...(calls.length > 0 ? { tool_calls: calls } : {}),
    })
    this.#open = calls
  }

  finished(): ChatMessage[] {
    this.#endTurn()
    const last = this.#messages.at(-1)
    if (last?.role !== 'assistant') return this.#messages
    if (this.#how.dialect.prefill === 'prefix') return [...this.#messages.slice(0, -1), { ...last, prefix: true }]
    this.#messages.push({ role: 'user', content: 'Continue.' })
    return this.#messages
  }

  #result({ tool_use_id, content, is_error }: Fields): void {
    const { names } = this.#how
    const id = names.idFor(String(tool_use_id))
    const blocks = blocksOf(content)
    const parts = blocks.map(block => partOf(block, this.#how)).filter(part => part !== undefined)
    const shown = parts.filter(part => part.type !== 'text')
    const text = parts.flatMap(part => (part.type === 'text' ? [part.text] : [])).join('\n')
    const whole = `${is_error === true ? '[tool error] ' : ''}${text}${shown.length > 0 ? `${text === '' ? '' : '\n'}[shown below]` : ''}`
    if (this.#open.some(call => call.id === id)) this.#results.set(id, whole)
    else this.#parts.push({ type: 'text', text: `[result of an earlier tool call]\n${whole}` })
    if (shown.length > 0) this.#parts.push({ type: 'text', text: `[from the tool call ${id}]` }, ...shown)
  }

  /** Writes what the user said since the assistant: the results in the order of the calls, then the rest. */
  #endTurn(): void {
    const { dialect } = this.#how
    for (const { id } of this.#open)
      this.#messages.push({ role: 'tool', tool_call_id: id, content: this.#results.get(id) ?? '[no result recorded]' })
    const hadResults = this.#open.length > 0
    this.#open = []
    this.#results.clear()
    if (this.#parts.length === 0) return
    if (hadResults && !dialect.userAfterTool) this.#messages.push({ role: 'assistant', content: 'Understood.' })
    const parts = this.#parts
    this.#parts = []
    const last = this.#messages.at(-1)
    if (last?.role === 'user' && last.content !== null) {
      this.#messages.pop()
      const before = typeof last.content === 'string' ? [{ type: 'text' as const, text: last.content }] : last.content
      parts.unshift(...before)
    }
    this.#messages.push({ role: 'user', content: joinedContent(parts) })
  }
}

function callOf(names: ToolNames, id: unknown, name: unknown, input: unknown): ChatToolCall {
  const extra = extraOf(String(id))
  return {
    id: names.idFor(String(id)),
    type: 'function',
    ...(extra === undefined ? {} : { extra_content: extra }),
    function: { name: names.nameFor(String(name)), arguments: JSON.stringify(input ?? {}) },
  }
}

/** An assistant's text with what it thought before, in the field that its server reads. */
function withThinking(
  text: string,
  thought: string,
  hasCalls: boolean,
  field: Conversion['dialect']['thinkingBack'],
): Pick<ChatMessage, 'content' | 'reasoning' | 'reasoning_content'> {
  const content = text === '' && hasCalls ? (field === 'parts' ? '' : null) : text
  if (thought === '' || field === 'none') return { content }
  if (field !== 'parts') return { content, [field]: thought }
  const thinking: ChatPart = { type: 'thinking', thinking: [{ type: 'text', text: thought }], closed: true }
  return { content: text === '' ? [thinking] : [thinking, { type: 'text', text }] }
}
