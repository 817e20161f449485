import { invalid } from './api-error.ts'
import { type ContentBlock, readContent, readText } from './blocks.ts'
import { listField, objectField, wordField } from './fields.ts'

/** An entry of `messages`. Claude Code also sends entries of `system` among them. */
export interface Message {
  readonly role: 'user' | 'assistant' | 'system'
  readonly content: readonly ContentBlock[]
}

/**
 * What one side says at once: successive messages of one role count as one, and entries of `system` do not part them.
 */
export interface Turn {
  readonly role: 'user' | 'assistant'
  /** Each block with the path by which errors name it. */
  readonly blocks: readonly { readonly block: ContentBlock; readonly path: string }[]
}

/** Reads `messages`, and that every tool call in it is answered once, at once. Throws an ApiError (400). */
export function readMessages(value: unknown): readonly Message[] {
  const list = listField(value, 'messages')
  if (list.length === 0) throw invalid('messages: at least one message is required')
  const messages = list.map((entry, n): Message => {
    const path = `messages.${n}`
    const message = objectField(entry, path)
    const role = wordField(message['role'], `${path}.role`, ['user', 'assistant', 'system'] as const)
    if (role === 'system') return { role, content: readText(message['content'], `${path}.content`) }
    const content = readContent(message['content'], path, role)
    if (content.length === 0 && !(role === 'assistant' && n === list.length - 1))
      throw invalid(`${path}: all messages must have non-empty content except for the optional final assistant message`)
    return { role, content }
  })
  const turns = turnsOf(messages)
  if (turns[0]?.role !== 'user') throw invalid('messages: first message must use the "user" role')
  checkResults(turns)
  return messages
}

/** The turns of a conversation. */
export function turnsOf(messages: readonly Message[]): readonly Turn[] {
  const turns: { role: 'user' | 'assistant'; blocks: { block: ContentBlock; path: string }[] }[] = []
  for (const [n, { role, content }] of messages.entries()) {
    if (role === 'system') continue
    const blocks = content.map((block, at) => ({ block, path: `messages.${n}.content.${at}` }))
    const last = turns.at(-1)
    if (last?.role === role) last.blocks.push(...blocks)
    else turns.push({ role, blocks })
  }
  return turns
}

/** Every tool_use has its tool_result in the very next turn, and no tool_result comes from nowhere. */
function checkResults(turns: readonly Turn[]): void {
  const seen = new Set<unknown>()
  for (const [n, turn] of turns.entries()) {
    const called = idsOf(turns[n - 1], 'tool_use', 'id')
    const answered = new Set<unknown>()
    for (const { block, path } of turn.blocks) {
      const id = block['tool_use_id']
      if (block.type === 'tool_use' && seen.has(block['id'])) throw invalid('messages: `tool_use` ids must be unique')
      if (block.type === 'tool_use') seen.add(block['id'])
      if (block.type !== 'tool_result') continue
      if (!called.includes(id))
        throw invalid(
          `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
        )
      if (answered.has(id))
        throw invalid(
          `${path}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`,
        )
      answered.add(id)
    }
    const results = idsOf(turns[n + 1], 'tool_result', 'tool_use_id')
    const open = idsOf(turn, 'tool_use', 'id').filter(id => !results.includes(id))
    const path = turn.blocks[0]?.path.split('.', 2).join('.')
    if (open.length > 0)
      throw invalid(
        `${path}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
      )
  }
}

function idsOf(turn: Turn | undefined, type: string, field: string): unknown[] {
  return (turn?.blocks ?? []).filter(({ block }) => block.type === type).map(({ block }) => block[field])
}
