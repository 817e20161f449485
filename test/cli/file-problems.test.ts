import { describe, expect, test } from 'vitest'
import { claudeSwitch } from '../support/binary.ts'
import { temporaryHome } from '../support/home.ts'

const at = '~/.claude-backends.env'
const local = 'LOCAL_BASE_URL=http://127.0.0.1:4999\nLOCAL_MODEL=m\nLOCAL_AUTH_TOKEN=t\n'

describe('problems that keep nobody from switching are warnings', () => {
  test.each([
    [
      'an unknown field',
      `${local}LOCAL_MODLE=canary`,
      `warning ${at}:4: LOCAL_MODLE: local has no field MODLE; did you mean LOCAL_MODEL?`,
    ],
    [
      'a duplicate',
      `${local}LOCAL_MODEL=m`,
      `warning ${at}:4: LOCAL_MODEL is already set on line 2; the later one counts. Remove one of them.`,
    ],
    [
      'plain http to a public host',
      'LOCAL_BASE_URL=http://8.8.8.8\nLOCAL_MODEL=m\nLOCAL_AUTH_TOKEN=t',
      `warning ${at}:1: LOCAL_BASE_URL is plain http to a public host: anyone on the way can read the credential; use https.`,
    ],
    [
      'a URL that is shortened',
      'LOCAL_BASE_URL=http://127.0.0.1:4999/v1/messages\nLOCAL_MODEL=m',
      `note ${at}:1: LOCAL_BASE_URL: "/v1/messages" at the end was taken off, since Claude Code adds /v1/messages itself`,
    ],
    [
      'two credentials',
      `${local}LOCAL_API_KEY=k`,
      `note ${at}:3: LOCAL_AUTH_TOKEN wins over LOCAL_API_KEY: only one credential is ever sent.`,
    ],
  ])('%s', (_, text, says) => {
    const { code, stdout, stderr } = claudeSwitch(['env', 'local', '--shell', 'sh'], temporaryHome(text))
    expect(code).toBe(0)
    expect(stdout).toMatch(/ANTHROPIC_BASE_URL='http/)
    expect(stderr.split('\n')).toContain(says)
  })

  test('list says what is wrong with lines of no profile', () => {
    const { stderr } = claudeSwitch(['list'], temporaryHome(`${local}nonsense\nA.b=1\nX='open\n`))
    expect(stderr.match(/env:\d+/g)).toEqual(['env:4', 'env:5', 'env:6'])
  })
})
