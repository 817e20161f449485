import { leastAnswer, readOverLong } from '../context-overflow.ts'
import type { Dialect } from './dialect.ts'

/** What a refusal taught about a backend, so that the next request is right from the start. */
export interface Corrections {
  /** Fields of a request that are refused. */
  readonly without: ReadonlySet<string>
  /** The most tokens of an answer that are taken. */
  readonly mostTokens?: number
  /** The name under which that number is taken. */
  readonly maxTokens?: 'max_tokens' | 'max_completion_tokens'
  /** The window that prompt and answer share, and how many tokens the backend counts for one that was estimated. */
  readonly window?: { readonly tokens: number; readonly scale: number }
  /** The words for efforts that are taken. */
  readonly efforts?: readonly string[]
  /** Earlier thinking must come back (`true`), or must not (`false`). */
  readonly thinkingBack?: boolean
  /** Images are refused. */
  readonly blind?: true
  /** A system message is taken as the first one alone, or not at all. */
  readonly system?: 'first' | 'none'
  /** A user's message may not follow a tool's. */
  readonly strictOrder?: true
  /** The longest id of a tool call, or exactly nine letters and digits (Mistral's tokenizer, wherever it runs). */
  readonly toolIds?: 'nine' | 'short'
  /** The longest description of a tool, in characters. */
  readonly longestDescription?: number
  /** How many tools are taken. */
  readonly mostTools?: number
}

/** Characters of a refusal that are read. */
const longestRefusal = 8000

export const noCorrections: Corrections = { without: new Set() }

/** A dialect as refusals corrected it. */
export function correctedDialect(dialect: Dialect, known: Corrections): Dialect {
  const { system, strictOrder, toolIds, longestDescription, mostTools, thinkingBack, without } = known
  const back = dialect.thinkingBack === 'none' ? 'as-it-came' : dialect.thinkingBack
  return {
    ...dialect,
    ...(known.maxTokens === undefined ? {} : { maxTokens: known.maxTokens }),
    ...(system === undefined ? {} : { system }),
    ...(strictOrder ? { userAfterTool: false } : {}),
    ...(toolIds === 'nine' ? { toolId: /^[A-Za-z0-9]{9}$/, toolIdLength: 9 } : {}),
    ...(toolIds === 'short' ? { toolId: /^[\w-]{1,40}$/ } : {}),
    ...(longestDescription === undefined ? {} : { longestDescription }),
    ...(mostTools === undefined ? {} : { mostTools }),
    ...(thinkingBack === undefined ? {} : { thinkingBack: thinkingBack ? back : 'none' }),
    allows: new Set([...dialect.allows].filter(field => !without.has(field))),
  }
}

/** Fields without which a request would be another one. */
const needed = new Set(['model', 'messages', 'tools', 'stream'])
type Taught = Partial<Corrections> | undefined

/**
 * What a refusal (its words) says that the next request has to leave out or change; undefined where it says nothing of the
 * kind, or nothing new. `sent` are the names of the request's own fields, `promptTokens` what its prompt was estimated at.
 */
export function correctionFrom(
  refusal: string,
  sent: ReadonlySet<string>,
  known: Corrections,
  promptTokens?: number,
): Corrections | undefined {
  // Some of the patterns take the square of a text's length.
  const message = refusal.slice(0, longestRefusal)
  const taught =
    renamedMaxTokens(message) ??
    windowIn(message, promptTokens) ??
    said('mostTokens', mostTokensIn(message)) ??
    said('efforts', effortsIn(message)) ??
    aboutTools(message) ??
    aboutMessages(message, known) ??
    fieldIn(message, sent, known)
  return taught && isNews(taught, known) ? { ...known, ...taught } : undefined
}

function isNews(taught: Partial<Corrections>, known: Corrections): boolean {
  const { mostTokens } = taught
  if (mostTokens !== undefined && known.mostTokens !== undefined && mostTokens >= known.mostTokens) return false
  const names = Object.keys(taught) as (keyof Corrections)[]
  return names.some(name => name === 'without' || JSON.stringify(taught[name]) !== JSON.stringify(known[name]))
}

function said<Name extends keyof Corrections>(name: Name, value: Corrections[Name]): Taught {
  return value === undefined ? undefined : { [name]: value }
}

