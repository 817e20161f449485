/** How much of a subscription's quota is used, in percent, and when it begins anew, in seconds since 1970. */
export interface Quota {
  readonly usedPercent: number
  readonly resetsAt?: number
}

/** What the client tells a status line of itself, as far as we show it. Every part may be missing. */
export interface ClientState {
  readonly modelId?: string
  /** The model's name for people. */
  readonly model?: string
  readonly contextPercent?: number
  /** US dollars since the client started, by Anthropic's prices. */
  readonly costUsd?: number
  readonly fiveHours?: Quota
  readonly week?: Quota
}

/**
 * Reads the JSON that Claude Code hands to a status line's command. Nothing is taken for granted: what is absent, of another
 * type or out of its range is left out, and text that is no JSON tells nothing at all [shapes measured: 2.1.329].
 */
export function readClientState(text: string): ClientState {
  const state = parsed(text)
  const model = part(state, 'model')
  const modelId = words(part(model, 'id'))
  const name = words(part(model, 'display_name')) ?? modelId
  const contextPercent = percent(part(part(state, 'context_window'), 'used_percentage'))
  const cost = part(part(state, 'cost'), 'total_cost_usd')
  const limits = part(state, 'rate_limits')
  const fiveHours = quota(part(limits, 'five_hour'))
  const week = quota(part(limits, 'seven_day'))
  return {
    ...(modelId === undefined ? {} : { modelId }),
    ...(name === undefined ? {} : { model: name }),
    ...(contextPercent === undefined ? {} : { contextPercent }),
    ...(isNumber(cost) && cost >= 0 && cost < dearest ? { costUsd: cost } : {}),
    ...(fiveHours ? { fiveHours } : {}),
    ...(week ? { week } : {}),
  }
}

/** Dollars; no conversation costs a million, so that is some other number. */
const dearest = 1e6

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

function part(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, name)
    ? (of as Record<string, unknown>)[name]
    : undefined
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** A name; of a longer text there is no room for more anyway. */
function words(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.slice(0, longestName).trim() : ''
  return text === '' ? undefined : text
}

/** Characters. */
const longestName = 200

/** A quota that is overdrawn is full, and nobody wants to miss that. */
function percent(value: unknown): number | undefined {
  return isNumber(value) && value >= 0 ? Math.min(value, 100) : undefined
}

function quota(value: unknown): Quota | undefined {
  const usedPercent = percent(part(value, 'used_percentage'))
  if (usedPercent === undefined) return undefined
  const resetsAt = part(value, 'resets_at')
  return isNumber(resetsAt) && resetsAt > 0 ? { usedPercent, resetsAt } : { usedPercent }
}

/** Whether a quota is used up to the threshold, and not yet renewed at `now` (ms since 1970). */
export function isNearlyUsedUp({ fiveHours, week }: ClientState, threshold: number, now: number): boolean {
  return [fiveHours, week].some(one => isCurrent(one, now) && one.usedPercent >= threshold)
}

/** Whether a quota still counts at `now` (ms since 1970): the client tells that of its last answer, however long ago. */
export function isCurrent(one: Quota | undefined, now: number): one is Quota {
  return one !== undefined && (one.resetsAt === undefined || one.resetsAt * 1000 > now)
}
