import { managedVariables } from '../env/managed-variables.ts'
import { profileVariable } from '../env/plan.ts'
import { type RouterAddress, readRouterAddress, routerName, stateDirectory } from '../env/router-address.ts'
import { ownVersion } from '../system/own-version.ts'
import { shownPath } from '../system/shown-path.ts'
import type { System } from '../system/system.ts'
import { UserError } from '../system/user-error.ts'
import { makeAddress, moveAddress } from './address-file.ts'
import { type Found, openRouterClient, type RouterClient } from './ask-router.ts'

/** What starting the router came to. */
export interface StartedRouter {
  readonly address: RouterAddress
  readonly client: RouterClient
  /** True where it has another port than before, so that shells which were switched before have to switch again. */
  readonly hasMoved: boolean
}

/** ms that a router may take to answer after its start, and between two looks. */
const patienceMs = 15_000
const pauseMs = 20
/** ms for whoever has the port and says nothing: a router on a busy machine, or a program that never will. */
const silenceMs = 4000
/** How many ports are tried before somebody has to look. */
const mostPorts = 5

/**
 * Finds the router of this user, or starts it: one for each backends file, found by its answer. One of another version is
 * asked to finish what it does, and takes no more. Throws a UserError where it cannot be started.
 */
export async function startRouter(system: System): Promise<StartedRouter> {
  let address = readRouterAddress(system) ?? makeAddress(system)
  const version = ownVersion(system)
  for (let tries = 0; ; tries++) {
    const client = await openRouterClient(system, address)
    let found = await waitFor(system, client, isCertain, silenceMs)
    if (typeof found === 'object' && found.version !== version) found = await stopRouter(system, client)
    if (found === 'nothing') found = await startAt(system, client)
    if (typeof found === 'object') return { address, client, hasMoved: tries > 0 }
    client.close()
    // Somebody else has moved it meanwhile, and our child with it.
    const now = readRouterAddress(system)
    if (now && now.port !== address.port && tries < mostPorts) {
      address = now
      continue
    }
    if (found === 'nothing' || tries === mostPorts)
      throw new UserError(`the router did not start; ${shownPath(outputFile(system), system.home)} says why.`)
    address = await moveAddress(system, address)
  }
}

/** Asks a router to end, and waits until nobody listens there any more. Answers that are still coming go on. */
export async function stopRouter(system: System, client: RouterClient): Promise<Found> {
  await client.tell('/stop')
  return waitFor(system, client, found => found === 'nothing')
}

/** What the router prints, which is nothing unless something is wrong. */
function outputFile(system: Pick<System, 'environment' | 'home' | 'cwd'>): string {
  return `${stateDirectory(system)}/${routerName(system)}.log`
}

/** Starts the router as a process of its own; whoever else starts one at the same time has it then, or we have theirs. */
async function startAt(system: System, client: RouterClient): Promise<Found> {
  const environment = Object.entries(system.environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !ofOneShell.has(entry[0]),
  )
  system.processes.startDetached(
    system.node,
    [system.cli, 'router', 'serve'],
    { ...Object.fromEntries(environment), HOME: system.home },
    outputFile(system),
  )
  return waitFor(system, client, found => found !== 'nothing' && isCertain(found))
}

/** What a switch decides in one shell has no say in a router that serves all of them. */
const ofOneShell = new Set([
  profileVariable,
  ...managedVariables.filter(({ role }) => role !== 'proxy').map(({ name }) => name),
])

const isCertain = (found: Found) => found !== 'silence'

async function waitFor(
  system: System,
  client: RouterClient,
  isEnough: (found: Found) => boolean,
  limitMs = patienceMs,
): Promise<Found> {
  const until = system.clock.now() + limitMs
  for (;;) {
    const found = await client.find()
    if (isEnough(found) || system.clock.now() > until) return found
    await system.clock.pause(pauseMs)
  }
}
