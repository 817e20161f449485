import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { program } from '../../src/cli/commands.ts'
import { run } from '../../src/commands/statusline.ts'
import type { SystemChanges } from '../../src/system/system.ts'
import { plainSystem } from '../support/plain-system.ts'

/** What the real client handed over. */
const recorded = (name: string) =>
  readFileSync(join(import.meta.dirname, `../fixtures/statusline/${name}.json`), 'utf8')

const backends = '/home/me/.claude-backends.env'
const settings = '/home/me/.claude/settings.json'
const credentials = { '/home/me/.claude/.credentials.json': JSON.stringify({ claudeAiOauth: oauth() }) }
const file = `LOCAL_BASE_URL=http://127.0.0.1:4999
LOCAL_MODEL=qwen3-coder
LOCAL_AUTH_TOKEN=canary
PAID_KIND=openrouter
PAID_AUTH_TOKEN_COMMAND='pass show openrouter'
PAID_MODEL=z-ai/glm-4.6
BOX_BASE_URL=http://10.0.0.2:8000
BOX_MODEL=m
BOX_AUTH_TOKEN=canary
LOCAL_BILLING=free
BOX_BILLING=free
`
const local = {
  CLAUDE_SWITCH_PROFILE: 'local',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
  ANTHROPIC_AUTH_TOKEN: 'canary',
}
const paid = { ...local, CLAUDE_SWITCH_PROFILE: 'paid', ANTHROPIC_BASE_URL: 'https://openrouter.ai/api' }
const cloud = { CLAUDE_SWITCH_PROFILE: 'cloud' }

function oauth(): object {
  return { accessToken: 'canary', expiresAt: Date.UTC(2100, 0), scopes: ['user:inference'], subscriptionType: 'max' }
}

/** A client's JSON: this much of the five hours is used, or nothing is said of it. */
const client = (id: string, fiveHours?: number) => {
  const rate_limits = { five_hour: { used_percentage: fiveHours } }
  return JSON.stringify({ model: { id }, ...(fiveHours === undefined ? {} : { rate_limits }) })
}

interface Case {
  readonly input?: string
  readonly env?: Record<string, string>
  readonly files?: Parameters<typeof plainSystem>[0]
  readonly options?: Record<string, string>
  readonly changes?: SystemChanges
}

async function ask({ input = '', env = {}, files = {}, options = {}, changes = {} }: Case) {
  const environment = { NO_COLOR: '1', ...env }
  const system = plainSystem(
    { [backends]: file, ...files },
    { environment, ...changes, files: { readStdin: () => input, ...changes?.files } },
  )
  const code = await run({ words: [], options, program }, system)
  return { code, ...system.printed, ran: system.ran, written: [...system.disk.keys()] }
}

