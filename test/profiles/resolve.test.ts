// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how the file itself refers to variables
import { describe, expect, test } from 'vitest'
import { complaints, localText, ready, resolved } from '../support/profiles.ts'

test('a profile with nothing but what it needs has the defaults', () => {
  expect(ready(localText())).toEqual({
    name: 'local',
    kind: 'gateway',
    baseUrl: 'http://127.0.0.1:4999',
    credential: { header: 'bearer', secret: { value: 't' }, key: 'LOCAL_AUTH_TOKEN' },
    models: { main: 'm', opus: 'm', sonnet: 'm', haiku: 'm', fable: 'm', subagent: 'm' },
    off: new Set(),
    claudeArgs: [],
    extra: new Map(),
  })
})

test('cloud is ready without any line', () => {
  expect(ready('', 'cloud')).toEqual({
    name: 'cloud',
    kind: 'anthropic',
    models: {},
    off: new Set(),
    claudeArgs: [],
    extra: new Map(),
  })
})

describe('one field each', () => {
  test.each([
    ['LOCAL_MODEL_NAME="My Model"', { modelName: 'My Model' }],
    ['LOCAL_CONTEXT_TOKENS=65536', { contextTokens: 65536 }],
    ['LOCAL_MAX_OUTPUT_TOKENS=8192', { maxOutputTokens: 8192 }],
    ['LOCAL_TIMEOUT_MS=1000', { timeoutMs: 1000 }],
    ['LOCAL_BILLING=metered', { billing: 'metered' }],
    ['LOCAL_BILLING=Free', { billing: 'free' }],
    ['LOCAL_BILLING=subscription', { billing: 'subscription' }],
    ['LOCAL_BETAS=off', { off: new Set(['betas']) }],
    ['LOCAL_THINKING=OFF', { off: new Set(['thinking']) }],
    ['LOCAL_EFFORT=off', { off: new Set(['effort']) }],
    ['LOCAL_EFFORT=on', { off: new Set() }],
    ['LOCAL_MODEL_CAPABILITIES=-mid_conv_system', { modelCapabilities: '-mid_conv_system' }],
    [
      "LOCAL_MODEL_CAPABILITIES='a/*=-effort, x;-mid_conv_system'",
      { modelCapabilities: 'a/*=-effort, x;-mid_conv_system' },
    ],
    [`LOCAL_CLAUDE_ARGS='--verbose --add-dir "a b"'`, { claudeArgs: ['--verbose', '--add-dir', 'a b'] }],
    ["LOCAL_ENV_FOO='b c'", { extra: new Map([['FOO', 'b c']]) }],
    ['LOCAL_ENV_EMPTY=', { extra: new Map([['EMPTY', '']]) }],
    ['LOCAL_CONTEXT_TOKENS=', {}],
  ])('%s', (line, expected) => {
    const plain = ready(localText())
    expect(ready(localText(line))).toEqual({ ...plain, ...expected })
    expect(complaints(localText(line))).toEqual([])
  })

  test.each([
    ['ollama', 'OLLAMA_MODEL=m', 1_200_000],
    ['local', 'LOCAL_KIND=lmstudio\nLOCAL_MODEL=m', 1_200_000],
    ['local', 'LOCAL_KIND=vllm\nLOCAL_MODEL=m', 1_200_000],
    ['local', 'LOCAL_KIND=llamacpp\nLOCAL_MODEL=m', 1_200_000],
    ['ollama', 'OLLAMA_MODEL=m\nOLLAMA_TIMEOUT_MS=5', 5],
    ['vibe', 'VIBE_MODEL=m\nVIBE_AUTH_TOKEN=t', undefined],
    ['local', localText(), undefined],
    ['cloud', '', undefined],
  ])('%s with %j waits %s ms', (name, text, timeout) => expect(ready(text, name).timeoutMs).toBe(timeout))
})

