import { describe, expect, test } from 'vitest'
import { type Answer, expectAnswer } from '../support/answers.ts'
import { claudeSwitch } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

const echo = ['--', 'echo', 'hi']

describe('run --require', () => {
  test.each<[string, string[], Answer]>([
    ['which holds', ['-q', '--require', 'free', 'local', ...echo], { code: 0, stdout: 'hi\n', stderr: '' }],
    [
      'which does not',
      ['local', '--require', 'subscription,metered', ...echo],
      { code: 3, stdout: '', stderr: 'claude-switch: this is free, and subscription or metered is required.\n' },
    ],
    [
      'of what nobody is',
      ['local', '--require', 'cheap', ...echo],
      { code: 2, stdout: '', stderr: /^claude-switch: --require takes free, .*"cheap" is none of them\.\n$/ },
    ],
  ])('%s', (_, words, expected) => {
    expectAnswer(['run', ...words], temporaryHome(backendsText), expected)
  })

  test.each<[string, string, RegExp]>([
    ['a file that is not understood', '{', /settings\.json is not understood, so nothing is certain, and free is/],
    ['a project that decides who answers', '{"env":{"HTTP_PROXY":"http://p:1"}}', /a file of this project, sets/],
  ])('starts nothing beside %s', (_, text, stderr) => {
    const home = temporaryHome('LOCAL_BASE_URL=http://192.168.1.20:8000\nLOCAL_MODEL=m\n')
    home.write('project/.claude/settings.json', text)
    const cwd = `${home.path}/project`
    const ran = claudeSwitch(['run', '--require', 'free', 'local', ...echo], home, { cwd })
    expect(ran).toEqual({ code: 3, stdout: '', stderr: expect.stringMatching(stderr) })
  })
})

describe('CLAUDE_SWITCH_REQUIRE', () => {
  const launch = ['--shell-eval', 'elvish', '', 'launch', 'local', '--']

  test.each<[string, string[], string, number]>([
    ['holds for run', ['run', '-q', 'local', 'true'], 'free', 0],
    ['refuses run', ['run', '-q', 'local', 'true'], 'subscription', 3],
    ['gives way to --require', ['run', '-q', '--require', 'free', 'local', 'true'], 'subscription', 0],
    ['refuses a launcher', launch, 'subscription', 3],
    ['has to be a payer', launch, 'nobody', 2],
    ['set to nothing is not there', ['run', '-q', 'local', 'true'], '', 0],
  ])('%s', (_, words, payers, code) => {
    const home = temporaryHome(backendsText)
    expect(claudeSwitch(words, home, { env: { CLAUDE_SWITCH_REQUIRE: payers } })).toMatchObject({ code, stdout: '' })
  })

  test('lets a launcher start what it allows', () => {
    const ran = claudeSwitch(launch, temporaryHome(backendsText), { env: { CLAUDE_SWITCH_REQUIRE: 'free,metered' } })
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('claude') })
  })
})
