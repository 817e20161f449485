import type { EffectiveConfig } from '../../env/effective-config.ts'
import type { SettingsLayer } from '../../env/precedence.ts'
import { sessionWarnings } from '../../env/warnings.ts'
import type { Finding, Level, Remedy } from '../finding.ts'
import { found } from '../probe.ts'
import { listed, sentence } from './sentence.ts'

/** What the other rooms warn of and other probes examine, made invisible. */
const unremarkable = { payer: { payer: 'unknown', why: '' }, tiers: [] } as const

/** The sentences about one settings file that decides what a switch meant to decide; none where it decides nothing. */
export function overrideWarnings(
  layer: SettingsLayer,
  config: EffectiveConfig,
  shown: (path: string) => string,
): string[] {
  const { resolved } = config
  const overridden = (name: string) => (resolved.overridden(name) === layer ? layer : undefined)
  return sessionWarnings({ ...config, ...unremarkable, credentials: [], resolved: { ...resolved, overridden } }, shown)
}

/** The sentences about credentials that would go to a host they were not made for. */
export function strayWarnings(config: EffectiveConfig, shown: (path: string) => string): string[] {
  const resolved = { ...config.resolved, overridden: () => undefined }
  return sessionWarnings({ ...config, ...unremarkable, resolved }, shown)
}

/** What an outlook is called in sentences. */
export function shownName({ profile }: Pick<EffectiveConfig, 'profile'>): string {
  return profile?.name ?? 'this shell'
}

/** A warning about one of several profiles. */
export interface Warned {
  readonly profile: string
  readonly level: Level
  readonly says: string
  readonly breaks?: string
  readonly remedy?: Remedy
}

/** Findings of warnings: one for each sentence, with the profiles that it holds for where there is more than one to name. */
export function together(probe: string, warned: readonly Warned[], examined: number): Finding[] {
  const bySentence = new Map<string, Warned[]>()
  for (const one of warned) bySentence.set(one.says, [...(bySentence.get(one.says) ?? []), one])
  return [...bySentence].map(([says, same]) => {
    const { level, breaks, remedy } = same.find(one => one.level === 'fail') ?? (same[0] as Warned)
    return found(probe, level, sentence(says), {
      ...(examined > 1 ? { detail: `with ${listed(same.map(({ profile }) => profile))}` } : {}),
      ...(breaks === undefined ? {} : { breaks }),
      ...(remedy ? { remedy } : {}),
    })
  })
}
