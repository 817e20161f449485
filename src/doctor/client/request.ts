import type { Shape } from './shape.ts'
import { deferredTool, type ToolSpec, tools } from './tools.ts'

/** An entry of `messages`. */
export interface Message {
  readonly role: 'user' | 'assistant' | 'system'
  readonly content: string | readonly Readonly<Record<string, unknown>>[]
}

/** One request to /v1/messages: its query, the headers beside the credential, and its body. */
export interface MessagesRequest {
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The API's only version: https://docs.anthropic.com/en/api/versioning */
export const versionHeader = { 'anthropic-version': '2023-06-01', 'content-type': 'application/json' } as const

/**
 * The request that Claude Code makes [recorded from 2.1.329]: the same keys, headers and kinds of content, in fewer words.
 * `conversation` is what comes behind the client's own first entries.
 */
export function claudeRequest(
  model: string,
  shape: Shape,
  conversation: readonly Message[],
  options: { readonly stream: boolean; readonly toolChoice?: object; readonly tools?: readonly ToolSpec[] },
): MessagesRequest {
  const cached = shape.cacheControl ? { cache_control: { type: 'ephemeral' } } : {}
  const [question, ...rest] = conversation
  const offered = options.tools ?? [...tools, ...(shape.deferral ? [deferredTool] : [])]
  const body = {
    model,
    messages: [
      ...(question ? [withReminder(question)] : []),
      ...(shape.systemRole ? [{ role: 'system', content: [{ type: 'text', text: surroundings, ...cached }] }] : []),
      ...rest,
    ],
    system: [
      ...(shape.attribution ? [{ type: 'text', text: attribution }] : []),
      { type: 'text', text: introduction, ...cached },
      { type: 'text', text: shape.whole ? `${guidance}\n${filling}` : guidance, ...cached },
    ],
    ...(shape.tools ? { tools: offered } : {}),
    ...(options.toolChoice && shape.tools ? { tool_choice: options.toolChoice } : {}),
    metadata: { user_id: '{"device_id":"claude-switch","account_uuid":"","session_id":"doctor"}' },
    max_tokens: shape.maxTokens,
    ...(shape.thinking === 'adaptive'
      ? { thinking: { type: 'adaptive', ...(shape.display ? { display: 'omitted' } : {}) } }
      : {}),
    ...(shape.thinking === 'enabled' ? { thinking: { type: 'enabled', budget_tokens: shape.maxTokens - 1 } } : {}),
    ...(shape.contextManagement
      ? { context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] } }
      : {}),
    ...(shape.effort === undefined ? {} : { output_config: { effort: shape.effort } }),
    ...(options.stream ? { stream: true } : {}),
  }
  return {
    query: '?beta=true',
    headers: { ...versionHeader, ...(shape.betas.length > 0 ? { 'anthropic-beta': shape.betas.join(',') } : {}) },
    body: JSON.stringify(body),
  }
}

/** The smallest request that is answered: one question, a short answer. */
export function plainRequest(
  model: string,
  content: Message['content'],
  options: { readonly stream: boolean; readonly maxTokens?: number },
): MessagesRequest {
  const body = {
    model,
    max_tokens: options.maxTokens ?? shortAnswer,
    messages: [{ role: 'user', content }],
    ...(options.stream ? { stream: true } : {}),
  }
  return { query: '', headers: versionHeader, body: JSON.stringify(body) }
}

/** Tokens: enough for a model that thinks before it says two words. */
const shortAnswer = 512

const attribution = 'x-anthropic-billing-header: cc_version=2.1.329.000; cc_entrypoint=cli;'
const introduction = 'You are a coding agent in a terminal, examined by claude-switch doctor.'
const guidance =
  'Answer in as few words as you can. When a task needs one of your tools, call the tool at once instead of describing it.'
const surroundings =
  '# Environment\n - Primary working directory: /home/user/project\n - Is a git repository: false\n - Platform: linux\n - Shell: bash'

/** About 10,000 tokens of plain English, so that a window which is too small for a session refuses or cuts it. */
const filling = Array.from(
  { length: 300 },
  (_, n) =>
    `Rule ${n + 1}: keep a change small, read a file before you edit it, and say plainly what you did and what you left undone.`,
).join('\n')

/** The client's first question has a reminder in front of it, in a block of its own. */
function withReminder({ role, content }: Message): Message {
  const reminder = { type: 'text', text: '<system-reminder>\nKeep to the task that follows.\n</system-reminder>' }
  return { role, content: [reminder, ...(typeof content === 'string' ? [{ type: 'text', text: content }] : content)] }
}
