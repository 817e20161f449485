import { parseJson } from '../protocol/json.ts'
import { quoted } from './content-block.ts'
import type { Reply, ReplyBlock } from './reply.ts'
import { findWrittenCall } from './text-tool-calls.ts'
import { checkInput } from './tool-input.ts'
import type { ToolSpec } from './tool-schemas.ts'

/** A call that Claude Code would run. */
interface ToolCall {
  readonly id: string
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
}

/** Whether a model's tool calls come as calls that run, as text, as calls that do not run, or not at all. */
export type ToolJudgement =
  /** `remarks`: what is odd about them, and which others do not run. */
  | { readonly kind: 'native'; readonly calls: readonly ToolCall[]; readonly remarks: readonly string[] }
  /** `how` names the form. */
  | { readonly kind: 'text'; readonly how: string }
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'none' }

type Call = Extract<ReplyBlock, { type: 'tool_use' }>
type Tools = readonly Pick<ToolSpec, 'name' | 'input_schema'>[]

/**
 * Judges the tool calls of a reply as Claude Code 2.1.329 runs them [measured]: by exact name, with an id that is not
 * empty and an input that fits the tool's schema. One call that runs is enough; the same id twice does no harm.
 */
export function judgeToolCalls(reply: Pick<Reply, 'content'>, tools: Tools): ToolJudgement {
  const found = reply.content.filter((block): block is Call => block.type === 'tool_use')
  const looked = found.map(call => ({ call, ...getResponses(call, tools) }))
  const faults = looked.flatMap(({ faults }) => faults)
  const calls = looked.flatMap(({ call: { id, name, input }, faults }) =>
    faults.length === 0 && input ? [{ id, name, input }] : [],
  )
  if (calls.length > 0) {
    const others = faults.map(fault => `another call does not run: ${fault}`)
    return { kind: 'native', calls, remarks: [...new Set([...others, ...looked.flatMap(oddities), ...twice(calls)])] }
  }
  if (found.length > 0) return { kind: 'broken', why: [...new Set(faults)].join('; ') }
  const how = writtenIn(reply.content, tools)
  return how === undefined ? { kind: 'none' } : { kind: 'text', how }
}

const oddities = ({ oddities }: { readonly oddities: readonly string[] }) => oddities

function getResponses(
  call: Call,
  tools: Tools,
): { readonly faults: readonly string[]; readonly oddities: readonly string[] } {
  const { id, name, input, json } = call
  const tool = tools.find(tool => tool.name === name)
  const checked = tool && input ? checkInput(tool.input_schema, input) : { faults: [], oddities: [] }
  const lost = input && Object.keys(input).length === 0 && checked.faults.length > 0
  const faults = [
    ...(tool ? [] : [wrongName(name, tools)]),
    ...(id === '' ? [`the call of ${quoted(name)} has no id`] : []),
    ...(input ? [] : [`the input of ${quoted(name)} ${wrongInput(json)}`]),
    ...(lost ? [`the input of ${quoted(name)} is lost: it is {}`] : []),
    ...(lost ? [] : checked.faults.map(fault => `in the input of ${quoted(name)}, ${fault}`)),
  ]
  // Anthropic refuses others with 400, when the conversation goes on there.
  const odd = id !== '' && !/^[a-zA-Z0-9_-]+$/.test(id)
  return {
    faults,
    oddities: [
      ...(odd ? [`the id ${quoted(id)} has characters that Anthropic refuses later in the same conversation`] : []),
      ...checked.oddities.map(oddity => `in the input of ${quoted(name)}, ${oddity}`),
    ],
  }
}

function wrongName(name: string, tools: Tools): string {
  if (name === '') return 'a call has no name'
  const [called, meant] = [
    name.toLowerCase(),
    tools.find(tool => new RegExp(`(^|[^a-z0-9])${escaped(tool.name)}$`, 'i').test(name.trim())),
  ]
  if (!meant) return `it calls ${quoted(name)}, and there is no such tool`
  const how = called === meant.name.toLowerCase() ? 'in the wrong case' : 'with more than its name'
  return `it calls ${quoted(meant.name)} ${how}: ${quoted(name)}`
}

function wrongInput(json: string): string {
  const value = parseJson(json)
  if (value === undefined) return 'is cut off or no JSON'
  if (typeof value === 'string') return 'is JSON inside a JSON text'
  return Array.isArray(value) ? 'is a list' : `is no object but ${quoted(json)}`
}

function twice(calls: readonly ToolCall[]): string[] {
  return new Set(calls.map(({ id }) => id)).size < calls.length ? ['two calls have the same id'] : []
}

/** Looks in what is said first, then in what is thought: neither is run. */
function writtenIn(content: readonly ReplyBlock[], tools: Tools): string | undefined {
  const names = tools.map(({ name }) => name)
  const textOf = (type: 'text' | 'thinking') => content.map(block => (block.type === type ? block.text : '')).join('\n')
  const said = findWrittenCall(textOf('text'), names)
  if (said !== undefined) return said
  const thought = findWrittenCall(textOf('thinking'), names)
  return thought === undefined ? undefined : `${thought}, within its thinking`
}

const escaped = (text: string) => text.replace(/[^a-zA-Z0-9]/g, '\\$&')
