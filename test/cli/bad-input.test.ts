import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claudeSwitch } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

/** What a switch of a shell to a profile says, and that nothing at all would be evaluated. */
function refusal(text: string, profile = 'local', env: Record<string, string> = {}): string {
  const home = temporaryHome(text)
  const { code, stdout, stderr } = claudeSwitch(['env', profile, '--shell', 'sh'], home, { env })
  expect([code, stdout]).toEqual([1, 'false\n'])
  return stderr.replace(/^claude-switch: /, '').trimEnd()
}

const at = '~/.claude-backends.env'
const local = 'LOCAL_BASE_URL=http://127.0.0.1:4999\nLOCAL_MODEL=m\nLOCAL_AUTH_TOKEN=t\n'

describe('a profile that is not ready says which line to add, and where', () => {
  test.each([
    [
      'no URL',
      'local',
      '',
      `${at}: LOCAL_BASE_URL is missing; add a line such as LOCAL_BASE_URL=http://192.168.1.20:8000.`,
    ],
    [
      'no model',
      'local',
      'LOCAL_BASE_URL=http://127.0.0.1:8000',
      `${at}: LOCAL_MODEL is missing; add a line such as LOCAL_MODEL=qwen3-coder`,
    ],
    [
      'no model for Ollama',
      'ollama',
      '',
      `${at}: OLLAMA_MODEL is missing; add a line such as OLLAMA_MODEL=qwen3-coder`,
    ],
    [
      'no credential',
      'box',
      'BOX_BASE_URL=https://box.test\nBOX_MODEL=m',
      `${at}: BOX_AUTH_TOKEN is missing; add a line such as BOX_AUTH_TOKEN='sk-1234' or BOX_AUTH_TOKEN_COMMAND='pass show box' (a server that asks for none takes any word).`,
    ],
    [
      'fields, but no declaration',
      'openai',
      'OPENAI_API_KEY=canary\nOPENAI_MODEL=m',
      `${at}: OPENAI_BASE_URL is missing; add OPENAI_KIND=openai if it is that service, else add a line such as OPENAI_BASE_URL=http://192.168.1.20:8000.`,
    ],
    [
      'the example’s URL',
      'local',
      'LOCAL_BASE_URL=http://your-server:8000\nLOCAL_MODEL=m',
      `${at}:1: LOCAL_BASE_URL still has the example's value; put your own there.`,
    ],
    [
      'the example’s key',
      'local',
      `${local}LOCAL_API_KEY=sk-...`,
      `${at}:4: LOCAL_API_KEY still has the example's value; put your own there.`,
    ],
    [
      'not a URL',
      'local',
      'LOCAL_BASE_URL=localhost:8000\nLOCAL_MODEL=m',
      `${at}:1: LOCAL_BASE_URL has no http:// or https:// in front; add it.`,
    ],
    [
      'another protocol',
      'local',
      'LOCAL_BASE_URL=ftp://canary\nLOCAL_MODEL=m',
      `${at}:1: LOCAL_BASE_URL is not an http:// or https:// URL.`,
    ],
    [
      'a password in the URL',
      'local',
      'LOCAL_BASE_URL=https://me:canary@box.test\nLOCAL_MODEL=m',
      `${at}:1: LOCAL_BASE_URL has a user name or password in it; put the secret into AUTH_TOKEN or API_KEY instead.`,
    ],
    [
      'a value that is cut',
      'local',
      `${local}LOCAL_API_KEY=canary#canary`,
      `${at}:4: LOCAL_API_KEY is cut off at an unquoted #; put the value in single quotes.`,
    ],
    [
      'a reference to nothing',
      'local',
      `${local}LOCAL_API_KEY=$NOPE`,
      `${at}:4: LOCAL_API_KEY refers to $NOPE, which is not set; set it, or put the value in single quotes if the $ belongs to it.`,
    ],
    [
      'a number that is none',
      'local',
      `${local}LOCAL_CONTEXT_TOKENS=64k`,
      `${at}:4: LOCAL_CONTEXT_TOKENS must be a whole number of tokens, such as 65536.`,
    ],
    [
      'a name that a shell owns',
      'local',
      `${local}LOCAL_ENV_PATH=/x`,
      `${at}:4: LOCAL_ENV_PATH: PATH belongs to the shell and cannot be set by a switch; remove the line.`,
    ],
    [
      'a name that is read-only in a shell',
      'local',
      `${local}LOCAL_ENV_PPID=1`,
      `${at}:4: LOCAL_ENV_PPID: PPID belongs to the shell and cannot be set by a switch; remove the line.`,
    ],
    [
      'a name that a switch decides',
      'local',
      `${local}LOCAL_ENV_ANTHROPIC_BASE_URL=x`,
      `${at}:4: LOCAL_ENV_ANTHROPIC_BASE_URL: a switch decides ANTHROPIC_BASE_URL itself; use the profile's own fields instead.`,
    ],
    [
      'a name that is none',
      'local',
      `${local}LOCAL_ENV_1ST=x`,
      `${at}:4: LOCAL_ENV_1ST: "1ST" cannot be a variable's name; use letters, digits and _, no digit first.`,
    ],
    [
      'two errors at once',
      'local',
      `${local}LOCAL_BETAS=no\nLOCAL_BILLING=paid`,
      `${at}:5: LOCAL_BILLING must be one of free, metered, subscription.`,
    ],
  ])('%s', (_, profile, text, says) => {
    const said = refusal(text, profile)
    expect(said.split('\n').map(line => line.trim())).toContain(says)
    expect(said).not.toContain('canary')
  })
})

