import { type ContentBlock, resultBlocks, textOfBlocks } from './blocks.ts'
import { turnsOf } from './messages.ts'
import type { MessagesRequest } from './messages-request.ts'

/** What the model is asked now, and what it can look up. */
export interface ConversationState {
  /** The text of the user's last turn, without what the client adds for itself. */
  readonly question: string
  /** Its end, which says what to do; the rest of a long question is what to do it with. */
  readonly task: string
  /** What tools returned in that turn, in the order of their calls. */
  readonly results: readonly ContentBlock[]
  /** Images in that turn, those in results included. */
  readonly images: readonly ContentBlock[]
  /** How the request says that the answer begins. */
  readonly prefill: string
  /** Everything that was said: the system prompt, messages and results. */
  readonly everything: string
}

/** Characters of a question's end that say what to do. */
const taskLength = 1000

/** Reads the situation out of a request. */
export function conversationStateOf({ system, messages }: MessagesRequest): ConversationState {
  const turns = turnsOf(messages)
  const last = turns.at(-1)
  const asked = (last?.role === 'user' ? last : turns.at(-2))?.blocks.map(({ block }) => block) ?? []
  const calls = turns.at(-2)?.blocks.map(({ block }) => block['id']) ?? []
  // Claude Code gives results in the order in which its tools ended.
  const results = asked
    .filter(({ type }) => type === 'tool_result')
    .sort((one, other) => calls.indexOf(one['tool_use_id']) - calls.indexOf(other['tool_use_id']))
  const question = spoken(textOfBlocks(asked.filter(({ type }) => type === 'text')))
  return {
    question,
    task: question.slice(-taskLength),
    results,
    images: [...asked, ...results.flatMap(resultBlocks)].filter(({ type }) => type === 'image'),
    prefill: last?.role === 'assistant' ? textOfBlocks(last.blocks.map(({ block }) => block)) : '',
    everything: [system, ...messages.map(({ content }) => content)].map(textOfBlocks).join('\n'),
  }
}

/** Text without the reminders that Claude Code writes between these tags, for the model and not from the user. */
export function spoken(text: string): string {
  return text.replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, '').trim()
}
