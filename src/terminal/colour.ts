import * as kleur from 'kleur/colors'
import type { System } from '../system/system.ts'

/** Decides on colour for one stream: FORCE_COLOR, then NO_COLOR, then whether a terminal reads it. */
export function wantsColour(system: System, stream: 'stdout' | 'stderr'): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = system.environment
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  return TERM !== 'dumb' && system.output.isTerminal(stream)
}

/** kleur decides once, by stdout; we ask it again for each text, since stderr has colour while stdout is captured. */
export function paint(on: boolean): typeof kleur {
  kleur.$.enabled = on
  return kleur
}
