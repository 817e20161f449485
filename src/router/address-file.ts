import {
  addressFile,
  type RouterAddress,
  readRouterAddress,
  secretMark,
  stateDirectory,
} from '../env/router-address.ts'
import { shownPath } from '../system/shown-path.ts'
import type { System } from '../system/system.ts'
import { UserError } from '../system/user-error.ts'

/** An address for good: a secret that nobody can guess, and a port that no program is known for. */
export function makeAddress(system: System): RouterAddress {
  const random = crypto.getRandomValues(new Uint8Array(32))
  const address = { port: anyPort(), secret: `${secretMark}${Buffer.from(random).toString('base64url')}` }
  try {
    system.files.makeDirectory(stateDirectory(system))
    // Only what is damaged: where there was none, somebody else may have made one by now.
    if (system.files.exists(addressFile(system)) && !readRouterAddress(system)) system.files.remove(addressFile(system))
    // Whoever was first has made the one that counts.
    if (system.files.create(addressFile(system), textOf(address))) return address
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const place = shownPath(stateDirectory(system), system.home)
    throw new UserError(
      `the router needs ${place}, and that cannot be written: ${why}. XDG_STATE_HOME names another place.`,
    )
  }
  const theirs = readRouterAddress(system)
  if (theirs) return theirs
  throw new UserError(`${shownPath(addressFile(system), system.home)} cannot be read; remove it, and try again.`)
}

/** The same secret at another port; the file is changed only if nobody else has changed it by now. */
export async function moveAddress(system: System, address: RouterAddress): Promise<RouterAddress> {
  const moved = { ...address, port: anyPort() }
  const expected = Buffer.from(textOf(address))
  const done = await system.files.replace({ path: addressFile(system), text: textOf(moved), expected })
  return done === 'done' ? moved : (readRouterAddress(system) ?? moved)
}

function textOf(address: RouterAddress): string {
  return `${JSON.stringify({ port: address.port, secret: address.secret })}\n`
}

/** Below the ports that the system gives to outgoing connections (Linux: 32768 and up). */
function anyPort(): number {
  return 20_000 + ((crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) % 12_000)
}
