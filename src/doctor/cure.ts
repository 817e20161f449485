import { readOverLong } from '../backends/error-text.ts'
import { adviseOutput } from '../env/window.ts'
import { keyOf } from '../profiles/fields.ts'
import type { Course, Died, Lived } from './client/course.ts'
import type { Part } from './client/reactions.ts'
import { changed, partsOf, type Shape, switchedOff, without } from './client/shape.ts'
import type { Remedy } from './finding.ts'
import type { Patient } from './probe.ts'

/** Settings of a profile that change what Claude Code sends. */
type Setting = {
  readonly BETAS?: 'off'
  readonly THINKING?: 'off'
  readonly EFFORT?: 'off'
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

/** How many requests the search may cost. */
const mostTries = 14

/**
 * Looks for what Claude Code's request dies of, and for settings that avoid it, by asking again without it. A remedy
 * comes back only where it was answered; a part that no setting removes is singled out all the same.
 */
export async function cureOf(
  died: Died,
  start: Shape,
  patient: Patient,
  ask: (shape: Shape) => Promise<Course>,
): Promise<Cure> {
  let tries = 0
  const attempt = async (shape: Shape) => (tries++ < mostTries ? ask(shape) : undefined)
  // First what the server names, one thing after the other; then each setting alone; then all of them.
  let setting: Setting = {}
  let last: Died = died
  for (let named = settingIn(last, start, setting); named; named = settingIn(last, start, setting)) {
    setting = { ...setting, ...named }
    const course = await attempt(applied(start, setting))
    if (course?.lived) return cured(await fewest(setting, start, attempt), course, patient)
    if (!course) break
    last = course
  }
  const singles: Setting[] = [{ EFFORT: 'off' }, { THINKING: 'off' }, { BETAS: 'off' }, { MAX_OUTPUT_TOKENS: '4096' }]
  const all: Setting = Object.assign({}, ...singles)
  for (const one of [...singles.filter(one => isNew(one, start)), all]) {
    const course = await attempt(applied(start, one))
    if (course?.lived) return cured(one === all ? await fewest(all, start, attempt) : one, course, patient)
  }
  for (const part of ['system-role', 'tools', 'cache_control'] as const) {
    const course = await attempt(without(applied(start, {}), part))
    if (course?.lived) return { part }
  }
  return {}
}

function cured(setting: Setting, lived: Lived, { profile }: Patient): Cure {
  const parts = { EFFORT: 'effort', THINKING: 'thinking', BETAS: 'betas', MAX_OUTPUT_TOKENS: 'max_tokens' } as const
  const names = Object.keys(setting) as (keyof Setting)[]
  const says = `with ${names.map(name => keyOf(profile.name, name)).join(' and ')} set, the same request is answered`
  const remedy: Remedy = { says, set: setting, proven: true }
  const [first] = names
  return { remedy, lived, ...(first && names.length === 1 ? { part: parts[first] } : {}) }
}

/** Drops every setting without which the request is answered too. */
async function fewest(
  setting: Setting,
  start: Shape,
  attempt: (shape: Shape) => Promise<Course | undefined>,
): Promise<Setting> {
  let kept = setting
  for (const name of Object.keys(setting) as (keyof Setting)[]) {
    const { [name]: _, ...rest } = kept
    if (Object.keys(rest).length === 0) continue
    if ((await attempt(applied(start, rest)))?.lived) kept = rest
  }
  return kept
}

function applied(shape: Shape, { BETAS, THINKING, EFFORT, MAX_OUTPUT_TOKENS }: Setting): Shape {
  return changed(shape, {
    ...(BETAS ? switchedOff.BETAS : {}),
    ...(THINKING ? switchedOff.THINKING : {}),
    ...(EFFORT ? switchedOff.EFFORT : {}),
    ...(MAX_OUTPUT_TOKENS ? { maxTokens: Number(MAX_OUTPUT_TOKENS) } : {}),
  })
}

/** Whether a setting would change the request at all. */
function isNew(setting: Setting, shape: Shape): boolean {
  const parts = partsOf(shape)
  if (setting.EFFORT) return parts.has('effort')
  if (setting.THINKING) return parts.has('thinking')
  if (setting.BETAS) return shape.deferral || shape.display || shape.contextManagement
  return shape.maxTokens > Number(setting.MAX_OUTPUT_TOKENS)
}

/** The setting that a server's words speak of, unless it was tried already. */
function settingIn({ message, type }: Died, shape: Shape, tried: Setting): Setting | undefined {
  const text = `${type ?? ''} ${message}`
  const limit = outputLimitIn(text, shape.maxTokens)
  const settings: [RegExp, Setting][] = [
    [/output_config|effort/i, { EFFORT: 'off' }],
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
