import { quoted } from './content-block.ts'
import type { Reply, ReplyBlock, Usage } from './reply.ts'

/** What the client makes of an answer, and why, unless it takes it. */
export type ContentJudgement =
  | { readonly outcome: 'taken' }
  | { readonly outcome: Exclude<Reply['outcome'], 'taken'>; readonly why: string }

export const isCall = (block: ReplyBlock) => block.type === 'tool_use'

/**
 * What Claude Code 2.1.329 makes of a complete answer with these blocks [measured]. `max_tokens` depends on how much was
 * asked for, so it is left to who asked.
 */
export function judgeContent(content: readonly ReplyBlock[], stopReason: string | undefined): ContentJudgement {
  if (stopReason === 'refusal') return { outcome: 'fatal', why: 'the model refuses to answer (stop_reason refusal)' }
  if (content.some(isCall)) return { outcome: 'taken' }
  if (stopReason === 'tool_use') return { outcome: 'fatal', why: 'stop_reason is tool_use, and there is no whole call' }
  if (stopReason === 'model_context_window_exceeded')
    return { outcome: 'fatal', why: 'the context window is full (stop_reason model_context_window_exceeded)' }
  const said = content.some(
    ({ type, ...block }) =>
      (type === 'text' || (type === 'thinking' && stopReason === 'max_tokens')) &&
      'text' in block &&
      block.text.trim() !== '',
  )
  if (said) return { outcome: 'taken' }
  const foreign = content.length > 0 && content.every(block => block.type === 'other' && block.name !== redacted)
  return foreign
    ? { outcome: 'fatal', why: 'there are only blocks that Claude Code does not know' }
    : { outcome: 'empty', why: content.length === 0 ? 'the answer has nothing in it' : 'the answer has no text in it' }
}

const redacted = 'redacted_thinking'

/** Anthropic's own: https://docs.anthropic.com/en/api/handling-stop-reasons */
const stopReasons = ['end_turn', 'max_tokens', 'stop_sequence', 'tool_use', 'pause_turn', 'refusal']

/** In what a complete answer differs from Anthropic's, without harm to the client [measured]. */
export function remarksOn(content: readonly ReplyBlock[], stopReason: string | undefined, usage: Usage): string[] {
  const read = (usage.input ?? 0) + (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0)
  const foreign = content.find(block => block.type === 'other' && !anthropic.includes(block.name))
  return [
    ...(read === 0 ? ['no tokens are counted, so Claude Code cannot see when the window is full'] : []),
    ...(stopReason !== undefined && !stopReasons.includes(stopReason)
      ? [`stop_reason ${quoted(stopReason)} is not one of Anthropic's`]
      : []),
    ...(content.some(isCall) && stopReason !== undefined && stopReason !== 'tool_use' && stopReason !== 'max_tokens'
      ? ['stop_reason is not tool_use although a tool is called']
      : []),
    ...(content.some(block => block.type === 'thinking' && block.signature === undefined)
      ? ['thinking has no signature']
      : []),
    ...(foreign?.type === 'other' ? [`there is a block of the unknown type ${quoted(foreign.name)}`] : []),
  ]
}

/** Blocks that Anthropic's own answers may have, beside text, thinking and calls. */
const anthropic = [redacted, 'server_tool_use', 'web_search_tool_result', 'web_fetch_tool_result']
