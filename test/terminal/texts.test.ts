import { describe, expect, test } from 'vitest'
import { fromEnvironment } from '../../src/env/precedence.ts'
import { describeDestination, noticeLine, paintPayer, switchLine } from '../../src/terminal/describe.ts'
import { listText } from '../../src/terminal/list.ts'
import { statusText } from '../../src/terminal/status.ts'
import { localText, ready } from '../support/profiles.ts'
import { configIn, helper, layer } from '../support/standing.ts'

const tiers = (model: string) => ({
  ANTHROPIC_MODEL: model,
  ANTHROPIC_DEFAULT_OPUS_MODEL: model,
  ANTHROPIC_DEFAULT_SONNET_MODEL: model,
  ANTHROPIC_DEFAULT_HAIKU_MODEL: model,
  ANTHROPIC_DEFAULT_FABLE_MODEL: model,
})
const ollama = {
  ANTHROPIC_BASE_URL: 'http://localhost:11434',
  ANTHROPIC_AUTH_TOKEN: 'canary',
  ...tiers('qwen3-coder'),
  CLAUDE_CODE_MAX_CONTEXT_TOKENS: '65536',
  CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8192',
}
const openrouter = {
  ...ollama,
  ANTHROPIC_BASE_URL: 'https://openrouter.ai/api',
  ...tiers('z-ai/glm-4.6:free'),
  ANTHROPIC_DEFAULT_OPUS_MODEL: 'anthropic/claude-opus-4.5',
}
const login = { logins: { subscription: { plan: 'max' } } }
const shown = (path: string) => `~${path}`

type Files = Parameters<typeof configIn>[1]

describe('status', () => {
  const status = (active: string | undefined, environment: Record<string, string>, files: Files = {}, drift = []) =>
    `\n${statusText({ active, config: configIn(environment, files), drift, shown }, false)}`

  test('of a local model', () => {
    expect(status('ollama', ollama)).toBe(`
ollama  free (this machine)
  goes to   http://localhost:11434 (Ollama)
  as        ANTHROPIC_AUTH_TOKEN (Bearer)
  models    qwen3-coder in every tier
  window    65536 tokens, answers up to 8192
`)
  })

  test('of a subscription', () => {
    expect(status('cloud', {}, login)).toBe(`
cloud  subscription (Claude max)
  goes to   Anthropic
  as        your /login subscription
  models    Claude Code's own
`)
  })

  test('of nobody', () => {
    expect(status(undefined, {})).toBe(`
no profile  none (no API key and no login)
  goes to   Anthropic
  as        nobody: Claude Code would ask to log in
  models    Claude Code's own
`)
  })

  test('of tiers that differ', () => {
    expect(status('openrouter', openrouter)).toBe(`
openrouter  metered (OpenRouter credits)
  goes to   https://openrouter.ai/api (OpenRouter)
  as        ANTHROPIC_AUTH_TOKEN (Bearer)
  main      z-ai/glm-4.6:free, free
  opus      anthropic/claude-opus-4.5
  sonnet    z-ai/glm-4.6:free, free
  haiku     z-ai/glm-4.6:free, free
  fable     z-ai/glm-4.6:free, free
  subagent  z-ai/glm-4.6:free, free
  window    65536 tokens, answers up to 8192
`)
  })

  test('of settings files that decide', () => {
    const layers = [layer('project', { ANTHROPIC_BASE_URL: 'https://box.test' }, { path: '/p.json' }), helper]
    expect(status('ollama', ollama, { layers })).toBe(
      `
ollama  metered (a public host)
  goes to   https://box.test (~/p.json)
  as        ANTHROPIC_AUTH_TOKEN (Bearer), and apiKeyHelper of ~/user (x-api-key)
  models    qwen3-coder in every tier
  window    65536 tokens, answers up to 8192
`,
    )
  })

  test('of what drifted', () => {
    const text = statusText(
      {
        active: 'ollama',
        config: configIn(ollama),
        drift: [
          { variable: 'ANTHROPIC_MODEL', because: 'changed by hand' },
          { variable: 'API_TIMEOUT_MS', because: 'the file says otherwise' },
          { variable: 'NO_PROXY', because: 'changed by hand' },
        ],
        shown,
      },
      false,
    )
    expect(text.split('\n').at(-2)).toBe(
      '  drift     ANTHROPIC_MODEL, NO_PROXY: changed by hand; API_TIMEOUT_MS: the file says otherwise',
    )
  })

  test('fits in 80 columns, and shows no secret', () => {
    for (const text of [status('ollama', ollama), status('openrouter', openrouter), status('cloud', {}, login)]) {
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
      expect(text).not.toContain('canary')
    }
  })

  test('has the same words in colour', () => {
    const view = { active: 'ollama', config: configIn(ollama), drift: [], shown }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    const plain = statusText(view, true).replace(/\u001b\[\d+m/g, '')
    expect(plain).toBe(statusText(view, false))
    expect(statusText(view, true)).toContain('\u001b[32mfree\u001b[39m')
  })
})

describe('list', () => {
  const profile = ready(localText())
  const row = (name: string, environment: Record<string, string>, active = false) => ({
    name,
    active,
    problems: [],
    profile,
    config: configIn(environment, login),
  })

  test('has columns as wide as they need to be', () => {
    const missing = 'LOCAL_BASE_URL is missing'
    const rows = [
      { name: 'local', active: false, problems: [], missing },
      row('cloud', {}),
      row('ollama', ollama, true),
      row('openrouter', openrouter),
    ]
    expect(`\n${listText(rows, false)}`).toBe(`
  local       not ready: LOCAL_BASE_URL is missing
  cloud       Anthropic                               Claude Code's own models  subscription
* ollama      http://localhost:11434 (Ollama)         qwen3-coder               free
  openrouter  https://openrouter.ai/api (OpenRouter)  z-ai/glm-4.6:free         metered
`)
  })
})

test.each([
  ['ollama', ollama, 'ollama -> http://localhost:11434 (Ollama), qwen3-coder, free (this machine)'],
  ['cloud', {}, "cloud -> Anthropic, Claude Code's own models, subscription (Claude max)"],
  [
    'off',
    { CLAUDE_CODE_USE_BEDROCK: '1' },
    "off -> Amazon Bedrock, Claude Code's own default, metered (your account there)",
  ],
])('the line of a switch to %s', (name, environment, expected) => {
  expect(switchLine(name, configIn(environment, login), false)).toBe(expected)
})

test('a place never shows a password', () => {
  const url = 'http://me:canary@box.test'
  const destination = { kind: 'gateway', title: 'a gateway', url, from: fromEnvironment, reach: 'public' } as const
  expect(describeDestination(destination)).toBe('http://********@box.test')
})

test.each([
  ['free', 32],
  ['metered', 33],
  ['subscription', 36],
  ['none', 31],
  ['unknown', 35],
] as const)('%s has its colour', (payer, code) => {
  expect(paintPayer(payer, true)).toBe(`\u001b[${code}m${payer}\u001b[39m`)
  expect(paintPayer(payer, false)).toBe(payer)
})

test('a notice has its level in front', () => {
  expect(noticeLine('warning', 'be careful.', false)).toBe('warning be careful.')
  expect(noticeLine('note', 'by the way.', false)).toBe('note by the way.')
})
