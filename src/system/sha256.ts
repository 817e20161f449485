/** The SHA-256 of a text, in hexadecimal digits. Its module is loaded where it is needed: most switches do without. */
export function sha256(text: string): string {
  const { createHash } = require('node:crypto') as typeof import('node:crypto')
  return createHash('sha256').update(text).digest('hex')
}
