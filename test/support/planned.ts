import { makePlan } from '../../src/env/plan.ts'
import type { Environment } from '../../src/system/environment.ts'
import { ready } from './profiles.ts'

/** What a switch sets, as an object: everything else in the plan is removed. */
export function sets(text: string, name = 'local', own: Environment = {}, secret: string | undefined = 'the secret') {
  const profile = ready(text, name, own)
  const plan = makePlan({ profile, secret: profile.credential ? secret : undefined }, own)
  return Object.fromEntries([...plan].filter(([, value]) => value !== null))
}
