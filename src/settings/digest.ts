import { fnv1a } from '../protocol/fnv1a.ts'

/**
 * Four hexadecimal digits of a text (FNV-1a, folded to 16 bits): enough to see that somebody has changed it since, and far
 * too few to guess a secret by.
 */
export function digestOf(text: string): string {
  const hash = fnv1a(text)
  return (((hash >>> 16) ^ hash) & 0xffff).toString(16).padStart(4, '0')
}
