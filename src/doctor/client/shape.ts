import { defaultOutputTokens } from '../../env/window.ts'
import type { Environment } from '../../profiles/references.ts'
import { goesWithBeta, type Part, roomIn } from './reactions.ts'

/** What of Claude Code's own request varies with its environment, and with what a server refuses. */
export interface Shape {
  /** Names of the anthropic-beta header. */
  readonly betas: readonly string[]
  readonly contextManagement: boolean
  readonly thinking: 'adaptive' | 'enabled' | 'off'
  /** `display` beside adaptive thinking. */
  readonly display: boolean
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
  /** Filled up to the size of a session's first request, about 12,000 tokens, instead of a sixth of it. */
  readonly whole: boolean
}

/** The betas that Claude Code 2.1.329 asks for, those that stay when experimental ones are switched off first [recorded]. */
const lastingBetas = ['claude-code-20250219', 'interleaved-thinking-2025-05-14', 'effort-2025-11-24']
const experimentalBetas = [
  'context-management-2025-06-27',
  'mid-conversation-tool-changes-2026-07-01',
  'thinking-token-count-2026-05-13',
  'advanced-tool-use-2025-11-20',
]

/** What each setting of a profile changes in the request [measured: see the variables' lines in env/variables.ts]. */
export const switchedOff = {
  BETAS: { betas: lastingBetas, contextManagement: false, display: false, deferral: false },
  THINKING: { thinking: 'off', contextManagement: false },
  EFFORT: { effort: undefined },
} as const satisfies Record<string, Change>

/** Some of a shape, changed; `effort: undefined` leaves output_config out. */
type Change = { readonly [Name in keyof Shape]?: Shape[Name] | undefined }

/** The request that Claude Code would make in an environment, for a model name that it does not know [recorded from 2.1.329]. */
export function shapeOf(environment: Environment): Shape {
  const isSet = (name: string) => (environment[name] ?? '') !== ''
  const effort = environment['CLAUDE_CODE_EFFORT_LEVEL'] || 'high'
  const whole: Shape = {
    betas: [...lastingBetas, ...experimentalBetas],
    contextManagement: true,
    thinking: 'adaptive',
    display: true,
    deferral: true,
    ...(effort === 'auto' ? {} : { effort }),
    systemRole: true,
    tools: true,
    cacheControl: true,
    attribution: environment['CLAUDE_CODE_ATTRIBUTION_HEADER'] !== '0',
    maxTokens: Number(environment['CLAUDE_CODE_MAX_OUTPUT_TOKENS']) || defaultOutputTokens,
    whole: false,
  }
  const thinks = !isSet('CLAUDE_CODE_DISABLE_THINKING') && environment['MAX_THINKING_TOKENS'] !== '0'
  const own = changed(whole, isSet('CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS') ? switchedOff.BETAS : {})
  return changed(own, thinks ? {} : switchedOff.THINKING)
}

/** A shape with some of it changed. */
export function changed(shape: Shape, change: Change): Shape {
  const { effort, ...rest } = { ...shape, ...change }
  return (effort === undefined ? rest : { ...rest, effort }) as Shape
}

/** The parts that a shape has in it. */
export function partsOf(shape: Shape): ReadonlySet<Part> {
  const thinks = shape.thinking !== 'off'
  const parts: [Part, boolean][] = [
    ['context_management', shape.contextManagement],
    ['thinking', thinks],
    ['adaptive', shape.thinking === 'adaptive'],
    ['thinking-display', shape.thinking === 'adaptive' && shape.display],
    ['effort', shape.effort !== undefined],
    ['system-role', shape.systemRole],
    ['betas', shape.betas.length > 0],
    ['deferred-tools', shape.tools && shape.deferral],
    ['tools', shape.tools],
    ['cache_control', shape.cacheControl],
    ['max_tokens', true],
    ...shape.betas.map((beta): [Part, boolean] => [`beta:${beta}`, true]),
  ]
  return new Set(parts.filter(([, isThere]) => isThere).map(([part]) => part))
}

/** A shape without one of its parts, as the client leaves it out; `message` says how many tokens of an answer there is room for. */
export function without(shape: Shape, part: Part, message = ''): Shape {
  switch (part) {
    case 'context_management':
      return changed(shape, { contextManagement: false })
    case 'thinking':
      return changed(shape, { thinking: 'off', contextManagement: false })
    case 'adaptive':
      return changed(shape, { thinking: 'enabled' })
    case 'thinking-display':
      return changed(shape, { display: false })
    case 'effort':
      return changed(shape, { effort: undefined, betas: shape.betas.filter(beta => goesWithBeta[beta] !== 'effort') })
    case 'system-role':
      return changed(shape, { systemRole: false })
    case 'betas':
      return changed(shape, { betas: [], contextManagement: false, deferral: false })
    case 'deferred-tools':
      return changed(shape, {
        deferral: false,
        betas: shape.betas.filter(beta => goesWithBeta[beta] !== 'deferred-tools'),
      })
    case 'tools':
      return changed(shape, { tools: false })
    case 'cache_control':
      return changed(shape, { cacheControl: false })
    case 'max_tokens':
      return changed(shape, { maxTokens: roomIn(message) ?? shape.maxTokens })
    default:
      return withoutBeta(shape, part.slice('beta:'.length))
  }
}

/** Without one name of the header, and what goes with it. */
function withoutBeta(shape: Shape, name: string): Shape {
  const rest = changed(shape, { betas: shape.betas.filter(beta => beta !== name) })
  const companion = goesWithBeta[name]
  return companion === undefined ? rest : without(rest, companion)
}
