import { fieldsOf, listOf } from '../json.ts'
import type { Dialect } from './dialect.ts'
import type { ChatPart } from './types.ts'

/** What a conversion left out or changed, for the log: never a word of what was said. */
export type ConversionNote =
  | 'image-omitted'
  | 'file-omitted'
  | 'block-omitted'
  | 'tools-removed'
  | 'tools-left-out'
  | 'stops-left-out'
  | 'format-in-words'

/** What can be shown to a model. */
export interface Sight {
  readonly dialect: Dialect
  /** Whether it takes images. */
  readonly seesImages: boolean
  /** Where what had to be left out is noted. */
  readonly notes: Set<ConversionNote>
}

/** Characters of what a tool of Anthropic's servers answered that are quoted to another model. */
const longestQuote = 20_000

/** The text of a block list or a string, in its order; blocks that are no text are left out. */
export function textOf(content: unknown, separator = '\n'): string {
  if (typeof content === 'string') return content
  const texts = listOf(content).map(block => fieldsOf(block)['text'])
  return texts.filter(text => typeof text === 'string').join(separator)
}

/** One block of a message as a part; undefined for one that says nothing to a chat completions server. */
export function partOf(block: unknown, sight: Sight): ChatPart | undefined {
  if (typeof block === 'string') return { type: 'text', text: block }
  const fields = fieldsOf(block)
  const { type } = fields
  switch (type) {
    case 'text':
      return typeof fields['text'] === 'string' ? { type: 'text', text: fields['text'] } : undefined
    case 'image':
      return imageOf(fields, sight)
    case 'document':
      return documentOf(fields, sight)
    case 'tool_reference':
      return { type: 'text', text: `tool now available: ${String(fields['tool_name'] ?? fields['name'])}` }
    case 'search_result':
      return { type: 'text', text: `${String(fields['title'] ?? '')}\n${textOf(fields['content'])}` }
    case 'compaction':
      return { type: 'text', text: textOf(fields['content']) }
    case 'server_tool_use':
    case 'mcp_tool_use':
      return { type: 'text', text: `[${String(fields['name'])} was asked: ${JSON.stringify(fields['input'] ?? {})}]` }
    // Thinking goes its own way, and what changes tools is read where they are.
    case 'thinking':
    case 'redacted_thinking':
    case 'tool_addition':
    case 'tool_removal':
    case 'tool_use':
      return undefined
  }
  if (typeof type === 'string' && type.endsWith('_tool_result')) return { type: 'text', text: quoted(type, fields) }
  sight.notes.add('block-omitted')
  return undefined
}

/** What a tool of Anthropic's servers answered, for a model that was not there. */
function quoted(type: string, { content }: Readonly<Record<string, unknown>>): string {
  const name = type.replace(/_tool_result$/, '').replaceAll('_', ' ')
  const hits = listOf(content).map(hit => {
    const { title, url, text } = fieldsOf(hit)
    return [title, url, text].filter(word => typeof word === 'string').join(' ')
  })
  const words = hits.some(hit => hit !== '') ? hits.join('\n') : JSON.stringify(content ?? '')
  return `[results of ${name}]\n${words.slice(0, longestQuote)}`
}

function imageOf({ source }: Readonly<Record<string, unknown>>, { seesImages, notes }: Sight): ChatPart {
  const { type, media_type, data, url } = fieldsOf(source)
  if (!seesImages || (type !== 'url' && typeof data !== 'string')) {
    notes.add('image-omitted')
    return { type: 'text', text: '[image omitted: this model sees none]' }
  }
  const address = type === 'url' ? String(url) : `data:${String(media_type)};base64,${data}`
  return { type: 'image_url', image_url: { url: address } }
}

function documentOf(fields: Readonly<Record<string, unknown>>, { dialect, notes }: Sight): ChatPart {
  const { type, media_type, data, content, url } = fieldsOf(fields['source'])
  const title = typeof fields['title'] === 'string' ? fields['title'] : 'document'
  if (type === 'text') return { type: 'text', text: `${title}\n${String(data)}` }
  if (type === 'content') return { type: 'text', text: `${title}\n${textOf(content)}` }
  if (type === 'url' && dialect.documents === 'document_url') return { type: 'document_url', document_url: String(url) }
  if (type === 'base64' && dialect.documents !== 'text') {
    const address = `data:${String(media_type)};base64,${String(data)}`
    return dialect.documents === 'document_url'
      ? { type: 'document_url', document_url: address }
      : { type: 'file', file: { filename: /\.\w+$/.test(title) ? title : `${title}.pdf`, file_data: address } }
  }
  notes.add('file-omitted')
  return { type: 'text', text: `[${title} omitted: this server takes no such files]` }
}

/** A list of parts as short as it can be said: one string where all of it is text. */
export function joinedContent(parts: readonly ChatPart[]): string | readonly ChatPart[] {
  return parts.every(part => part.type === 'text') ? parts.map(part => part.text).join('\n') : parts
}
