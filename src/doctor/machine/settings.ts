import type { SettingsLayer } from '../../env/in-force.ts'
import type { Outlook } from '../../env/outlook.ts'
import { managedVariables } from '../../env/variables.ts'
import type { Finding } from '../finding.ts'
import { found } from '../probe.ts'
import type { MachineFacts } from './facts.ts'
import { sentence } from './sentence.ts'
import { nameOf, overrideWarnings, together, type Warned } from './warned.ts'

/**
 * What there is to say of the client's settings files: those that decide what a switch meant to decide, and those that
 * the client cannot load. It fails where a file sends requests elsewhere, since then no backend examined here is asked.
 */
export function examineSettings({
  outlooks,
  broken,
  shown,
}: Pick<MachineFacts, 'outlooks' | 'broken' | 'shown'>): Finding[] {
  const warned = outlooks.flatMap(outlook =>
    outlook.standing.layers.flatMap(layer =>
      overrideWarnings(layer, outlook, shown).map((says): Warned => {
        const remedy = { says: `edit ${shown(layer.path)}` }
        const profile = nameOf(outlook)
        return sendsElsewhere(layer, outlook)
          ? { profile, level: 'fail', says, breaks: 'the settings files', remedy }
          : { profile, level: 'warn', says, remedy }
      }),
    ),
  )
  const unreadable = broken.map(({ path, why }) => {
    const remedy = { says: `make ${path} strict JSON, without comments or trailing commas, or take it away` }
    return found('settings', 'warn', `Claude Code cannot load ${path}: ${sentence(why)}`, { remedy })
  })
  const findings = [...together('settings', warned, outlooks.length), ...unreadable]
  return findings.length > 0 ? findings : [found('settings', 'ok', 'no settings file overrides a switch')]
}

/** Whether a settings file is the one that decides the host or the provider, and otherwise than the switch. */
function sendsElsewhere(layer: SettingsLayer, { standing, environment }: Outlook): boolean {
  return managedVariables.some(
    ({ name, role }) =>
      (role === 'redirect' || role === 'selector') &&
      standing.overridden(name) === layer &&
      (layer.env.get(name) ?? '') !== (environment[name] ?? ''),
  )
}
