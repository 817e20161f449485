import { at, fieldsOf, parseJson } from '../protocol/json.ts'
import type { ReplyBlock } from './reply.ts'

/** A block of which not all deltas have come. */
export interface OpenBlock {
  readonly type: string
  readonly id: string
  readonly name: string
  /** What redacted thinking has in it. */
  readonly data: string
  readonly foreign: ReturnType<typeof foreignOf>
  text: string
  json: string
  signature: string
}

/**
 * Opens a block by the `content_block` of its start; undefined where that has no type. What the start itself says (text,
 * a call's input) counts for nothing, deltas alone do [measured].
 */
export function openBlock(start: unknown): OpenBlock | undefined {
  const { type, id, name, data } = fieldsOf(start)
  if (typeof type !== 'string') return undefined
  return {
    type,
    id: textOf(id),
    name: textOf(name),
    data: textOf(data),
    foreign: foreignOf(start),
    text: '',
    json: '',
    signature: '',
  }
}

/** Which kinds of blocks take a delta, and where its text is [measured: any other pair breaks the stream]. */
const deltas = {
  text_delta: { field: 'text', into: 'text', blocks: ['text'] },
  thinking_delta: { field: 'thinking', into: 'text', blocks: ['thinking'] },
  signature_delta: { field: 'signature', into: 'signature', blocks: ['thinking'] },
  input_json_delta: { field: 'partial_json', into: 'json', blocks: ['tool_use', 'server_tool_use'] },
} as const satisfies Record<string, { field: string; into: 'text' | 'json' | 'signature'; blocks: readonly string[] }>

/** Puts a delta into its block. Gives what keeps the client from it; deltas of unknown types do nothing. */
export function addDelta(block: OpenBlock, delta: unknown): string | undefined {
  const { type } = fieldsOf(delta)
  if (typeof type !== 'string') return 'a content_block_delta has no delta with a type in it'
  if (!Object.hasOwn(deltas, type)) return undefined
  const { field, into, blocks } = deltas[type as keyof typeof deltas]
  const text = at(delta, field)
  if (!(blocks as readonly string[]).includes(block.type))
    return `${type} comes in a block of type ${quoted(block.type)}`
  if (typeof text !== 'string') return `the ${field} of ${type} is no text`
  block[into] += text
  return undefined
}

/** True for deltas that Anthropic sends. */
export function isKnownDelta(delta: unknown): boolean {
  const type = at(delta, 'type')
  return type === 'citations_delta' || (typeof type === 'string' && Object.hasOwn(deltas, type))
}

/** A block whose stop has come. */
export function closeBlock({ type, id, name, data, text, json, signature, foreign }: OpenBlock): ReplyBlock {
  switch (type) {
    case 'text':
      return { type, text, ...foreign }
    case 'thinking':
      return { type, text, ...(signature === '' ? {} : { signature }), ...foreign }
    case 'tool_use':
      // A tool without inputs may be called without any JSON.
      return { ...callOf(id, name, json, json === '' ? {} : parseJson(json)), ...foreign }
    default:
      return { type: 'other', name: type.slice(0, 100), ...(data === '' ? {} : { data }) }
  }
}

/** Keys of the kinds of blocks that the client knows. */
const ownKeys: ReadonlySet<string> = new Set(['type', 'text', 'thinking', 'signature', 'id', 'name', 'input', 'data'])

/** The keys of a block that are a server's own, where it has any. */
export function foreignOf(block: unknown): { foreign?: Readonly<Record<string, unknown>> } {
  const own = Object.entries(fieldsOf(block)).filter(([key]) => !ownKeys.has(key))
  return own.length === 0 ? {} : { foreign: Object.fromEntries(own) }
}

/** A tool call with its input as it was written and as it was read. */
export function callOf(id: unknown, name: unknown, json: string, input: unknown): ReplyBlock {
  const call = { type: 'tool_use' as const, id: textOf(id), name: textOf(name), json }
  return typeof input === 'object' && input !== null && !Array.isArray(input)
    ? { ...call, input: fieldsOf(input) }
    : call
}

/** Somebody else's word in a sentence of ours: short, and harmless to a terminal. */
export function quoted(word: string): string {
  return JSON.stringify(word.slice(0, 60).replace(/\p{C}/gu, ' '))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
