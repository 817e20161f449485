import type { Feature } from '../claude-code/error-recovery.ts'
import { changed, type Features, featuresIn, switchOff, without, withoutCapability } from '../claude-code/features.ts'
import type { Failed } from '../claude-code/retry-loop.ts'
import { adviseOutput } from '../env/window.ts'
import { readOverLong } from '../protocol/errors.ts'
import type { Remedy } from './finding.ts'

/** A setting of a profile that changes what Claude Code sends: what it leaves out, and the line that says so. */
export interface ClientSetting {
  readonly part: Feature
  readonly field:
    | 'EFFORT'
    | 'MODEL_CAPABILITIES'
    | 'ENV_CLAUDE_CODE_ATTRIBUTION_HEADER'
    | 'ENV_DISABLE_INTERLEAVED_THINKING'
    | 'ENV_DISABLE_PROMPT_CACHING'
    | 'BETAS'
    | 'THINKING'
    | 'MAX_OUTPUT_TOKENS'
  readonly value: string
}

/** Tokens of an answer that no server refuses for its length. */
const modestOutput = 4096

const interleaved = 'beta:interleaved-thinking-2025-05-14'

/** All of them, those first that cost a session the least. */
export const clientSettings: readonly ClientSetting[] = [
  { part: 'effort', field: 'EFFORT', value: 'off' },
  { part: 'adaptive', field: 'MODEL_CAPABILITIES', value: '-adaptive_thinking' },
  { part: 'context_management', field: 'MODEL_CAPABILITIES', value: '-context_management' },
  { part: interleaved, field: 'ENV_DISABLE_INTERLEAVED_THINKING', value: '1' },
  { part: 'attribution', field: 'ENV_CLAUDE_CODE_ATTRIBUTION_HEADER', value: '0' },
  { part: 'system-role', field: 'MODEL_CAPABILITIES', value: '-mid_conv_system' },
  { part: 'cache_control', field: 'ENV_DISABLE_PROMPT_CACHING', value: '1' },
  { part: 'betas', field: 'BETAS', value: 'off' },
  { part: 'thinking', field: 'THINKING', value: 'off' },
  { part: 'max_tokens', field: 'MAX_OUTPUT_TOKENS', value: String(modestOutput) },
]

function settingOf(part: Feature): ClientSetting {
  return clientSettings.find(one => one.part === part) as ClientSetting
}

/** A limit for answers, in tokens. */
const limitOf = (tokens: number): ClientSetting => ({ ...settingOf('max_tokens'), value: String(tokens) })

/** The request with settings made. A limit only ever makes an answer shorter. */
export function applySettings(features: Features, settings: readonly ClientSetting[]): Features {
  return settings.reduce((one, { field, value }) => {
    switch (field) {
      case 'MAX_OUTPUT_TOKENS':
        return changed(one, { maxTokens: Math.min(one.maxTokens, Number(value)) })
      case 'MODEL_CAPABILITIES':
        return withoutCapability(one, value.slice(1))
      case 'ENV_DISABLE_INTERLEAVED_THINKING':
        return without(one, interleaved)
      default:
        return switchOff(one, field)
    }
  }, features)
}

/** Whether a setting would change the request at all. */
export function isNew({ part, value }: ClientSetting, features: Features): boolean {
  if (part === 'betas') return features.experimental
  if (part === 'max_tokens') return features.maxTokens > Number(value)
  return featuresIn(features).has(part)
}

/** The lines of a profile that make settings; `written` is what its MODEL_CAPABILITIES say already. */
export function linesOf(settings: readonly ClientSetting[], written: string | undefined): NonNullable<Remedy['set']> {
  const capabilities = settings.filter(({ field }) => field === 'MODEL_CAPABILITIES').map(({ value }) => value)
  const lines = settings.map(({ field, value }) => [
    field,
    field === 'MODEL_CAPABILITIES' ? [written, capabilities.join(',')].filter(Boolean).join(';') : value,
  ])
  return Object.fromEntries(lines)
}

/** The setting that a server's words speak of, unless it was tried already. */
export function settingIn(
  { message, type }: Failed,
  features: Features,
  tried: readonly ClientSetting[],
): ClientSetting | undefined {
  const text = `${type ?? ''} ${message}`
  const limit = outputLimitIn(text, features.maxTokens)
  const settings: [RegExp, ClientSetting][] = [
    [/output_config|effort/i, settingOf('effort')],
    [/cache_control/i, settingOf('cache_control')],
    [/billing-header/i, settingOf('attribution')],
    [/context_management/i, settingOf('context_management')],
    [/defer_loading|anthropic-beta|\bbetas?\b/i, settingOf('betas')],
    [/adaptive|thinking\.type/i, settingOf('adaptive')],
    [/thinking|adaptive|reasoning/i, settingOf('thinking')],
    [ofSystemRole, settingOf('system-role')],
    ...(limit === undefined ? [] : [[/./, limitOf(limit)] as [RegExp, ClientSetting]]),
  ]
  const found = settings.find(
    ([pattern, setting]) =>
      pattern.test(text) && isNew(setting, features) && !tried.some(({ part }) => part === setting.part),
  )
  return found?.[1]
}

/** What servers and chat templates say to an entry with `role: system` behind the first question. */
const ofSystemRole =
  /system (message|role)|role.{0,12}system|roles? (must|should) alternate|user and assistant roles|expected '?`?user'?`?|'user' (or|\|) '?assistant/i

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
