import { isJson } from './fields.ts'

type Colour = readonly [red: number, green: number, blue: number]

const names: Readonly<Record<string, Colour>> = {
  black: [0, 0, 0],
  grey: [128, 128, 128],
  white: [255, 255, 255],
  red: [255, 0, 0],
  green: [0, 160, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  orange: [255, 140, 0],
  pink: [255, 150, 190],
  purple: [130, 0, 150],
  brown: [120, 70, 30],
  turquoise: [0, 220, 220],
}

/**
 * The name of the colour of a PNG's first pixel, so that a question for the colour of a plain square has a true answer;
 * undefined for other images. The first pixel is the same under every filter and interlacing (W3C PNG, 8 and 9).
 */
export async function firstColour(source: unknown): Promise<string | undefined> {
  if (!isJson(source) || source['media_type'] !== 'image/png') return undefined
  const chunks = chunksOf(Buffer.from(String(source['data']), 'base64'))
  const row = await inflatedStart(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  const colour = row && colourOf(row.subarray(1), chunkOf(chunks, 'IHDR'), chunkOf(chunks, 'PLTE'))
  return colour && nameOf(colour)
}

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

function chunksOf(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const end = at + 8 + bytes.readUInt32BE(at)
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, end) })
  }
  return chunks
}

function chunkOf(chunks: readonly Chunk[], wanted: string): Buffer | undefined {
  return chunks.find(({ type }) => type === wanted)?.data
}

/** The first bytes of zlib's data, and no more of it, however much there is; undefined when it is damaged. */
async function inflatedStart(data: Buffer): Promise<Uint8Array | undefined> {
  try {
    const reader = new Blob([new Uint8Array(data)]).stream().pipeThrough(new DecompressionStream('deflate')).getReader()
    const { value } = await reader.read()
    await reader.cancel()
    return value
  } catch {
    return undefined
  }
}

/**
 * `pixel` begins with the first pixel; what it means depends on the header's bit depth and colour type (W3C PNG,
 * 11.2.1).
 */
function colourOf(pixel: Uint8Array, header?: Buffer, palette?: Buffer): Colour | undefined {
  const [depth = 8, type] = header?.subarray(8) ?? []
  const [first = 0] = pixel
  const sample = depth < 8 ? first >> (8 - depth) : first
  // Of 16 bits, the first 8 say enough.
  const step = depth === 16 ? 2 : 1
  if (type === 2 || type === 6) return [first, pixel[step] ?? 0, pixel[2 * step] ?? 0]
  if (type === 3) {
    const [red = 0, green = 0, blue = 0] = palette?.subarray(3 * sample) ?? []
    return [red, green, blue]
  }
  const grey = depth < 8 ? (sample * 255) / (2 ** depth - 1) : first
  return [grey, grey, grey]
}

function nameOf(colour: Colour): string | undefined {
  const distance = (other: Colour) => other.reduce((sum, value, n) => sum + (value - (colour[n] ?? 0)) ** 2, 0)
  const [didYouMean] = Object.entries(names).sort(([, one], [, other]) => distance(one) - distance(other))
  return didYouMean?.[0]
}
