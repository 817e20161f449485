import { describe, expect, test } from 'vitest'
import { runProgram } from '../support/binary.ts'
import { temporaryHome } from '../support/home.ts'

const start = `GW_BASE_URL=https://gw.corp.test
GW_API_KEY=foreign-key
GW_MODEL=m
LOCAL_BASE_URL=http://127.0.0.1:4999
LOCAL_MODEL=m
LOCAL_AUTH_TOKEN=t
OLLAMA_MODEL=m
`

/** Runs bash lines in a home, and returns what they print. */
function bash(lines: string, file: string | undefined, env: Record<string, string> = {}) {
  return runProgram(['bash', '--norc', '-c', lines], temporaryHome(file), { env })
}

const shown = 'env | grep -E "^(ANTHROPIC_(API_KEY|BASE_URL|MODEL)|CLAUDE_SWITCH)" | sort'

describe('a child shell, when the file has changed since its parent switched', () => {
  const changes = [
    ['the profile is gone', "sed -i '/^GW_/d' ~/.claude-backends.env"],
    ['its credential goes another way', "sed -i 's/^GW_API_KEY=.*/GW_AUTH_TOKEN=new/' ~/.claude-backends.env"],
  ] as const
  const acts = [
    ['cloud', 'CLAUDE_SWITCH_PROFILE=cloud\n'],
    ['off', ''],
  ] as const
  const cases = changes.flatMap(([what, change]) => acts.map(([word, after]) => [what, word, change, after] as const))

  test.each(cases)('%s: %s takes nothing of it for the user’s own', (_, word, change, after) => {
    const child = `bash --norc -c '. claude-switch -q ${word}; ${shown}'`
    expect(bash(`. claude-switch -q gw; ${change}; ${child}`, start).stdout).toBe(after)
  })

  test('run from outside the shell’s memory neither', () => {
    const lines = `. claude-switch -q gw; ${changes[0][1]}; claude-switch run -q cloud sh -c '${shown}'`
    expect(bash(lines, start).stdout).toBe('CLAUDE_SWITCH_PROFILE=cloud\n')
  })
})

test('- in a child shell goes back to the profile that it inherited', () => {
  const child = `bash --norc -c '. claude-switch -q ollama; . claude-switch -q -; echo $CLAUDE_SWITCH_PROFILE'`
  expect(bash(`. claude-switch -q local; ${child}`, start).stdout).toBe('local\n')
})

test('without arguments, what the shell remembers counts as in list', () => {
  const lines = '. claude-switch -q local; . claude-switch | grep cloud; . claude-switch list | grep cloud'
  const [bare, list] = bash(lines, start, { ANTHROPIC_API_KEY: 'mine' }).stdout.split('\n')
  expect(bare).toContain('metered')
  expect(bare).toBe(list)
})

test.each(['local', 'lcoal'])('a first use that is refused (%s) says all the same which file was written', word => {
  const { stderr } = bash(`. claude-switch ${word}`, undefined)
  expect(stderr).toMatch(/^note wrote ~\/.claude-backends.env .*\nclaude-switch: /)
})

test('an empty --model is refused', () => {
  const { code, stdout, stderr } = bash(`. claude-switch local --model ''; c=$?; ${shown}; exit $c`, start)
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: 'claude-switch: --model needs the name of a model.\n',
  })
})

test('a key that a settings file sets is to be taken out there', () => {
  const home = temporaryHome(start)
  home.write('.claude/settings.json', '{"env":{"ANTHROPIC_API_KEY":"x"}}')
  const { stderr } = runProgram(['bash', '--norc', '-c', '. claude-switch local'], home)
  expect(stderr).toContain(
    'ANTHROPIC_API_KEY is set, and sent to http://127.0.0.1:4999 too; take it out of ~/.claude/settings.json.',
  )
})

test('a provider has credentials of its own', () => {
  const env = { CLAUDE_CODE_USE_BEDROCK: '1', ANTHROPIC_API_KEY: 'k' }
  expect(bash('claude-switch status', start, env).stdout).toContain('as        your Amazon Bedrock credentials\n')
})

test.each(['local --shell nope', '', 'local --bogus', 'local extra'])('eval "$(claude-switch env %s)" fails', words => {
  expect(bash(`eval "$(claude-switch env ${words} 2>/dev/null)" && echo went on`, start).stdout).toBe('')
})

test('another host is not called Anthropic, whatever its KIND', () => {
  const file = 'CLOUD_BASE_URL=https://proxy.test\nCLOUD_AUTH_TOKEN=t\n'
  expect(bash('claude-switch run -q cloud claude-switch status', file).stdout).toContain(
    'goes to   https://proxy.test\n',
  )
})

test('an Anthropic key does not go to Anthropic over plain http', () => {
  const { code, stderr } = bash(
    'claude-switch env plain',
    'PLAIN_KIND=anthropic\nPLAIN_BASE_URL=http://api.anthropic.com\n',
    {
      ANTHROPIC_API_KEY: 'sk-ant-mine',
    },
  )
  expect(code).toBe(1)
  expect(stderr).toContain('PLAIN_API_KEY is missing')
})

test('a key of a settings file is not paid by the subscription that BILLING speaks of', () => {
  const home = temporaryHome('CLOUD_BILLING=subscription\n')
  home.write('.claude/settings.json', '{"env":{"ANTHROPIC_API_KEY":"k"}}')
  const ran = runProgram(
    ['bash', '--norc', '-c', 'claude-switch run -q cloud claude-switch status --require subscription'],
    home,
  )
  expect(ran.code).toBe(3)
})

test.each([
  ['set -k', 'http://127.0.0.1:4999\n'],
  ['exec 2>&-', 'http://127.0.0.1:4999\n'],
])('under %s the switch is whole, and its status 0', (setting, url) => {
  expect(bash(`${setting}; . claude-switch local && echo "$ANTHROPIC_BASE_URL"`, start).stdout).toBe(url)
})

test('a stdout that cannot be written is said, without a stack', () => {
  const { code, stderr } = bash('claude-switch list >/dev/full', start)
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^claude-switch: the system refused: ENOSPC.*\n$/),
  })
})

test('a home that no directory can be made in is a sentence, and no end', () => {
  const { code, stderr } = bash('HOME=/proc/nope claude-switch list', start)
  expect(code).toBe(0)
  expect(stderr).toContain('does not exist and cannot be written')
})