describe('statusline', () => {
  const said = async (given: Case) => {
    const { code, stdout, stderr, told, ran } = await ask(given)
    expect({ code, stderr, told, ran }).toEqual({ code: 0, stderr: '', told: '', ran: [] })
    return stdout
  }

  test.each<[string, Case, string]>([
    ['a backend', { input: recorded('answered'), env: local }, 'local  qwen3-coder  free  context 8%\n'],
    [
      'the subscription',
      { input: client('opus', 41), env: cloud, files: credentials },
      'cloud  opus  subscription  5h 41%\n',
    ],
    [
      'an API key',
      { input: recorded('api-key'), env: { ANTHROPIC_API_KEY: 'canary' } },
      'anthropic  Opus 5.5  metered  context 1%  $0.02\n',
    ],
    [
      'a provider',
      { input: recorded('api-key'), env: { CLAUDE_CODE_USE_BEDROCK: '1' } },
      'provider  Opus 5.5  metered  context 1%  $0.02\n',
    ],
    ['no profile', { input: '', env: { ...local, CLAUDE_SWITCH_PROFILE: '' } }, '127.0.0.1  unknown\n'],
    ['no JSON', { input: '{"model"', env: local }, 'local  free\n'],
    ['nothing at all', {}, 'anthropic  none\n'],
    ['a login after the start', { input: client('opus', 41) }, 'anthropic  opus  subscription  5h 41%\n'],
    ['a model that is charged for', { input: client('z-ai/glm-4.6'), env: paid }, 'paid  z-ai/glm-4.6  metered\n'],
    ['a free one, by /model', { input: client('z-ai/glm:free'), env: paid }, 'paid  z-ai/glm:free  free\n'],
    [
      'a settings file that goes elsewhere',
      { env: local, files: { [settings]: '{"env":{"ANTHROPIC_BASE_URL":"http://10.0.0.9"}}' } },
      'local!  unknown\n',
    ],
    [
      'cloud with its address written out',
      { env: { ...cloud, ANTHROPIC_BASE_URL: 'https://api.anthropic.com' } },
      'cloud  none\n',
    ],
    ['a profile that the file does not have', { env: { ...local, CLAUDE_SWITCH_PROFILE: 'gone' } }, 'gone  unknown\n'],
    ['a file that cannot be read', { env: local, files: { [backends]: { unreadable: 'no' } } }, 'local  unknown\n'],
    ['a file that is no text', { env: local, files: { [backends]: '\u0000' } }, 'local  unknown\n'],
    ['a narrow terminal', { input: client('qwen3-coder'), env: { ...local, COLUMNS: '20' } }, 'local  free\n'],
    ['a width that is none', { input: client('qwen'), env: { ...local, COLUMNS: 'x' } }, 'local  qwen  free\n'],
  ])('%s', async (_, given, expected) => {
    expect(await said(given)).toBe(expected)
  })

  const nearly = { input: client('opus', 92), env: cloud, files: credentials }

  test.each<[string, Case, string]>([
    ['the first free profile', nearly, ' -> cc-local'],
    [
      'the next one, where the first is active',
      { ...nearly, env: local, files: { [backends]: `${file}LOCAL_BILLING=subscription\n` } },
      ' -> cc-box',
    ],
    ['the one that is asked for', { ...nearly, options: { fallback: 'PAID' } }, ' -> cc-paid'],
    ['none for a name that is no profile', { ...nearly, options: { fallback: 'gone' } }, ''],
    ['none below the threshold', { ...nearly, options: { threshold: '93' } }, ''],
    ['one at the threshold', { ...nearly, options: { threshold: '92%' } }, ' -> cc-local'],
    [
      'one at the usual threshold, where another makes no sense',
      { ...nearly, options: { threshold: 'x' } },
      ' -> cc-local',
    ],
    [
      'none where no profile is free',
      { ...nearly, files: { ...credentials, [backends]: 'OLLAMA_BASE_URL=https://box.test\nOLLAMA_MODEL=m\n' } },
      '',
    ],
    [
      'none where a settings file takes every profile elsewhere',
      {
        ...nearly,
        files: { ...credentials, [settings]: '{"env":{"ANTHROPIC_BASE_URL":"https://api.anthropic.com"}}' },
      },
      '',
    ],
    [
      'none where the file cannot be read',
      { ...nearly, files: { ...credentials, [backends]: { unreadable: 'no' } } },
      '',
    ],
  ])('names the way on: %s', async (_, given, way) => {
    const name = given.env?.['CLAUDE_SWITCH_PROFILE'] ?? ''
    expect(await said(given)).toBe(`${name}  opus  subscription  5h 92%${way}\n`)
  })

  test('writes no file, not even the first backends file', async () => {
    const system = plainSystem({}, { environment: local, files: { readStdin: () => '', own: () => file } })
    await run({ words: [], options: {}, program }, system)
    expect([...system.disk]).toEqual([])
    expect(system.printed.stderr).toBe('')
  })

  test.each([
    ['in colour, although a pipe is read', {}, '\u001b[1mlocal\u001b[22m  \u001b[32mfree\u001b[39m\n'],
    ['without, by NO_COLOR', { NO_COLOR: '1' }, 'local  free\n'],
    ['without, on a dumb terminal', { TERM: 'dumb' }, 'local  free\n'],
  ])('%s', async (_, env, expected) => {
    expect(await said({ env: { ...local, NO_COLOR: '', ...env } })).toBe(expected)
  })

  test('on a terminal it says who it is for, and reads nothing', async () => {
    const readInput = () => {
      throw new Error('it reads')
    }
    const changes = { output: { isTerminal: (stream: string) => stream === 'stdin' }, files: { readStdin: readInput } }
    await expect(ask({ changes })).rejects.toThrow(
      /^statusline is for Claude Code, .* settings --statusline installs it\.$/,
    )
  })

  test('reads a megabyte at most', async () => {
    const limits: number[] = []
    await ask({ changes: { files: { readStdin: limit => `${limits.push(limit)}` } } })
    expect(limits).toEqual([1 << 20])
  })
})
