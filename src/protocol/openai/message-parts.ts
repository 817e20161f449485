import { fieldsOf, listOf } from '../json.ts'
import type { Dialect } from './dialects.ts'
import type { ChatPart } from './types.ts'

/** What can be shown to a model. */
export interface Sight {
  readonly dialect: Dialect
  /** Whether it takes images. */
  readonly seesImages: boolean
}

/** The text of a block list or a string, in its order; blocks that are no text are left out. */
export function textOf(content: unknown, separator = '\n'): string {
  if (typeof content === 'string') return content
  const texts = listOf(content).map(block => fieldsOf(block)['text'])
  return texts.filter(text => typeof text === 'string').join(separator)
}

/** One block of a user's message as a part; undefined for one that says nothing to a chat completions server. */
export function partOf(block: unknown, sight: Sight): ChatPart | undefined {
  if (typeof block === 'string') return { type: 'text', text: block }
  const fields = fieldsOf(block)
  switch (fields['type']) {
    case 'text':
      return typeof fields['text'] === 'string' ? { type: 'text', text: fields['text'] } : undefined
    case 'image':
      return imageOf(fields, sight)
    case 'document':
      return documentOf(fields, sight)
    case 'tool_reference':
      return { type: 'text', text: `tool now available: ${String(fields['tool_name'])}` }
    case 'search_result':
      return { type: 'text', text: `${String(fields['title'] ?? '')}\n${textOf(fields['content'])}` }
    case 'web_search_tool_result':
    case 'server_tool_use':
      return { type: 'text', text: quoted(fields) }
    default:
      return undefined
  }
}

/** What a tool of Anthropic's servers did, for a model that was not there. */
function quoted({ type, name, input, content }: Readonly<Record<string, unknown>>): string {
  if (type === 'server_tool_use') return `[${String(name)} was asked: ${JSON.stringify(input ?? {})}]`
  const hits = listOf(content).map(
    hit => `${String(fieldsOf(hit)['title'] ?? '')} ${String(fieldsOf(hit)['url'] ?? '')}`,
  )
  return `[results of a web search]\n${hits.join('\n')}`
}

function imageOf({ source }: Readonly<Record<string, unknown>>, { seesImages }: Sight): ChatPart {
  if (!seesImages) return { type: 'text', text: '[image omitted: this model sees none]' }
  const { type, media_type, data, url } = fieldsOf(source)
  const address = type === 'url' ? String(url) : `data:${String(media_type)};base64,${String(data)}`
  return { type: 'image_url', image_url: { url: address } }
}

function documentOf(fields: Readonly<Record<string, unknown>>, { dialect }: Sight): ChatPart {
  const { type, media_type, data, content } = fieldsOf(fields['source'])
  const title = typeof fields['title'] === 'string' ? fields['title'] : 'document'
  if (type === 'text') return { type: 'text', text: `${title}\n${String(data)}` }
  if (type === 'content') return { type: 'text', text: `${title}\n${textOf(content)}` }
  if (type === 'base64' && dialect.documents !== 'text') {
    const address = `data:${String(media_type)};base64,${String(data)}`
    return dialect.documents === 'document_url'
      ? { type: 'document_url', document_url: address }
      : { type: 'file', file: { filename: /\.\w+$/.test(title) ? title : `${title}.pdf`, file_data: address } }
  }
  return { type: 'text', text: `[${title} omitted: this server takes no such files]` }
}

/** A list of parts as short as it can be said: one string where all of it is text. */
export function joinedContent(parts: readonly ChatPart[]): string | readonly ChatPart[] {
  return parts.every(part => part.type === 'text') ? parts.map(part => part.text).join('\n') : parts
}
