/** What a refusal taught about a backend, so that the next request is right from the start. */
export interface Corrections {
  /** Fields of a request that are refused. */
  readonly without: ReadonlySet<string>
  /** The most tokens of an answer that are taken. */
  readonly mostTokens?: number
  /** The name under which that number is taken. */
  readonly maxTokens?: 'max_tokens' | 'max_completion_tokens'
  /** Earlier thinking must come back (`true`), or must not (`false`). */
  readonly thinkingBack?: boolean
  /** Images are refused. */
  readonly blind?: true
  /** A system message is taken as the first one alone. */
  readonly systemFirst?: true
}

export const noCorrections: Corrections = { without: new Set() }

/** Fields without which a request would be another one. */
const needed = new Set(['model', 'messages', 'tools', 'stream'])

/**
 * What a refusal (400 or 422, its words) says that the next request has to leave out or change; undefined where it says
 * nothing of the kind, or nothing new. `sent` are the names of the request's own fields.
 */
export function correctionFrom(
  message: string,
  sent: ReadonlySet<string>,
  known: Corrections,
): Corrections | undefined {
  const text = message.toLowerCase()
  if (/max_tokens/.test(text) && /max_completion_tokens/.test(text) && /(instead|use )/.test(text)) {
    const name = /use ['"`]?max_tokens/.test(text) ? 'max_tokens' : 'max_completion_tokens'
    return known.maxTokens === name ? undefined : { ...known, maxTokens: name }
  }
  const most = mostTokensIn(message)
  if (most !== undefined && (known.mostTokens === undefined || most < known.mostTokens))
    return { ...known, mostTokens: most }
  if (/(must|need|required).*(passed|sent) back|missing.*reasoning_content|reasoning_content.*missing/.test(text))
    return known.thinkingBack === true ? undefined : { ...known, thinkingBack: true }
  if (
    /reasoning_content|thinking/.test(text) &&
    isRefusal(text) &&
    known.thinkingBack !== false &&
    /messages?\b|assistant|content/.test(text)
  )
    return { ...known, thinkingBack: false }
  if (/image|vision|multimodal/.test(text) && /(not support|unsupported|does not accept|cannot|only text)/.test(text))
    return known.blind ? undefined : { ...known, blind: true }
  if (/system/.test(text) && /(first|beginning|start)/.test(text))
    return known.systemFirst ? undefined : { ...known, systemFirst: true }
  const field = [...sent].find(
    name =>
      !needed.has(name) && !known.without.has(name) && isRefusal(text) && new RegExp(`\\b${name}\\b`, 'i').test(text),
  )
  return field === undefined ? undefined : { ...known, without: new Set([...known.without, field]) }
}

function isRefusal(text: string): boolean {
  return /(extra|unknown|unrecognized|unsupported|not support|unexpected|not permitted|forbidden|not allowed|invalid|not available|cannot)/.test(
    text,
  )
}

/** The most tokens of an answer that a refusal of max_tokens names. */
function mostTokensIn(message: string): number | undefined {
  if (!/max(_completion)?_tokens|maximum.*(output|completion) tokens/i.test(message)) return undefined
  const patterns = [
    /(?:at most|less than or equal to|<=|up to|maximum(?: value)? (?:of|is|for .* is)|cannot exceed|supports at most)\s*(\d{3,7})/i,
    /range\b[^[]{0,60}\[\d+, ?(\d{3,7})\]/i,
    /max_tokens.*?>\s*(\d{3,7})/i,
    /between \d+ and (\d{3,7})/i,
  ]
  const ungrouped = message.replace(/(\d),(?=\d{3}\b)/g, '$1')
  for (const pattern of patterns) {
    const number = Number(pattern.exec(ungrouped)?.[1])
    if (number > 0) return number
  }
  return undefined
}
