import { type ContentBlock, resultBlocks } from './blocks.ts'
import type { Json } from './fields.ts'
import type { MessagesRequest } from './messages-request.ts'

/** Characters that count as one token. The truth depends on the tokenizer; English comes near to this. */
export const charactersPerToken = 4
/** What an image costs, whatever its size: that of 1.15 megapixels, the largest that Anthropic does not scale down. */
const imageTokens = 1500
/** What a document costs whose text cannot be read here. */
const documentTokens = 3000
/** What a message costs beside its content. */
const messageTokens = 4

/** Tokens of a text: its characters / 4, rounded up. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken)
}

/** Tokens of a prompt, by which it is measured against the window, counted and reported as usage. */
export function promptTokens({ system, messages, tools }: MessagesRequest): number {
  const offered = tools.map(({ name, description, schema }) => countTokens(name + description + JSON.stringify(schema)))
  const said = messages.map(({ content }) => messageTokens + blocksTokens(content))
  return [blocksTokens(system), ...offered, ...said].reduce((sum, tokens) => sum + tokens, 0)
}

function blocksTokens(blocks: readonly ContentBlock[]): number {
  return blocks.reduce((sum, block) => sum + blockTokens(block), 0)
}

function blockTokens(block: ContentBlock): number {
  switch (block.type) {
    case 'image':
      return imageTokens
    case 'document':
      return documentText(block['source'] as Json) ?? documentTokens
    case 'tool_result':
      return messageTokens + blocksTokens(resultBlocks(block))
    case 'tool_use':
      return messageTokens + countTokens(`${block['name']}${JSON.stringify(block['input'])}`)
    default: {
      const text = block['text'] ?? block['thinking'] ?? block['data']
      return countTokens(typeof text === 'string' ? text : JSON.stringify(block))
    }
  }
}

function documentText(source: Json): number | undefined {
  return source['type'] === 'text' && typeof source['data'] === 'string' ? countTokens(source['data']) : undefined
}