function renamedMaxTokens(message: string): Taught {
  if (!/max_tokens/i.test(message) || !/max_completion_tokens/i.test(message)) return undefined
  if (!/(instead|use )/i.test(message)) return undefined
  return { maxTokens: /use ['"`]?max_tokens/i.test(message) ? 'max_tokens' : 'max_completion_tokens' }
}

/** A prompt that fits, beside an answer that was asked for too long. */
function windowIn(message: string, estimated: number | undefined): Taught {
  const { promptTokens, limitTokens } = readOverLong(message) ?? {}
  if (promptTokens === undefined || limitTokens === undefined) return undefined
  if (limitTokens - promptTokens < leastAnswer) return undefined
  const scale = estimated ? Math.round((promptTokens / estimated) * 100) / 100 : 1
  return { window: { tokens: limitTokens, scale } }
}

/** The words for efforts that a refusal of one of them lists. */
function effortsIn(message: string): readonly string[] | undefined {
  if (!/reasoning[_. ]?effort/i.test(message)) return undefined
  const list = /(?:supported values|one of|should be|reasoning_effort to|expected|allowed values)(.*)/is.exec(
    message,
  )?.[1]
  const words = [...(list ?? '').matchAll(/['"`](none|minimal|low|medium|high|xhigh|max)['"`]/gi)].map(
    ([, word]) => word,
  )
  const found = [...new Set(words)].filter(word => word !== undefined)
  return found.length > 0 ? found : undefined
}

function aboutTools(message: string): Taught {
  if (/tool call id.*length of 9/is.test(message)) return { toolIds: 'nine' }
  if (/tool_calls?\S*\bid\b.*(too long|maximum length|pattern)/is.test(message)) return { toolIds: 'short' }
  const length = /description\b.*?(?:maximum length|at most|longer than)\D{0,5}(\d{2,6})/is.exec(message)?.[1]
  if (length !== undefined) return { longestDescription: Number(length) }
  const count = /\btools\b.*?(?:maximum (?:length|number)|at most|more than|up to)\D{0,5}(\d{1,4})\b/is.exec(
    message,
  )?.[1]
  return count === undefined ? undefined : { mostTools: Number(count) }
}

function aboutMessages(message: string, known: Corrections): Taught {
  const text = message.toLowerCase()
  if (/(must|need|required).*(passed|sent) back|missing.*reasoning_content|reasoning_content.*missing/s.test(text))
    return { thinkingBack: true }
  if (/reasoning_content|thinking/.test(text) && isRefusal(text) && /messages?\b|assistant|content/.test(text))
    return known.thinkingBack === false ? undefined : { thinkingBack: false }
  const refusesImages =
    /not support|unsupported|not accept|cannot|only (text|supported)|not a multi-?modal|no endpoints/
  if (/image|vision|multi-?modal/.test(text) && refusesImages.test(text)) return { blind: true }
  if (/role 'user' after role 'tool'/.test(text)) return { strictOrder: true }
  if (
    /system (role|message|prompt)s?\b.*(not support|unsupported)|not support.*system (role|message|prompt)/.test(text)
  )
    return { system: known.system === undefined ? 'first' : 'none' }
  if (/system/.test(text) && /(first|beginning|start)/.test(text))
    return { system: known.system === undefined ? 'first' : 'none' }
  return undefined
}

function fieldIn(message: string, sent: ReadonlySet<string>, { without }: Corrections): Taught {
  if (!isRefusal(message.toLowerCase())) return undefined
  const field = [...sent].find(
    name => !needed.has(name) && !without.has(name) && new RegExp(`\\b${name}\\b`, 'i').test(message),
  )
  return field === undefined ? undefined : { without: new Set([...without, field]) }
}

function isRefusal(text: string): boolean {
  return /(extra|unknown|unrecognized|unsupported|not support|unexpected|not permitted|forbidden|not allowed|invalid|not available|cannot)/.test(
    text,
  )
}

/** The most tokens of an answer that a refusal of max_tokens names. */
function mostTokensIn(message: string): number | undefined {
  if (!/max(_completion|_output)?_tokens|maxOutputTokens|maximum.*(output|completion) tokens/i.test(message))
    return undefined
  const text = message.replace(/(\d),(?=\d{3}\b)/g, '$1')
  const beyond = /to (\d{3,7}) \(exclusive\)/i.exec(text)?.[1]
  if (beyond !== undefined) return Number(beyond) - 1
  const patterns = [
    /(?:at most|less than or equal to|<=|≤|up to|maximum(?: value)? (?:of|is|for .* is)|cannot exceed|supports at most)\s*['"`]?(\d{3,7})/i,
    /range\b[^[]{0,60}\[\d+, ?(\d{3,7})\]/i,
    /max_tokens.*?>\s*(\d{3,7})/i,
    /between \d+ and (\d{3,7})/i,
  ]
  for (const pattern of patterns) {
    const number = Number(pattern.exec(text)?.[1])
    if (number > 0) return number
  }
  return undefined
}
