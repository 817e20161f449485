import { expect, test } from 'vitest'
import { everyTier, isModelAlias } from '../../src/profiles/models.ts'
import { complaints, localText, ready } from '../support/profiles.ts'

test.each([
  ['opus', true],
  ['Sonnet', true],
  ['haiku[1m]', true],
  ['fable', true],
  ['best', true],
  ['opusplan', true],
  ['default', false],
  ['opus-5', false],
  ['claude-opus-5-5', false],
  ['my-opus', false],
  ['', false],
])('%j is an alias: %s', (model, expected) => expect(isModelAlias(model)).toBe(expected))

const all = (model: string) => ({
  main: model,
  opus: model,
  sonnet: model,
  haiku: model,
  fable: model,
  subagent: model,
})

test.each([
  ['MODEL is every tier', [], all('m')],
  ['OPUS_MODEL', ['LOCAL_OPUS_MODEL=o'], { ...all('m'), opus: 'o' }],
  ['SONNET_MODEL', ['LOCAL_SONNET_MODEL=s'], { ...all('m'), sonnet: 's' }],
  ['HAIKU_MODEL', ['LOCAL_HAIKU_MODEL=h'], { ...all('m'), haiku: 'h' }],
  ['its old name', ['LOCAL_SMALL_FAST_MODEL=f'], { ...all('m'), haiku: 'f' }],
  ['which loses to the new one', ['LOCAL_SMALL_FAST_MODEL=f', 'LOCAL_HAIKU_MODEL=h'], { ...all('m'), haiku: 'h' }],
  ['FABLE_MODEL', ['LOCAL_FABLE_MODEL=f'], { ...all('m'), fable: 'f' }],
  ['SUBAGENT_MODEL', ['LOCAL_SUBAGENT_MODEL=s'], { ...all('m'), subagent: 's' }],
  ['an alias for the subagents', ['LOCAL_SUBAGENT_MODEL=haiku'], { ...all('m'), subagent: 'haiku' }],
])('%s', (_, lines, models) => expect(ready(localText(...lines)).models).toEqual(models))

test('an alias is only the main model and the subagents’', () => {
  expect(everyTier('opus')).toEqual({ main: 'opus', subagent: 'opus' })
  expect(ready('CLOUD_MODEL=opus', 'cloud').models).toEqual({ main: 'opus', subagent: 'opus' })
})

test('cloud needs no model', () => expect(ready('', 'cloud').models).toEqual({}))

test('--model is every tier, whatever the file says', () => {
  expect(ready(localText('LOCAL_OPUS_MODEL=o'), 'local', {}, 'x').models).toEqual(all('x'))
  expect(ready('OLLAMA_KIND=ollama', 'ollama', {}, 'x').models).toEqual(all('x'))
})

test.each([
  [
    'local',
    'LOCAL_BASE_URL=http://127.0.0.1:8000',
    'error -: LOCAL_MODEL is missing; add a line such as LOCAL_MODEL=qwen3-coder',
  ],
  ['ollama', '', 'error -: OLLAMA_MODEL is missing; add a line such as OLLAMA_MODEL=qwen3-coder'],
  ['vibe', 'LITELLM_MASTER_KEY=k', 'error -: VIBE_MODEL is missing; add a line such as VIBE_MODEL=devstral'],
  [
    'local',
    localText('LOCAL_OPUS_MODEL=opus'),
    'error 4: LOCAL_OPUS_MODEL must be a full model name: Claude Code sends a tier as it stands, and resolves no alias in it.',
  ],
  [
    'cloud',
    'CLOUD_MODEL=claude-opus-5-5',
    'note 1: CLOUD_MODEL serves every tier, the background work too; add CLOUD_HAIKU_MODEL=claude-haiku-5-5 to keep that cheap.',
  ],
  [
    'local',
    localText('LOCAL_MODEL=your-model'),
    "error 4: LOCAL_MODEL still has the example's value; put your own there.",
  ],
])('%s with %j is told', (name, text, says) => {
  expect(complaints(text, name).at(-1)).toBe(says)
})

test.each(['openrouter', 'ollama', 'lmstudio', 'llamacpp', 'vllm', 'litellm', 'gateway'])(
  '%s must name its model',
  kind => {
    const text = `BOX_KIND=${kind}\nBOX_BASE_URL=http://127.0.0.1:9\nBOX_AUTH_TOKEN=t\n`
    expect(complaints(text, 'box')).toEqual([
      expect.stringMatching(/^error -: BOX_MODEL is missing; add a line such as BOX_MODEL=\S+$/),
    ])
    expect(complaints(`${text}BOX_MODEL=m\n`, 'box')).toEqual([])
  },
)
