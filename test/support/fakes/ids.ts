import { randomBytes, randomInt } from 'node:crypto'

const letters = 'abcdefghijklmnopqrstuvwxyz'
const digits = '0123456789'
/** Characters of most ids, and of Ollama's. */
const alphanumeric = `${letters}${letters.toUpperCase()}${digits}`
export const lowAlphanumeric = `${letters}${digits}`

/** Random characters out of an alphabet. */
export function idOf(length: number, alphabet = alphanumeric): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** Random hexadecimal digits. */
export function hex(length: number): string {
  return randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length)
}
