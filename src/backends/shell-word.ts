import { quotePosix } from '../system/quote-posix.ts'

/**
 * A value as one word of a command that people paste into a shell: bare where nothing in it means anything to one, else
 * in single quotes. Model names come from the network, so what a terminal or an eye would trip over (control characters,
 * marks that turn the direction of writing, half characters) becomes a question mark.
 */
export function shellWord(value: string): string {
  const shown = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, '?')
  return /^[\w.:/@+-]+$/.test(shown) ? shown : quotePosix(shown)
}
