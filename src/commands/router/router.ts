import { readRouterAddress } from '../../env/router-address.ts'
import { openRouterClient } from '../../router/ask-router.ts'
import type { RouterState } from '../../router/control.ts'
import { logFile } from '../../router/request-log.ts'
import { startRouter, stopRouter } from '../../router/start-router.ts'
import { shownPath } from '../../system/shown-path.ts'
import type { System } from '../../system/system.ts'
import { exitCodes, UserError } from '../../system/user-error.ts'
import { jsonText } from '../../terminal/escape.ts'
import { routerText } from '../../terminal/router.ts'
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
      return (await stop(system)) ? say(system, json, undefined) : exitCodes.failed
    case 'restart':
      await stop(system)
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

/** Asks the router to end; false, and a sentence, where something else has its port. */
async function stop(system: System): Promise<boolean> {
  const address = readRouterAddress(system)
  if (!address) return true
  const client = await openRouterClient(system, address)
  try {
    const found = await client.find()
    if (found === 'nothing') return true
    if (found === 'another program')
      throw new UserError(`another program has port ${address.port}, so no router runs there.`)
    return (await stopRouter(system, client)) === 'nothing'
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
