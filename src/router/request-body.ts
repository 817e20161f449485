import { fieldsOf, listOf } from '../protocol/json.ts'

/** What is changed in a request's body on its way. */
export interface BodyChanges {
  /** The name by which the backend knows the model. */
  readonly model: string
  /** Whether what says who the user is is taken out. */
  readonly isPrivate: boolean
}

/**
 * The body of a request as a backend gets it: the same bytes where nothing has to change, else the same JSON with the model
 * replaced and, to anybody but Anthropic, without what says who the user is.
 */
export function changedBody(bytes: Buffer, body: Record<string, unknown>, { model, isPrivate }: BodyChanges): Buffer {
  const anonymous = isPrivate ? withoutUser(body) : body
  if (anonymous === body && body['model'] === model) return bytes
  return Buffer.from(JSON.stringify({ ...anonymous, model }))
}

/**
 * A request without the account's id (`metadata.user_id`) and without the block that holds the user's mail address, both of
 * which the client sends whenever a login is there [measured, 2.1.332]. The same object where there is neither.
 */
function withoutUser(body: Record<string, unknown>): Record<string, unknown> {
  const { user_id, ...metadata } = fieldsOf(body['metadata'])
  const messages = listOf(body['messages'])
  const cleaned = messages.map(withoutAddress)
  const isSame = cleaned.every((message, at) => message === messages[at])
  if (user_id === undefined && isSame) return body
  const rest = { ...body }
  if (user_id !== undefined) {
    if (Object.keys(metadata).length > 0) rest['metadata'] = metadata
    else delete rest['metadata']
  }
  return isSame ? rest : { ...rest, messages: cleaned }
}

/** Only the line and what stands under it, up to the next heading or the end of its text. */
const address = /(^|\n)# userEmail\n[\s\S]*?(?=\n# |\n<\/|$)/g

function withoutAddress(message: unknown): unknown {
  const { role, content } = fieldsOf(message)
  if (role !== 'user') return message
  if (typeof content === 'string') {
    const text = content.replace(address, '')
    return text === content ? message : { ...fieldsOf(message), content: text }
  }
  const blocks = listOf(content)
  const cleaned = blocks.map(block => {
    const { text } = fieldsOf(block)
    if (typeof text !== 'string' || !text.includes('# userEmail')) return block
    const rest = text.replace(address, '')
    return rest === text ? block : { ...fieldsOf(block), text: rest }
  })
  return cleaned.every((block, at) => block === blocks[at]) ? message : { ...fieldsOf(message), content: cleaned }
}
