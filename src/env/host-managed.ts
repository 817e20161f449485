import type { Environment } from '../system/environment.ts'
import { managedVariable } from './managed-variables.ts'
import { isOn } from './plan.ts'

/** The variable by which a program that starts the client says so: it counts in the environment, and in no settings file. */
export const hostManagedVariable = 'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST'

/**
 * Whether another program has said that the environment alone decides where requests go and as whom. Then the client takes
 * none of that from its settings files, calls no apiKeyHelper and sends neither its stored login and key nor a tool profile's
 * token [measured, 2.1.332].
 */
export function isHostManaged(environment: Environment): boolean {
  return isOn(environment[hostManagedVariable] ?? '')
}

/** The variables that the client then takes from no settings file: it still takes limits, flags and the body's extras. */
export function isDecidedByHost(name: string): boolean {
  const role = managedVariable(name)?.role
  if (name === 'ANTHROPIC_CUSTOM_HEADERS' || name === hostManagedVariable) return true
  return role === 'redirect' || role === 'selector' || role === 'credential' || role === 'model'
}
