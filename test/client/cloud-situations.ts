import { backendsDoor } from '../support/namespace.ts'
import { backendsText, loginFile, loginPath } from './files.ts'
import type { ShellState } from './situations.ts'

const login = { [loginPath]: loginFile() }
const token = { ANTHROPIC_AUTH_TOKEN: 'canary-token' }
const key = { ANTHROPIC_API_KEY: 'sk-ant-api03-canary-key' }
const storedKey = { '.claude.json': JSON.stringify({ primaryApiKey: 'sk-ant-api03-canary-stored' }) }
const helper = { '.claude/settings.json': JSON.stringify({ apiKeyHelper: 'echo canary-helper' }) }
const aws = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }

const lines = `
WORK_KIND=bedrock
WORK_REGION=us-east-1
WORK_MODEL=us.anthropic.claude-sonnet-4-5-20250929-v1:0
BARE_KIND=bedrock
BARE_REGION=us-east-1
GATED_KIND=bedrock
GATED_REGION=us-east-1
GATED_BASE_URL=${backendsDoor}/gated
GATED_ENV_CLAUDE_CODE_SKIP_BEDROCK_AUTH=1
GATED_MODEL=gated-model
PAID_KIND=bedrock
PAID_BILLING=free
PAID_REGION=us-east-1
PAID_MODEL=paid-model
GOOGLE_KIND=vertex
GOOGLE_REGION=us-east5
GOOGLE_PROJECT=a-project
GOOGLE_MODEL=claude-sonnet-4-5@20250929
GOOGLE_ENV_CLAUDE_CODE_SKIP_VERTEX_AUTH=1
MS_KIND=foundry
MS_RESOURCE=resource
MS_MODEL=claude-sonnet-4-5
MS_ENV_ANTHROPIC_FOUNDRY_API_KEY=foundry-key
`
const file = { '.claude-backends.env': backendsText + lines }

const bedrock = { title: 'Amazon Bedrock', hosts: '.amazonaws.com' }
const vertex = { title: 'Google Vertex AI', hosts: '.googleapis.com' }
const foundry = { title: 'Microsoft Foundry', hosts: '.services.ai.azure.com' }

type Row = readonly [
  name: string,
  profile: string,
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  payer: string,
  provider?: ShellState['provider'],
]

/** A second switch, in the same shell. */
const then = (first: string, second: string) => `${first} 2>/dev/null && source claude-switch ${second}`

/** Clouds as kinds: each must get its requests, and none of the user's own credentials. */
const rows: readonly Row[] = [
  ['Bedrock', 'work', aws, {}, 'metered', bedrock],
  [
    'Bedrock beside everything',
    'work',
    { ...aws, ...token, ...key },
    { ...login, ...helper, ...storedKey },
    'metered',
    bedrock,
  ],
  [
    'Bedrock in spite of a stale base URL',
    'work',
    { ...aws, ...token, ANTHROPIC_BASE_URL: `${backendsDoor}/stale` },
    login,
    'metered',
    bedrock,
  ],
  ['Bedrock without a model', 'bare', { ...aws, ...key }, login, 'metered', bedrock],
  ['Bedrock in spite of Vertex', 'work', { ...aws, CLAUDE_CODE_USE_VERTEX: '1' }, login, 'metered', bedrock],
  ['Bedrock with BILLING', 'paid', aws, login, 'free', bedrock],
  [
    'Bedrock at an address of somebody else’s',
    'gated',
    key,
    { ...login, ...storedKey },
    'unknown',
    { ...bedrock, hosts: new URL(backendsDoor).hostname },
  ],
  ['Vertex beside a stored key', 'google', key, { ...login, ...storedKey }, 'metered', vertex],
  ['Vertex', 'google', { ...token, ...key }, login, 'metered', vertex],
  ['Vertex after Bedrock', then('work', 'google'), { ...aws, ...key }, login, 'metered', vertex],
  ['Foundry', 'ms', { ...token, ...key }, login, 'metered', foundry],
  ['Foundry after Vertex', then('google', 'ms'), key, login, 'metered', foundry],
  ['a subscription after Bedrock', then('work', 'cloud'), aws, login, 'subscription'],
  ['a subscription after Vertex', then('google', 'cloud'), {}, login, 'subscription'],
  ['a key after Foundry', then('ms', 'cloud'), key, login, 'metered'],
  ['a server after Bedrock', then('work', 'vllm'), { ...aws, ...key }, login, 'free'],
  ['off after Bedrock', then('work', 'off'), { ...aws, ...key }, {}, 'metered'],
]

export const cloudSituations: readonly ShellState[] = rows.map(
  ([name, profile, env, files, payer, provider]): ShellState => ({
    name: `a cloud as a profile: ${name}`,
    profile,
    env,
    files: { ...file, ...files },
    payer,
    ...(provider ? { provider } : {}),
  }),
)