test('the line that it asks for makes it ready', () => {
  let text = ''
  const asked: string[] = []
  for (let round = 0; round < 5; round++) {
    const { code, stderr } = claudeSwitch(['env', 'box', '--shell', 'sh'], temporaryHome(`BOX_KIND=gateway\n${text}`))
    if (code === 0) break
    const line = /add a line such as (\S+=\S+?)[.;]?(\s|$)/.exec(stderr)?.[1] ?? ''
    asked.push(line.split('=')[0] ?? '')
    text += `${line}\n`
  }
  expect(asked).toEqual(['BOX_BASE_URL', 'BOX_MODEL'])
})

test('an unknown profile: the sentence, the nearest name, the list', () => {
  expect(refusal(backendsText, 'my-bix')).toBe(
    'there is no profile "my-bix". Did you mean my-box?\n  profiles in ~/.claude-backends.env: local, cloud, ollama, vibe, my-box, broken',
  )
})

test.each(['status', 'list', 'run', 'off', 'doctor', 'setup', 'demo'])(
  'a profile called %s leaves the command its meaning',
  name => {
    const home = temporaryHome(`# mine\n${name.toUpperCase()}_BASE_URL=http://127.0.0.1:1\n`)
    const { stdout, stderr } = claudeSwitch(['list'], home)
    expect(stdout).not.toMatch(new RegExp(`^. ${name} `, 'm'))
    expect(stderr).toBe(
      `warning ${at}:2: ${name.toUpperCase()}_BASE_URL: "${name}" is a command, so no profile can have that name; give the profile another one.\n`,
    )
  },
)

test('eval "$(claude-switch env nope)" fails, and changes nothing', () => {
  const home = temporaryHome(backendsText)
  for (const [shell, words] of [
    ['bash', ['bash', '-c']],
    ['sh', ['sh', '-c']],
  ] as const) {
    const [program = '', ...rest] = words
    const script = `if eval "$(claude-switch env nope --shell ${shell} 2>/dev/null)"; then echo done; else echo "failed $ANTHROPIC_BASE_URL"; fi`
    const env = { HOME: home.path, PATH: `${join(import.meta.dirname, '../../shell')}:${process.env['PATH']}` }
    expect(execFileSync(program, [...rest, script], { env, encoding: 'utf8' })).toBe('failed \n')
  }
})
