import { fieldsOf, listOf } from '../../protocol/json.ts'

type Fields = Readonly<Record<string, unknown>>

/** A request without entries of `role: system` among its messages: the user hands them on, in their place. */
export function withoutSystemRole(body: Fields): Fields {
  const messages = listOf(body['messages']).map(fieldsOf)
  if (!messages.some(({ role }) => role === 'system')) return body
  const out: Record<string, unknown>[] = []
  for (const message of messages) {
    const { content } = message
    const isSystem = message['role'] === 'system'
    const texts =
      typeof content === 'string' ? [content] : listOf(content).map(block => String(fieldsOf(block)['text'] ?? ''))
    const blocks = isSystem
      ? [{ type: 'text', text: `<system-reminder>\n${texts.join('\n\n')}\n</system-reminder>` }]
      : typeof content === 'string'
        ? [{ type: 'text', text: content }]
        : listOf(content)
    const role = isSystem ? 'user' : message['role']
    const last = out.at(-1)
    // Whoever wants no system among the messages mostly wants users and assistants in turns, too.
    if (last && last['role'] === role && role === 'user') last['content'] = [...listOf(last['content']), ...blocks]
    else out.push({ ...message, role, content: isSystem ? blocks : role === 'user' ? blocks : content })
  }
  return { ...body, messages: out.map(({ output_config: _, ...message }) => message) }
}

/**
 * The same value without some keys, however deep they stand. The inputs of tools are nobody's to change, and the names of a
 * schema's properties are no keys.
 */
export function withoutKeys(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map(one => withoutKeys(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !names.has(name))
      .map(([name, inner]) => [name, withoutInner(name, inner, names)]),
  )
}

function withoutInner(name: string, inner: unknown, names: ReadonlySet<string>): unknown {
  if (name === 'input') return inner
  if (name !== 'properties') return withoutKeys(inner, names)
  return Object.fromEntries(Object.entries(fieldsOf(inner)).map(([own, schema]) => [own, withoutKeys(schema, names)]))
}

/** Every block of every message through `change`; a block that becomes undefined is left out, and so is an empty message. */
export function withBlocks(body: Fields, change: (block: Fields) => unknown): Fields {
  const messages = listOf(body['messages']).map(message => {
    const { content } = fieldsOf(message)
    if (typeof content === 'string') return message
    const blocks = listOf(content).map(block => change(fieldsOf(block)))
    return { ...fieldsOf(message), content: blocks.filter(block => block !== undefined) }
  })
  return { ...body, messages: messages.filter(message => !isEmptyList(fieldsOf(message)['content'])) }
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0

/** A tool's result as one text; what is no text is named in it. */
export function resultAsText({ is_error: _, content, ...block }: Fields): Fields {
  const texts = listOf(content).map(part => {
    const { type, text } = fieldsOf(part)
    return typeof text === 'string' ? text : `[${String(type)} omitted]`
  })
  return { ...block, content: typeof content === 'string' ? content : texts.join('\n') }
}

/** A call and its result as text, for a server whose template knows neither. */
export function callsAsText(block: Fields): Fields {
  if (block['type'] === 'tool_use')
    return { type: 'text', text: `[called ${String(block['name'])} with ${JSON.stringify(block['input'] ?? {})}]` }
  if (block['type'] !== 'tool_result') return block
  return { type: 'text', text: `[its result]\n${String(resultAsText(block)['content'])}` }
}
