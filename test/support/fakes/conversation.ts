type Fields = Readonly<Record<string, unknown>>

/** An entry of `messages`; a text counts as one block. */
export interface Entry {
  readonly role: string
  readonly blocks: readonly Fields[]
}

export interface OfferedTool {
  readonly name: string
  /** JSON Schema; undefined where the tool has none. */
  readonly schema: unknown
}

/** A request to /v1/messages, read leniently: what has the wrong type is absent. */
export interface Conversation {
  /** The body as it came. */
  readonly fields: Fields
  readonly model: string | undefined
  readonly system: string
  readonly messages: readonly Entry[]
  readonly tools: readonly OfferedTool[]
  readonly choice: { readonly type: string; readonly name?: string } | undefined
  readonly maxTokens: number | undefined
  readonly streams: boolean
  /** `enabled`, `adaptive`, `disabled`; undefined where nothing is said of thinking. */
  readonly thinking: string | undefined
}

/** Reads a request's body. */
export function conversationOf(body: unknown): Conversation {
  const fields = fieldsOf(body)
  const { model, system, messages, tools, tool_choice, max_tokens, stream, thinking } = fields
  const { type, name } = fieldsOf(tool_choice)
  const { type: thought } = fieldsOf(thinking)
  return {
    fields,
    model: typeof model === 'string' && model !== '' ? model : undefined,
    system: blocksOf(system).map(textOf).join('\n'),
    messages: listOf(messages).map(message => {
      const { role, content } = fieldsOf(message)
      return { role: String(role), blocks: blocksOf(content) }
    }),
    tools: listOf(tools).map(tool => ({
      name: String(fieldsOf(tool)['name']),
      schema: fieldsOf(tool)['input_schema'],
    })),
    choice: typeof type === 'string' ? { type, ...(typeof name === 'string' ? { name } : {}) } : undefined,
    maxTokens: typeof max_tokens === 'number' ? max_tokens : undefined,
    streams: stream === true,
    thinking: typeof thought === 'string' ? thought : undefined,
  }
}

/** Tokens of a text, as every fake counts them: four characters each. */
export function tokensIn(text: string): number {
  return Math.ceil(text.length / 4)
}

/** Tokens of the whole prompt: system, tools and messages; an image counts nothing. */
export function promptTokens({ system, messages, fields: { tools } }: Conversation): number {
  return tokensIn(`${system}${tools ? JSON.stringify(tools) : ''}${messages.map(entryText).join('')}`)
}

/** An entry's words: its texts, the calls and results of tools. */
export function entryText({ blocks }: Entry): string {
  return blocks.map(textOf).join('\n')
}

/** Where an entry with `role: system` stands in `messages`; -1 where there is none. */
export function systemEntryAt({ messages }: Conversation): number {
  return messages.findIndex(({ role }) => role === 'system')
}

/** Which kind of source an image comes from (`base64`, `url`); undefined where there is no image. */
export function imageSource({ messages }: Conversation): string | undefined {
  const image = messages.flatMap(({ blocks }) => blocks).find(({ type }) => type === 'image')
  return image && String(fieldsOf(image['source'])['type'])
}

/** Without its oldest messages, as few as make it fit; the system prompt and the last message stay. */
export function withoutOldest(conversation: Conversation, limit: number): Conversation {
  const { messages } = conversation
  for (let first = 0; first < messages.length - 1; first++) {
    const kept = messages.filter(({ role }, index) => index >= first || role === 'system')
    if (promptTokens({ ...conversation, messages: kept }) <= limit) return { ...conversation, messages: kept }
  }
  return { ...conversation, messages: messages.slice(-1) }
}

/** The fields of an object; none where it is something else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function blocksOf(content: unknown): Fields[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content).map(fieldsOf)
}

function textOf(block: Fields): string {
  const { type, text, input, content } = block
  if (type === 'tool_use') return JSON.stringify(input)
  if (type === 'tool_result') return blocksOf(content).map(textOf).join('\n')
  return typeof text === 'string' ? text : ''
}
