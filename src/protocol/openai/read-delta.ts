import { at, fieldsOf, listOf } from '../json.ts'

/** What one chunk of a stream, or a whole message, says, whatever its vendor calls it. */
export interface Delta {
  readonly thinking: string
  readonly texts: readonly { readonly type: 'text' | 'thinking'; readonly text: string }[]
  readonly calls: readonly unknown[]
  readonly refusal: string
  /** Pages that it names as its sources. */
  readonly sources: readonly string[]
}

/** Reads a delta. The same thinking in two fields counts once. */
export function readDelta(delta: Readonly<Record<string, unknown>>): Delta {
  const { content, reasoning_content, reasoning, reasoning_details, thinking_blocks, tool_calls, function_call } = delta
  const thinking = [textIn(reasoning_content), textIn(reasoning), listed(reasoning_details), listed(thinking_blocks)]
  const old = fieldsOf(function_call)['name'] === undefined ? [] : [{ index: 0, function: function_call }]
  return {
    thinking: thinking.find(text => text !== '') ?? '',
    texts: typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content).map(partOf),
    calls: Array.isArray(tool_calls) ? tool_calls : old,
    refusal: textIn(delta['refusal']),
    sources: listOf(delta['annotations']).flatMap(sourceOf),
  }
}

/** Mistral's parts: `text`, and `thinking` with parts of its own. */
function partOf(part: unknown): Delta['texts'][number] {
  const { type, text, thinking } = fieldsOf(part)
  if (type === 'thinking') return { type: 'thinking', text: typeof thinking === 'string' ? thinking : listed(thinking) }
  return { type: 'text', text: typeof part === 'string' ? part : textIn(text) }
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
