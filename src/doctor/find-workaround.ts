import type { Feature } from '../claude-code/error-recovery.ts'
import { changed, type Features, featuresIn, switchOff, without } from '../claude-code/features.ts'
import type { Failed, RetryOutcome, Succeeded } from '../claude-code/retry-loop.ts'
import { adviseOutput } from '../env/window.ts'
import { keyOf } from '../profiles/fields.ts'
import { readOverLong } from '../protocol/errors.ts'
import type { Remedy } from './finding.ts'
import type { Target } from './probe.ts'

/** Settings of a profile that change what Claude Code sends. */
type Setting = {
  readonly BETAS?: 'off'
  readonly THINKING?: 'off'
  readonly EFFORT?: 'off'
  readonly ENV_DISABLE_PROMPT_CACHING?: '1'
  readonly MAX_OUTPUT_TOKENS?: string
}

/** What was found out about a request that Claude Code dies of. */
export interface Workaround {
  /** The part that the server refuses, where one could be singled out. */
  readonly feature?: Feature
  /** The settings with which the request was answered. */
  readonly remedy?: Remedy
  readonly succeeded?: Succeeded
}

/** How many courses the search may cost. */
const mostTries = 16

/** Tokens of an answer that no server refuses for its length. */
const modestOutput = '4096'

/** Each setting alone, those first that cost the least. */
const singles: readonly Setting[] = [
  { EFFORT: 'off' },
  { THINKING: 'off' },
  { ENV_DISABLE_PROMPT_CACHING: '1' },
  { BETAS: 'off' },
  { MAX_OUTPUT_TOKENS: modestOutput },
]

/** What each setting leaves out, and so what was refused where it helps. */
const partOf = {
  EFFORT: 'effort',
  THINKING: 'thinking',
  ENV_DISABLE_PROMPT_CACHING: 'cache_control',
  BETAS: 'betas',
  MAX_OUTPUT_TOKENS: 'max_tokens',
} as const satisfies Record<keyof Setting, Feature>

/** Parts that no setting leaves out without a loss. */
const unsettable = ['system-role', 'tools'] as const satisfies readonly Feature[]

/**
 * Looks for what Claude Code's request dies of, and for settings that avoid it, by asking again without it. A remedy
 * comes back only where it was answered; a part that no setting removes is singled out all the same. Where only time ran
 * out nothing is tried, since each try would take as long.
 */
export async function findWorkaround(
  failed: Failed,
  start: Features,
  target: Target,
  ask: (features: Features) => Promise<RetryOutcome>,
): Promise<Workaround> {
  if (failed.late) return {}
  let tries = 0
  const asked = new Map<string, Promise<RetryOutcome>>()
  const attempt = async (features: Features): Promise<RetryOutcome | undefined> => {
    const key = JSON.stringify(features)
    if (!asked.has(key) && tries++ < mostTries) asked.set(key, ask(features))
    return asked.get(key)
  }
  // First what the server names, one thing after the other; then each setting alone; then all of them.
  let named: Setting = {}
  let last: Failed = failed
  for (let next = settingIn(last, start, named); next; next = settingIn(last, start, named)) {
    named = { ...named, ...next }
    const retryOutcome = await attempt(applied(start, named))
    if (retryOutcome?.succeeded) return cured(await fewest(named, retryOutcome, start, attempt), target)
    if (!retryOutcome || retryOutcome.late) return {}
    last = retryOutcome
  }
  const isTooLong = readOverLong(last.message) !== undefined
  const useful = singles.filter(one => isNew(one, start) && (!isTooLong || one.MAX_OUTPUT_TOKENS))
  const all: Setting = Object.assign({}, ...useful, named)
  for (const one of [...useful, all]) {
    const retryOutcome = await attempt(applied(start, one))
    if (retryOutcome?.succeeded) return cured(await fewest(one, retryOutcome, start, attempt), target)
  }
  // A shorter request would fit, whatever is left out of it.
  if (isTooLong) return {}
  for (const setting of [named, all]) {
    for (const feature of unsettable) {
      const retryOutcome = await attempt(without(applied(start, setting), feature))
      if (retryOutcome?.succeeded) return { feature }
    }
  }
  return {}
}

