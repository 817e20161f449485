import { describe, expect, test } from 'vitest'
import { claudeSwitch, runProgram } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'
import { installedShells } from '../support/shells.ts'

const env = { CLAUDE_SWITCH_PROFILE: 'local' }

describe('the words of other switchers', () => {
  test.each<[string[], string[]]>([
    [['ls'], ['list']],
    [
      ['ls', '--json'],
      ['list', '--json'],
    ],
    [['current'], ['status', '--short']],
    [
      ['add', '--profile', 'status'],
      ['setup', '--profile', 'status'],
    ],
    [
      ['ls', '--help'],
      ['list', '--help'],
    ],
    [['use'], []],
    [['use', 'local'], ['local']],
    [['use', 'lcoal'], ['lcoal']],
    [
      ['complete', '--', 'use', 'lo'],
      ['complete', '--', 'env', 'lo'],
    ],
    [
      ['complete', '--', 'ls', '--j'],
      ['complete', '--', 'list', '--j'],
    ],
  ])('%j is %j', (alias, words) => {
    const home = temporaryHome(backendsText)
    expect(claudeSwitch(alias, home, { env })).toEqual(claudeSwitch(words, home, { env }))
  })

  test('are no names for profiles', () => {
    const { stderr } = claudeSwitch(['list'], temporaryHome('USE_BASE_URL=http://127.0.0.1:1\nUSE_MODEL=m\n'))
    expect(stderr).toMatch(/"use" is a command, so no profile can have that name/)
  })
})

const lines: Record<string, string> = {
  bash: 'eval "$(claude-switch init bash)"; claude-switch use local 2>/dev/null; claude-switch current; claude-switch ls',
  zsh: 'eval "$(claude-switch init zsh)"; claude-switch use local 2>/dev/null; claude-switch current; claude-switch ls',
  dash: 'eval "$(claude-switch init sh)"\nclaude-switch use local 2>/dev/null; claude-switch current; claude-switch ls',
  fish: 'claude-switch init fish | source; claude-switch use local 2>/dev/null; claude-switch current; claude-switch ls',
}

describe('in the shells', () => {
  const table = installedShells().filter(({ name }) => Object.hasOwn(lines, name))
  test.each(table.map(shell => [shell.name, shell.words] as const))('%s', (name, words) => {
    const ran = runProgram([...words, '-c', lines[name] ?? ''], temporaryHome(backendsText))
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/^local\n[\s\S]*\* local /) })
  })
})
