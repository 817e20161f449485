import { decideSwitch, type Start, type Switch, type SwitchWish } from '../env/decide-switch.ts'
import { readRouterAddress } from '../env/router-address.ts'
import { problemOf } from '../profiles/problem.ts'
import type { System } from '../system/system.ts'

/**
 * Decides a switch, and starts the router where the profile goes through it. Nothing of the router is loaded for any other
 * profile.
 */
export async function decideRouted(start: Start, system: System, wish: SwitchWish): Promise<Switch> {
  // Read before anything is decided by it: another shell may make it in between.
  const before = readRouterAddress(system)
  const decided = decideSwitch(start, system, wish)
  if (!decided.profile?.router) return decided
  const { prepareRouter } = await import('../router/prepare-router.ts')
  const { address, hasMoved } = await prepareRouter(start, decided.profile, decided.secret, system)
  if (before?.port === address.port && before.secret === address.secret) return decided
  const again = decideSwitch(start, system, { ...wish, secret: decided.secret })
  return hasMoved ? { ...again, problems: [...again.problems, moved] } : again
}

const moved = problemOf('warning', { code: 'router-moved' })
