import type { Environment } from '../system/environment.ts'
import { capabilitiesOff, effortOf, isMillion, outputTokens } from './environment-values.ts'
import { type Feature, goesWithBeta, roomIn } from './error-recovery.ts'
import { ownModel, type RequestSize, requestSizes } from './models.ts'

/** What of Claude Code's own request varies with its environment, and with what a server refuses. */
export interface Features {
  /** Names of the anthropic-beta header. */
  readonly betas: readonly string[]
  readonly contextManagement: boolean
  readonly thinking: 'adaptive' | 'enabled' | 'off'
  /** `display` beside thinking. */
  readonly display: boolean
  /** The experimental betas are on: then the entry with `role: system` is a list of blocks, and has the cache mark. */
  readonly experimental: boolean
  /** Tools that are only named until they are searched for. */
  readonly deferral: boolean
  /** output_config.effort; absent without output_config. */
  readonly effort?: string
  /** An entry with `role: system` behind the first question. */
  readonly systemRole: boolean
  readonly tools: boolean
  readonly cacheControl: boolean
  /** The block of text that names the client's version in front of the system prompt. */
  readonly attribution: boolean
  readonly maxTokens: number
  /** Bash, Read and Edit alone. */
  readonly simple: boolean
  /** Filled up to the size of a session's first request. */
  readonly whole: boolean
  readonly size: RequestSize
}

/** The betas that Claude Code 2.1.329 asks for, those that stay when experimental ones are switched off first [recorded]. */
const lastingBetas = ['claude-code-20250219', 'interleaved-thinking-2025-05-14', 'effort-2025-11-24']
const contextEdits = 'context-management-2025-06-27'
const toolChanges = 'mid-conversation-tool-changes-2026-07-01'
const toolSearch = 'advanced-tool-use-2025-11-20'
const experimentalBetas = [contextEdits, toolChanges, 'thinking-token-count-2026-05-13', toolSearch]

/** What each setting of a profile changes in the request [measured, 2.1.329]. EFFORT leaves the beta of its name in. */
const switchedOff = {
  BETAS: { experimental: false, contextManagement: false, display: false, deferral: false },
  THINKING: { thinking: 'off', contextManagement: false },
  EFFORT: { effort: undefined },
  ENV_DISABLE_PROMPT_CACHING: { cacheControl: false },
  ENV_CLAUDE_CODE_ATTRIBUTION_HEADER: { attribution: false },
} as const satisfies Record<string, Change>

/** A shape with one of these settings switched off. */
export function switchOff(features: Features, setting: keyof typeof switchedOff): Features {
  const betas = setting === 'BETAS' ? features.betas.filter(beta => lastingBetas.includes(beta)) : features.betas
  return changed(features, { ...switchedOff[setting], betas })
}

/** Some of a shape, changed; `effort: undefined` leaves output_config out. */
type Change = { readonly [Name in keyof Features]?: Features[Name] | undefined }

/**
 * The request that Claude Code would make in an environment [measured with each of these variables, and with each of its
 * own models as ANTHROPIC_MODEL, 2.1.329]. A value that means nothing to the client counts as unset here too.
 */
export function featuresOf(environment: Environment): Features {
  const isOn = (name: string) => /^(1|true|yes|on)$/i.test(environment[name] ?? '')
  const own = ownModel(environment['ANTHROPIC_MODEL'] ?? '')
  const betas = [...lastingBetas, ...experimentalBetas].filter(beta => !own?.lacks.includes(beta))
  const effort = effortOf(environment['CLAUDE_CODE_EFFORT_LEVEL'], own ? own.effort : 'high')
  const thinking = own?.thinking ?? 'adaptive'
  const features: Features = {
    betas: [...betas, ...(own?.more === undefined ? [] : [own.more]), ...(isMillion(environment) ? [millionBeta] : [])],
    experimental: true,
    contextManagement: thinking !== 'off',
    thinking,
    display: thinking !== 'off',
    deferral: betas.some(beta => goesWithBeta[beta] === 'deferred-tools'),
    ...(effort === undefined ? {} : { effort }),
    systemRole: own?.systemRole ?? true,
    tools: true,
    cacheControl: !isOn('DISABLE_PROMPT_CACHING'),
    attribution: !/^(0|false|no|off)$/i.test(environment['CLAUDE_CODE_ATTRIBUTION_HEADER'] ?? ''),
    maxTokens: outputTokens(environment['CLAUDE_CODE_MAX_OUTPUT_TOKENS'], own),
    simple: false,
    whole: false,
    size: own?.size ?? requestSizes.unknown,
  }
  const changes: [boolean, (one: Features) => Features][] = [
    [isOn('CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS'), one => switchOff(one, 'BETAS')],
    [isOn('DISABLE_INTERLEAVED_THINKING'), one => withoutBeta(one, 'interleaved-thinking-2025-05-14')],
    [
      isOn('CLAUDE_CODE_DISABLE_THINKING') || environment['MAX_THINKING_TOKENS'] === '0',
      one => switchOff(one, 'THINKING'),
    ],
    [isOn('CLAUDE_CODE_SIMPLE'), simplified],
  ]
  const shape = changes.reduce((one, [applies, change]) => (applies ? change(one) : one), features)
  return [...capabilitiesOff(environment)].reduce(withoutCapability, shape)
}

