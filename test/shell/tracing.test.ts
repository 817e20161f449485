import { describe, expect, test } from 'vitest'
import { backendsText, temporaryHome } from '../support/home.ts'
import { pathWith, runShell, ways } from '../support/ways.ts'

const own = { ANTHROPIC_API_KEY: 'canary-own' }
const asked: readonly [string, number][] = [
  ['local', 0],
  ['nope', 1],
  ['my-box', 0],
  ['broken', 1],
  ['list', 0],
  ['status --require none', 3],
  ['launch local -- word', 7],
  ['off', 0],
]

describe.each(ways)('$name', ({ shell, setUp, call }) => {
  const fish = shell.name === 'fish'
  const modes = fish ? ['fish_trace'] : ['x', 'xv']

  test.each(modes)('tracing with %s shows no secret, and goes on afterwards with the status kept', mode => {
    const home = temporaryHome(backendsText)
    home.write('bin/claude', '#!/bin/sh\nexit 7\n', 0o700)
    const on = fish ? 'set -g fish_trace 1' : `set -${mode}`
    const sendToShell = fish ? 'echo $status $fish_trace' : 'echo $? $-'
    const text = `${setUp}${on}\n${asked.map(([words]) => `${call} ${words} >/dev/null\n${sendToShell}\n`).join('')}`
    const { stdout, stderr } = runShell(shell, text, home, { env: { ...own, PATH: pathWith(home) } })
    const told = stdout
      .split('\n')
      .slice(0, -1)
      .map(line => line.split(' '))
    expect(told.map(([status]) => Number(status))).toEqual(asked.map(([, status]) => status))
    for (const [, flags = ''] of told) for (const letter of fish ? '1' : mode) expect(flags).toContain(letter)
    expect(stderr).toContain('local -> http://127.0.0.1:4999')
    expect(`${stdout}${stderr}`).not.toContain('canary')
  })
})
