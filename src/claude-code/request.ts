import { clientHeaders, measuredVersion, news, userId } from './client-headers.ts'
import type { Features } from './features.ts'
import { filler } from './filler.ts'
import { requestSizes } from './models.ts'
import type { ToolSpec } from './tool-schemas.ts'
import { offeredTools } from './tools.ts'

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

/**
 * The request that Claude Code makes [recorded from 2.1.332]: the same keys, headers, tools and kinds of content, in words of
 * our own. `conversation` is what comes behind the client's own first entries.
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
  const isFirst = rest.length === 0
  const body = {
    model,
    messages: [...(question ? opening(question, features, isFirst) : []), ...markedAtEnd(rest, features)],
    system: [
      ...(features.attribution ? [{ type: 'text', text: attribution }] : []),
      { type: 'text', text: features.whole ? `${introduction} (${news})` : introduction, ...cached },
      { type: 'text', text: lengthened(guidance, guidanceLength(features), features), ...cached },
    ],
    ...(features.tools ? { tools: offered } : {}),
    ...(options.toolChoice && features.tools ? { tool_choice: options.toolChoice } : {}),
    metadata: { user_id: userId },
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
    headers: { ...clientHeaders, ...(features.betas.length > 0 ? { 'anthropic-beta': features.betas.join(',') } : {}) },
    body: JSON.stringify(body),
  }
}

const attribution = `x-anthropic-billing-header: cc_version=${measuredVersion}.000; cc_entrypoint=cli;`
const introduction = 'You are a coding agent in a terminal, examined by claude-switch doctor.'
/** With the characters and the words of a shell in it that the client's own texts have: firewalls and templates trip over them. */
const guidance = [
  'Answer in as few words as you can. When a task needs one of your tools, call the tool at once instead of describing it.',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's own words, which firewalls look for
  'In a shell, **quote** a name that has a blank in it (`cat "my notes.txt" | head && echo "${HOME}"`, or `my\\ notes.txt`), and take `$(...)` for what a command says.',
  'Never read a secret from .env, drop a table or select anything from one, and do not curl, exec or sleep without being asked.',
  'Write a date as 2026-01-31, an address as user@host, and code in a fence:\n```\nls /tmp\n```',
].join(' ')
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

function offeredIn({ simple, deferral, whole }: Features): readonly ToolSpec[] {
  return offeredTools(simple ? 'simple' : deferral ? 'deferred' : 'all', whole)
}

/** Characters of the client's own texts [recorded from 2.1.332 in an empty directory]. */
const lengths = { guidance: 5529, reminder: 577, surroundings: 8989 } as const

/** A model that the client knows gets more of it, or less. */
function guidanceLength({ simple, deferral, size }: Features): number {
  const usual = deferral ? requestSizes.unknown.deferred : requestSizes.unknown.whole
  return simple ? 0 : lengths.guidance + (deferral ? size.deferred : size.whole) - usual
}

/** A text with plain English behind it where the request is to have its whole size: a window that is too small shows itself. */
function lengthened(text: string, length: number, { whole }: Pick<Features, 'whole'>): string {
  return whole ? filler(text, length) : text
}

const reminder = 'Keep to the task that follows — nothing else. 🤖'

/**
 * The client's first entries: the question with a reminder in front of it, and behind it the entry with `role: system`,
 * or the same words within the question. In the first turn the last of them has the cache mark, but with the experimental
 * betas off the question has it, and the entry is text. In later turns the entry is text [measured, 2.1.332].
 */
function opening({ role, content }: ClientMessage, features: Features, isFirst: boolean): ClientMessage[] {
  const { systemRole, experimental, cacheControl, simple } = features
  const said = lengthened(surroundings, lengths.surroundings, features)
  const reminds = (text: string) => ({ type: 'text', text: `<system-reminder>\n${text}\n</system-reminder>` })
  const blocks = [
    ...(simple ? [] : [reminds(lengthened(reminder, lengths.reminder, features))]),
    ...(systemRole || simple ? [] : [reminds(said)]),
    ...(typeof content === 'string' ? [{ type: 'text', text: content }] : content),
  ]
  const isEntryMarked = systemRole && experimental
  const marked = isFirst && !isEntryMarked ? endMarked(blocks, cacheControl) : blocks
  const entry = cacheControl && isEntryMarked && isFirst ? [{ type: 'text', text: said, ...cacheMark }] : said
  return [{ role, content: marked }, ...(systemRole ? [{ role: 'system', content: entry } as const] : [])]
}

type Blocks = Exclude<ClientMessage['content'], string>

function endMarked(blocks: Blocks, cacheControl: boolean): Blocks {
  return blocks.map((block, n) => (cacheControl && n === blocks.length - 1 ? { ...block, ...cacheMark } : block))
}

/** Later turns, in which the last block of all has the cache mark [measured, 2.1.332]. */
function markedAtEnd(turns: readonly ClientMessage[], { cacheControl }: Features): ClientMessage[] {
  return turns.map(({ role, content }, n) => ({
    role,
    content: typeof content === 'string' || n < turns.length - 1 ? content : endMarked(content, cacheControl),
  }))
}