const millionBeta = 'context-1m-2025-08-07'

/** CLAUDE_CODE_SIMPLE: three tools, none of them deferred, and nothing about the surroundings. */
function simplified(features: Features): Features {
  const bare = [toolSearch, toolChanges].reduce(withoutBeta, features)
  return changed(bare, { simple: true, systemRole: false, size: requestSizes.simple })
}

/** A shape with some of it changed. */
export function changed(features: Features, change: Change): Features {
  const { effort, ...rest } = { ...features, ...change }
  return (effort === undefined ? rest : { ...rest, effort }) as Features
}

/** The parts that a shape has in it. */
export function featuresIn(features: Features): ReadonlySet<Feature> {
  const thinks = features.thinking !== 'off'
  const parts: [Feature, boolean][] = [
    ['context_management', features.contextManagement],
    ['thinking', thinks],
    ['adaptive', features.thinking === 'adaptive'],
    ['thinking-display', thinks && features.display],
    ['effort', features.effort !== undefined],
    ['system-role', features.systemRole],
    ['betas', features.betas.length > 0],
    ['deferred-tools', features.tools && features.deferral],
    ['tools', features.tools],
    ['cache_control', features.cacheControl],
    ['attribution', features.attribution],
    ['max_tokens', true],
    ...features.betas.map((beta): [Feature, boolean] => [`beta:${beta}`, true]),
  ]
  return new Set(parts.filter(([, isThere]) => isThere).map(([feature]) => feature))
}

/** A shape without one of its parts, as the client leaves it out; `message` says how many tokens of an answer there is room for. */
export function without(features: Features, feature: Feature, message = ''): Features {
  switch (feature) {
    case 'context_management':
      return changed(features, { contextManagement: false })
    case 'thinking':
      return changed(features, { thinking: 'off', contextManagement: false })
    case 'adaptive':
      return changed(features, { thinking: 'enabled' })
    case 'thinking-display':
      return changed(features, { display: false })
    case 'effort':
      return changed(features, {
        effort: undefined,
        betas: features.betas.filter(beta => goesWithBeta[beta] !== 'effort'),
      })
    case 'system-role':
      return changed(features, { systemRole: false })
    case 'betas':
      return changed(features, { betas: [], contextManagement: false, deferral: false })
    case 'deferred-tools':
      return changed(features, {
        deferral: false,
        betas: features.betas.filter(beta => goesWithBeta[beta] !== 'deferred-tools'),
      })
    case 'tools':
      return changed(features, { tools: false })
    case 'cache_control':
      return changed(features, { cacheControl: false })
    case 'attribution':
      return changed(features, { attribution: false })
    case 'max_tokens':
      return changed(features, { maxTokens: roomIn(message) ?? features.maxTokens })
    default:
      return withoutBeta(features, feature.slice('beta:'.length))
  }
}

/** Without one name of the header, and what goes with it. */
function withoutBeta(features: Features, name: string): Features {
  const rest = changed(features, { betas: features.betas.filter(beta => beta !== name) })
  const companion = goesWithBeta[name]
  return companion === undefined ? rest : without(rest, companion)
}

/** Without what one name of CLAUDE_CODE_MODEL_CAPABILITIES takes out [measured one by one, 2.1.332]; others change nothing. */
export function withoutCapability(features: Features, name: string): Features {
  switch (name) {
    case 'mid_conv_system':
      return changed(withoutBeta(features, toolChanges), { systemRole: false })
    case 'mid_conv_tool_change':
      return withoutBeta(features, toolChanges)
    case 'adaptive_thinking':
      return features.thinking === 'adaptive' ? without(features, 'adaptive') : features
    case 'effort':
      return without(features, 'effort')
    case 'context_management':
      return withoutBeta(features, contextEdits)
    default:
      return features
  }
}
