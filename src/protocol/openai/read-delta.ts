import { at, fieldsOf, listOf } from '../json.ts'

/** A piece of what a model said, or thought. */
export interface SpokenPart {
  readonly type: 'text' | 'thinking'
  readonly text: string
  /** The field in which thinking came, where it has one of its own. */
  readonly field?: string
  /** The vendor's own signature of it. */
  readonly signature?: string
}

/** What one chunk of a stream, or a whole message, says, whatever its vendor calls it. */
export interface Delta {
  readonly spoken: readonly SpokenPart[]
  readonly calls: readonly unknown[]
  readonly refusal: string
  /** Pages that it names as its sources. */
  readonly sources: readonly string[]
  /** Thinking as OpenRouter and its like tell it, to be sent back whole. */
  readonly details: readonly unknown[]
}

/** Where vendors put what a model thinks, the more usual ones first: the same thinking in two of them counts once. */
const thinkingFields = ['reasoning_content', 'reasoning', 'reasoning_details', 'thinking_blocks'] as const

/** Reads a delta. */
export function readDelta(delta: Readonly<Record<string, unknown>>): Delta {
  const { content, tool_calls, function_call, reasoning_details } = delta
  const thoughts = thinkingFields.map(field => ({ type: 'thinking' as const, text: thinkingIn(delta[field]), field }))
  const thought = thoughts.find(({ text }) => text !== '')
  const said: SpokenPart[] =
    typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content).map(partOf)
  const old = fieldsOf(function_call)
  return {
    spoken: [...(thought ? [thought] : []), ...said],
    calls: Array.isArray(tool_calls) ? tool_calls : Object.keys(old).length > 0 ? [{ index: 0, function: old }] : [],
    refusal: textIn(delta['refusal']),
    sources: listOf(delta['annotations']).flatMap(sourceOf),
    details: listOf(reasoning_details),
  }
}

const thinkingIn = (value: unknown) => (typeof value === 'string' ? value : listed(value))

/** Mistral's parts: `text`, and `thinking` with parts of its own. */
function partOf(part: unknown): SpokenPart {
  const { type, text, thinking, signature } = fieldsOf(part)
  if (type !== 'thinking') return { type: 'text', text: typeof part === 'string' ? part : textIn(text) }
  const signed = typeof signature === 'string' ? { signature } : {}
  return { type, text: thinkingIn(thinking), ...signed }
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The texts of a list of parts, under any of the names that vendors have for them. */
function listed(value: unknown): string {
  return listOf(value)
    .map(one => {
      const { text, summary, thinking } = fieldsOf(one)
      return textIn(text) || textIn(summary) || textIn(thinking)
    })
    .join('')
}

function sourceOf(annotation: unknown): string[] {
  const url = at(annotation, 'url_citation', 'url')
  const title = at(annotation, 'url_citation', 'title')
  return typeof url === 'string' ? [`- ${typeof title === 'string' ? `${title}: ` : ''}${url}`] : []
}
