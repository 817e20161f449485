import { describe, expect, test } from 'vitest'
import { complaints, ready } from '../support/profiles.ts'

/** The credential of a profile as `header secret (key)`. */
function credential(text: string, name = 'local', environment = {}): string {
  const { credential: found } = ready(text, name, environment)
  if (!found) return 'none'
  const secret = 'command' in found.secret ? `\`${found.secret.command}\`` : found.secret.value
  return `${found.header} ${secret} (${found.key ?? 'the placeholder'})`
}

const near = 'LOCAL_BASE_URL=http://10.1.2.3:5000\nLOCAL_MODEL=m\n'
const far = 'LOCAL_BASE_URL=https://far.test\nLOCAL_MODEL=m\n'

describe('which credential is sent', () => {
  test.each([
    ['LOCAL_AUTH_TOKEN=t', 'bearer t (LOCAL_AUTH_TOKEN)'],
    ['LOCAL_API_KEY=k', 'x-api-key k (LOCAL_API_KEY)'],
    ["LOCAL_AUTH_TOKEN_COMMAND='pass show x'", 'bearer `pass show x` (LOCAL_AUTH_TOKEN_COMMAND)'],
    ["LOCAL_API_KEY_COMMAND='pass show x'", 'x-api-key `pass show x` (LOCAL_API_KEY_COMMAND)'],
    ['LOCAL_API_KEY=k\nLOCAL_AUTH_TOKEN=t', 'bearer t (LOCAL_AUTH_TOKEN)'],
    ['LOCAL_API_KEY=k\nLOCAL_AUTH_TOKEN_COMMAND=c', 'bearer `c` (LOCAL_AUTH_TOKEN_COMMAND)'],
    ['LOCAL_AUTH_TOKEN=\nLOCAL_API_KEY=k', 'x-api-key k (LOCAL_API_KEY)'],
  ])('%j', (lines, expected) => {
    expect(credential(near + lines)).toBe(expected)
    expect(credential(far + lines)).toBe(expected)
  })

  test('when two are written, it is said which wins', () => {
    expect(complaints(`${near}LOCAL_API_KEY=k\nLOCAL_AUTH_TOKEN=t\n`)).toEqual([
      'note 4: LOCAL_AUTH_TOKEN wins over LOCAL_API_KEY: only one credential is ever sent.',
    ])
    expect(complaints(`${near}LOCAL_API_KEY=k\nLOCAL_AUTH_TOKEN=t\nLOCAL_API_KEY_COMMAND=c\n`)).toEqual([
      'note 4: LOCAL_AUTH_TOKEN wins over LOCAL_API_KEY and LOCAL_API_KEY_COMMAND: only one credential is ever sent.',
    ])
  })
})

describe('when none is written', () => {
  test.each([
    ['ollama', 'OLLAMA_MODEL=m', {}, 'bearer ollama (the placeholder)'],
    ['ollama', 'OLLAMA_MODEL=m\nOLLAMA_BASE_URL=https://far.test', {}, 'bearer ollama (the placeholder)'],
    ['local', 'LOCAL_KIND=lmstudio\nLOCAL_MODEL=m', {}, 'bearer lmstudio (the placeholder)'],
    ['local', near, {}, 'bearer claude-switch (the placeholder)'],
    ['local', 'LOCAL_KIND=llamacpp\nLOCAL_MODEL=m', {}, 'bearer llamacpp (the placeholder)'],
    ['local', 'LOCAL_KIND=vllm\nLOCAL_MODEL=m', {}, 'bearer vllm (the placeholder)'],
    ['cloud', '', {}, 'none'],
    ['local', 'LOCAL_KIND=anthropic', {}, 'none'],
    ['vibe', 'VIBE_MODEL=m\nLITELLM_MASTER_KEY=mk', {}, 'bearer mk (LITELLM_MASTER_KEY)'],
    ['vibe', 'VIBE_MODEL=m', { LITELLM_MASTER_KEY: 'out' }, 'bearer out (LITELLM_MASTER_KEY)'],
    ['vibe', 'VIBE_MODEL=m\nLITELLM_MASTER_KEY=in', { LITELLM_MASTER_KEY: 'out' }, 'bearer in (LITELLM_MASTER_KEY)'],
    ['vibe', 'VIBE_MODEL=m\nVIBE_API_KEY=k\nLITELLM_MASTER_KEY=mk', {}, 'x-api-key k (VIBE_API_KEY)'],
    [
      'vibe',
      'VIBE_MODEL=m\nLITELLM_MASTER_KEY=mk\nLITELLM_BASE_URL=http://box:4000',
      {},
      'bearer mk (LITELLM_MASTER_KEY)',
    ],
  ])('%s with %j sends %s', (name, text, environment, expected) => {
    expect(credential(text, name, environment)).toBe(expected)
  })

  test.each([
    [
      'local',
      far,
      "error -: LOCAL_AUTH_TOKEN is missing; add a line such as LOCAL_AUTH_TOKEN='sk-1234' or LOCAL_AUTH_TOKEN_COMMAND='pass show local' (a server that asks for none takes any word).",
    ],
    [
      'vibe',
      'VIBE_MODEL=m',
      "error -: vibe needs a key of Mistral (keys: https://console.mistral.ai/api-keys); add one of VIBE_API_KEY='...', VIBE_API_KEY_COMMAND='pass show vibe' or MISTRAL_API_KEY='...'",
    ],
    [
      'r',
      'R_KIND=openrouter\nR_MODEL=m',
      "error -: R_AUTH_TOKEN is missing; add a line such as R_AUTH_TOKEN='sk-1234' or R_AUTH_TOKEN_COMMAND='pass show r' (a server that asks for none takes any word).",
    ],
  ])('%s is asked for one', (name, text, says) => {
    expect(complaints(text, name)).toEqual([says])
  })

  test("LiteLLM's master key goes to nobody but vibe", () => {
    expect(credential(`${near}LITELLM_MASTER_KEY=mk`)).toBe('bearer claude-switch (the placeholder)')
  })
})

