import { isJson } from './fields.ts'

/** Pixels. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

/**
 * The size of an image, from the header of its base64 data; undefined when it has none of a PNG, a GIF or a JPEG, or is
 * not there to be read. PNG: the IHDR chunk (W3C PNG, 11.2.1). GIF: the screen descriptor. JPEG: the first frame header
 * (T.81, B.2.2).
 */
export function imageSize(source: unknown): ImageSize | undefined {
  if (!isJson(source) || typeof source['data'] !== 'string') return undefined
  const bytes = Buffer.from(source['data'], 'base64')
  if (bytes.length >= 24 && bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n')
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  if (bytes.length >= 10 && /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)))
    return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  return bytes.length >= 4 && bytes.readUInt16BE(0) === 0xffd8 ? jpegSize(bytes) : undefined
}

function jpegSize(bytes: Buffer): ImageSize | undefined {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt8(at + 1)
    // C4, C8 and CC lie among the frame headers and are tables.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
  }
  return undefined
}
