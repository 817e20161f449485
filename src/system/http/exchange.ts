import { type Cut, readBody, Text } from './body.ts'
import { httpErrorCode } from './errors.ts'
import { longest } from './stream.ts'
import type { HttpFailure, HttpRequest, HttpResponse, HttpStreams, Limits } from './types.ts'

/**
 * One request, and the whole of its answer within the limits: its text, its content encoding undone, and when its pieces
 * came. An answer that is cut ends its connection. Never throws: what goes wrong before there is an answer is the answer.
 */
export async function exchange(
  streams: HttpStreams,
  { method, url, headers, body }: HttpRequest,
  limits: Limits,
  closing: AbortSignal,
): Promise<HttpResponse | HttpFailure> {
  const begin = performance.now()
  const elapsed = () => performance.now() - begin
  const ending = new AbortController()
  let cut: Cut | undefined
  const end = (why: Cut) => {
    cut ??= why
    ending.abort()
  }
  const stop = () => end('closed')
  closing.addEventListener('abort', stop)
  if (closing.aborted) stop()
  const sent = body === undefined ? {} : { body: Buffer.from(body) }
  const answer = await streams.send({ method, url, headers, ...sent, limits, signal: ending.signal })
  if (!('status' in answer)) {
    closing.removeEventListener('abort', stop)
    return answer
  }

  const headersMs = elapsed()
  const text = new Text(limits.bytes)
  const idleMs = () => Math.max(limits.idleMs, text.pieces.length > 0 ? 0 : limits.firstByteMs - elapsed())
  const wait = (why: Cut, ms: number) => setTimeout(end, Math.min(ms, longest), why)
  const late = wait('late', limits.totalMs - headersMs)
  let idle = wait('idle', idleMs())
  const heard = async function* () {
    for await (const bytes of answer.body) {
      clearTimeout(idle)
      idle = wait('idle', idleMs())
      yield bytes
    }
  }
  const take = (bytes: Uint8Array) => text.add(bytes, elapsed())
  const undone = await readBody(heard(), answer.headers['content-encoding'] ?? '', limits.bytes, take).catch(
    error => (httpErrorCode(error) === 'ETIMEDOUT' ? 'idle' : 'closed') satisfies Cut,
  )
  clearTimeout(idle)
  clearTimeout(late)
  closing.removeEventListener('abort', stop)
  cut ??= undone
  if (cut) ending.abort()
  else text.end(elapsed())
  const { text: whole, pieces } = text
  const { status, headers: came } = answer
  return { status, headers: came, body: whole, ...(cut ? { cut } : {}), pieces, headersMs, endMs: elapsed() }
}
