import { at, fieldsOf, parseJson } from '../protocol/json.ts'
import type { RequestUsage } from './request-log.ts'

/** Reads what a request cost from a copy of its answer, which goes on untouched. */
export interface UsageReader {
  feed(bytes: Uint8Array): void
  /** Tokens, as far as they were said by now. */
  usage(): RequestUsage
}

/** Characters of one line that are kept: an event that counts tokens is short. */
const lineLimit = 1 << 16

/** For an answer of the Messages API in events: `message_start` counts what was read, `message_delta` all of it. */
export function readStreamUsage(): UsageReader {
  let line = ''
  let usage: RequestUsage = {}
  return {
    feed(bytes) {
      // What counts is ASCII, and a letter that is cut in two does no harm.
      const pieces = (line + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')).split(
        '\n',
      )
      line = (pieces.pop() ?? '').slice(0, lineLimit)
      for (const one of pieces) {
        if (!one.startsWith('data:') || !one.includes('"usage"')) continue
        const event = parseJson(one.slice(5))
        usage = { ...usage, ...usageIn(at(event, 'message', 'usage')), ...usageIn(at(event, 'usage')) }
      }
    },
    usage: () => usage,
  }
}

/** Bytes of an answer in one piece that are looked at. */
const bodyLimit = 16 << 20

/** For an answer in one piece. */
export function readBodyUsage(): UsageReader {
  const pieces: Uint8Array[] = []
  let length = 0
  return {
    feed(bytes) {
      length += bytes.length
      if (length <= bodyLimit) pieces.push(bytes)
      else pieces.length = 0
    },
    usage: () => usageIn(at(parseJson(Buffer.concat(pieces).toString('utf8')), 'usage')),
  }
}

/** Tokens in Anthropic's names. A count of 0 in a later event takes nothing back [measured, 2.1.332]. */
export function usageIn(value: unknown): RequestUsage {
  const { input_tokens, output_tokens, cache_read_input_tokens, cache_creation_input_tokens } = fieldsOf(value)
  const counts = {
    input: input_tokens,
    output: output_tokens,
    cacheRead: cache_read_input_tokens,
    cacheWrite: cache_creation_input_tokens,
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => typeof count === 'number' && count > 0))
}
