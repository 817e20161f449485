import { fieldsOf, listOf, parseJson } from '../../protocol/json.ts'
import { firstObject, toolNamed } from './tool-input.ts'

/** A tool call that a model wrote into its text. */
interface WrittenCall {
  readonly name: string
  readonly input: object
}

/** What a text comes to: the text in front of its calls, and the calls; none where it is no more than text. */
export interface ReadText {
  readonly text: string
  readonly calls: readonly WrittenCall[]
}

/** What a call begins with, in the forms that models were taught: Qwen, Hermes, GLM, Llama, Mistral, and JSON in a fence. */
const marks = ['<tool_call>', '<function=', '[TOOL_CALLS]', '```json', '```tool_call', '```\n{']
const longestMark = Math.max(...marks.map(mark => mark.length))

/**
 * Holds text back from where a call may begin, so that the rest flows on. A model that writes its calls does so at the end
 * of what it says.
 */
export class WrittenCalls {
  readonly #tools: readonly string[]
  #held = ''
  #isHolding = false

  /** `tools` are the names of the tools that were offered. */
  constructor(tools: readonly string[]) {
    this.#tools = tools
  }

  /** The text that may be said by now. */
  feed(piece: string): string {
    if (this.#tools.length === 0) return piece
    this.#held += piece
    if (this.#isHolding) return ''
    const at = firstOf(marks.map(mark => this.#held.indexOf(mark)))
    if (at !== undefined) {
      this.#isHolding = true
      return this.#say(at)
    }
    return this.#say(this.#held.length - partOfMark(this.#held))
  }

  /** What was held back: text, and the calls in it. */
  end(): ReadText {
    const held = this.#held
    this.#held = ''
    this.#isHolding = false
    const calls = callsIn(held, this.#tools)
    return calls.length > 0 ? { text: '', calls } : { text: held, calls }
  }

  #say(length: number): string {
    const text = this.#held.slice(0, length)
    this.#held = this.#held.slice(length)
    return text
  }
}

function firstOf(places: readonly number[]): number | undefined {
  const found = places.filter(place => place >= 0)
  return found.length > 0 ? Math.min(...found) : undefined
}

/** How many characters at the end of a text may be the beginning of a mark. */
function partOfMark(text: string): number {
  for (let length = Math.min(longestMark - 1, text.length); length > 0; length--)
    if (marks.some(mark => mark.startsWith(text.slice(-length)))) return length
  return 0
}

/** The calls of tools that exist, in the order of the text. */
function callsIn(text: string, tools: readonly string[]): WrittenCall[] {
  const pieces = text.split(/(?=<tool_call>|<function=|\[TOOL_CALLS\]|```)/)
  return pieces.flatMap(piece => {
    const found = asParameters(piece) ?? asMistral(piece) ?? asJson(piece)
    return (found ?? []).flatMap(({ name, input }) => {
      const tool = toolNamed(name, tools)
      return tools.includes(tool) ? [{ name: tool, input }] : []
    })
  })
}

/** `<function=Bash><parameter=command>...</parameter></function>`, or JSON in the place of the parameters. */
function asParameters(text: string): WrittenCall[] | undefined {
  const [, name, rest = ''] = /^<function=([\w.:-]{1,128})>([\s\S]*)/.exec(text) ?? []
  if (name === undefined) return undefined
  const parameters = [...rest.matchAll(/<parameter=([\w.-]{1,128})>\n?([\s\S]*?)\n?<\/parameter>/g)]
  if (parameters.length === 0) return [{ name, input: fieldsOf(parseJson(firstObject(rest) ?? '')) }]
  const values = parameters.map(([, key = '', value = '']) => [key, typed(value)])
  return [{ name, input: Object.fromEntries(values) }]
}

/** Numbers, truth values, lists and objects are meant as such. */
function typed(value: string): unknown {
  return /^\s*(-?\d+(\.\d+)?|true|false|null|[[{][\s\S]*)\s*$/.test(value) ? (parseJson(value) ?? value) : value
}

/** `[TOOL_CALLS]Bash[ARGS]{...}`, or a list of calls. */
function asMistral(text: string): WrittenCall[] | undefined {
  if (!text.startsWith('[TOOL_CALLS]')) return undefined
  const rest = text.slice('[TOOL_CALLS]'.length)
  const [, name] = /^\s*([\w.:-]{1,128})\s*(?:\[ARGS\])?\s*\{/.exec(rest) ?? []
  if (name !== undefined) return [{ name, input: fieldsOf(parseJson(firstObject(rest) ?? '')) }]
  return listOf(parseJson(rest.trim())).flatMap(callOf)
}

/** `{"name": ..., "arguments": ...}` anywhere in a piece. */
function asJson(text: string): WrittenCall[] {
  return callOf(parseJson(firstObject(text) ?? ''))
}

function callOf(value: unknown): WrittenCall[] {
  const { name, tool, arguments: given, parameters, input } = fieldsOf(value)
  const word = typeof name === 'string' ? name : tool
  const inner = given ?? parameters ?? input
  const object = typeof inner === 'string' ? parseJson(inner) : inner
  return typeof word === 'string' && typeof object === 'object' && object !== null
    ? [{ name: word, input: object }]
    : []
}
