import { fnv1a } from '../protocol/fnv1a.ts'

/** Makes ids of Anthropic's form: a prefix, 01, and 22 letters and digits. */
export interface MakeId {
  (prefix: 'msg' | 'toolu' | 'req'): string
  /** What stands in a thinking block for Anthropic's signature: base64 of 96 bytes. */
  signature(): string
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const idLength = 22
const signatureLength = 128
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/**
 * Ids that follow from a text: the same ones in the same order for the same text. They are no secret, and need not be
 * random.
 */
export function idsFrom(text: string): MakeId {
  const next = numbersFrom(fnv1a(text), fnv1a(text, 0x9e3779b9))
  const word = (letters: string, length: number) =>
    Array.from({ length }, () => letters[next() % letters.length]).join('')
  return Object.assign((prefix: string) => `${prefix}_01${word(alphabet, idLength)}`, {
    signature: () => word(base64, signatureLength),
  })
}

/** Two splitmix32 generators, one upon the other. */
function numbersFrom(one: number, other: number): () => number {
  let [a, b] = [one, other]
  return () => {
    a = (a + 0x9e3779b9) | 0
    b = (b + 0x85ebca6b) | 0
    return (mixed(a) ^ mixed(b ^ 0x5bd1e995)) >>> 0
  }
}

function mixed(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x21f0aaad)
  const twice = Math.imul(once ^ (once >>> 15), 0x735a2d97)
  return twice ^ (twice >>> 15)
}
