import type { EffectiveConfig } from '../../env/effective-config.ts'
import type { SettingsLayer } from '../../env/precedence.ts'
import type { Warning } from '../../env/warning.ts'
import { sessionWarnings } from '../../env/warnings.ts'
import type { Finding, Level, Remedy } from '../finding.ts'
import { found } from '../probe.ts'
import type { MachineFacts } from './facts.ts'
import { listed, sentence } from './sentence.ts'

/** What the other rooms warn of and other probes examine, made invisible. */
const unremarkable = { payer: { payer: 'unknown', why: '' }, tiers: [] } as const

/** The warnings about one settings file that decides what a switch meant to decide; none where it decides nothing. */
export function overrideWarnings(layer: SettingsLayer, config: EffectiveConfig): Warning[] {
  const { resolved } = config
  const overridden = (name: string) => (resolved.overridden(name) === layer ? layer : undefined)
  return sessionWarnings({ ...config, ...unremarkable, credentials: [], resolved: { ...resolved, overridden } })
}

/** The warnings about credentials that would go to a host they were not made for. */
export function strayWarnings(config: EffectiveConfig): Warning[] {
  const resolved = { ...config.resolved, overridden: () => undefined }
  return sessionWarnings({ ...config, ...unremarkable, resolved })
}

/** What an outlook is called in sentences. */
export function shownName({ profile }: Pick<EffectiveConfig, 'profile'>): string {
  return profile?.name ?? 'this shell'
}

/** A warning about one of several profiles. */
export interface Warned {
  readonly profile: string
  readonly level: Level
  readonly warning: Warning
  readonly breaks?: string
  readonly remedy?: Remedy
}

/** Findings of warnings: one for each, with the profiles that it holds for where there is more than one to name. */
export function together(
  probe: string,
  warned: readonly Warned[],
  { configs, words }: Pick<MachineFacts, 'configs' | 'words'>,
): Finding[] {
  const byWarning = new Map<string, Warned[]>()
  for (const one of warned) {
    const key = JSON.stringify(one.warning)
    byWarning.set(key, [...(byWarning.get(key) ?? []), one])
  }
  return [...byWarning.values()].map(same => {
    const { level, warning, breaks, remedy } = same.find(one => one.level === 'fail') ?? (same[0] as Warned)
    return found(probe, level, warning, sentence(words.warning(warning)), {
      ...(configs.length > 1 ? { detail: `with ${listed(same.map(({ profile }) => profile))}` } : {}),
      ...(breaks === undefined ? {} : { breaks }),
      ...(remedy ? { remedy } : {}),
    })
  })
}
