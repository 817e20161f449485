/** What Claude Code sends otherwise for a model that it knows than for one that it does not. */
export interface OwnModel {
  /** Whether there is an entry with `role: system`; else its words stand in the first question. */
  readonly systemRole: boolean
  readonly thinking: 'adaptive' | 'enabled' | 'off'
  /** The level of output_config where nothing else is set; absent without output_config. */
  readonly effort?: string
  readonly maxTokens: number
  /** The most of them that can be asked for. */
  readonly mostTokens: number
  /** Betas that go, and one that comes. */
  readonly lacks: readonly string[]
  readonly more?: string
  readonly size: RequestSize
}

/** Bytes of a session's first request, with tools deferred and with all of them in it. */
export interface RequestSize {
  readonly deferred: number
  readonly whole: number
}

/** Of a model that the client does not know, and where CLAUDE_CODE_SIMPLE leaves three tools [measured, 2.1.332]. */
export const requestSizes = {
  unknown: { deferred: 47_500, whole: 87_200 },
  simple: { deferred: 4200, whole: 4200 },
} as const satisfies Record<string, RequestSize>
const large = { deferred: 87_000, whole: 125_000 } as const

const effortBeta = 'effort-2025-11-24'
const toolChanges = 'mid-conversation-tool-changes-2026-07-01'
const experimental = [
  'context-management-2025-06-27',
  'thinking-token-count-2026-05-13',
  'advanced-tool-use-2025-11-20',
]

/** Claude 3: no thinking, no deferred tools, no betas but one. */
const early = (maxTokens: number): OwnModel => ({
  systemRole: false,
  thinking: 'off',
  lacks: [effortBeta, toolChanges, 'interleaved-thinking-2025-05-14', ...experimental],
  maxTokens,
  mostTokens: maxTokens,
  size: { deferred: large.whole, whole: large.whole },
})
/** Claude 4 to 4.7: the words of the system entry are in the question. */
const fourth = { systemRole: false, effort: 'high', lacks: [toolChanges], size: large } as const
const fixed = { thinking: 'enabled', maxTokens: 32_000, mostTokens: 64_000 } as const
const adaptive = { thinking: 'adaptive', maxTokens: 64_000, mostTokens: 128_000 } as const
const fifth = {
  ...adaptive,
  systemRole: true,
  effort: 'high',
  lacks: [],
  size: { deferred: 52_000, whole: 80_000 },
} as const

/** By a part of the name, which may stand anywhere in it; the first that fits counts [measured one by one, 2.1.329]. */
const models: readonly (readonly [RegExp, OwnModel])[] = [
  [/claude-3-7-sonnet/, early(32_000)],
  [/claude-3-5-haiku/, early(8192)],
  [/claude-3-haiku/, early(4096)],
  [
    /claude-(haiku-4[-.]5|sonnet-4([-.][05]|-2025|$))/,
    { ...fixed, systemRole: false, lacks: [effortBeta, toolChanges], size: large },
  ],
  [/claude-opus-4[-.]5/, { ...fourth, ...fixed }],
  [/claude-sonnet-4[-.]6/, { ...fourth, ...adaptive, maxTokens: 32_000 }],
  [/claude-opus-4[-.]6/, { ...fourth, ...adaptive }],
  [/claude-opus-4[-.]7/, { ...fourth, ...adaptive, effort: 'xhigh' }],
  // What is retired is asked for by the name of its successor.
  [
    /claude-opus-(5[-.]5|4[-.]1|4-2025)/,
    { ...fifth, effort: 'medium', maxTokens: 128_000, more: 'per-turn-control-2026-07-01' },
  ],
  [/claude-sonnet-5/, { ...fifth, lacks: [toolChanges], size: large }],
  [/claude-(opus-4[-.]8|opus-5|fable-5)/, fifth],
]

/** How the client takes a model of its own; undefined for a name that it does not know. */
export function ownModel(name: string): OwnModel | undefined {
  const lower = name.toLowerCase()
  return models.find(([pattern]) => pattern.test(lower))?.[1]
}
