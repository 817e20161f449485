import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import type { HttpResponse } from './types.ts'

export type Cut = NonNullable<HttpResponse['cut']>

/** How many pieces are remembered apart. A stream of tokens has a piece for each. */
const pieceLimit = 4096

/** The text of an answer as it comes, and when. */
export class Text {
  text = ''
  pieces: { readonly ms: number; readonly length: number }[] = []
  readonly #decoder = new TextDecoder()
  #left: number

  constructor(limit: number) {
    this.#left = limit
  }

  /** Takes bytes that came at `ms`; false when they are more than the limit, and what is beyond it is left out. */
  add(bytes: Uint8Array, ms: number): boolean {
    const kept = bytes.subarray(0, this.#left)
    this.#left -= kept.length
    this.#append(this.#decoder.decode(kept, { stream: true }), ms)
    return kept.length === bytes.length
  }

  /** The end of a whole text: a character that is still open is a broken one. */
  end(ms: number): void {
    this.#append(this.#decoder.decode(), ms)
  }

  #append(text: string, ms: number): void {
    if (text === '') return
    this.text += text
    this.pieces.push({ ms, length: this.text.length })
    // Every other one goes: lengths add up, so its text belongs to the next. The first and the last stay.
    if (this.pieces.length > pieceLimit) this.pieces = this.pieces.filter((_, place) => place % 2 === 0)
  }
}

/** Makes a stream for an encoding, by the first byte of what is to be undone. */
type Undoing = (first: number) => Transform

/** The low half of the first byte of zlib's format (RFC 1950, section 2.2). */
const zlibMethod = 8

/** Encoded bytes that are read beyond the limit of what they are decoded to: an encoding may hold nothing, without an end. */
const encodedSlack = 1 << 20

/** The streams that undo content encodings (RFC 9110, section 8.4.1), last applied first. */
const undoing: Record<string, Undoing> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  br: () => createBrotliDecompress(),
  // Meant is zlib's format; some servers send what is inside it.
  deflate: first => ((first & 0x0f) === zlibMethod ? createInflate() : createInflateRaw()),
}

/** Encodings that exist, and that node 20 cannot undo. Any other name is no encoding, and fetch() passes it by as well. */
const foreign = ['zstd', 'compress', 'x-compress', 'dcb', 'dcz']

/** The encodings to undo, last applied first; undefined where that cannot be. */
function encodingsOf(header: string): string[] | undefined {
  const all = header.split(',').map(name => name.trim().toLowerCase())
  const known = all.filter(name => name in undoing).reverse()
  // Nobody encodes three times but to make one byte into a gigabyte.
  return known.length > 2 || all.some(name => foreign.includes(name)) ? undefined : known
}

/**
 * Reads the body of a response into `text`, its content encoding undone, and calls `end` with why it was cut, or with
 * nothing when it is whole; only the first call counts. At most `limit` bytes are read. Returns what ends the undoing:
 * a few bytes that have come may hold gigabytes.
 */
export function readBody(
  response: IncomingMessage,
  text: Text,
  limit: number,
  elapsed: () => number,
  end: (cut?: Cut) => void,
): () => void {
  const encodings = encodingsOf(response.headers['content-encoding'] ?? '')
  if (!encodings) {
    end('encoding')
    return () => {}
  }
  let chain: Transform[] = []
  let cut: Cut | undefined
  let open = 1
  let received = 0
  const take = (bytes: Uint8Array) => {
    if (!text.add(bytes, elapsed())) end('large')
  }
  const done = () => {
    open--
    if (open > 0) return
    if (!cut) text.end(elapsed())
    end(cut)
  }
  // Made with the first byte: an answer without a body is not even an empty file in gzip's format.
  const begin = (first: number) => {
    // Which deflate it is shows in the bytes that came; further inside it is taken for the right one.
    chain = encodings.map((name, place) => (undoing[name] as Undoing)(place === 0 ? first : zlibMethod))
    open += chain.length > 0 ? 1 : 0
    chain.forEach((stream, place) => {
      stream.on('error', () => {
        cut ??= 'encoding'
        end(cut)
      })
      const next = chain[place + 1]
      if (next) stream.pipe(next)
      else stream.on('data', take).once('end', done)
    })
  }
  const ended = () => {
    response.off('close', ended)
    // What came before the connection closed is still worth undoing.
    if (!response.complete) cut ??= 'closed'
    chain[0]?.end()
    done()
  }
  response.on('data', (bytes: Buffer) => {
    if (received === 0) begin(bytes[0] ?? 0)
    received += bytes.length
    if (received > limit + encodedSlack) return end('large')
    const [first] = chain
    if (!first) return take(bytes)
    if (first.write(bytes)) return
    response.pause()
    first.once('drain', () => response.resume())
  })
  response.on('error', () => {})
  response.once('end', ended)
  response.on('close', ended)
  return () => {
    for (const stream of chain) stream.destroy()
  }
}
