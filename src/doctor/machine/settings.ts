import type { EffectiveConfig } from '../../env/effective-config.ts'
import { managedVariables } from '../../env/managed-variables.ts'
import type { SettingsLayer } from '../../env/precedence.ts'
import type { Finding } from '../finding.ts'
import { found } from '../probe.ts'
import type { MachineFacts } from './facts.ts'
import { sentence } from './sentence.ts'
import { overrideWarnings, shownName, together, type Warned } from './warned.ts'

/**
 * What there is to say of the client's settings files: those that decide what a switch meant to decide, and those that
 * the client cannot load. It fails where a file sends requests elsewhere, since then no backend examined here is asked.
 */
export function examineSettings({
  configs,
  broken,
  shown,
  words,
}: Pick<MachineFacts, 'configs' | 'broken' | 'shown' | 'words'>): Finding[] {
  const warned = configs.flatMap(config =>
    config.resolved.layers.flatMap(layer =>
      overrideWarnings(layer, config).map((warning): Warned => {
        const remedy = { says: `edit ${shown(layer.path)}` }
        const profile = shownName(config)
        return sendsElsewhere(layer, config)
          ? { profile, level: 'fail', warning, breaks: 'the settings files', remedy }
          : { profile, level: 'warn', warning, remedy }
      }),
    ),
  )
  const unreadable = broken.map(({ path, why, fault, outcome }) => {
    const says =
      fault === 'not-json'
        ? `make ${path} strict JSON, without comments or trailing commas, or take it away`
        : `put that right in ${path}`
    const what = { dropped: 'cannot load', fatal: 'does not start with', unsure: 'may not load' }[outcome]
    const level = outcome === 'fatal' ? 'fail' : 'warn'
    return found(
      'settings',
      level,
      { code: 'settings-file-broken', path, why, fault, outcome },
      `Claude Code ${what} ${path}: ${sentence(why)}`,
      { remedy: { says } },
    )
  })
  const findings = [...together('settings', warned, { configs, words }), ...unreadable]
  return findings.length > 0
    ? findings
    : [found('settings', 'ok', 'settings-quiet', 'no settings file overrides a switch')]
}

/** Whether a settings file is the one that decides the host or the provider, and otherwise than the switch. */
function sendsElsewhere(layer: SettingsLayer, { resolved, environment }: EffectiveConfig): boolean {
  return managedVariables.some(
    ({ name, role }) =>
      (role === 'redirect' || role === 'selector') &&
      resolved.overridden(name) === layer &&
      (layer.env.get(name) ?? '') !== (environment[name] ?? ''),
  )
}
