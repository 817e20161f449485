import { expect, test } from 'vitest'
import { destinationOf } from '../../src/env/destination.ts'
import { makePlan } from '../../src/env/plan.ts'
import { resolveEnv, type SettingsLayer } from '../../src/env/precedence.ts'
import { warningsOf } from '../../src/env/warnings.ts'
import { complaints, ready } from '../support/profiles.ts'
import { configIn, helper } from '../support/standing.ts'

const bedrock = (url: string) => ({ CLAUDE_CODE_USE_BEDROCK: '1', ANTHROPIC_BEDROCK_BASE_URL: url })
const vertex = (url: string) => ({ CLAUDE_CODE_USE_VERTEX: '1', ANTHROPIC_VERTEX_BASE_URL: url })
const foundry = (url: string) => ({ CLAUDE_CODE_USE_FOUNDRY: '1', ANTHROPIC_FOUNDRY_BASE_URL: url })

// A cloud's own hosts are those that nobody can rent there: anything else is somebody's, who may hand requests on.
test.each<[Record<string, string>, string]>([
  [bedrock('https://bedrock-runtime.us-east-1.amazonaws.com'), 'metered'],
  [bedrock('https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com/'), 'metered'],
  [bedrock('https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com'), 'metered'],
  [bedrock('http://bedrock-runtime.us-east-1.amazonaws.com'), 'unknown'],
  [bedrock('https://ec2-1-2-3-4.compute-1.amazonaws.com'), 'unknown'],
  [bedrock('https://bedrock-runtime.s3.amazonaws.com'), 'unknown'],
  [bedrock('https://bedrock-runtime.us-east-1.amazonaws.com.evil.test'), 'unknown'],
  [bedrock('http://localhost:4000/bedrock'), 'unknown'],
  [bedrock('nonsense'), 'unknown'],
  [vertex('https://us-east5-aiplatform.googleapis.com/v1'), 'metered'],
  [vertex('https://aiplatform.us.rep.googleapis.com/v1'), 'metered'],
  [vertex('https://storage.googleapis.com'), 'unknown'],
  [foundry('https://mine.services.ai.azure.com/anthropic'), 'metered'],
  [foundry('https://mine.eastus.cloudapp.azure.com'), 'unknown'],
  [{ CLAUDE_CODE_USE_MANTLE: '1', ANTHROPIC_BEDROCK_MANTLE_BASE_URL: 'https://x.test' }, 'unknown'],
])('%j is paid for: %s', (environment, payer) => {
  const config = configIn({ ...environment, ANTHROPIC_API_KEY: 'k' })
  expect(config.destination.kind).toBe('provider')
  expect(config.credentials).toEqual([])
  expect(config.payer.payer).toBe(payer)
})

const switched = (text: string, own: Record<string, string> = {}) =>
  Object.fromEntries([...makePlan({ profile: ready(text, 'work') }, own)].filter(([, value]) => value !== null))

test.each<[string, Record<string, string>]>([
  [
    'WORK_KIND=bedrock\nWORK_REGION=eu-west-1\nWORK_AWS_PROFILE=job',
    { CLAUDE_CODE_USE_BEDROCK: '1', AWS_REGION: 'eu-west-1', AWS_PROFILE: 'job' },
  ],
  [
    'WORK_KIND=vertex\nWORK_REGION=global\nWORK_PROJECT=p\nWORK_BASE_URL=https://us-east5-aiplatform.googleapis.com/v1',
    {
      CLAUDE_CODE_USE_VERTEX: '1',
      CLOUD_ML_REGION: 'global',
      ANTHROPIC_VERTEX_PROJECT_ID: 'p',
      ANTHROPIC_VERTEX_BASE_URL: 'https://us-east5-aiplatform.googleapis.com/v1',
    },
  ],
  ['WORK_KIND=foundry\nWORK_RESOURCE=r', { CLAUDE_CODE_USE_FOUNDRY: '1', ANTHROPIC_FOUNDRY_RESOURCE: 'r' }],
])('%j', (text, expected) => {
  const own = {
    ANTHROPIC_API_KEY: 'k',
    ANTHROPIC_AUTH_TOKEN: 't',
    CLAUDE_CODE_OAUTH_TOKEN: 'o',
    ANTHROPIC_BASE_URL: 'x',
  }
  expect(switched(text, own)).toEqual({ ...expected, CLAUDE_SWITCH_PROFILE: 'work' })
})

test.each<[string, RegExp]>([
  ['WORK_API_KEY=k', /WORK_API_KEY is not sent to Amazon Bedrock.*WORK_ENV_AWS_BEARER_TOKEN_BEDROCK/],
  ['WORK_AUTH_TOKEN_COMMAND=pass', /is not sent to Amazon Bedrock/],
  ['WORK_ROUTER=on', /cannot be on/],
  ['WORK_PROJECT=p', /WORK_PROJECT is for KIND=vertex/],
  ['WORK_RESOURCE=r', /WORK_RESOURCE is for KIND=foundry/],
  ['WORK_BASE_URL=localhost:4000', /has no http/],
])('at Bedrock, %s is refused', (line, says) => {
  expect(complaints(`WORK_KIND=bedrock\n${line}`, 'work').join('\n')).toMatch(says)
})

test('what a cloud whose login is skipped gets is said', () => {
  const skip = { ...vertex('http://box'), CLAUDE_CODE_SKIP_VERTEX_AUTH: '1' }
  const named = (environment: Record<string, string>, layers: SettingsLayer[] = []) =>
    warningsOf(configIn(environment, { layers })).flatMap(told =>
      told.code === 'cloud-login-skipped' ? told.names : [],
    )
  expect(named({ ...skip, ANTHROPIC_API_KEY: 'k' })).toEqual(['ANTHROPIC_API_KEY'])
  expect(named(skip, [helper])).toEqual(['apiKeyHelper'])
  expect(named(skip)).toEqual([])
  expect(named({ ...vertex('http://box'), ANTHROPIC_API_KEY: 'k' })).toEqual([])
})

test('one cloud is not another, for whoever named it', () => {
  const resolved = resolveEnv({ CLAUDE_CODE_USE_VERTEX: '1' }, [])
  expect(destinationOf(resolved, ready('WORK_KIND=bedrock', 'work')).title).toBe('Google Vertex AI')
  const config = configIn(
    { CLAUDE_CODE_USE_VERTEX: '1' },
    { profile: ready('WORK_KIND=bedrock\nWORK_BILLING=free', 'work') },
  )
  expect(config.payer.payer).toBe('metered')
})
