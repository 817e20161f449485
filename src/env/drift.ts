import type { Environment } from '../system/environment.ts'
import { type Plan, profileVariable } from './plan.ts'
import type { ShellState } from './shell-state.ts'

/** A variable that is not what the active profile says. */
export interface Drift {
  readonly variable: string
  /** Whether the shell knows that it was changed by hand, or the file says something else by now; a child shell cannot tell. */
  readonly because: 'changed by hand' | 'the file says otherwise' | 'changed since the switch, by hand or in the file'
}

/**
 * Compares an environment with the plan that the active profile would make now. `unknown` are variables whose value
 * cannot be known without running a secret command.
 */
export function driftOf(
  plan: Plan,
  environment: Environment,
  shellState: ShellState,
  unknown: ReadonlySet<string>,
): Drift[] {
  const byHand = new Set(shellState.changedByHand)
  const otherwise = shellState.inherited
    ? 'changed since the switch, by hand or in the file'
    : 'the file says otherwise'
  return [...plan]
    .filter(
      ([name, value]) =>
        name !== profileVariable &&
        !unknown.has(name) &&
        (value === null ? environment[name] || null : environment[name]) !== value,
    )
    .map(([variable]) => ({ variable, because: byHand.has(variable) ? 'changed by hand' : otherwise }))
}
