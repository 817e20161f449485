import { once } from 'node:events'
import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
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

/** Zstandard, which node 20 cannot undo. */
const { createZstdDecompress } = zlib as { readonly createZstdDecompress?: () => Transform }

/** The streams that undo content encodings (RFC 9110, section 8.4.1), last applied first. */
const undoing: Record<string, Undoing> = {
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  br: () => zlib.createBrotliDecompress(),
  // Meant is zlib's format; some servers send what is inside it.
  deflate: first => ((first & 0x0f) === zlibMethod ? zlib.createInflate() : zlib.createInflateRaw()),
  ...(createZstdDecompress ? { zstd: () => createZstdDecompress() } : {}),
}

/** Encodings that exist, and that cannot be undone. Any other name is no encoding, and fetch() passes it by as well. */
const foreign = [...(createZstdDecompress ? [] : ['zstd']), 'compress', 'x-compress', 'dcb', 'dcz']

/** What a request may say that it takes: the client's own header, as far as this node goes. */
export const acceptedEncodings = ['gzip', 'deflate', 'br', ...(createZstdDecompress ? ['zstd'] : [])].join(', ')

/** The encodings to undo, last applied first; undefined where that cannot be. */
function encodingsOf(header: string): string[] | undefined {
  const all = header.split(',').map(name => name.trim().toLowerCase())
  const known = all.filter(name => name in undoing).reverse()
  // Nobody encodes three times but to make one byte into a gigabyte.
  return known.length > 2 || all.some(name => foreign.includes(name)) ? undefined : known
}

/**
 * Reads a body as it comes, its content encoding undone, and hands its bytes to `take`, which says whether there is room
 * for more; at most `limit` bytes of it are read, and some more of what is encoded. Says why it was cut, or nothing where
 * it is whole. Throws what the body throws, when all that came before was handed over.
 */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string,
  limit: number,
  take: (bytes: Uint8Array) => boolean,
): Promise<Cut | undefined> {
  const encodings = encodingsOf(encoding)
  if (!encodings) return 'encoding'
  let undo: Undo | undefined
  let received = 0
  try {
    for await (const bytes of body) {
      // Made with the first byte: an answer without a body is not even an empty file in gzip's format.
      if (received === 0 && encodings.length > 0) undo = undoOf(encodings, bytes[0] ?? 0, take)
      received += bytes.length
      if (received > limit + encodedSlack) return 'large'
      const cut = undo ? await undo.write(bytes) : take(bytes) ? undefined : 'large'
      if (cut) return cut
    }
    return await undo?.end()
  } catch (error) {
    // What came before the connection closed is still worth undoing.
    if ((await undo?.end()) === 'large') return 'large'
    throw error
  } finally {
    undo?.destroy()
  }
}

/** Encoded bytes in, decoded ones out to whoever takes them; each step says why it can go no further. */
interface Undo {
  write(bytes: Uint8Array): Promise<Cut | undefined>
  end(): Promise<Cut | undefined>
  /** A few bytes that have come may hold gigabytes: ends the undoing at once. */
  destroy(): void
}

function undoOf(encodings: readonly string[], first: number, take: (bytes: Uint8Array) => boolean): Undo {
  // Which deflate it is shows in the bytes that came; further inside it is taken for the right one.
  const chain = encodings.map((name, place) => (undoing[name] as Undoing)(place === 0 ? first : zlibMethod))
  const [head, last] = [chain[0] as Transform, chain.at(-1) as Transform]
  let cut: Cut | undefined
  const over = new Promise<void>(resolve => {
    const stop = (why?: Cut) => {
      cut ??= why
      resolve()
    }
    chain.forEach((stream, place) => {
      stream.on('error', () => stop('encoding'))
      const next = chain[place + 1]
      if (next) stream.pipe(next)
    })
    last.on('data', (bytes: Uint8Array) => {
      if (cut === undefined && !take(bytes)) stop('large')
    })
    last.once('end', () => stop())
  })
  return {
    async write(bytes) {
      if (!head.write(bytes)) await Promise.race([once(head, 'drain').catch(() => {}), over])
      return cut
    },
    async end() {
      head.end()
      await over
      return cut
    },
    destroy() {
      for (const stream of chain) stream.destroy()
    },
  }
}
