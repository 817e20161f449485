import type { Variable } from '../../env/managed-variable.ts'
import { managedVariables } from '../../env/managed-variables.ts'
import { isOn } from '../../env/plan.ts'
import type { Finding } from '../finding.ts'
import { found } from '../probe.ts'
import type { MachineFacts } from './facts.ts'
import { listed } from './sentence.ts'
import { shownName, strayWarnings, together, type Warned } from './warned.ts'

type Facts = Pick<MachineFacts, 'environment' | 'active' | 'configs' | 'words'>

/** What there is to say of variables and stored credentials that get in the way of a profile. No value is ever shown. */
export function examineVariables(facts: Facts): Finding[] {
  const { configs } = facts
  const stray = configs.flatMap(config =>
    strayWarnings(config).map((warning): Warned => ({ profile: shownName(config), level: 'warn', warning })),
  )
  const findings = [
    ...managedVariables.flatMap(variable => aboutVariable(variable, facts)),
    ...together('variables', stray, facts),
  ]
  return findings.length > 0
    ? findings
    : [found('variables', 'ok', 'variables-quiet', 'no variable gets in the way of a profile')]
}

function aboutVariable(variable: Variable, { environment, active, configs }: Facts): Finding[] {
  const { name, role, does } = variable
  const value = environment[name]
  if (!value || (role === 'selector' && !isOn(value))) return []
  const current = active === undefined ? undefined : configs.find(({ profile }) => profile?.name === active)
  if (current?.profile && current.environment[name] !== value)
    return aboutDrift(variable, active ?? '', current.environment[name])
  // An active profile that is not examined has set it, or not: nothing here can tell.
  if (!conflicts(variable) || (active !== undefined && !current)) return []
  const keeping = configs.filter(({ profile, environment: theirs }) => profile && theirs[name] === value)
  if (keeping.some(({ profile }) => profile?.extra.has(name))) return []
  if (keeping.length > 0) {
    const names = listed(keeping.map(shownName))
    return [
      found(
        'variables',
        'note',
        { code: 'variable-stays', variable: name },
        `${name} is set in this shell and stays with ${names}: ${does}`,
      ),
    ]
  }
  const says = `${name} is set in this shell: ${does}; a switch takes it out, and off brings it back`
  return [found('variables', 'note', { code: 'variable-taken-out', variable: name }, says)]
}

/** A variable that the active profile does not have so: set since the switch, or by a file that has changed since. */
function aboutDrift({ name, role, does }: Variable, profile: string, planned: string | undefined): Finding[] {
  // What a secret command would print now is not known here, and a model or a limit sends nothing astray.
  if (role === 'credential' ? planned !== undefined : !isRouting(role)) return []
  const what = planned === undefined ? `is set in this shell, and not by ${profile}` : `is not what ${profile} says`
  const remedy = { says: 'switch once more', commands: [`claude-switch ${profile}`] }
  return [
    found('variables', 'warn', { code: 'variable-drifted', variable: name, profile }, `${name} ${what}: ${does}`, {
      remedy,
    }),
  ]
}

function isRouting(role: Variable['role']): boolean {
  return role === 'redirect' || role === 'selector' || role === 'header'
}

/** Variables that nobody sets for one backend: they bend the requests of all. The base URL belongs to whatever was set up by hand. */
function conflicts({ name, role }: Variable): boolean {
  return role === 'selector' || role === 'header' || name === 'ANTHROPIC_UNIX_SOCKET'
}
