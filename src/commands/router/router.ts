import { allRouterAddresses, type RouterAddress, readRouterAddress } from '../../env/router-address.ts'
import { openRouterClient } from '../../router/ask-router.ts'
import type { RouterState } from '../../router/control.ts'
import { logFile } from '../../router/request-log.ts'
import { startRouter, stopRouter } from '../../router/start-router.ts'
import { shownPath } from '../../system/shown-path.ts'
import type { System } from '../../system/system.ts'
import { exitCodes, UserError } from '../../system/user-error.ts'
import { jsonText } from '../../terminal/escape.ts'
import { routerText, stopText } from '../../terminal/router.ts'
import type { Command } from '../command.ts'
import { showLog } from './log.ts'

const words = ['start', 'stop', 'restart', 'status', 'log'] as const

/**
 * `claude-switch router start|stop|restart|status|log`: the router on this machine. `serve`, which nobody types, is the router
 * itself.
 */
export const run: Command = async (input, system) => {
  const [word = 'status'] = input.words
  const json = input.options['json'] === true
  switch (word) {
    case 'serve': {
      const { runRouter } = await import('../../router/daemon.ts')
      await runRouter(system)
      return exitCodes.done
    }
    case 'start':
      return start(system, json)
    case 'stop':
      return stopAll(system, json, input.options['all'] === true)
    case 'restart':
      await stop(system, readRouterAddress(system))
      return start(system, json)
    case 'status':
      return say(system, json, await stateOf(system))
    case 'log':
      return showLog(system, logFile(system, new Date().toISOString()), {
        json,
        follow: input.options['follow'] === true,
      })
    default:
      throw new UserError(`router takes ${words.join(', ')}; ${JSON.stringify(word)} is none of them.`, exitCodes.usage)
  }
}

async function start(system: System, json: boolean): Promise<number> {
  const { client, address } = await startRouter(system)
  try {
    const found = await client.find()
    return say(system, json, typeof found === 'object' ? { ...found, port: address.port } : undefined)
  } finally {
    client.close()
  }
}

/** Asks the router, or every router of this user, to end, and says which did. */
async function stopAll(system: System, json: boolean, all: boolean): Promise<number> {
  const addresses = all ? allRouterAddresses(system) : [readRouterAddress(system)]
  const ends: Ended[] = []
  for (const address of addresses) {
    const end = await stop(system, address)
    // A port of long ago may be anybody's by now.
    if (end === 'another program' && !all)
      throw new UserError(`another program has port ${address?.port}, so no router runs there.`)
    ends.push(end)
  }
  const stopped = ends.filter(end => end === 'stopped').length
  const text = json
    ? `${JSON.stringify({ running: ends.includes('goes on'), stopped }, null, 2)}\n`
    : stopText(stopped, all)
  if (!ends.includes('goes on')) system.output.print('stdout', text)
  return ends.includes('goes on') ? exitCodes.failed : exitCodes.done
}

type Ended = 'stopped' | 'did not run' | 'another program' | 'goes on'

/** Asks one router to end. */
async function stop(system: System, address: RouterAddress | undefined): Promise<Ended> {
  if (!address) return 'did not run'
  const client = await openRouterClient(system, address)
  try {
    const found = await client.find()
    if (found === 'nothing') return 'did not run'
    if (found === 'another program') return found
    return (await stopRouter(system, client)) === 'nothing' ? 'stopped' : 'goes on'
  } finally {
    client.close()
  }
}

async function stateOf(system: System): Promise<(RouterState & { readonly port: number }) | undefined> {
  const address = readRouterAddress(system)
  if (!address) return undefined
  const client = await openRouterClient(system, address)
  try {
    const found = await client.find()
    return typeof found === 'object' ? { ...found, port: address.port } : undefined
  } finally {
    client.close()
  }
}

function say(system: System, json: boolean, state: (RouterState & { readonly port: number }) | undefined): number {
  const log = shownPath(logFile(system, new Date().toISOString()), system.home)
  const text = json ? jsonText({ running: state !== undefined, ...state }) : routerText(state, log)
  system.output.print('stdout', text)
  return exitCodes.done
}
