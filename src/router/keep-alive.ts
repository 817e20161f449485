import { errorEvent } from './answers.ts'

/** How long a stream may be silent, in ms. */
export interface Silence {
  /** After which a ping is sent, so that the client knows that somebody is there. */
  readonly pingMs: number
  /** After which the stream is given up. */
  readonly limitMs: number
}

export const usualSilence: Silence = { pingMs: 15_000, limitMs: 600_000 }

const ping = Buffer.from('event: ping\ndata: {"type": "ping"}\n\n')

/**
 * A stream of events with pings where it is silent, between two events only. Where it breaks off or is silent for too long,
 * an error event ends it, so that nobody takes it for whole; the client then asks again. `lost` says what a break is.
 */
export async function* keepAlive(
  body: AsyncIterable<Uint8Array>,
  { pingMs, limitMs }: Silence,
  lost: (error?: unknown) => string,
): AsyncGenerator<Uint8Array> {
  const source = body[Symbol.asyncIterator]()
  let ended = false
  let isBetween = true
  try {
    for (;;) {
      const next = source.next()
      // Looked at below, and until then nobody's unhandled failure.
      next.catch(() => {})
      for (let silentMs = 0; ; ) {
        const came = await orAfter(next, Math.min(pingMs, limitMs - silentMs))
        if (came !== undefined) {
          if (came.done) {
            ended = true
            return
          }
          yield came.value
          isBetween = endsEvent(came.value, isBetween)
          break
        }
        silentMs += pingMs
        if (silentMs >= limitMs) {
          yield Buffer.from(errorEvent('api_error', lost()))
          return
        }
        if (isBetween) yield ping
      }
    }
  } catch (error) {
    ended = true
    yield Buffer.from(`${isBetween ? '' : '\n\n'}${errorEvent('api_error', lost(error))}`)
  } finally {
    // Whoever stops reading ends the request; not waited for, since a source that hangs would keep the client.
    if (!ended) source.return?.()?.catch(() => {})
  }
}

/** What a promise gives, or undefined after some ms. */
async function orAfter<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Whether an event ends with these bytes: an empty line, whatever ends a line. */
function endsEvent(bytes: Uint8Array, before: boolean): boolean {
  if (bytes.length === 0) return before
  const end = Buffer.from(bytes.subarray(-4)).toString('latin1')
  return /\n\r?\n$|\r\r$/.test(end)
}
