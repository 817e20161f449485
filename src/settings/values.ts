import { managedVariable } from '../env/managed-variables.ts'
import { type Plan, profileVariable } from '../env/plan.ts'
import { isSecretName, redact } from '../env/redact.ts'
import type { Environment } from '../system/environment.ts'
import { autoModeMember, helperMember } from './plain-members.ts'

/** What is known when a plan is written into a settings file. */
export interface Circumstances {
  /** True for Anthropic itself, where the user's own credentials belong. */
  readonly toAnthropic: boolean
  /** Names that this shell exports or that a profile sets, so that a session could find them in its environment. */
  readonly inPlay: ReadonlySet<string>
  /** What the user's own lines and the files that are weaker than this one set. */
  readonly beneath: ReadonlyMap<string, string>
  /** A command that prints the credential, which Claude Code is to run in place of a stored one. */
  readonly helper?: string | undefined
  /** True where sessions would start in auto mode, whose check this backend cannot answer. */
  readonly isStuck?: boolean
}

/**
 * What a settings file has to hold so that Claude Code goes where a plan goes, whatever the shell exports and weaker files
 * say: the plan's values, and the empty string for what the plan removes, where the client treats that as unset.
 */
export function settingsValues(plan: Plan, circumstances: Circumstances): Map<string, string> {
  const { helper, beneath } = circumstances
  const values = new Map<string, string>()
  for (const [name, value] of plan) {
    const isReplaced = helper !== undefined && (name === 'ANTHROPIC_AUTH_TOKEN' || name === 'ANTHROPIC_API_KEY')
    // A list of exceptions is the shell's own, and would only grow stale here, or be read by others.
    if (managedVariable(name)?.role === 'proxy') continue
    if (value !== null && !isReplaced) values.set(name, value)
    else if (isEmptied(name, circumstances)) values.set(name, '')
  }
  if (helper !== undefined) values.set(helperMember, helper)
  // What another helper prints would go along as x-api-key [measured, 2.1.329].
  else if (!circumstances.toAnthropic && beneath.get(helperMember)) values.set(helperMember, '')
  if (circumstances.isStuck) values.set(autoModeMember, 'disable')
  return values
}

/** Variables that a shell exports, that the plan removes, and that no settings file can undo. */
export function beyondReach(plan: Plan, environment: Environment): string[] {
  return [...plan]
    .filter(([name, value]) => value === null && unmoved.has(name) && environment[name])
    .map(([name]) => name)
}

/** True when there is a secret among the contents that is more than a word to satisfy a server that asks for none. */
export function hasSecret(values: ReadonlyMap<string, string>, placeholder: string | undefined): boolean {
  return [...values].some(
    ([name, value]) => value !== '' && value !== placeholder && (isSecretName(name) || redact(name, value) !== value),
  )
}

/** True when contents say more than to go to Anthropic as the shell does. */
export function saysMore(values: ReadonlyMap<string, string>): boolean {
  return [...values].some(
    ([name, value]) => value !== '' && name !== profileVariable && managedVariable(name)?.role !== 'proxy',
  )
}

/** Read before the settings are, or as descriptors: an empty string there does not undo the shell's [measured, 2.1.329]. */
const unmoved: ReadonlySet<string> = new Set([
  'ANTHROPIC_UNIX_SOCKET',
  'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST',
  'CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR',
  'CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR',
])

/** What would send requests, or something of another backend's, where it does not belong, whoever exports it later. */
const always: ReadonlySet<string> = new Set(['selector', 'header'])
const alwaysElsewhere: ReadonlySet<string> = new Set([...always, 'redirect', 'credential', 'model'])

/** Other tools' names, which the client does not read. */
const unread: ReadonlySet<string> = new Set([
  'ANTHROPIC_API_URL',
  'ANTHROPIC_API_BASE_URL',
  'CLAUDE_AGENT_API_BASE_URL',
])

/**
 * Whether what a plan removes is written as the empty string. Measured with 2.1.329: in a settings file that is unset for
 * the base URL, every provider, the credentials, headers, body, models, limits and flags. Labels of /model are
 * left alone, unless another file sets them.
 */
function isEmptied(name: string, { toAnthropic, beneath, inPlay }: Circumstances): boolean {
  const variable = managedVariable(name)
  if (!variable || unmoved.has(name) || unread.has(name)) return false
  if (beneath.get(name)) return true
  if (/_(NAME|DESCRIPTION|SUPPORTED_CAPABILITIES)$/.test(name)) return false
  // The user's own for Anthropic stay the shell's to give, unless another file has put something in their place.
  if (toAnthropic && variable.role === 'credential' && name !== 'ANTHROPIC_AUTH_TOKEN') return false
  // Hooks and other children get the empty text too, which not all of them take for nothing: no more of it than is needed.
  return (toAnthropic ? always : alwaysElsewhere).has(variable.role) || inPlay.has(name)
}
