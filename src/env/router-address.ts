import { join } from 'node:path'
import { withoutEndSlashes } from '../backends/address.ts'
import { backendsPath } from '../profiles/load.ts'
import { fnv1a } from '../protocol/fnv1a.ts'
import { fieldsOf } from '../protocol/json.ts'
import type { System } from '../system/system.ts'

/** Where the router of this user listens, and the secret that every request to it has in its path. */
export interface RouterAddress {
  readonly port: number
  readonly secret: string
}

/** What a secret begins with, so that it is known for one wherever a URL is shown. */
export const secretMark = 'cs_'

const loopback = '127.0.0.1'
const pattern = /^http:\/\/127\.0\.0\.1:(\d+)\/(cs_[\w-]+)\/([a-z0-9-]+)\/*$/

/**
 * The base URL of a profile whose requests go through the router. The client keeps the path in front of every request and
 * sends it to no other host [measured, 2.1.332], so the secret needs no header, and the login's place stays free.
 */
export function routerUrl({ port, secret }: RouterAddress, profile: string): string {
  return `http://${loopback}:${port}/${secret}/${profile}`
}

/** The profile that a URL names which looks like a router's; undefined for any other URL. */
function routedProfile(url: string | undefined): string | undefined {
  return pattern.exec(url?.trim() ?? '')?.[3]
}

/**
 * The profile of a base URL that is this user's own router's, and nobody else's: any program of this machine can listen at an
 * address that looks like it. An address that nobody has made yet stands in plans that are only looked at.
 */
export function ownRoutedProfile(
  url: string | undefined,
  address: () => RouterAddress | undefined,
): string | undefined {
  const name = routedProfile(url)
  if (name === undefined) return undefined
  const own = [unmadeAddress, address()].filter(one => one !== undefined)
  return own.some(one => withoutEndSlashes(url?.trim() ?? '') === routerUrl(one, name)) ? name : undefined
}

/** A text without the secrets of any router in it. */
export function redactRouter(text: string, mask: string): string {
  return text.includes(`/${secretMark}`) ? text.replace(/\/cs_[\w-]+/g, `/${mask}`) : text
}

/** Where the router keeps its state: `$XDG_STATE_HOME/claude-switch`, which is absolute by its specification. */
export function stateDirectory({ environment, home }: Pick<System, 'environment' | 'home'>): string {
  const base = environment['XDG_STATE_HOME']
  return join(base?.startsWith('/') ? base : join(home, '.local', 'state'), 'claude-switch')
}

/** What of the machine decides which router is meant. */
type Place = Pick<System, 'environment' | 'home' | 'cwd'>

/** What is one router's own: each backends file has one, so that none answers for profiles of another's. */
export function routerName(system: Place): string {
  const path = backendsPath(system)
  return path === join(system.home, '.claude-backends.env') ? 'router' : `router-${fnv1a(path)}`
}

/** The file that holds the router's address. */
export function addressFile(system: Place): string {
  return join(stateDirectory(system), `${routerName(system)}.json`)
}

/** Bytes: the file has about a hundred. */
const limit = 4096

/** The router's address as it stands in its file; undefined where there is none yet, or it is damaged. */
export function readRouterAddress(system: Place & Pick<System, 'files'>): RouterAddress | undefined {
  return addressIn(addressFile(system), system)
}

/** The addresses of all routers of this user, one for each backends file that ever needed one. */
export function allRouterAddresses(system: Place & Pick<System, 'files'>): readonly RouterAddress[] {
  const directory = stateDirectory(system)
  return system.files
    .list(directory)
    .filter(name => /^router(-\d+)?\.json$/.test(name))
    .map(name => addressIn(join(directory, name), system))
    .filter(address => address !== undefined)
}

function addressIn(path: string, { files }: Pick<System, 'files'>): RouterAddress | undefined {
  const read = files.read(path, limit)
  if (!('bytes' in read)) return undefined
  try {
    const { port, secret } = fieldsOf(JSON.parse(Buffer.from(read.bytes).toString('utf8')))
    const isWhole = typeof secret === 'string' && /^cs_[\w-]{40,}$/.test(secret)
    return isWhole && typeof port === 'number' && port > 0 && port < 65536 ? { port, secret } : undefined
  } catch {
    return undefined
  }
}

/** Stands for an address that nobody has made yet, in a plan that is only looked at. */
export const unmadeAddress: RouterAddress = { port: 1, secret: `${secretMark}not-made-yet` }
