import type { AnswerBlock } from './model.ts'
import { charactersPerToken, countTokens } from './tokens.ts'

/** What is answered, within the request's limits. */
export interface Answer {
  readonly blocks: readonly AnswerBlock[]
  readonly stopReason: 'end_turn' | 'tool_use' | 'max_tokens' | 'stop_sequence'
  /** The one that was met. */
  readonly stopSequence: string | null
  readonly outputTokens: number
}

/** Cuts what the model said at the first stop sequence in its text, and at `maxTokens`. */
export function limited(said: readonly AnswerBlock[], maxTokens: number, stopSequences: readonly string[]): Answer {
  const blocks: AnswerBlock[] = []
  let left = maxTokens
  for (const block of said) {
    const stop = block.type === 'text' ? firstStop(block.text, stopSequences) : undefined
    const whole = block.type === 'text' && stop ? { ...block, text: block.text.slice(0, stop.at) } : block
    const kept = withContent(whole, contentOf(whole).slice(0, left * charactersPerToken))
    const isCut = contentOf(kept).length < contentOf(whole).length
    if (contentOf(kept) !== '' || block.type === 'thinking') blocks.push(kept)
    left -= countTokens(contentOf(kept))
    const outputTokens = maxTokens - left
    if (isCut) return { blocks, stopReason: 'max_tokens', stopSequence: null, outputTokens }
    if (stop) return { blocks, stopReason: 'stop_sequence', stopSequence: stop.sequence, outputTokens }
  }
  const stopReason = blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn'
  return { blocks, stopReason, stopSequence: null, outputTokens: maxTokens - left }
}

/** The part of a block that is written token by token. */
export function contentOf(block: AnswerBlock): string {
  switch (block.type) {
    case 'thinking':
      return block.thinking
    case 'text':
      return block.text
    case 'tool_use':
      return block.json
  }
}

function withContent(block: AnswerBlock, content: string): AnswerBlock {
  switch (block.type) {
    case 'thinking':
      return { ...block, thinking: content }
    case 'text':
      return { ...block, text: content }
    case 'tool_use':
      return { ...block, json: content }
  }
}

/** The stop sequence that is met first in a text, and where. */
function firstStop(text: string, sequences: readonly string[]): { at: number; sequence: string } | undefined {
  const met = sequences.map(sequence => ({ at: text.indexOf(sequence), sequence })).filter(({ at }) => at >= 0)
  return met.sort((one, other) => one.at - other.at)[0]
}
