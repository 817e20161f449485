import { backendsDoor } from '../support/namespace.ts'
import { loginFile, loginPath } from './files.ts'

const settings = (json: object) => ({ '.claude/settings.json': JSON.stringify(json) })
const helper = { apiKeyHelper: 'echo canary-helper' }
const storedKey = { '.claude.json': JSON.stringify({ primaryApiKey: 'sk-ant-api03-canary-stored' }) }
const login = { [loginPath]: loginFile() }
const server = { ANTHROPIC_BASE_URL: `${backendsDoor}/server`, ANTHROPIC_MODEL: 'a-model' }
const token = { ANTHROPIC_AUTH_TOKEN: 'canary-token' }
const key = { ANTHROPIC_API_KEY: 'sk-ant-api03-canary-key' }
const oauth = { CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-canary-oauth' }
const aws = {
  CLAUDE_CODE_USE_BEDROCK: '1',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 'b',
}

/** What a client may find when it starts. */
export interface ShellState {
  readonly name: string
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** What is switched to first. */
  readonly profile?: string
  readonly payer: string
  /** The cloud provider that everything goes to, and its hosts. */
  readonly provider?: { readonly title: string; readonly hosts: string }
}

export const situations: readonly ShellState[] = [
  { name: 'nothing at all', payer: 'none' },
  { name: 'a login', files: login, payer: 'subscription' },
  { name: 'a login that has expired', files: { [loginPath]: loginFile(Date.UTC(2020, 0)) }, payer: 'subscription' },
  { name: 'a CLAUDE_CODE_OAUTH_TOKEN', env: oauth, payer: 'subscription' },
  { name: 'a CLAUDE_CODE_OAUTH_TOKEN beside a login', env: oauth, files: login, payer: 'subscription' },
  { name: 'an API key', env: key, payer: 'metered' },
  { name: 'an API key beside a login', env: key, files: login, payer: 'metered' },
  { name: 'a token without a base URL', env: token, payer: 'unknown' },
  { name: 'a stored Console key', files: storedKey, payer: 'metered' },
  { name: 'a stored Console key beside a login', files: { ...storedKey, ...login }, payer: 'subscription' },
  { name: 'an apiKeyHelper', files: settings(helper), payer: 'metered' },
  { name: 'an apiKeyHelper beside an API key', env: key, files: settings(helper), payer: 'metered' },
  { name: 'an alias as the model', env: { ...key, ANTHROPIC_MODEL: 'sonnet' }, payer: 'metered' },
  { name: 'a model in the settings', env: key, files: settings({ model: 'claude-sonnet-5-5' }), payer: 'metered' },
  { name: 'a base URL and nothing else', env: server, payer: 'none' },
  { name: 'a base URL and a token', env: { ...server, ...token }, payer: 'unknown' },
  { name: 'a base URL, a token and a key', env: { ...server, ...token, ...key }, payer: 'unknown' },
  { name: 'a base URL and a login', env: server, files: login, payer: 'unknown' },
  { name: 'a base URL, a token and a stored key', env: { ...server, ...token }, files: storedKey, payer: 'unknown' },
  { name: 'a base URL, a token and a helper', env: { ...server, ...token }, files: settings(helper), payer: 'unknown' },
  {
    name: 'a model that ends in [1m]',
    env: { ...server, ...token, ANTHROPIC_MODEL: 'a-model[1m]', CLAUDE_CODE_MAX_CONTEXT_TOKENS: '65536' },
    payer: 'unknown',
  },
  { name: 'a base URL and no model', env: { ...server, ...token, ANTHROPIC_MODEL: '' }, payer: 'unknown' },
  {
    name: 'a default model',
    env: { ...server, ...token, ANTHROPIC_MODEL: '', ANTHROPIC_DEFAULT_MODEL: 'default-model' },
    payer: 'unknown',
  },
  {
    name: 'an alias whose tier is named',
    env: { ...server, ...token, ANTHROPIC_MODEL: 'opus', ANTHROPIC_DEFAULT_OPUS_MODEL: 'opus-here' },
    payer: 'unknown',
  },
  {
    name: 'an opus tier and no main model',
    env: { ...server, ...token, ANTHROPIC_MODEL: '', ANTHROPIC_DEFAULT_OPUS_MODEL: 'opus-here' },
    payer: 'unknown',
  },
  {
    name: 'a model in CLAUDE_CODE_EXTRA_BODY',
    env: { ...server, ...token, CLAUDE_CODE_EXTRA_BODY: '{"model":"extra-model"}' },
    payer: 'unknown',
  },
  {
    name: 'a credential in ANTHROPIC_CUSTOM_HEADERS',
    env: { ...server, ...token, ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: canary-header' },
    payer: 'unknown',
  },
  {
    name: 'Bedrock',
    env: { ...server, ...token, ...aws },
    payer: 'metered',
    provider: { title: 'Amazon Bedrock', hosts: '.amazonaws.com' },
  },
  {
    name: 'Vertex',
    env: {
      ...server,
      ...token,
      CLAUDE_CODE_USE_VERTEX: 'on',
      CLAUDE_CODE_SKIP_VERTEX_AUTH: '1',
      ANTHROPIC_VERTEX_PROJECT_ID: 'project',
      CLOUD_ML_REGION: 'us-east5',
    },
    payer: 'metered',
    provider: { title: 'Google Vertex AI', hosts: '.googleapis.com' },
  },
  {
    name: 'Foundry, by a settings file, after a profile',
    profile: 'vllm',
    files: settings({
      env: {
        CLAUDE_CODE_USE_FOUNDRY: '1',
        ANTHROPIC_FOUNDRY_RESOURCE: 'resource',
        ANTHROPIC_FOUNDRY_API_KEY: 'foundry-key',
      },
    }),
    payer: 'metered',
    provider: { title: 'Microsoft Foundry', hosts: '.services.ai.azure.com' },
  },
  {
    name: 'Bedrock, switched off by a settings file',
    env: { ...server, ...token, ...aws },
    files: settings({ env: { CLAUDE_CODE_USE_BEDROCK: '0' } }),
    payer: 'unknown',
  },
  {
    name: 'a custom header that is the only credential',
    env: { ...server, ANTHROPIC_CUSTOM_HEADERS: 'X-Other: 1\nauthorization: Bearer canary-header' },
    payer: 'unknown',
  },
  {
    name: 'a custom header that loses to a token',
    env: { ...server, ...token, ANTHROPIC_CUSTOM_HEADERS: 'Authorization: Bearer canary-header' },
    payer: 'unknown',
  },
  {
    name: 'a custom header beside a login',
    env: { ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: canary-header' },
    files: login,
    payer: 'subscription',
  },
  {
    name: 'a custom header in the place of a key',
    env: { ...key, ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: canary-header' },
    payer: 'unknown',
  },
  {
    name: 'a custom header beside a helper',
    env: { ...server, ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: canary-header' },
    files: settings(helper),
    payer: 'unknown',
  },
  {
    name: 'tiers and no main model, with a CLAUDE_CODE_OAUTH_TOKEN',
    env: {
      ...oauth,
      ...server,
      ANTHROPIC_MODEL: '',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'opus-here',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'sonnet-here',
    },
    payer: 'unknown',
  },
  {
    name: 'the haiku alias and the old name of its tier, which it does not read',
    env: { ...server, ...token, ANTHROPIC_MODEL: 'haiku', ANTHROPIC_SMALL_FAST_MODEL: 'small-fast' },
    payer: 'unknown',
  },
  {
    name: 'a model in CLAUDE_CODE_EXTRA_BODY of a settings file, after a profile',
    profile: 'vllm',
    files: settings({ env: { CLAUDE_CODE_EXTRA_BODY: '{"model":"extra-model"}' } }),
    payer: 'free',
  },
  { name: 'a profile', profile: 'vllm', payer: 'free' },
  { name: 'a profile beside a login', profile: 'keyed', files: login, payer: 'unknown' },
  { name: 'a profile beside a stored key', profile: 'keyed', files: storedKey, payer: 'unknown' },
  { name: 'a profile beside a stored key, which goes along', profile: 'vllm', files: storedKey, payer: 'free' },
  { name: 'a profile beside a helper', profile: 'vllm', files: settings(helper), payer: 'free' },
  {
    name: 'a profile, and a settings file that sends elsewhere',
    profile: 'vllm',
    files: settings({ env: { ANTHROPIC_BASE_URL: `${backendsDoor}/settings`, ANTHROPIC_MODEL: 'settings-model' } }),
    payer: 'unknown',
  },
  {
    name: "a profile, and a project's settings that empty the model",
    profile: 'my-gate',
    cwd: 'project',
    files: {
      'project/.claude/settings.local.json': JSON.stringify({ env: { ANTHROPIC_MODEL: '' }, model: 'local-model' }),
    },
    payer: 'unknown',
  },
  { name: 'cloud with a login, after a profile', profile: 'cloud', files: login, payer: 'subscription' },
  {
    name: 'another CLAUDE_CONFIG_DIR',
    env: { ...server, CLAUDE_CONFIG_DIR: '$HOME/other' },
    files: { ...login, 'other/settings.json': JSON.stringify({ ...helper, model: 'not-this' }) },
    payer: 'unknown',
  },
]
