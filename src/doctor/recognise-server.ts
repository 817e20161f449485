import { fingerprintPaths, type Identity, identify, versionPaths } from '../backends/fingerprint.ts'
import { type ModelEntry, modelPaths, readModelList } from '../backends/model-list.ts'
import type { PathResponse } from '../backends/response.ts'
import type { Server } from '../backends/servers.ts'

/** Asks a server for a path, for nothing; undefined where no answer comes. Who asks remembers what was asked before. */
export type GetPath = (path: string) => Promise<PathResponse | undefined>

/** What a server says it is; `isSilent` where it answered nothing at all. */
export interface Recognised {
  readonly identity?: Identity
  readonly isSilent: boolean
}

/**
 * Recognises a server by its host, which is enough for a vendor's, else by the paths that tell one program from another.
 * One that does not answer the first of them is asked for none of the others.
 */
export async function recogniseServer(get: GetPath, hostname: string): Promise<Recognised> {
  const vendor = identify([], hostname)
  if (vendor) return { identity: vendor, isSilent: false }
  const responses: PathResponse[] = []
  for (const path of fingerprintPaths) {
    const response = await get(path)
    if (response) responses.push(response)
    else if (responses.length === 0) return { isSilent: true }
  }
  const identity = identify(responses, hostname)
  const path = identity && identity.version === undefined ? versionPaths[identity.kind] : undefined
  const more = path === undefined ? undefined : await get(path)
  const whole = more ? identify([...responses, more], hostname) : identity
  return { ...(whole ? { identity: whole } : {}), isSilent: false }
}

/** The models that a server lists; `isLocked` where it wants a credential before it lists any. */
export async function listModels(
  server: Server,
  get: GetPath,
): Promise<{ readonly models: ModelEntry[]; readonly isLocked: boolean; readonly isSilent: boolean }> {
  const responses: PathResponse[] = []
  for (const path of modelPaths(server)) {
    const response = await get(path)
    if (response) responses.push(response)
  }
  const models = readModelList(server, responses)
  const isRefused = responses.some(({ status }) => status === 401 || status === 403)
  return { models, isLocked: isRefused && models.length === 0, isSilent: responses.length === 0 }
}
