import { invalid } from './api-error.ts'
import { isJson, type Json, listField, objectField, tagField, textField, wordField } from './fields.ts'
import { imageSize } from './image-size.ts'

/** A block of content. */
export interface ContentBlock extends Json {
  readonly type: string
}

/** What an id or a name of a tool may consist of, in Anthropic's API. */
const idPattern = '^[a-zA-Z0-9_-]+$'
const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const

/**
 * Blocks that come of Anthropic's own tools. This backend has none of them: they may be in a history and say nothing.
 */
const foreign = [
  'search_result',
  'server_tool_use',
  'web_search_tool_result',
  'web_fetch_tool_result',
  'code_execution_tool_result',
  'bash_code_execution_tool_result',
  'text_editor_code_execution_tool_result',
  'tool_search_tool_result',
  'tool_reference',
  'mcp_tool_use',
  'mcp_tool_result',
  'container_upload',
  'compaction',
] as const

const types = [
  'text',
  'image',
  'document',
  'tool_use',
  'tool_result',
  'thinking',
  'redacted_thinking',
  ...foreign,
] as const

/** The only roles whose messages may have a block of this type. */
const places: Readonly<Record<string, 'user' | 'assistant'>> = {
  tool_use: 'assistant',
  thinking: 'assistant',
  redacted_thinking: 'assistant',
  tool_result: 'user',
  image: 'user',
  document: 'user',
}

/**
 * Reads the content of a message: a text, or a list of blocks. `path` is its message's. Throws an ApiError (400) that
 * names what is wrong, with the path of the block.
 */
export function readContent(content: unknown, path: string, role: 'user' | 'assistant'): readonly ContentBlock[] {
  return readBlocks(content, `${path}.content`, (block, place) => {
    const type = tagField(block, place, types)
    const where = places[type]
    if (where && where !== role) throw invalid(`${path}: \`${type}\` blocks can only be in \`${where}\` messages`)
    checkBlock(block, place)
  })
}

/** Reads a text, or a list of blocks of text: a system prompt. Other blocks are passed over. */
export function readText(content: unknown, path: string): readonly ContentBlock[] {
  return readBlocks(content, path, (block, place) => {
    if (block['type'] === 'text') textField(block['text'], `${place}.text`)
    else textField(block['type'], `${place}.type`)
  })
}

function readBlocks(
  content: unknown,
  path: string,
  check: (block: Json, path: string) => void,
): readonly ContentBlock[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }]
  return listField(content, path).map((value, n) => {
    const block = objectField(value, `${path}.${n}`)
    check(block, `${path}.${n}`)
    return block as ContentBlock
  })
}

function checkBlock(block: Json, path: string): void {
  switch (block['type']) {
    case 'text':
      if (textField(block['text'], `${path}.text`) === '')
        throw invalid('messages: text content blocks must be non-empty')
      return
    case 'image':
      checkImage(objectField(block['source'], `${path}.image.source`), `${path}.image.source`)
      return
    case 'document':
      tagField(objectField(block['source'], `${path}.document.source`), `${path}.document.source`, [
        'base64',
        'text',
        'content',
        'url',
        'file',
      ])
      return
    case 'tool_use':
      checkId(block['id'], `${path}.tool_use.id`)
      textField(block['name'], `${path}.tool_use.name`)
      objectField(block['input'], `${path}.tool_use.input`)
      return
    case 'tool_result':
      checkId(block['tool_use_id'], `${path}.tool_result.tool_use_id`)
      if (block['content'] !== undefined) readBlocks(block['content'], `${path}.tool_result.content`, checkResult)
      return
    case 'thinking':
      for (const field of ['thinking', 'signature']) textField(block[field], `${path}.thinking.${field}`)
      return
    case 'redacted_thinking':
      textField(block['data'], `${path}.redacted_thinking.data`)
  }
}

function checkResult(block: Json, path: string): void {
  tagField(block, path, ['text', 'image', 'document', 'search_result', 'tool_reference'])
  // A tool may well print nothing.
  if (block['type'] !== 'text' || block['text'] !== '') checkBlock(block, path)
}

function checkId(value: unknown, path: string): void {
  if (!new RegExp(idPattern).test(textField(value, path)))
    throw invalid(`${path}: String should match pattern '${idPattern}'`)
}

function checkImage(source: Json, path: string): void {
  if (tagField(source, path, ['base64', 'url', 'file']) !== 'base64') return
  const type = wordField(source['media_type'], `${path}.base64.media_type`, imageTypes)
  const data = textField(source['data'], `${path}.base64.data`)
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(data)) throw invalid(`${path}.base64: invalid base64 data`)
  if (type !== 'image/webp' && !imageSize(source)) throw invalid('Could not process image')
}

/** The text of blocks, one per line: also what tools returned. */
export function textOfBlocks(blocks: readonly ContentBlock[]): string {
  return blocks.flatMap(block => textsOf(block)).join('\n')
}

/** The blocks of a tool's result, which may be a plain text. */
export function resultBlocks({ content }: ContentBlock): readonly ContentBlock[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }]
  return Array.isArray(content) ? content.filter(isJson).map(block => block as ContentBlock) : []
}

function textsOf(block: ContentBlock): string[] {
  if (typeof block['text'] === 'string') return [block['text']]
  return block.type === 'tool_result' ? resultBlocks(block).flatMap(textsOf) : []
}
