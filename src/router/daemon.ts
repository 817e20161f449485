import { readRouterAddress } from '../env/router-address.ts'
import type { Served, ServedAnswer } from '../system/http/served.ts'
import { ownVersion } from '../system/own-version.ts'
import type { System } from '../system/system.ts'
import { UserError } from '../system/user-error.ts'
import { makeAddress } from './address-file.ts'
import { type Control, controlName } from './control.ts'
import { createTokenCounter } from './count-tokens.ts'
import { bodyLimit, createHandler, guard } from './handler.ts'
import { openProfiles } from './profiles.ts'
import { openRequestLog } from './request-log.ts'
import { openUpstreams } from './upstreams.ts'

/** ms that a router which is asked to end gives to the answers that are still coming. */
const graceMs = 30 * 60_000

/**
 * The router itself: serves at the address that stands in its file, which is made where there is none, until it is asked to
 * end, and then finishes what it began. Throws a UserError where its port is taken.
 */
export async function runRouter(system: System): Promise<void> {
  const { secret, port } = readRouterAddress(system) ?? makeAddress(system)
  const profiles = openProfiles(system)
  const upstreams = openUpstreams(system)
  const log = openRequestLog(system)
  const version = ownVersion(system)
  const started = new Date().toISOString()
  let requests = 0
  let open = 0
  let served: Served | undefined
  const ending = new Promise<void>(resolve => {
    const control: Control = {
      state: () => ({ version, pid: process.pid, started, requests, open }),
      take: profiles.take,
      stop: resolve,
    }
    const parts = {
      secret,
      port,
      profiles,
      upstreams,
      counter: createTokenCounter(),
      control,
      clock: system.clock,
      log,
    }
    const handle = createHandler(parts)
    const counted: typeof handle = async request => {
      // What claude-switch itself asks is nobody's work.
      if (request.url.startsWith(`/${secret}/${controlName}/`)) return await handle(request)
      requests++
      open++
      let isStreamed = false
      try {
        const answer = await handle(request)
        if (typeof answer.body === 'string' || answer.body instanceof Uint8Array) return answer
        isStreamed = true
        return { ...answer, body: untilEnd(answer.body, () => void open--) }
      } finally {
        if (!isStreamed) open--
      }
    }
    const options = { refuse: guard({ secret, port }), bodyLimit }
    system.http.serve(counted, port, options).then(
      one => {
        served = one
      },
      error => {
        failed = error
        resolve()
      },
    )
    system.processes.untilAskedToEnd().then(() => resolve())
  })
  let failed: unknown
  await ending
  if (failed !== undefined) throw takenPort(failed, port)
  await served?.close(graceMs)
  upstreams.close()
}

/** The same body; `done` is called once when it has ended, or nobody reads it any more. */
async function* untilEnd(body: Exclude<ServedAnswer['body'], string | Uint8Array>, done: () => void) {
  try {
    yield* body
  } finally {
    done()
  }
}

function takenPort(error: unknown, port: number): unknown {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  return isTaken ? new UserError(`port ${port} of this machine is taken by another program.`) : error
}
