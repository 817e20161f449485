/**
 * A part of Claude Code's request that a server may refuse. `beta:NAME` is one name of the anthropic-beta header,
 * `adaptive` is thinking of that type, `attribution` the system block that names the client, `thinking-display` its key `display`, `deferred-tools` the tools that are only named.
 */
export type Feature =
  | 'context_management'
  | 'thinking'
  | 'adaptive'
  | 'thinking-display'
  | 'effort'
  | 'max_tokens'
  | 'system-role'
  | 'betas'
  | `beta:${string}`
  | 'deferred-tools'
  | 'tools'
  | 'cache_control'
  | 'attribution'

/**
 * What Claude Code does about an answer that is not 200: gives up; asks again without a part (without `adaptive`: with a
 * fixed thinking budget; without `max_tokens`: with `roomIn` of them); asks the same again after a pause; asks the same
 * without streaming; or shortens the conversation, which it cannot in a session's first turn.
 */
export type Recovery =
  | { readonly does: 'dies' }
  | { readonly does: 'recovers'; readonly without: Feature }
  | { readonly does: 'retries' }
  | { readonly does: 'falls back' }
  | { readonly does: 'compacts' }

const dies: Recovery = { does: 'dies' }
const recovers = (without: Feature): Recovery => ({ does: 'recovers', without })

/**
 * What of the request goes together with a beta, when a server refuses that beta by its name [measured, 2.1.329]. The
 * entry with `role: system` stays when mid-conversation-tool-changes goes.
 */
export const goesWithBeta: Readonly<Record<string, Feature>> = {
  'context-management-2025-06-27': 'context_management',
  'effort-2025-11-24': 'effort',
  'advanced-tool-use-2025-11-20': 'deferred-tools',
}

/**
 * What is tried one after the other about a 400 or 422 in words that mean nothing to the client [measured]: so whatever
 * refuses one of these works, in any words. (The client has the first two back when it leaves out the third, and then
 * leaves them out again, which comes to the same.)
 */
const ladder: readonly Feature[] = ['beta:thinking-token-count-2026-05-13', 'thinking-display', 'deferred-tools']

const longContext = 'beta:context-1m-2025-08-07'

/** Tokens: the least that is worth asking for, and what is kept free, when a refusal says how much room there is. */
const leastRoom = 3000
const keptFree = 1000
/** Tokens: a model that gives fewer is not believed. */
const leastAllowed = 4096

/** Words for a prompt that is too long: the first two in any case of letters [measured at 400, 413 and 422]. */
const tooLong = [
  /(prompt|input) is too long/i,
  /exceeds the available context size/,
  /exceeds the context window/,
  /exceeds the maximum number of tokens allowed/,
  /maximum context length/,
  /context_length_exceeded/,
  /ContextWindowExceededError/,
]

/**
 * Words by which the client knows that `role: system` was refused [measured at 400, 403, 404, 422 and 500]. Not among
 * them: "System message must be at the beginning", "System role not supported", "System messages are not allowed",
 * "unsupported role: system", "Invalid discriminator value. Expected 'user' | 'assistant'", "Only user and assistant
 * roles are supported", "Conversation roles must alternate".
 */
const systemRole: readonly ((message: string) => boolean)[] = [
  // "role 'system' is not supported on this model"; "role: 'system'" is one character too far, and "Not Supported" too loud.
  message => /role .{0,2}system/i.test(message) && message.includes('not supported'),
  message => /input should be ['"`](user|assistant)['"`] or ['"`](user|assistant)['"`]/i.test(message),
  message => message.includes('Unexpected role') && message.includes('input message role'),
  message => message.includes("use the top-level 'system' parameter for the initial system prompt"),
  message => message.includes('unknown variant `system`, expected `user` or `assistant`'),
]

/** Words for a missing effort parameter that the client takes, at 400 alone. */
const effort = [
  /output_config\.effort: Extra inputs are not permitted/,
  /effort parameter (is )?not supported/i,
  /does not support (the )?effort parameter/i,
]

const adaptive = /adaptive thinking is not supported|thinking\.type.+ is not supported/i

