import type { Start } from '../env/decide-switch.ts'
import { decidedNames } from '../env/managed-variables.ts'
import { readRouterAddress } from '../env/router-address.ts'
import { findProfile } from '../profiles/find.ts'
import type { Profile } from '../profiles/profile.ts'
import { resolveProfile } from '../profiles/resolve.ts'
import type { Environment } from '../system/environment.ts'
import type { System } from '../system/system.ts'
import { UserError } from '../system/user-error.ts'
import { openRouterClient } from './ask-router.ts'
import { type StartedRouter, startRouter } from './start-router.ts'

/**
 * Makes the router ready for a profile: starts it where it does not run, and hands over what only this shell knows, which
 * are the variables that the profile's lines name, and the secret that its command printed.
 */
export async function prepareRouter(
  start: Start,
  { name, credential }: Profile,
  secret: string | undefined,
  system: System,
): Promise<Omit<StartedRouter, 'client'>> {
  const { client, address, hasMoved } = await startRouter(system)
  try {
    const environment = namedIn(name, start)
    const isPrinted = credential !== undefined && 'command' in credential.secret
    const taken = await client.tell('/hand-over', { profile: name, environment, ...(isPrinted ? { secret } : {}) })
    if (!taken)
      throw new UserError('the router does not take what a switch hands over; restart it: claude-switch router restart')
    return { address, hasMoved }
  } finally {
    client.close()
  }
}

/** Whether the router answers where a shell sends its requests to it. */
export async function routerRuns(system: System): Promise<boolean> {
  const address = readRouterAddress(system)
  if (!address) return false
  const client = await openRouterClient(system, address)
  try {
    return typeof (await client.find()) === 'object'
  } finally {
    client.close()
  }
}

/** The variables of the shell that a profile's lines ask for, and their values. */
function namedIn(name: string, { found, shellState }: Start): Environment {
  const named: Record<string, string> = {}
  const environment = new Proxy(shellState.own, {
    get(own, key) {
      const value = typeof key === 'string' ? own[key] : undefined
      if (typeof key === 'string' && value !== undefined) named[key] = value
      return value
    },
  })
  const target = findProfile(name, found.file)
  if ('written' in target) resolveProfile(target.written, found.file, environment, decidedNames)
  return named
}
