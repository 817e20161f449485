import { resolveEnv } from '../env/precedence.ts'
import { proxyFor } from '../env/proxy.ts'
import { trustOf } from '../env/tls-trust.ts'
import type { HttpFailure, HttpStreamRequest, HttpStreamResponse, HttpStreams } from '../system/http/types.ts'
import type { System } from '../system/system.ts'

/** Asks backends, over connections that are kept. */
export interface Upstreams {
  /** Never throws: what goes wrong before there is an answer is the answer. */
  send(request: HttpStreamRequest): Promise<HttpStreamResponse | HttpFailure>
  close(): void
}

/**
 * In ms. The first byte has all the time that the client gives it, and the client ends the request: a machine of one's own
 * reads a long prompt for minutes. What is silent for longer than idleMs within an answer is given up before that.
 */
const limits = { connectMs: 15_000, firstByteMs: 3_600_000, idleMs: 660_000, totalMs: 24 * 3_600_000, bytes: 1 << 30 }

/** Backends as the environment says how they are reached: proxies, certificate authorities, certificates of one's own. */
export function openUpstreams(system: System): Upstreams {
  const { environment } = system
  const place = { environment, resolved: resolveEnv(environment, []) }
  const byOrigin = new Map<string, Promise<HttpStreams>>()
  return {
    async send(request) {
      const { origin } = new URL(request.url)
      const open = () =>
        system.http.openStreams({
          limits,
          proxyFor: url => proxyFor(url, place),
          trust: trustOf(place, new URL(origin)),
        })
      const streams = byOrigin.get(origin) ?? open()
      byOrigin.set(origin, streams)
      return (await streams).send(request)
    },
    close() {
      for (const streams of byOrigin.values()) streams.then(one => one.close()).catch(() => {})
    },
  }
}