/**
 * The words that the client looks at in the body of an error: `error.message`, else the whole body as it stands
 * [measured: a refusal in FastAPI's `detail` is matched as JSON, so that a place and its message never stand together].
 */
export function lowerCaseMessage(body: string): string {
  try {
    const message = (JSON.parse(body) as { error?: { message?: unknown } } | null)?.error?.message
    return typeof message === 'string' ? message : body
  } catch {
    return body
  }
}

/**
 * The tokens of an answer that the client asks for after a refusal that says how many there is room for, or how many the model
 * gives at all. The second in these very words alone, and from 4096 up [read in and measured with 2.1.332].
 */
export function roomIn(message: string): number | undefined {
  const most = allowedIn(message)
  if (most !== undefined) return most
  const numbers = /input length and `max_tokens` exceed context limit: (\d+) \+ \d+ > (\d+)/.exec(message)
  if (!numbers) return undefined
  return Number(numbers[2]) - Number(numbers[1]) - keptFree
}

function allowedIn(message: string): number | undefined {
  const words = /^max_tokens: \d+ > (\d+), which is the maximum allowed number of output tokens for .+$/
  const most = Number(words.exec(message)?.[1])
  return most >= leastAllowed ? most : undefined
}

/**
 * What Claude Code 2.1.332 does about an answer, by its status, its `error.type`, its words (`lowerCaseMessage` of its body) and the
 * parts that the refused request had [measured with one scripted backend for each wording].
 */
export function recoveryFrom(
  status: number,
  errorType: string | undefined,
  message: string,
  sent: ReadonlySet<Feature>,
): Recovery {
  return (
    knownWords(message, sent) ??
    (status === 400 || status === 422 ? refusal : reactionToStatus)(status, message, sent, errorType)
  )
}

/** Words that count whatever the status is. */
function knownWords(message: string, sent: ReadonlySet<Feature>): Recovery | undefined {
  if (/credit balance is too low/i.test(message)) return dies
  if (allowedIn(message) !== undefined && sent.has('max_tokens')) return recovers('max_tokens')
  // The name that ends in `[1m]` is then asked for without what that asks for [measured, 2.1.332].
  if (sent.has(longContext) && /long context beta is not yet available/i.test(message)) return recovers(longContext)
  const named = betasIn(message).find(beta => sent.has(`beta:${beta}`))
  if (named !== undefined) return recovers(`beta:${named}`)
  if (sent.has('system-role') && systemRole.some(matches => matches(message))) return recovers('system-role')
  if (sent.has('context_management') && message.includes('context_management: Extra inputs are not permitted'))
    return recovers('context_management')
  return undefined
}

/** The betas that Anthropic's sentence names, which is the only one that is understood. */
function betasIn(message: string): string[] {
  const list = /Unexpected value\(s\) ((?:`[^`]+`(?:, )?)+) for the `anthropic-beta` header/.exec(message)?.[1] ?? ''
  return [...list.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
}

/** A 400 or a 422. */
function refusal(status: number, message: string, sent: ReadonlySet<Feature>, errorType: string | undefined): Recovery {
  const room = roomIn(message)
  if (room !== undefined) return status === 400 && room >= leastRoom ? recovers('max_tokens') : { does: 'compacts' }
  if (tooLong.some(words => words.test(message))) return { does: 'compacts' }
  const ofEffort = effort.some(words => words.test(message))
  if (ofEffort && status === 400 && sent.has('effort')) return recovers('effort')
  // Nothing of the ladder is tried that could help.
  if (ofEffort || message.includes('output_config')) return dies
  if (adaptive.test(message)) return status === 400 && sent.has('adaptive') ? recovers('adaptive') : dies
  const next = ladder.find(feature => sent.has(feature))
  if (next) return recovers(next)
  return errorType === 'overloaded_error' ? { does: 'retries' } : dies
}

/** Any other status. A 401 is retried too: with the same credential. */
function reactionToStatus(status: number, message: string): Recovery {
  if (status === 404) return { does: 'falls back' }
  if (status === 413 && tooLong.some(words => words.test(message))) return { does: 'compacts' }
  return [401, 408, 409, 429].includes(status) || status >= 500 ? { does: 'retries' } : dies
}