describe('one bad value each', () => {
  test.each([
    ['LOCAL_CONTEXT_TOKENS=64k', 'LOCAL_CONTEXT_TOKENS must be a whole number of tokens, such as 65536.'],
    ['LOCAL_CONTEXT_TOKENS=0', 'LOCAL_CONTEXT_TOKENS must be a whole number of tokens, such as 65536.'],
    ['LOCAL_CONTEXT_TOKENS=-1', 'LOCAL_CONTEXT_TOKENS must be a whole number of tokens, such as 65536.'],
    ['LOCAL_CONTEXT_TOKENS=1e5', 'LOCAL_CONTEXT_TOKENS must be a whole number of tokens, such as 65536.'],
    ['LOCAL_CONTEXT_TOKENS=99999999999', 'LOCAL_CONTEXT_TOKENS must be a whole number of tokens, such as 65536.'],
    ['LOCAL_MAX_OUTPUT_TOKENS=many', 'LOCAL_MAX_OUTPUT_TOKENS must be a whole number of tokens, such as 8192.'],
    ['LOCAL_TIMEOUT_MS=10s', 'LOCAL_TIMEOUT_MS must be a whole number of milliseconds, such as 600000.'],
    ['LOCAL_BILLING=paid', 'LOCAL_BILLING must be one of free, metered, subscription.'],
    ['LOCAL_BETAS=no', 'LOCAL_BETAS must be one of on, off.'],
    ['LOCAL_THINKING=0', 'LOCAL_THINKING must be one of on, off.'],
    ['LOCAL_EFFORT=high', 'LOCAL_EFFORT must be one of on, off.'],
    ...['--effort', '=-effort', '-effort;', 'No'].map((value): [string, string] => [
      `LOCAL_MODEL_CAPABILITIES='${value}'`,
      'LOCAL_MODEL_CAPABILITIES must be names with commas between them, such as -mid_conv_system,-effort.',
    ]),
    [`LOCAL_CLAUDE_ARGS="--x 'y"`, 'LOCAL_CLAUDE_ARGS has a quote that is not closed; close it.'],
    ['LOCAL_API_KEY=abc#def', 'LOCAL_API_KEY is cut off at an unquoted #; put the value in single quotes.'],
    ['LOCAL_API_KEY=your-key', "LOCAL_API_KEY still has the example's value; put your own there."],
    ['LOCAL_API_KEY=sk-...', "LOCAL_API_KEY still has the example's value; put your own there."],
    [
      'LOCAL_API_KEY=$NOPE',
      'LOCAL_API_KEY refers to $NOPE, which is not set; set it, or put the value in single quotes if the $ belongs to it.',
    ],
    ['LOCAL_ENV_1X=a', 'LOCAL_ENV_1X: "1X" cannot be a variable\'s name; use letters, digits and _, no digit first.'],
    ['LOCAL_ENV_PATH=a', 'LOCAL_ENV_PATH: PATH belongs to the shell and cannot be set by a switch; remove the line.'],
    ['LOCAL_ENV_UID=a', 'LOCAL_ENV_UID: UID belongs to the shell and cannot be set by a switch; remove the line.'],
    [
      'LOCAL_ENV_ANTHROPIC_API_KEY=a',
      "LOCAL_ENV_ANTHROPIC_API_KEY: a switch decides ANTHROPIC_API_KEY itself; use the profile's own fields instead.",
    ],
    [
      'LOCAL_ENV_CLAUDE_CODE_USE_BEDROCK=1',
      "LOCAL_ENV_CLAUDE_CODE_USE_BEDROCK: a switch decides CLAUDE_CODE_USE_BEDROCK itself; use the profile's own fields instead.",
    ],
    [
      'LOCAL_ENV_NO_PROXY=a',
      "LOCAL_ENV_NO_PROXY: a switch decides NO_PROXY itself; use the profile's own fields instead.",
    ],
    [
      'LOCAL_ENV_CLAUDE_SWITCH_PROFILE=a',
      "LOCAL_ENV_CLAUDE_SWITCH_PROFILE: a switch decides CLAUDE_SWITCH_PROFILE itself; use the profile's own fields instead.",
    ],
    [
      'LOCAL_ENV_X=$NOPE',
      'LOCAL_ENV_X refers to $NOPE, which is not set; set it, or put the value in single quotes if the $ belongs to it.',
    ],
  ])('%s', (line, says) => {
    const text = localText(line)
    expect(resolved(text).profile).toBeUndefined()
    expect(complaints(text)).toEqual([`error 4: ${says}`])
  })

  test('several are all said', () => {
    expect(complaints(localText('LOCAL_BETAS=no', 'LOCAL_BILLING=paid'))).toHaveLength(2)
  })

  test('an unknown field is said, and keeps nobody from using the profile', () => {
    const { profile, problems } = resolved(localText('LOCAL_MODLE=x'))
    expect(profile?.name).toBe('local')
    expect(problems.map(({ level, line }) => [level, line])).toEqual([['warning', 4]])
  })

  test('the problems of other profiles are theirs', () => {
    expect(complaints(localText('BOX_KIND=nope', 'BOX_MODLE=x'))).toEqual([])
  })
})

