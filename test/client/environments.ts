import { trapDoor } from '../support/namespace.ts'
import { loginFile, loginPath } from './files.ts'
import type { Expected } from './profiles.ts'

/** What a shell may be full of before the switch. Every value in it that must not survive has a canary. */
export interface Dirty {
  readonly name: string
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  /** Puts the words of the switch and the client into what came before them; they have no single quote in them. */
  readonly after?: (words: string) => string
  /** A credential of the user's own for Anthropic, which `cloud` brings back. */
  readonly credential?: Pick<Expected, 'authorization' | 'apiKey'>
  /** What else of the user's own goes to Anthropic, and to nobody else. */
  readonly own?: Partial<Expected>
  /** A custom x-api-key of the user's own, which takes the place of any but a profile's credential. */
  readonly ownHeader?: string
  /** True where the user's exported credentials are in a parent shell alone. */
  readonly forgotten?: true
  /** True where the way to Anthropic, and to nobody else, is through the trap. */
  readonly proxied?: true
}

export const environments: readonly Dirty[] = [
  { name: 'nothing' },
  { name: 'a stale base URL', env: { ANTHROPIC_BASE_URL: `${trapDoor}/stale` } },
  {
    name: 'an ANTHROPIC_API_KEY',
    env: { ANTHROPIC_API_KEY: 'sk-ant-api03-canary-key' },
    credential: { apiKey: 'sk-ant-api03-canary-key' },
  },
  {
    name: 'an ANTHROPIC_AUTH_TOKEN beside a stale base URL',
    env: { ANTHROPIC_BASE_URL: `${trapDoor}/stale`, ANTHROPIC_AUTH_TOKEN: 'canary-stale-token' },
  },
  {
    name: 'a CLAUDE_CODE_OAUTH_TOKEN',
    env: { CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-canary-oauth' },
    credential: { authorization: 'Bearer sk-ant-oat01-canary-oauth' },
  },
  {
    name: 'CLAUDE_CODE_USE_BEDROCK=1 and its keys',
    env: {
      CLAUDE_CODE_USE_BEDROCK: '1',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'canary-aws-id',
      AWS_SECRET_ACCESS_KEY: 'canary-aws-secret',
      AWS_BEARER_TOKEN_BEDROCK: 'canary-aws-bearer',
      ANTHROPIC_BEDROCK_BASE_URL: `${trapDoor}/bedrock`,
    },
  },
  {
    name: 'CLAUDE_CODE_USE_VERTEX=true and CLAUDE_CODE_USE_FOUNDRY=yes',
    env: {
      CLAUDE_CODE_USE_VERTEX: 'true',
      CLAUDE_CODE_USE_FOUNDRY: 'yes',
      CLAUDE_CODE_SKIP_VERTEX_AUTH: '1',
      ANTHROPIC_VERTEX_PROJECT_ID: 'canary-project',
      ANTHROPIC_FOUNDRY_API_KEY: 'canary-foundry',
      ANTHROPIC_FOUNDRY_RESOURCE: 'canary-resource',
    },
  },
  {
    name: 'the models of another backend',
    env: {
      ANTHROPIC_MODEL: 'canary-main',
      ANTHROPIC_SMALL_FAST_MODEL: 'canary-small-fast',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'canary-haiku',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'canary-opus',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'canary-sonnet',
      ANTHROPIC_DEFAULT_MODEL: 'canary-default',
      CLAUDE_CODE_SUBAGENT_MODEL: 'canary-subagent',
      ANTHROPIC_CUSTOM_MODEL_OPTION: 'canary-option',
    },
  },
  {
    name: 'a leftover profile that is gone',
    env: {
      CLAUDE_SWITCH_PROFILE: 'gone',
      ANTHROPIC_BASE_URL: `${trapDoor}/gone`,
      ANTHROPIC_AUTH_TOKEN: 'canary-gone',
      ANTHROPIC_MODEL: 'canary-gone-model',
      CLAUDE_CODE_MAX_OUTPUT_TOKENS: '3',
      CLAUDE_CODE_EFFORT_LEVEL: 'auto',
    },
  },
  {
    name: 'ANTHROPIC_CUSTOM_HEADERS and ANTHROPIC_BETAS',
    env: { ANTHROPIC_CUSTOM_HEADERS: 'X-Own: canary-header', ANTHROPIC_BETAS: 'canary-beta' },
    own: { carries: ['canary-beta', 'canary-header'] },
  },
  {
    name: 'a custom header that is a credential, made for a stale base URL',
    env: {
      ANTHROPIC_BASE_URL: `${trapDoor}/stale`,
      ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: canary-header-key\nAuthorization: Bearer canary-header-token',
    },
  },
  {
    name: 'a custom header that is a credential',
    env: { ANTHROPIC_CUSTOM_HEADERS: 'x-own: canary-header\nx-api-key: canary-header-key' },
    own: { carries: ['canary-header'] },
    ownHeader: 'canary-header-key',
  },
  {
    name: 'a proxy, with a NO_PROXY of its own',
    env: {
      HTTP_PROXY: trapDoor,
      HTTPS_PROXY: trapDoor,
      http_proxy: trapDoor,
      https_proxy: trapDoor,
      NO_PROXY: 'example.org',
    },
    proxied: true,
  },
  {
    name: 'limits and flags',
    env: {
      CLAUDE_CODE_MAX_OUTPUT_TOKENS: '77',
      CLAUDE_CODE_MAX_CONTEXT_TOKENS: '20000',
      MAX_THINKING_TOKENS: '1024',
      CLAUDE_CODE_EFFORT_LEVEL: 'auto',
      API_TIMEOUT_MS: '60000',
      CLAUDE_CODE_EXTRA_METADATA: '{"note":"canary-metadata"}',
    },
    own: { maxTokens: 77, off: ['effort'], carries: ['canary-metadata'] },
  },
  {
    name: 'CLAUDE_CODE_EXTRA_BODY made for a stale base URL',
    env: {
      ANTHROPIC_BASE_URL: `${trapDoor}/stale`,
      CLAUDE_CODE_EXTRA_BODY: '{"model":"canary-extra-body","max_tokens":5}',
    },
  },
  {
    name: 'a model of nobody in CLAUDE_CODE_EXTRA_BODY',
    env: { CLAUDE_CODE_EXTRA_BODY: '{"model":"canary-extra-body"}' },
  },
  {
    name: 'the names that other tools and SDKs use',
    env: {
      ANTHROPIC_API_URL: `${trapDoor}/other`,
      ANTHROPIC_API_BASE_URL: `${trapDoor}/other`,
      CLAUDE_AGENT_API_BASE_URL: `${trapDoor}/other`,
      ANTHROPIC_UNIX_SOCKET: '$HOME/no.sock',
      OPENAI_API_KEY: 'canary-openai',
      CLAUDE_API_KEY: 'canary-claude-api',
    },
  },
  {
    name: 'a switch that a parent shell made',
    after: words => `source claude-switch elsewhere 2>/dev/null && bash -c '${words}'`,
    forgotten: true,
  },
  {
    name: 'a switch that this shell made, and changes by hand',
    after: words => `source claude-switch elsewhere 2>/dev/null && export ANTHROPIC_MODEL=canary-by-hand && ${words}`,
  },
  {
    name: 'a login',
    files: { [loginPath]: loginFile() },
    credential: { authorization: 'Bearer sk-ant-oat01-canary-login' },
  },
]
