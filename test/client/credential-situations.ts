import { backendsDoor } from '../support/namespace.ts'
import { loginFile, loginPath } from './files.ts'
import type { ShellState } from './situations.ts'

const login = { [loginPath]: loginFile() }
const server = { ANTHROPIC_BASE_URL: `${backendsDoor}/server`, ANTHROPIC_MODEL: 'a-model' }
const token = { ANTHROPIC_AUTH_TOKEN: 'canary-token' }
const key = { ANTHROPIC_API_KEY: 'sk-ant-api03-canary-key' }
const oauth = { CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-canary-oauth' }
const storedKey = { '.claude.json': JSON.stringify({ primaryApiKey: 'sk-ant-api03-canary-stored' }) }
const helper = { '.claude/settings.json': JSON.stringify({ apiKeyHelper: 'echo canary-helper' }) }

type Row = readonly [
  name: string,
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  payer: string,
]

/** The marks of a session that another program started, and a few that are none. */
const marks: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['the desktop app', { CLAUDE_CODE_ENTRYPOINT: 'claude-desktop' }],
  ['a local agent', { CLAUDE_CODE_ENTRYPOINT: 'local-agent' }],
  ['a script', { CLAUDE_CODE_ENTRYPOINT: 'sdk-ts' }],
  ['a remote machine', { CLAUDE_CODE_REMOTE: '1' }],
  ['a remote machine, in words', { CLAUDE_CODE_REMOTE: ' TRUE ' }],
  ['no remote machine', { CLAUDE_CODE_REMOTE: '0' }],
]

const sessions: readonly Row[] = marks.flatMap(([who, mark]): Row[] => [
  [`${who}: a token and a login`, { ...server, ...token, ...mark }, login, 'unknown'],
  [`${who}: a key and a login`, { ...server, ...key, ...mark }, login, 'unknown'],
  [`${who}: a token and no login`, { ...server, ...token, ...mark }, {}, 'unknown'],
  [`${who}: a token, an OAuth token and a login`, { ...server, ...token, ...oauth, ...mark }, login, 'unknown'],
])

/** A profile of Anthropic's own tools, with a base URL of its own unless it has none. */
const tool = (name: string, directory = '.config/anthropic', url = true): Record<string, string> => ({
  [`${directory}/configs/${name}.json`]: JSON.stringify({
    ...(url ? { base_url: `${backendsDoor}/tool-${name}` } : {}),
    authentication: { type: 'user_oauth' },
  }),
  [`${directory}/credentials/${name}.json`]: JSON.stringify({
    version: 1,
    type: 'oauth_token',
    access_token: `canary-${name}`,
    refresh_token: 'canary-refresh',
    expires_at: 9_000_000_000,
  }),
})
const active = (name: string) => ({ '.config/anthropic/active_config': `${name}\n` })

const tools: readonly Row[] = [
  ['a tool profile', {}, tool('default'), 'unknown'],
  ['a tool profile beside a login, which wins', key, { ...tool('default'), ...login }, 'metered'],
  ['a tool profile beside a key', { ...server, ...key }, tool('default'), 'unknown'],
  ['a tool profile beside a token', { ...server, ...token }, tool('default'), 'unknown'],
  ['a tool profile beside an OAuth token', { ...server, ...oauth }, tool('default'), 'unknown'],
  ['a tool profile beside a helper', server, { ...tool('default'), ...helper }, 'unknown'],
  ['a tool profile at a base URL of the shell', server, tool('default'), 'unknown'],
  ['the active tool profile', {}, { ...tool('default'), ...tool('work'), ...active('work') }, 'unknown'],
  ['a named tool profile', { ANTHROPIC_PROFILE: 'work' }, { ...tool('default'), ...tool('work') }, 'unknown'],
  ['a named tool profile beside a login', { ANTHROPIC_PROFILE: 'work' }, { ...tool('work'), ...login }, 'unknown'],
  ['a named tool profile that is not there', { ANTHROPIC_PROFILE: 'nope' }, tool('default'), 'none'],
  ['tool profiles elsewhere', { ANTHROPIC_CONFIG_DIR: '$HOME/tools' }, tool('default', 'tools'), 'unknown'],
  ['tool profiles in XDG_CONFIG_HOME', { XDG_CONFIG_HOME: '$HOME/xdg' }, tool('default', 'xdg/anthropic'), 'unknown'],
  [
    'a tool profile without a token',
    {},
    { '.config/anthropic/configs/default.json': '{"authentication":{"type":"user_oauth"}}' },
    'none',
  ],
]

