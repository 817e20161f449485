import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { splitArgs } from '../../src/profiles/split-args.ts'

/** Texts that a POSIX shell splits without expanding anything. */
const table: [string, string[]][] = [
  ['', []],
  ['   ', []],
  ['--verbose', ['--verbose']],
  ['a b', ['a', 'b']],
  ['  a \t b\n', ['a', 'b']],
  ["'a b'", ['a b']],
  ['"a b"', ['a b']],
  ['a\\ b', ['a b']],
  [`a'b'"c"d`, ['abcd']],
  ["''", ['']],
  ["a '' b", ['a', '', 'b']],
  ['"a\\"b"', ['a"b']],
  ["'a\\b'", ['a\\b']],
  ['"a\\b"', ['a\\b']],
  ['"a\\\\b"', ['a\\b']],
  ["'a'\\''b'", ["a'b"]],
  ['--append-system-prompt "Be brief; do not guess."', ['--append-system-prompt', 'Be brief; do not guess.']],
]

test.each(table)('%j', (text, words) => {
  expect(splitArgs(text)).toEqual(words)
})

test('a POSIX shell splits them alike', () => {
  const script = table.map(([text]) => `set -- ${text.trim()}; printf '<%s>' "$@"; echo .`).join('\n')
  const out = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
  expect(out).toBe(
    table.map(([, words]) => `${words.length ? words.map(one => `<${one}>`).join('') : '<>'}.\n`).join(''),
  )
})

test.each(["'a", '"a', `a"b'c`, "a 'b"])('%j is not closed', text => {
  expect(splitArgs(text)).toBeUndefined()
})

test('nothing is expanded', () => {
  expect(splitArgs('$HOME `id` $(id) * ~ "$X"')).toEqual(['$HOME', '`id`', '$(id)', '*', '~', '$X'])
})
