import { isTakenByShells, isVariableName } from '../profiles/variable-names.ts'
import type { Environment } from '../system/environment.ts'
import { managedVariable } from './managed-variables.ts'
import { type Plan, profileVariable } from './plan.ts'

/** The shell variable, never exported, that keeps what the user had before the first switch. */
export const undoVariable = '__claude_switch_undo'

/** What one shell knows of its switches: for each variable, what the user had and what the last switch made of it. */
export interface Undo {
  /** The active profile, and the one before it. */
  readonly profile: string
  readonly previous?: string
  /** The model that `--model` put on every tier. */
  readonly model?: string
  readonly variables: ReadonlyMap<string, { readonly before: string | null; readonly applied: string | null }>
}

/** The text that the shell variable holds. */
export function writeUndo({ profile, previous, model, variables }: Undo): string {
  const rows = [...variables].map(([name, { before, applied }]) => [name, before, applied])
  return JSON.stringify({ profile, previous, model, variables: rows })
}

/** Reads the shell variable's text; undefined when it is empty, or not what `writeUndo` wrote. */
export function readUndo(text: string | undefined): Undo | undefined {
  if (!text) return undefined
  try {
    const { profile, previous, model, variables } = JSON.parse(text)
    if (typeof profile !== 'string' || !Array.isArray(variables) || !variables.every(isRow)) return undefined
    if (![previous, model].every(one => one === undefined || typeof one === 'string')) return undefined
    const rows = variables.map(([name, before, applied]) => [name, { before, applied }] as const)
    return { profile, ...(previous ? { previous } : {}), ...(model ? { model } : {}), variables: new Map(rows) }
  } catch {
    return undefined
  }
}

/** A row of the memory. It comes from a variable, which anybody may have written, and its names become shell text. */
function isRow(row: unknown): row is [string, string | null, string | null] {
  if (!Array.isArray(row) || row.length !== 3) return false
  const [name, ...values] = row
  if (typeof name !== 'string' || !isVariableName(name) || isTakenByShells(name)) return false
  return values.every(value => value === null || typeof value === 'string')
}

/**
 * What a shell must remember after `plan` was applied to an environment whose user's own values are `own`: `earlier` is what it
 * remembered, and `active` the profile it was on, which a child shell knows without remembering it.
 * Undefined after `off`, which leaves nothing to remember.
 */
export function undoAfter(
  plan: Plan,
  own: Environment,
  earlier: Undo | undefined,
  model?: string,
  active: string | undefined = earlier?.profile,
): Undo | undefined {
  const profile = plan.get(profileVariable)
  if (profile == null) return undefined
  const variables = new Map<string, { before: string | null; applied: string | null }>()
  for (const [name, applied] of plan) {
    const before = own[name] ?? null
    // A name that a switch has given back is the user's again.
    if (managedVariable(name) || applied !== before) variables.set(name, { before, applied })
  }
  const previous = active === profile ? earlier?.previous : active
  return { profile, ...(previous ? { previous } : {}), ...(model ? { model } : {}), variables }
}