/** Settings, and what was answered with them. */
interface Proof {
  readonly setting: Setting
  readonly succeeded: Succeeded
}

function cured({ setting, succeeded }: Proof, { profile }: Target): Workaround {
  const names = Object.keys(setting) as (keyof Setting)[]
  const says = `with ${names.map(name => keyOf(profile.name, name)).join(' and ')} set, the same request is answered`
  const remedy: Remedy = { says, set: setting, proven: true }
  const [first] = names
  return { remedy, succeeded, ...(first && names.length === 1 ? { feature: partOf[first] } : {}) }
}

/** Drops every setting without which the request is answered too. */
async function fewest(
  setting: Setting,
  succeeded: Succeeded,
  start: Features,
  attempt: (features: Features) => Promise<RetryOutcome | undefined>,
): Promise<Proof> {
  let proof: Proof = { setting, succeeded }
  for (const name of Object.keys(setting) as (keyof Setting)[]) {
    const { [name]: _, ...rest } = proof.setting
    if (Object.keys(rest).length === 0) continue
    const retryOutcome = await attempt(applied(start, rest))
    if (retryOutcome?.succeeded) proof = { setting: rest, succeeded: retryOutcome }
  }
  return proof
}

/** The request with some settings made. A limit only ever makes an answer shorter. */
function applied(features: Features, { MAX_OUTPUT_TOKENS: limit, ...flags }: Setting): Features {
  const names = Object.keys(flags) as (keyof typeof flags)[]
  const flagged = names.reduce(switchOff, features)
  return limit === undefined ? flagged : changed(flagged, { maxTokens: Math.min(features.maxTokens, Number(limit)) })
}

/** Whether a setting would change the request at all. */
function isNew(setting: Setting, features: Features): boolean {
  const parts = featuresIn(features)
  if (setting.EFFORT) return parts.has('effort')
  if (setting.THINKING) return parts.has('thinking')
  if (setting.ENV_DISABLE_PROMPT_CACHING) return parts.has('cache_control')
  if (setting.BETAS) return features.experimental
  return features.maxTokens > Number(setting.MAX_OUTPUT_TOKENS)
}

/** The setting that a server's words speak of, unless it was tried already. */
function settingIn({ message, type }: Failed, features: Features, tried: Setting): Setting | undefined {
  const text = `${type ?? ''} ${message}`
  const limit = outputLimitIn(text, features.maxTokens)
  const settings: [RegExp, Setting][] = [
    [/output_config|effort/i, { EFFORT: 'off' }],
    [/cache_control/i, { ENV_DISABLE_PROMPT_CACHING: '1' }],
    [/context_management|defer_loading|anthropic-beta|\bbetas?\b/i, { BETAS: 'off' }],
    [/thinking|adaptive|reasoning/i, { THINKING: 'off' }],
    ...(limit === undefined ? [] : [[/./, { MAX_OUTPUT_TOKENS: String(limit) }] as [RegExp, Setting]]),
  ]
  const found = settings.find(
    ([pattern, setting]) =>
      pattern.test(text) && isNew(setting, features) && !Object.keys(setting).every(name => name in tried),
  )
  return found?.[1]
}

/** The most tokens of an answer that a server's words allow; undefined where they do not speak of that. */
function outputLimitIn(text: string, asked: number): number | undefined {
  const window = readOverLong(text)?.limitTokens
  if (window !== undefined) {
    const advised = adviseOutput(window)
    return advised !== undefined && advised < asked ? advised : undefined
  }
  if (!/max_tokens|max_completion_tokens|max(imum)? output|output tokens/i.test(text)) return undefined
  const numbers = [...text.replace(/(\d)[,_](?=\d{3})/g, '$1').matchAll(/\d{3,7}/g)].map(Number)
  const lower = numbers.filter(number => number >= 256 && number < asked)
  return lower.length > 0 ? Math.max(...lower) : undefined
}
