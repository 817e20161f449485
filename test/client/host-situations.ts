import { backendsDoor } from '../support/namespace.ts'
import { loginFile, loginPath } from './files.ts'
import type { ShellState } from './situations.ts'

const login = { [loginPath]: loginFile() }
const server = { ANTHROPIC_BASE_URL: `${backendsDoor}/server`, ANTHROPIC_MODEL: 'a-model' }
const token = { ANTHROPIC_AUTH_TOKEN: 'canary-token' }
const key = { ANTHROPIC_API_KEY: 'sk-ant-api03-canary-key' }
const oauth = { CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-canary-oauth' }
const on = { CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1' }
const desktop = { CLAUDE_CODE_ENTRYPOINT: 'claude-desktop' }
const settings = (json: object) => ({ '.claude/settings.json': JSON.stringify(json) })
const storedKey = { '.claude.json': JSON.stringify({ primaryApiKey: 'sk-ant-api03-canary-stored' }) }
const helper = settings({ apiKeyHelper: 'echo canary-helper' })
const redirect = {
  ANTHROPIC_BASE_URL: `${backendsDoor}/settings`,
  ANTHROPIC_AUTH_TOKEN: 'canary-settings',
  ANTHROPIC_MODEL: 'settings-model',
}
const refused = { customApiKeyResponses: { approved: [], rejected: ['0123456789abcdefghij'] } }

type Row = readonly [
  name: string,
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  payer: string,
]

/** CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: the environment alone decides where requests go and as whom. */
const managed: readonly Row[] = [
  ['a login', on, login, 'none'],
  ['a login and a base URL', { ...on, ...server }, login, 'none'],
  ['a stored key', on, storedKey, 'none'],
  ['a stored key beside a token', { ...on, ...server, ...token }, storedKey, 'unknown'],
  ['a helper', { ...on, ...server }, helper, 'none'],
  ['a helper beside a token', { ...on, ...server, ...token }, helper, 'unknown'],
  ['a key', { ...on, ...key }, login, 'metered'],
  ['a token and a key', { ...on, ...server, ...token, ...key }, {}, 'unknown'],
  ['an OAuth token', { ...on, ...oauth }, login, 'subscription'],
  ['a named tool profile', { ...on, ANTHROPIC_PROFILE: 'work' }, {}, 'none'],
  ['a settings file that sends elsewhere', { ...on, ...key }, settings({ env: redirect }), 'metered'],
  [
    'the global config that sends elsewhere',
    { ...on, ...key },
    { '.claude.json': JSON.stringify({ env: redirect }) },
    'metered',
  ],
  [
    'a settings file with a provider',
    { ...on, ...key },
    settings({ env: { CLAUDE_CODE_USE_BEDROCK: '1' } }),
    'metered',
  ],
  [
    'a settings file with headers',
    { ...on, ...server, ...token },
    settings({ env: { ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: canary-header' } }),
    'unknown',
  ],
  ['headers alone', { ...on, ...server, ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: canary-header' }, login, 'unknown'],
  [
    'a model in a settings file',
    { ...on, ...server, ...token, ANTHROPIC_MODEL: '' },
    settings({ model: 'settings-model' }),
    'unknown',
  ],
  [
    'a body in a settings file',
    { ...on, ...server, ...token },
    settings({ env: { CLAUDE_CODE_EXTRA_BODY: '{"model":"extra-model"}' } }),
    'unknown',
  ],
  [
    'a refused key',
    { ...on, ...server, ANTHROPIC_API_KEY: 'sk-ant-api03-0123456789abcdefghij' },
    { ...login, '.claude.json': JSON.stringify(refused) },
    'unknown',
  ],
  ['a token in the desktop app', { ...on, ...desktop, ...server, ...token }, login, 'unknown'],
  ['an OAuth token in the desktop app', { ...on, ...desktop, ...server, ...token, ...oauth }, login, 'unknown'],
  ['itself, in a settings file', key, settings({ env: { ...on, ...redirect, ANTHROPIC_API_KEY: '' } }), 'unknown'],
  [
    'itself, switched off in a settings file',
    { ...on, ...key },
    settings({ env: { ...redirect, CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '0' } }),
    'metered',
  ],
]

export const hostSituations: readonly ShellState[] = [
  ...managed.map(
    ([name, env, files, payer]): ShellState => ({ name: `managed by a host: ${name}`, env, files, payer }),
  ),
  {
    name: 'managed by a host: a profile takes it out',
    env: on,
    files: settings({ env: redirect }),
    profile: 'vllm',
    payer: 'unknown',
  },
  { name: 'managed by a host: cloud takes it out', env: on, files: login, profile: 'cloud', payer: 'subscription' },
]
