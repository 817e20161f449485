import type { Environment } from '../system/environment.ts'
import { destinationOf } from './destination.ts'
import { profileVariable } from './plan.ts'
import { resolveEnv } from './precedence.ts'

/**
 * One word for a prompt, from the environment alone: the active profile, with `!` behind it when the environment plainly
 * goes somewhere else than a profile of that name could; without a profile, where requests go.
 */
export function shortStatus(environment: Environment): string {
  const { kind, url } = destinationOf(resolveEnv(environment, []))
  const profile = environment[profileVariable]
  if (profile) {
    const astray =
      kind === 'provider' || (profile === 'cloud' ? kind !== 'anthropic' : profile === 'local' && url === undefined)
    return `${profile.replace(/[^\w.-]/g, '?')}${astray ? '!' : ''}`
  }
  if (url === undefined || kind === 'anthropic') return kind
  return URL.canParse(url) ? new URL(url).hostname : kind
}
