import { dice } from './random.ts'

/** Values that have broken one tool or another. */
export const hostileValues: readonly string[] = [
  '',
  ' ',
  '\n',
  '\n\n',
  '\t',
  '\r\n',
  'ends in a newline\n',
  '\nbegins with one',
  'windows\r\nlines\r\n',
  '\\',
  '\\\\',
  'trailing\\',
  '\\n is two characters',
  "'",
  "''",
  "'''''",
  "it's",
  "\\'",
  "'\\''",
  '"',
  '"""',
  '"\'"',
  "$'",
  "$'\\n'",
  '$&$`$1',
  '$HOME',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's syntax, not ours
  '${HOME}',
  '$(touch pwned)',
  '`touch pwned`',
  '$((1+1))',
  '; touch pwned #',
  '&& touch pwned',
  '| touch pwned',
  'a[$(touch pwned)]',
  '!!',
  '#comment',
  'not # a comment',
  '~',
  '~root',
  '* ? [a-z] **',
  '{a,b}{1..9}',
  '-n',
  '-e\\t',
  '%s %n',
  '=ls',
  '(a b)',
  '\u001b[31mred\u001b[0m',
  '\u0001\u0002\u0007\u0008\u007f',
  'Grüße 日本 🦀',
  '\u2018\u2019\u201a\u201b',
  '\ufeffmark',
  'EOF\n//EOF\n*/\n',
  'x'.repeat(100_000),
  "'\\\n".repeat(10_000),
]

const alphabet = [
  ..."''\"\\\\$`\n\r\t !#~{}[]()*?;&|<>=%^-,.:@/+abZ09",
  ...Array.from({ length: 31 }, (_, index) => String.fromCharCode(index + 1)),
  '\u007f',
  ...'äß€日\u2018\u2019\u201a\u201b\u2028',
  '🦀',
  '$(',
  '${',
  "$'",
  '\\n',
  '\r\n',
]

/** Random words of that alphabet, the same in every run. */
export function randomValues(count: number, seed: number): string[] {
  const { below, pick } = dice(seed)
  return Array.from({ length: count }, () => Array.from({ length: below(14) }, () => pick(alphabet)).join(''))
}
