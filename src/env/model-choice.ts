import type { SettingsLayer } from './precedence.ts'

/** What a settings file says of models beside `model` and its `env`. */
export interface ModelChoice {
  /** The agent that the session itself runs as: its model wins over every other. */
  readonly agent?: string
  /** The names that may be asked for; the lists of all files count together. */
  readonly available?: readonly string[]
  /** The list binds every request: what is not on it gives way to what is, or to the client's own choice. */
  readonly isBinding?: true
  /** Models that are asked for when the session's own is overloaded. */
  readonly fallbacks?: readonly string[]
  /** Anthropic's own ids, in lower case, and what is asked for in their place. */
  readonly overrides?: ReadonlyMap<string, string>
}

/** An agent as its file says: one that names no model, or `inherit`, takes the session's. */
export interface Agent {
  readonly name: string
  readonly model?: string
  readonly path: string
}

/** The agent as which the session runs, where a settings file names one that is there; `agents` have the winner first. */
export function sessionAgent(layers: readonly SettingsLayer[], agents: readonly Agent[]): Agent | undefined {
  const name = layers.find(({ choice }) => choice?.agent !== undefined)?.choice?.agent
  return agents.find(agent => agent.name === name)
}

/**
 * Whether the settings' availableModels let a model through: by its name, by the beginning of it, or by the alias of its
 * family. Any other gives way to the client's default [measured, 2.1.332].
 */
export function isAvailable(model: string, layers: readonly SettingsLayer[]): boolean {
  const lists = layers.flatMap(({ choice }) => (choice?.available ? [choice.available] : []))
  if (lists.length === 0) return true
  const name = model.trim().toLowerCase().replace('[1m]', '')
  return lists.flat().some(entry => {
    const known = entry.trim().toLowerCase()
    return name === known || name.startsWith(`${known}-`) || name.startsWith(`claude-${known}-`)
  })
}

/**
 * What may be asked for beside `models`: fallbacks, and where a binding list leaves one of them out, whatever is on it or the
 * client's own choice (undefined) [measured, 2.1.332].
 */
export function standInsFor(
  models: readonly (string | undefined)[],
  layers: readonly SettingsLayer[],
): readonly (string | undefined)[] {
  const fallbacks = layers.flatMap(({ choice }) => choice?.fallbacks ?? [])
  const isBound = layers.some(({ choice }) => choice?.isBinding)
  if (!isBound || models.every(model => model !== undefined && isAvailable(model, layers))) return fallbacks
  return [...fallbacks, ...layers.flatMap(({ choice }) => choice?.available ?? []), undefined]
}

/** What modelOverrides ask for in place of a model, and in which file; the strongest that names it wins [measured, 2.1.332]. */
export function overrideOf(
  model: string,
  layers: readonly SettingsLayer[],
): { readonly value: string; readonly from: string } | undefined {
  const key = model.trim().toLowerCase()
  // The client looks for ids of its own alone.
  if (!key.startsWith('claude-')) return undefined
  for (const { choice, path } of layers) {
    const value = choice?.overrides?.get(key)
    if (value !== undefined) return { value, from: path }
  }
  return undefined
}

/** Every name that modelOverrides could put in the place of one that the client chooses itself. */
export function possibleOverrides(layers: readonly SettingsLayer[]): string[] {
  return layers.flatMap(({ choice }) => [...(choice?.overrides?.values() ?? [])])
}
