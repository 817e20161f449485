import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../support/binary.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'
import { shellsHere } from '../support/ways.ts'

const path = (name: string) => join(root, 'shell', name)
const text = (name: string) => readFileSync(path(name), 'utf8')
const scripts = readdirSync(join(root, 'shell')).filter(name => name !== 'package.json')

/** What a checker says of a file: nothing, if it is right. */
function says(words: readonly string[]): string {
  const [program = '', ...args] = words
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 30_000 })
  return error ? error.message : `${stdout}${stderr}${status === 0 ? '' : `status ${status}`}`
}

describe('the one file of two languages', () => {
  const source = text('claude-switch')

  test('is JavaScript from line 2 on, but for one comment, which ends in front of the only statement', () => {
    const lines = source.split('\n')
    expect(lines[0]).toBe('#!/usr/bin/env node')
    expect(lines[1]).toMatch(/^__claude_switch=\/\* /)
    expect(source.match(/\*\//g)).toHaveLength(1)
    expect(lines.slice(-4)).toEqual(["\\: <<'//EOF'", "*/require('../dist/cli.cjs')", '//EOF', ''])
  })

  test('node can read it', () => expect(says([process.execPath, '--check', path('claude-switch')])).toBe(''))

  test('its folder tells node that it is CommonJS', () =>
    expect(JSON.parse(text('package.json')).type).toBe('commonjs'))

  test('may be executed', () => expect(statSync(path('claude-switch')).mode & 0o111).toBe(0o111))

  test('is small enough to be read at every switch', () => expect(source.length).toBeLessThan(6000))

  test('says `return`, never `exit`, and shifts and sets nothing of the caller', () => {
    const commands = source.replace(/^ *#.*$/gm, '')
    expect(commands).not.toMatch(/\bexit\b|\bshift\b|\bset --|\bcd\b|\blocal\b/)
  })
})

test.each(scripts)('%s has no carriage returns, tabs, or long lines that hide something', name => {
  expect(text(name)).not.toMatch(/[\r\t]/)
  expect(text(name).endsWith('\n')).toBe(true)
  for (const line of text(name).split('\n')) expect(line.length).toBeLessThan(320)
})

describe('each shell reads what it is going to run', () => {
  const taught = { bash: 'init.bash', zsh: 'init.zsh', sh: 'init.sh', fish: 'init.fish' } as const
  const readings = shellsHere.flatMap(({ name, words, taughtBy }) => [
    ...(taughtBy in taught ? [{ name, words, file: taught[taughtBy as keyof typeof taught] }] : []),
    ...(name === 'fish' ? [] : [{ name, words, file: 'claude-switch' }]),
    // The function for sh is a promise to every POSIX shell, these two included.
    ...(name === 'bash' || name === 'zsh' ? [{ name, words, file: 'init.sh' }] : []),
  ])
  test.each(readings)('$name: $file', ({ words, file }) => expect(says([...words, '-n', path(file)])).toBe(''))

  test.runIf(isInstalled('fish_indent'))('fish_indent agrees with init.fish', () =>
    expect(says(['fish_indent', '--check', path('init.fish')])).toBe(''),
  )
})

describe.runIf(isInstalled('shellcheck') || everythingExpected)('shellcheck', () => {
  const zshOnly = ['SC2034', 'SC2296']
  const polyglot = [
    'SC2125', // line 2: the glob in an assignment is JavaScript's comment
    'SC2288', // `\[` is `[`, with no alias
    'SC2128', // the first element of BASH_SOURCE and BASH_ARGV is the one that is meant
    'SC2016', // what stands in single quotes is evaluated
    'SC1091', // the file that is read anew is this one
    'SC2317', // the here-document is for ksh93 to parse, and never runs
  ]
  test.each([
    ['init.bash', 'bash', []],
    ['init.sh', 'sh', []],
    // zsh is no dialect that shellcheck knows: `(@f)` and compadd's array are zsh's own.
    ['init.zsh', 'bash', zshOnly],
    ['claude-switch', 'bash', polyglot],
  ])('%s', (name, dialect, excluded) => {
    const exclude = excluded.length > 0 ? [`--exclude=${excluded.join(',')}`] : []
    expect(says(['shellcheck', '--norc', `--shell=${dialect}`, '--format=gcc', ...exclude, path(name)])).toBe('')
  })
})