/** A key whose end the user refused; `-p`, which judges here, sends it all the same. */
const refused = {
  '.claude.json': JSON.stringify({ customApiKeyResponses: { approved: [], rejected: ['api03-canary-key'] } }),
}
const longKey = { ANTHROPIC_API_KEY: 'sk-ant-api03-0123456789abcdefghij' }
const refusedLong = {
  '.claude.json': JSON.stringify({ customApiKeyResponses: { approved: [], rejected: ['0123456789abcdefghij'] } }),
}
const refusals: readonly Row[] = [
  ['a refused key', longKey, refusedLong, 'unknown'],
  ['a refused key beside a login', longKey, { ...refusedLong, ...login }, 'unknown'],
  ['another key than the refused one', key, refusedLong, 'metered'],
  ['a part of a key, which is none', key, refused, 'metered'],
  ['a refused key at a gateway', { ...server, ...longKey }, refusedLong, 'unknown'],
]

/** Selectors of a provider, as people and files write them; every word but four is off. */
const selectors: readonly Row[] = ['0', 'false', 'no', 'off', '2', 'y', 'enabled', ' '].map(
  (word): Row => [
    `CLAUDE_CODE_USE_BEDROCK=${JSON.stringify(word)}`,
    { ...key, CLAUDE_CODE_USE_BEDROCK: word },
    {},
    'metered',
  ],
)

const others: readonly Row[] = [
  ['a stored key at a gateway', server, storedKey, 'unknown'],
  ['a stored key beside a tool profile, which loses', {}, { ...storedKey, ...tool('default') }, 'metered'],
  [
    'a stored key beside a named tool profile, which loses',
    { ANTHROPIC_PROFILE: 'work' },
    { ...storedKey, ...tool('work') },
    'metered',
  ],
  [
    'a stored key and a login beside a named tool profile',
    { ANTHROPIC_PROFILE: 'work' },
    { ...storedKey, ...login, ...tool('work') },
    'metered',
  ],
  ['a stored key and no such tool profile', { ANTHROPIC_PROFILE: 'nope' }, storedKey, 'metered'],
  ['a stored key beside an OAuth token', { ...server, ...oauth }, storedKey, 'unknown'],
  ['a helper beside an OAuth token', { ...server, ...oauth }, helper, 'unknown'],
  ['a helper beside a login', {}, { ...helper, ...login }, 'metered'],
  ['a key in a refused state of another', { ...server, ...key }, refusedLong, 'unknown'],
  ['a key of spaces', { ...server, ANTHROPIC_API_KEY: '  ' }, login, 'unknown'],
  ['a base URL with spaces around it', { ...token, ANTHROPIC_BASE_URL: ` ${backendsDoor}/server ` }, {}, 'unknown'],
]

const row = ([name, env, files, payer]: Row): ShellState => ({ name, env, files, payer })

const aws = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
const on = ['1\r', ' 1 ', 'TRUE', 'Yes', 'on\n'].map(
  (word): ShellState => ({
    name: `CLAUDE_CODE_USE_BEDROCK=${JSON.stringify(word)}`,
    env: { ...server, ...token, ...aws, CLAUDE_CODE_USE_BEDROCK: word },
    payer: 'metered',
    provider: { title: 'Amazon Bedrock', hosts: '.amazonaws.com' },
  }),
)

/** A switch takes the marks out, so that the profile's own credential is what goes out. */
const switched = marks.map(
  ([who, mark]): ShellState => ({
    name: `a profile, after ${who}`,
    env: mark,
    files: login,
    profile: 'vllm',
    payer: 'free',
  }),
)

export const credentialSituations: readonly ShellState[] = [
  ...[...sessions, ...tools, ...refusals, ...selectors, ...others].map(row),
  ...on,
  ...switched,
]
