import type { Environment } from '../system/environment.ts'
import { managedVariable, managedVariables } from './managed-variables.ts'
import { isRedirected, type Plan, profileVariable } from './plan.ts'
import type { Undo } from './undo.ts'

/** Where a shell stands before a command: its environment, and what of it is the user's own. */
export interface ShellState {
  readonly environment: Environment
  /** The environment as it would be without any switch. */
  readonly own: Environment
  /** The active profile, when there is one. */
  readonly profile?: string
  /** Variables that the user changed by hand since the last switch; `own` has the user's values. */
  readonly changedByHand: readonly string[]
  /** Names beyond the managed ones that a switch set. */
  readonly leftovers: readonly string[]
  /** True when the switch happened in a parent of this shell, which alone knows what was there before. */
  readonly inherited: boolean
}

/**
 * Tells the user's own values from those of a switch.
 * With `undo`, exactly. Without it, in a child of the shell that switched, by `inheritedPlan`, the active profile's plan
 * made anew: what it sets is taken for the switch's, what it removes for the user's (a start-up file has set it again).
 */
export function shellStateOf(environment: Environment, undo: Undo | undefined, inheritedPlan?: Plan): ShellState {
  const profile = environment[profileVariable]
  const own: Record<string, string | undefined> = Object.assign(Object.create(null), environment)
  own[profileVariable] = undefined
  if (undo) {
    const changedByHand: string[] = []
    for (const [name, { before, applied }] of undo.variables) {
      if (name === profileVariable) continue
      // Where a universal variable of fish's has to be covered, what is removed is empty instead.
      const same = (applied === null ? environment[name] || null : environment[name]) === applied
      if (same) own[name] = before ?? undefined
      else changedByHand.push(name)
    }
    const leftovers = [...undo.variables.keys()].filter(name => !managedVariable(name) && name !== profileVariable)
    return { environment, own, profile: undo.profile, changedByHand, leftovers, inherited: false }
  }
  if (!profile) return { environment, own, changedByHand: [], leftovers: [], inherited: false }
  if (isRedirected(environment) && !stillFits(inheritedPlan, environment)) {
    // The file has changed since, so nothing tells whose a value is, but for credentials that no switch sets and keys that
    // say they are Anthropic's. Taken for the user's own, another backend's key would go to Anthropic.
    for (const { name, role, field } of managedVariables) {
      const isOwn = role === 'credential' && (!field || environment[name]?.startsWith('sk-ant-'))
      if (role !== 'proxy' && !isOwn) own[name] = undefined
    }
  }
  const leftovers: string[] = []
  for (const [name, value] of inheritedPlan ?? []) {
    if (value === null || name === profileVariable) continue
    const variable = managedVariable(name)
    // What NO_PROXY held before cannot be told from what was added, and a loopback host in it does no harm.
    if (variable?.role === 'proxy') continue
    if (!variable) leftovers.push(name)
    own[name] = undefined
  }
  return { environment, own, profile, changedByHand: [], leftovers, inherited: true }
}

/** True when an environment has all that a plan sets, so that the profile is still what it was when the switch was made. */
function stillFits(plan: Plan | undefined, environment: Environment): boolean {
  return plan !== undefined && [...plan].every(([name, value]) => value === null || environment[name] !== undefined)
}

/** The environment after a plan. */
export function apply(plan: Plan, environment: Environment): Record<string, string> {
  const after: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !plan.has(name)) after[name] = value
  }
  for (const [name, value] of plan) if (value !== null) after[name] = value
  return after
}
