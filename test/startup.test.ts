import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { command, environmentOf, root } from './support/binary.ts'
import { backendsText, type Home, temporaryHome } from './support/home.ts'

/** Loaded before the command: says at the end what was asked of require, node's own modules among it. */
const hook = `const Module = require('module'); const load = Module._load; const asked = [];
Module._load = function (name) { asked.push(name); return load.apply(this, arguments) };
process.on('exit', () => require('fs').writeSync(4, JSON.stringify(asked)))`

/** What a command line loads. Descriptor 3 is the shell's, as in the shim. */
function loaded(home: Home, args: readonly string[]): string[] {
  const child = spawnSync(process.execPath, ['--require', home.write('hook.cjs', hook), command, ...args], {
    env: environmentOf(home),
    cwd: home.path,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  })
  return JSON.parse(String(child.output[4]))
}

// Each of these costs a switch milliseconds, and several bring half of node along.
const heavy = /^(node:)?(child_process|net|tty|http|https|os|readline|stream|crypto|url|worker_threads|fs\/promises)$/
const lazy =
  /help|run-child|commander|execa|prompts|doctor|demo|server\.cjs|client\.cjs|prompts\.cjs|replace-file|setup\.cjs|settings\.cjs|template\.cjs/

describe('what is loaded', () => {
  test.each([
    ['a switch', ['--shell-eval', 'bash', '', 'local']],
    ['a switch with a token in single quotes', ['--shell-eval', 'zsh', '', 'my-box']],
    ['off', ['--shell-eval', 'bash', '', 'off']],
    ['status', ['status']],
    ['statusline', ['statusline']],
    ['status --short', ['status', '--short']],
    ['list', ['list']],
    ['env --json', ['env', 'local', '--json']],
  ])('for %s is nothing heavy, and no package', (_, args) => {
    const asked = loaded(temporaryHome(backendsText), args)
    expect(asked.filter(name => heavy.test(name))).toEqual([])
    // The directory of the clone may have any name.
    expect(asked.filter(name => lazy.test(name.replace(process.cwd(), '')))).toEqual([])
    expect(asked.filter(name => !/^(node:)?[a-z_]+$/.test(name)).map(name => name.split('/').at(-1))).toEqual([
      'claude-switch',
      'cli.cjs',
    ])
  })

  test.each([
    ['help', ['--help'], './help.cjs'],
    ['run', ['run', 'local', 'true'], './run-child.cjs'],
    ['a secret command', ['env', 'broken'], 'node:child_process'],
    ['doctor', ['doctor', 'broken'], './doctor.cjs'],
    ['a doctor that asks a server', ['doctor', 'local'], './client.cjs'],
    ['demo', ['demo'], './server.cjs'],
  ])('for %s is what it needs', (_, args, expected) => {
    expect(loaded(temporaryHome(backendsText), args)).toContain(expected)
  })

  test.each([
    ['a doctor that has nobody to ask', ['doctor', 'broken'], ['./doctor.cjs']],
    ['the list of its probes', ['doctor', '--list'], ['./doctor.cjs']],
    ['a doctor that asks a server', ['doctor', 'local'], ['./doctor.cjs', './client.cjs']],
    ['demo', ['demo'], ['./demo.cjs', './server.cjs', './run-child.cjs', './run-child.cjs']],
  ])('for %s is no other bundle', (_, args, expected) => {
    expect(loaded(temporaryHome(backendsText), args).filter(name => name.startsWith('./'))).toEqual(expected)
  })
})

describe('what is in the bundles', () => {
  const text = (file: string) => readFileSync(join(root, 'dist', file), 'utf8')
  const marks = {
    commander: 'enablePositionalOptions',
    execa: 'forceKillAfterDelay',
    prompts: 'deleteForward',
    wire: 'maxFreeSockets',
    doctor: 'tool_choice',
    'jsonc-parser': 'PropertyNameExpected',
  }

  test.each([
    ['window-without-session', 'doctor.cjs'],
    ['git-exclude-overruled', 'settings.cjs'],
    ['start-up-by-hand', 'setup.cjs'],
    ['template-of-other-server', 'template.cjs'],
  ])('what is said under %s is in %s, and no switch carries it', (code, file) => {
    expect(text(file)).toContain(code)
    expect(text('main.cjs')).not.toContain(code)
  })

  test.each(['cli.cjs', 'main.cjs'])('%s has none of the heavy packages', file => {
    for (const mark of Object.values(marks)) expect(text(file)).not.toContain(mark)
  })

  test.each(['doctor.cjs', 'demo.cjs', 'client.cjs', 'server.cjs', 'replace-file.cjs'])('%s has no package', file => {
    for (const mark of [marks.commander, marks.execa, marks.prompts]) expect(text(file)).not.toContain(mark)
  })

  test('the lazy bundles have them, so that the marks mean something', () => {
    expect(text('help.cjs').includes(marks.commander)).toBe(true)
    expect(text('run-child.cjs').includes(marks.execa)).toBe(true)
    expect(text('prompts.cjs').includes(marks.prompts)).toBe(true)
    expect(text('client.cjs').includes(marks.wire)).toBe(true)
    expect(text('doctor.cjs').includes(marks.doctor)).toBe(true)
    expect(text('settings.cjs').includes(marks['jsonc-parser'])).toBe(true)
  })
})

test('the build leaves one code cache, for this program and this node, and V8 takes it', () => {
  // Another node that ran it has left its own beside.
  const caches = readdirSync(join(root, 'dist')).filter(file =>
    file.endsWith(`-${process.version}-${process.arch}.cache`),
  )
  const program = join(root, 'dist/main.cjs')
  const hash = createHash('sha256').update(readFileSync(program)).digest('hex').slice(0, 12)
  expect(caches).toEqual([`main-${hash}-${process.version}-${process.arch}.cache`])
  const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(program, 'latin1')}\n})`
  const twice = readFileSync(join(root, 'dist', caches[0] ?? ''))
  const cachedData = twice.subarray(0, twice.length / 2)
  expect(cachedData.equals(twice.subarray(twice.length / 2))).toBe(true)
  expect(new Script(source, { filename: program, cachedData }).cachedDataRejected).toBe(false)
})
