import { createTokenCounter } from '../../src/router/count-tokens.ts'
import { createHandler, guard, type RouterParts } from '../../src/router/handler.ts'
import { openProfiles } from '../../src/router/profiles.ts'
import type { RequestRecord } from '../../src/router/request-log.ts'
import type { ServedAnswer } from '../../src/system/http/served.ts'
import type { HttpFailure, HttpStreamRequest } from '../../src/system/http/types.ts'
import type { SystemChanges } from '../../src/system/system.ts'
import { plainSystem } from './plain-system.ts'

/** What a backend answers: a status, headers, and a body in the pieces in which it comes. */
export interface UpstreamAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly pieces: readonly (string | Buffer | Error)[]
}

const secret = `cs_${'s'.repeat(43)}`
const port = 4545

/** Turns what came out of the router into text. */
async function textOf(body: ServedAnswer['body']): Promise<string> {
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body).toString()
  const pieces: Buffer[] = []
  for await (const piece of body) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces).toString()
}

/**
 * The router in one process, with a backends file, and backends that answer what `answer` says. `asked` are the requests that
 * reached them.
 */
export function routed(
  file: string,
  answer: (request: HttpStreamRequest & { readonly json: unknown }) => UpstreamAnswer | HttpFailure,
  changes: SystemChanges = {},
) {
  const system = plainSystem({ '/home/me/.claude-backends.env': { text: file, mode: 0o600 } }, changes)
  const asked: (HttpStreamRequest & { readonly json: Record<string, unknown> })[] = []
  const log: RequestRecord[] = []
  const profiles = openProfiles(system)
  const parts: RouterParts = {
    secret,
    port,
    profiles,
    counter: createTokenCounter(),
    clock: system.clock,
    control: {
      state: () => ({ version: '1', pid: 1, started: '', requests: 0, open: 0 }),
      take: profiles.take,
      stop: () => {},
    },
    log: record => void log.push(record),
    upstreams: {
      async send(request) {
        const json = request.body === undefined ? {} : JSON.parse(Buffer.from(request.body).toString())
        asked.push({ ...request, json })
        const came = answer({ ...request, json })
        if ('says' in came) return came
        const pieces = async function* () {
          for (const piece of came.pieces) {
            if (piece instanceof Error) throw piece
            yield Buffer.from(piece)
          }
        }
        const headers = came.headers ?? { 'content-type': 'text/event-stream' }
        return { status: came.status ?? 200, headers, body: pieces() }
      },
      close: () => {},
    },
  }
  const handle = createHandler(parts)
  const refuse = guard(parts)
  const request = async (
    path: string,
    {
      method = 'POST',
      headers = {},
      body = {},
    }: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
  ) => {
    const head = { method, url: `/${secret}${path}`, headers: { host: `127.0.0.1:${port}`, ...headers } }
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    const { signal } = new AbortController()
    const came = refuse(head) ?? (await handle({ ...head, body: bytes, signal }))
    return { status: came.status, headers: came.headers, text: await textOf(came.body) }
  }
  return { system, asked, log, request, handle, profiles }
}
