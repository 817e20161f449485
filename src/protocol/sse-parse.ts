import { createParser } from 'eventsource-parser'

/** One event of a stream: its name where it has one, and its data. */
interface SseEvent {
  readonly event?: string | undefined
  readonly data: string
}

/** Reads a stream of events piece by piece. */
export interface SseReader {
  /** The events that are whole by now. Throws a RangeError for one that is larger than the limit. */
  feed(bytes: Uint8Array): SseEvent[]
  /** What stood there without an empty line behind it. */
  end(): SseEvent[]
}

/** Characters of one event: a picture in a tool's result may be in it. */
const usualLimit = 32 << 20

/** A reader of events (WHATWG, "Server-sent events") that takes bytes cut anywhere, in the middle of a letter too. */
export function createSseReader(limit = usualLimit): SseReader {
  const decoder = new TextDecoder()
  let came: SseEvent[] = []
  let pending = 0
  const parser = createParser({
    onEvent({ event, data }) {
      came.push({ event, data })
    },
  })
  const take = (text: string): SseEvent[] => {
    came = []
    parser.feed(text)
    pending = came.length > 0 ? 0 : pending + text.length
    if (pending > limit) throw new RangeError('an event of the stream is too large')
    return came
  }
  return {
    feed: bytes => take(decoder.decode(bytes, { stream: true })),
    end: () => take(`${decoder.decode()}\n\n`),
  }
}
