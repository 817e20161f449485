import { describe, expect, test } from 'vitest'
import { runProgram } from '../support/binary.ts'
import { backendsText, type Home, temporaryHome } from '../support/home.ts'

// fish keeps universal variables for every session there will ever be, and a global one without export does not cover them.

const universal = {
  ANTHROPIC_API_KEY: 'sk-ant-universal',
  ANTHROPIC_BASE_URL: 'https://old.test.invalid',
  CLAUDE_CODE_USE_BEDROCK: '1',
}

/** What a child gets of those variables after some lines; an empty one is as good as none to the client. */
function seenAfter(home: Home, ...lines: string[]): Record<string, string> {
  const names = Object.keys(universal)
  const script = [
    'claude-switch init fish | source',
    ...lines,
    `env | string match -r '^(?:${names.join('|')})=.+'; or true`,
  ]
  const ran = runProgram(['fish', '-c', script.join('\n')], home)
  expect(ran.stderr).not.toMatch(/fish:|error/i)
  return Object.fromEntries(
    ran.stdout
      .split('\n')
      .filter(line => /^[A-Z_]+=/.test(line))
      .map(line => line.split(/=(.*)/s).slice(0, 2)),
  )
}

function homeWithUniversals(): Home {
  const home = temporaryHome(backendsText)
  const lines = Object.entries(universal).map(([name, value]) => `set -Ux ${name} ${value}`)
  runProgram(['fish', '-c', lines.join('\n')], home)
  return home
}

describe('universal variables', () => {
  test('are there without a switch', () => {
    expect(seenAfter(homeWithUniversals())).toEqual(universal)
  })

  test.each<[string, string[], Record<string, string>]>([
    ['a foreign profile', ['claude-switch -q local'], { ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999' }],
    [
      'two of them',
      ['claude-switch -q local', 'claude-switch -q my-box'],
      { ANTHROPIC_BASE_URL: 'https://box.test.invalid/anthropic', ANTHROPIC_API_KEY: 'canary-box' },
    ],
    ['cloud', ['claude-switch -q cloud'], { ANTHROPIC_API_KEY: 'sk-ant-universal' }],
    ['off', ['claude-switch -q local', 'claude-switch -q off'], universal],
    [
      'off, and on again',
      ['claude-switch -q local', 'claude-switch -q off', 'claude-switch -q local'],
      { ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999' },
    ],
  ])('%s', (_, lines, expected) => {
    expect(seenAfter(homeWithUniversals(), ...lines)).toEqual(expected)
  })

  test('are still there for the next session', () => {
    const home = homeWithUniversals()
    seenAfter(home, 'claude-switch -q local')
    expect(seenAfter(home)).toEqual(universal)
  })

  test('and nothing has drifted', () => {
    const home = homeWithUniversals()
    const ran = runProgram(
      [
        'fish',
        '-c',
        'claude-switch init fish | source\nclaude-switch -q local\nclaude-switch status\nclaude-switch my-box',
      ],
      home,
    )
    expect(ran.stdout).not.toContain('drift')
    expect(ran.stderr).not.toContain('changed by hand')
  })
})
