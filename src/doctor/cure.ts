import { readOverLong } from '../backends/error-text.ts'
import { adviseOutput } from '../env/window.ts'
import { keyOf } from '../profiles/fields.ts'
import type { Course, Died, Lived } from './client/course.ts'
import type { Part } from './client/reactions.ts'
import { changed, partsOf, type Shape, switchOff, without } from './client/shape.ts'
import type { Remedy } from './finding.ts'
import type { Patient } from './probe.ts'

/** Settings of a profile that change what Claude Code sends. */
type Setting = {
  readonly BETAS?: 'off'
  readonly THINKING?: 'off'
  readonly EFFORT?: 'off'
  readonly ENV_DISABLE_PROMPT_CACHING?: '1'
  readonly MAX_OUTPUT_TOKENS?: string
}

/** What was found out about a request that Claude Code dies of. */
export interface Cure {
  /** The part that the server refuses, where one could be singled out. */
  readonly part?: Part
  /** The settings with which the request was answered. */
  readonly remedy?: Remedy
  readonly lived?: Lived
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
} as const satisfies Record<keyof Setting, Part>

/** Parts that no setting leaves out without a loss. */
const unsettable = ['system-role', 'tools'] as const satisfies readonly Part[]

/**
 * Looks for what Claude Code's request dies of, and for settings that avoid it, by asking again without it. A remedy
 * comes back only where it was answered; a part that no setting removes is singled out all the same. Where only time ran
 * out nothing is tried, since each try would take as long.
 */
export async function cureOf(
  died: Died,
  start: Shape,
  patient: Patient,
  ask: (shape: Shape) => Promise<Course>,
): Promise<Cure> {
  if (died.late) return {}
  let tries = 0
  const asked = new Map<string, Promise<Course>>()
  const attempt = async (shape: Shape): Promise<Course | undefined> => {
    const key = JSON.stringify(shape)
    if (!asked.has(key) && tries++ < mostTries) asked.set(key, ask(shape))
    return asked.get(key)
  }
  // First what the server names, one thing after the other; then each setting alone; then all of them.
  let named: Setting = {}
  let last: Died = died
  for (let next = settingIn(last, start, named); next; next = settingIn(last, start, named)) {
    named = { ...named, ...next }
    const course = await attempt(applied(start, named))
    if (course?.lived) return cured(await fewest(named, course, start, attempt), patient)
    if (!course || course.late) return {}
    last = course
  }
  const isTooLong = readOverLong(last.message) !== undefined
  const useful = singles.filter(one => isNew(one, start) && (!isTooLong || one.MAX_OUTPUT_TOKENS))
  const all: Setting = Object.assign({}, ...useful, named)
  for (const one of [...useful, all]) {
    const course = await attempt(applied(start, one))
    if (course?.lived) return cured(await fewest(one, course, start, attempt), patient)
  }
  // A shorter request would fit, whatever is left out of it.
  if (isTooLong) return {}
  for (const setting of [named, all]) {
    for (const part of unsettable) {
      const course = await attempt(without(applied(start, setting), part))
      if (course?.lived) return { part }
    }
  }
  return {}
}

/** Settings, and what was answered with them. */
interface Proof {
  readonly setting: Setting
  readonly lived: Lived
}

function cured({ setting, lived }: Proof, { profile }: Patient): Cure {
  const names = Object.keys(setting) as (keyof Setting)[]
  const says = `with ${names.map(name => keyOf(profile.name, name)).join(' and ')} set, the same request is answered`
  const remedy: Remedy = { says, set: setting, proven: true }
  const [first] = names
  return { remedy, lived, ...(first && names.length === 1 ? { part: partOf[first] } : {}) }
}

/** Drops every setting without which the request is answered too. */
async function fewest(
  setting: Setting,
  lived: Lived,
  start: Shape,
  attempt: (shape: Shape) => Promise<Course | undefined>,
): Promise<Proof> {
  let proof: Proof = { setting, lived }
  for (const name of Object.keys(setting) as (keyof Setting)[]) {
    const { [name]: _, ...rest } = proof.setting
    if (Object.keys(rest).length === 0) continue
    const course = await attempt(applied(start, rest))
    if (course?.lived) proof = { setting: rest, lived: course }
  }
  return proof
}

/** The request with some settings made. A limit only ever makes an answer shorter. */
function applied(shape: Shape, { MAX_OUTPUT_TOKENS: limit, ...flags }: Setting): Shape {
  const names = Object.keys(flags) as (keyof typeof flags)[]
  const flagged = names.reduce(switchOff, shape)
  return limit === undefined ? flagged : changed(flagged, { maxTokens: Math.min(shape.maxTokens, Number(limit)) })
}

/** Whether a setting would change the request at all. */
function isNew(setting: Setting, shape: Shape): boolean {
  const parts = partsOf(shape)
  if (setting.EFFORT) return parts.has('effort')
  if (setting.THINKING) return parts.has('thinking')
  if (setting.ENV_DISABLE_PROMPT_CACHING) return parts.has('cache_control')
  if (setting.BETAS) return shape.experimental
  return shape.maxTokens > Number(setting.MAX_OUTPUT_TOKENS)
}

/** The setting that a server's words speak of, unless it was tried already. */
function settingIn({ message, type }: Died, shape: Shape, tried: Setting): Setting | undefined {
  const text = `${type ?? ''} ${message}`
  const limit = outputLimitIn(text, shape.maxTokens)
  const settings: [RegExp, Setting][] = [
    [/output_config|effort/i, { EFFORT: 'off' }],
    [/cache_control/i, { ENV_DISABLE_PROMPT_CACHING: '1' }],
    [/context_management|defer_loading|anthropic-beta|\bbetas?\b/i, { BETAS: 'off' }],
    [/thinking|adaptive|reasoning/i, { THINKING: 'off' }],
    ...(limit === undefined ? [] : [[/./, { MAX_OUTPUT_TOKENS: String(limit) }] as [RegExp, Setting]]),
  ]
  const found = settings.find(
    ([pattern, setting]) =>
      pattern.test(text) && isNew(setting, shape) && !Object.keys(setting).every(name => name in tried),
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
