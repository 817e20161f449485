import type { Features } from './features.ts'
import { clientTools, deferredTool, type ToolSpec } from './tools.ts'

/** An entry of `messages`. */
export interface ClientMessage {
  readonly role: 'user' | 'assistant' | 'system'
  readonly content: string | readonly Readonly<Record<string, unknown>>[]
}

/** One request to /v1/messages: its query, the headers beside the credential, and its body. */
export interface ClientRequest {
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
  features: Features,
  conversation: readonly ClientMessage[],
  options: { readonly stream: boolean; readonly toolChoice?: object; readonly tools?: readonly ToolSpec[] },
): ClientRequest {
  const cached = features.cacheControl ? cacheMark : {}
  const [question, ...rest] = conversation
  const offered = options.tools ?? offeredIn(features)
  const body = {
    model,
    messages: [...(question ? opening(question, features) : []), ...rest],
    system: [
      ...(features.attribution ? [{ type: 'text', text: attribution }] : []),
      { type: 'text', text: introduction, ...cached },
      { type: 'text', text: features.whole ? `${guidance}\n${fillingOf(features)}` : guidance, ...cached },
    ],
    ...(features.tools ? { tools: offered } : {}),
    ...(options.toolChoice && features.tools ? { tool_choice: options.toolChoice } : {}),
    metadata: { user_id: '{"device_id":"claude-switch","account_uuid":"","session_id":"doctor"}' },
    max_tokens: features.maxTokens,
    ...(features.thinking === 'off' ? {} : { thinking: thinkingOf(features) }),
    ...(features.contextManagement
      ? { context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] } }
      : {}),
    ...(features.effort === undefined ? {} : { output_config: { effort: features.effort } }),
    ...(options.stream ? { stream: true } : {}),
  }
  return {
    query: '?beta=true',
    headers: { ...versionHeader, ...(features.betas.length > 0 ? { 'anthropic-beta': features.betas.join(',') } : {}) },
    body: JSON.stringify(body),
  }
}

/** The smallest request that is answered: one question, a short answer. */
export function plainRequest(
  model: string,
  content: ClientMessage['content'],
  options: { readonly stream: boolean; readonly maxTokens?: number },
): ClientRequest {
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

const cacheMark = { cache_control: { type: 'ephemeral' } }

/** A budget leaves one token for the answer [measured: 8191 of 8192]. */
function thinkingOf({ thinking, display, maxTokens }: Features): object {
  const shown = display ? { display: 'omitted' } : {}
  return thinking === 'adaptive'
    ? { type: thinking, ...shown }
    : { type: thinking, budget_tokens: maxTokens - 1, ...shown }
}

function offeredIn({ simple, deferral }: Features): readonly ToolSpec[] {
  const few = simple ? clientTools.filter(({ name }) => simpleTools.includes(name)) : clientTools
  return deferral ? [...few, deferredTool] : few
}

const simpleTools = ['Bash', 'Read', 'Edit']

/** Bytes of our own request without its filling, roughly. */
const ownSize = 5000

/**
 * Plain English that fills the request up to the size of the client's own, so that a window which is too small for a
 * session refuses or cuts it.
 */
function fillingOf({ deferral, size }: Features): string {
  const bytes = Math.max(0, (deferral ? size.deferred : size.whole) - ownSize)
  return Array.from({ length: Math.round(bytes / ruleOf(100).length) }, (_, n) => ruleOf(n + 100)).join('\n')
}

function ruleOf(number: number): string {
  return `Rule ${number}: keep a change small, read a file before you edit it, and say plainly what you did and what you left undone.`
}

const reminder = '<system-reminder>\nKeep to the task that follows.\n</system-reminder>'

/**
 * The client's first entries: the question with a reminder in front of it, and behind it the entry with `role: system`,
 * or the same words within the question. The last of them has the cache mark, but with the experimental betas off the
 * question has it, and the entry is text [measured, 2.1.329].
 */
function opening(
  { role, content }: ClientMessage,
  { systemRole, experimental, cacheControl, simple }: Features,
): ClientMessage[] {
  const blocks = [
    ...(simple ? [] : [{ type: 'text', text: reminder }]),
    ...(systemRole || simple ? [] : [{ type: 'text', text: `<system-reminder>\n${surroundings}\n</system-reminder>` }]),
    ...(typeof content === 'string' ? [{ type: 'text', text: content }] : content),
  ]
  const isEntryMarked = systemRole && experimental
  const marked = blocks.map((block, n) =>
    cacheControl && !isEntryMarked && n === blocks.length - 1 ? { ...block, ...cacheMark } : block,
  )
  const entry = cacheControl && isEntryMarked ? [{ type: 'text', text: surroundings, ...cacheMark }] : surroundings
  return [{ role, content: marked }, ...(systemRole ? [{ role: 'system', content: entry } as const] : [])]
}
