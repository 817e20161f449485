import { describe, expect, test } from 'vitest'
import { type Answers, linesFor, readWritten } from '../../../src/commands/setup/profile-lines.ts'
import { readBackendsFile } from '../../../src/profiles/backends-file.ts'

const url = 'http://localhost:8000'
const answers: Answers = { profile: 'box', kind: 'vllm', url, model: 'm', key: 'none' }
const window = (effective: number) => ({ effective, from: 'its list' })

/** What is written into a file, beyond the three lines that are in every answer. */
function more(text: string, changes: Partial<Answers>) {
  const { kind = answers.kind, url: to = url, model = 'm' } = changes
  const written = readWritten('box', readBackendsFile(text).profiles.get('box'), { BOX_HOME: url })
  const { KIND, BASE_URL, MODEL, ...rest } = Object.fromEntries(linesFor({ ...answers, ...changes }, written))
  expect({ KIND, BASE_URL, MODEL }).toEqual({ KIND: kind, BASE_URL: to, MODEL: model })
  return rest
}

const same = `BOX_KIND=vllm\nBOX_BASE_URL=${url}\nBOX_MODEL=m\n`

describe('the window', () => {
  const limits = 'BOX_CONTEXT_TOKENS=50000\nBOX_MAX_OUTPUT_TOKENS=4000\n'
  test.each<[string, string, Partial<Answers>, Record<string, string>]>([
    ['a small one', '', { window: window(32_768) }, { CONTEXT_TOKENS: '32768', MAX_OUTPUT_TOKENS: '2048' }],
    ['a middling one', '', { window: window(65_536) }, { CONTEXT_TOKENS: '65536', MAX_OUTPUT_TOKENS: '8192' }],
    ['a large one', '', { window: window(131_072) }, { CONTEXT_TOKENS: '131072' }],
    [
      'a large one with short answers',
      '',
      { window: { ...window(131_072), maxOutput: 16_000 } },
      { CONTEXT_TOKENS: '131072', MAX_OUTPUT_TOKENS: '16000' },
    ],
    ['one that the model could have', '', { window: { claimed: 262_144, from: 'x' } }, {}],
    [
      'one that a gateway was told',
      '',
      { kind: 'litellm', window: { claimed: 131_072, from: 'x' } },
      { CONTEXT_TOKENS: '131072' },
    ],
    ['Anthropic’s own', '', { kind: 'anthropic', window: window(200_000) }, {}],
    ['limits of the same model within it', same + limits, { window: window(65_536) }, {}],
    ['limits of the same model, of which nothing is known now', same + limits, {}, {}],
    ['limits of the same model beyond it', same + limits, { window: window(40_000) }, { CONTEXT_TOKENS: '40000' }],
    [
      'limits of another model, of which nothing is known',
      same + limits,
      { model: 'other' },
      { CONTEXT_TOKENS: '', MAX_OUTPUT_TOKENS: '' },
    ],
    [
      'limits of another model',
      same + limits,
      { model: 'other', window: window(131_072) },
      { CONTEXT_TOKENS: '131072', MAX_OUTPUT_TOKENS: '' },
    ],
  ])('%s', (_, text, changes, expected) => expect(more(text, changes)).toEqual(expected))
})

describe('the key', () => {
  const key = `${same}BOX_AUTH_TOKEN=old\n`
  test.each<[string, string, Partial<Answers>, Record<string, string>]>([
    ['none', '', {}, {}],
    ['a first one', '', { key: { value: 'new' } }, { AUTH_TOKEN: 'new' }],
    ['a first one for Anthropic', '', { kind: 'anthropic', key: { value: 'new' } }, { API_KEY: 'new' }],
    ['another one', key, { key: { value: 'new' } }, { AUTH_TOKEN: 'new' }],
    ['a command instead', key, { key: { command: 'pass' } }, { AUTH_TOKEN_COMMAND: 'pass', AUTH_TOKEN: '' }],
    ['none any more', key, {}, { AUTH_TOKEN: '' }],
    ['the same', key, { key: 'kept' }, {}],
    ['the same, by another name of this machine', key, { key: 'kept', url: 'http://127.0.0.1:8000' }, {}],
    ['the same, where the URL is a reference', key.replace(url, '$BOX_HOME'), { key: 'kept' }, {}],
    ['the same for another server', key, { key: 'kept', url: 'http://box.lan:8000' }, { AUTH_TOKEN: '' }],
    ['in the header that is in use', `${same}BOX_API_KEY=old\n`, { key: { value: 'new' } }, { API_KEY: 'new' }],
    [
      'in the kind’s own header, for another server',
      `${same}BOX_API_KEY=old\n`,
      { key: { value: 'new' }, url: 'http://box.lan:1' },
      { AUTH_TOKEN: 'new', API_KEY: '' },
    ],
    ['of a profile that went nowhere yet', 'BOX_KIND=gateway\nBOX_AUTH_TOKEN=old\n', { key: 'kept' }, {}],
  ])('%s', (_, text, changes, expected) => expect(more(text, changes)).toEqual(expected))
})