describe('references', () => {
  const environment = { HOST: 'box', TOKEN: 'from $HOST', EMPTY: '' }

  test('come from the environment, in every field', () => {
    const text = 'LOCAL_BASE_URL=http://$HOST:8000\nLOCAL_MODEL=${HOST}-m\nLOCAL_AUTH_TOKEN="$TOKEN"\nLOCAL_ENV_X=$HOST'
    expect(ready(text, 'local', environment)).toMatchObject({
      baseUrl: 'http://box:8000',
      models: { main: 'box-m' },
      credential: { secret: { value: 'from $HOST' } },
      extra: new Map([['X', 'box']]),
    })
  })

  test('single quotes keep the dollar sign', () => {
    expect(ready(localText("LOCAL_ENV_X='$HOST'"), 'local', environment).extra.get('X')).toBe('$HOST')
  })

  test('an empty variable is as good as no line', () => {
    expect(complaints('LOCAL_BASE_URL=http://box:8000\nLOCAL_MODEL=$EMPTY', 'local', environment)).toEqual([
      'error -: LOCAL_MODEL is missing; add a line such as LOCAL_MODEL=qwen3-coder',
    ])
  })

  test('a secret command keeps its dollar signs in single quotes only', () => {
    const text = localText(`LOCAL_AUTH_TOKEN=`, `LOCAL_AUTH_TOKEN_COMMAND='echo $HOST'`)
    expect(ready(text, 'local', environment).credential).toMatchObject({ secret: { command: 'echo $HOST' } })
  })
})

test('what is missing names the key, and an example that works', () => {
  const [asked = ''] = complaints('BOX_MODEL=m', 'box')
  const line = /add a line such as (\S+=\S+);/.exec(asked)?.[1]
  expect(line).toBe('BOX_BASE_URL=http://192.168.1.20:8000')
  expect(complaints(`BOX_MODEL=m\n${line}`, 'box')).toEqual([])
})

test('no problem shows a value', () => {
  const text = [
    'LOCAL_BASE_URL=https://canary:canary@canary/canary?canary',
    'LOCAL_KIND=canary',
    'LOCAL_AUTH_TOKEN=canary#canary',
    'LOCAL_API_KEY=your-canary',
    'LOCAL_CONTEXT_TOKENS=canary',
    'LOCAL_BILLING=canary',
    'LOCAL_BETAS=canary',
    `LOCAL_CLAUDE_ARGS="canary 'canary"`,
    'LOCAL_OPUS_MODEL=opus',
    'LOCAL_MODLE=canary',
    'LOCAL_ENV_PATH=canary',
    'LOCAL_ENV_X=canary$NOPE',
  ]
  const said = complaints(text.join('\n'))
  expect(said.length).toBeGreaterThanOrEqual(text.length)
  expect(said.join('\n')).not.toContain('canary')
})