test.each([
  ['http://far.test', true],
  ['http://8.8.8.8:8000', true],
  ['https://far.test', false],
  ['http://127.0.0.1:8000', false],
  ['http://192.168.1.2:8000', false],
  ['http://box:8000', false],
])('a token for %s is warned about: %s', (url, warned) => {
  const says =
    'warning 1: LOCAL_BASE_URL is plain http to a public host: anyone on the way can read the credential; use https.'
  expect(complaints(`LOCAL_BASE_URL=${url}\nLOCAL_MODEL=m\nLOCAL_AUTH_TOKEN=t\n`)).toEqual(warned ? [says] : [])
})

describe('what is no credential', () => {
  const said = {
    scheme:
      'error 3: LOCAL_AUTH_TOKEN begins with a word that is added where it is sent; write only what stands behind Bearer.',
    reference:
      "error 3: LOCAL_AUTH_TOKEN is a reference and no key; put op read '...' into the same name with _COMMAND at its end.",
    command:
      'error 3: LOCAL_AUTH_TOKEN is a command and no key; put it, without the quotes around it, into the same name with _COMMAND at its end.',
    quotes: 'error 3: LOCAL_AUTH_TOKEN has quotation marks around it that belong to no key; take them out.',
    unsendable:
      'error 3: LOCAL_AUTH_TOKEN has a character that cannot be seen, or that no request can carry; copy the key once more.',
    'white-space': 'warning 3: LOCAL_AUTH_TOKEN has white space in it; take it out, if the key has none.',
  }
  test.each<[string, keyof typeof said | undefined]>([
    ['Bearer sk-abc', 'scheme'],
    ['bearer  sk-abc', 'scheme'],
    ['x-api-key: sk-abc', 'scheme'],
    ['op://vault/item/key', 'reference'],
    ['`pass show x`', 'command'],
    ['\u201csk-abc\u201d', 'quotes'],
    ['"sk-abc"', 'quotes'],
    ['sk-\u200babc', 'unsendable'],
    ['sk-\u202eabc', 'unsendable'],
    ['sk-abc\u00a0', 'unsendable'],
    ['schl\u00fcssel', 'unsendable'],
    ['sk abc', 'white-space'],
    ['bearer-like-word', undefined],
    ['sk-ant-api03-a_b-c=', undefined],
    ['a/b+c==', undefined],
  ])('%j', (value, oddity) => {
    const lines = `${near}LOCAL_AUTH_TOKEN='${value}'\n`
    expect(complaints(lines)).toEqual(oddity === undefined ? [] : [said[oddity]])
  })

  test('nor what a vendor’s own variable holds', () => {
    expect(complaints('VIBE_MODEL=m\nLITELLM_MASTER_KEY="Bearer mk"\n', 'vibe')).toEqual([
      'error -: LITELLM_MASTER_KEY begins with a word that is added where it is sent; write only what stands behind Bearer.',
    ])
  })
})
