import { expect, test } from 'vitest'
import { makePlan } from '../../src/env/plan.ts'
import { fields } from '../../src/profiles/fields.ts'
import type { Profile } from '../../src/profiles/profile.ts'
import { ready } from '../support/profiles.ts'
import { configIn } from '../support/standing.ts'

/** A profile with one line of each sort that it cannot be without, and the line in question. */
const profileWith = (...lines: string[]): Profile =>
  ready(['BOX_BASE_URL=http://127.0.0.1:8000', 'BOX_MODEL=m', 'BOX_API_KEY=k', ...lines].join('\n'), 'box')

/** What a profile comes to: the plan of a switch to it, the words of its launcher, what the router does, and who pays. */
function effectOf(profile: Profile): string {
  const secret = profile.credential?.secret
  const plan = makePlan({ profile, secret: secret && 'value' in secret ? secret.value : secret?.command }, {})
  const environment = Object.fromEntries([...plan].map(([name, value]) => [name, value ?? '']))
  return JSON.stringify([[...plan], profile.claudeArgs, profile.tellsUser, configIn(environment, { profile }).payer])
}

/** A value for each field that is not what it is without the line. */
const values: Record<(typeof fields)[number], string> = {
  KIND: 'litellm',
  BASE_URL: 'http://127.0.0.1:8001',
  AUTH_TOKEN: 'other',
  AUTH_TOKEN_COMMAND: 'echo other',
  API_KEY: 'other',
  API_KEY_COMMAND: 'echo other',
  MODEL: 'other',
  MODEL_NAME: 'Other',
  MODEL_CAPABILITIES: '-effort',
  OPUS_MODEL: 'other',
  SONNET_MODEL: 'other',
  HAIKU_MODEL: 'other',
  SMALL_FAST_MODEL: 'other',
  FABLE_MODEL: 'other',
  SUBAGENT_MODEL: 'other',
  CONTEXT_TOKENS: '65536',
  MAX_OUTPUT_TOKENS: '8192',
  BILLING: 'metered',
  TIMEOUT_MS: '5',
  BETAS: 'off',
  THINKING: 'off',
  EFFORT: 'off',
  ROUTER: 'on',
  PRIVACY: 'off',
  CLAUDE_ARGS: '--verbose',
  REGION: 'eu-west-1',
  PROJECT: 'p',
  RESOURCE: 'r',
  AWS_PROFILE: 'work',
}

// The key's command loses to the key, so it is tried without one.
const base = (field: string) =>
  field === 'API_KEY_COMMAND'
    ? ready('BOX_BASE_URL=http://127.0.0.1:8000\nBOX_MODEL=m\nBOX_API_KEY_COMMAND="echo k"', 'box')
    : profileWith()
const changed = (field: (typeof fields)[number]) =>
  field === 'API_KEY_COMMAND'
    ? ready(`BOX_BASE_URL=http://127.0.0.1:8000\nBOX_MODEL=m\nBOX_API_KEY_COMMAND='${values[field]}'`, 'box')
    : profileWith(`BOX_${field}='${values[field]}'`)

/** The fields that only a cloud has. */
const clouds: Partial<Record<(typeof fields)[number], string>> = {
  REGION: 'bedrock',
  AWS_PROFILE: 'bedrock',
  PROJECT: 'vertex',
  RESOURCE: 'foundry',
}
const isCloud = (field: (typeof fields)[number]) => clouds[field] !== undefined

test.each(fields.filter(isCloud))('%s does something, at its cloud alone', field => {
  const lines = `BOX_KIND=${clouds[field]}`
  expect(effectOf(ready(`${lines}\nBOX_${field}=${values[field]}`, 'box'))).not.toBe(effectOf(ready(lines, 'box')))
  expect(() => profileWith(`BOX_${field}=${values[field]}`)).toThrow(/is for KIND=/)
})

test.each(fields.filter(field => !isCloud(field)))('%s does something', field => {
  expect(effectOf(changed(field))).not.toBe(effectOf(base(field)))
})

test('so does any variable of the session', () => {
  expect(effectOf(profileWith('BOX_ENV_FOO=bar'))).not.toBe(effectOf(profileWith()))
})
