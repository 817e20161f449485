/**
 * Four hexadecimal digits of a text (FNV-1a, folded to 16 bits): enough to see that somebody has changed it since, and far
 * too few to guess a secret by.
 */
export function digestOf(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (((hash >>> 16) ^ hash) & 0xffff).toString(16).padStart(4, '0')
}
