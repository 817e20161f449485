import type { Reply, ReplyBlock } from './reply.ts'
import type { ClientMessage } from './request.ts'
import { coerceInput } from './tool-input.ts'
import { clientTools } from './tools.ts'

type Block = Readonly<Record<string, unknown>>

/**
 * A reply as the client sends it back, and the results of its calls [measured, 2.1.332]: thinking always goes back, without a
 * signature as `"signature":""`, and redacted thinking too; text that is blank is left out; calls come last, and their inputs
 * as the client read them. Keys that are a server's own go back as they came. Each result says that it is no error.
 */
export function nextTurn({ content }: Pick<Reply, 'content'>, result: string): readonly [ClientMessage, ClientMessage] {
  const calls = content.filter(block => block.type === 'tool_use')
  const others = content.filter(block => block.type !== 'tool_use')
  return [
    { role: 'assistant', content: [...others, ...calls].flatMap(sentBack) },
    {
      role: 'user',
      content: calls.map(({ id }) => ({ tool_use_id: id, type: 'tool_result', content: result, is_error: false })),
    },
  ]
}

function sentBack(block: ReplyBlock): Block[] {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text, ...block.foreign }]
    case 'thinking':
      return [{ type: 'thinking', thinking: block.text, signature: block.signature ?? '', ...block.foreign }]
    case 'tool_use': {
      const schema = clientTools.find(({ name }) => name === block.name)?.input_schema ?? {}
      const input = coerceInput(schema, block.input ?? {})
      return [{ type: 'tool_use', id: block.id, name: block.name, input, ...block.foreign }]
    }
    default:
      return block.data === undefined ? [] : [{ type: block.name, data: block.data }]
  }
}

/**
 * A conversation as it goes on once tools are no longer searched for: a call that said who made it (`caller`) has none of its
 * server's own keys any more [measured, 2.1.332].
 */
export function withoutCallers(conversation: readonly ClientMessage[]): ClientMessage[] {
  const bare = ({ type, id, name, input }: Block): Block => ({ type, id, name, input })
  return conversation.map(({ role, content }) => ({
    role,
    content:
      typeof content === 'string'
        ? content
        : content.map(block => (block['type'] === 'tool_use' && 'caller' in block ? bare(block) : block)),
  }))
}
