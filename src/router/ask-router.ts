import type { RouterAddress } from '../env/router-address.ts'
import { fieldsOf, parseJson } from '../protocol/json.ts'
import type { HttpClient } from '../system/http/types.ts'
import type { System } from '../system/system.ts'
import { controlName, type RouterState } from './control.ts'

/** What is found at the router's address: the router, nothing, a program that is not it, or somebody who says nothing in time. */
export type Found = RouterState | 'nothing' | 'another program' | 'silence'

/** Asks the router about itself, and tells it things. */
export interface RouterClient {
  find(): Promise<Found>
  /** Tells the router something; false where it does not take it. */
  tell(path: '/stop' | '/hand-over', body?: object): Promise<boolean>
  close(): void
}

/** On a busy machine a router that starts, or ends, may hang up or let us wait: that is no other program's doing. */
const foundAs: Readonly<Record<string, Found>> = {
  ECONNREFUSED: 'nothing',
  ETIMEDOUT: 'silence',
  ECONNRESET: 'silence',
  EPIPE: 'silence',
}

/** In ms: it is on this machine, and answers from memory. */
const limits = { connectMs: 1000, firstByteMs: 3000, idleMs: 3000, totalMs: 5000, bytes: 1 << 20 }

/** Opens the way to the router at an address, around every proxy. */
export async function openRouterClient(system: System, { port, secret }: RouterAddress): Promise<RouterClient> {
  const client: HttpClient = await system.http.open({
    limits,
    proxyFor: () => 'direct',
    trust: { takesAll: false, stores: [] },
  })
  const url = (path: string) => `http://127.0.0.1:${port}/${secret}/${controlName}${path}`
  return {
    async find() {
      const came = await client.ask({ method: 'GET', url: url('/status'), headers: {} })
      if ('says' in came) return foundAs[came.code] ?? 'another program'
      const { version, pid, started, requests, open } = fieldsOf(parseJson(came.body))
      const isState = typeof version === 'string' && typeof pid === 'number' && typeof started === 'string'
      if (came.status !== 200 || !isState) return 'another program'
      return { version, pid, started, requests: Number(requests), open: Number(open) }
    },
    async tell(path, body = {}) {
      const headers = { 'content-type': 'application/json' }
      const came = await client.ask({ method: 'POST', url: url(path), headers, body: JSON.stringify(body) })
      return 'status' in came && came.status === 200
    },
    close: () => client.close(),
  }
}
