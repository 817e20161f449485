import { loginFile, loginPath } from '../client/files.ts'
import { type Expected, expectedOf } from '../client/profiles.ts'
import { anthropicMessages, backendsDoor } from '../support/namespace.ts'

const elsewhere = {
  ANTHROPIC_BASE_URL: `${backendsDoor}/own`,
  ANTHROPIC_AUTH_TOKEN: 'canary-own-token',
  ANTHROPIC_MODEL: 'own-model',
}
/** A shell full of what is meant for somebody else. */
export const hostile = {
  ...elsewhere,
  ANTHROPIC_API_KEY: 'sk-ant-api03-canary-own',
  ANTHROPIC_CUSTOM_HEADERS: 'X-Own: canary-own-header',
  ANTHROPIC_BETAS: 'canary-beta',
  CLAUDE_CODE_EXTRA_BODY: '{"model":"canary-body"}',
  CLAUDE_CODE_MAX_OUTPUT_TOKENS: '77',
}
const ownGateway = {
  url: `${backendsDoor}/own/v1/messages`,
  authorization: 'Bearer canary-own-token',
  model: 'own-model',
}
const anthropic = { url: anthropicMessages, authorization: 'Bearer sk-ant-oat01-canary-login' }
/** The settings file of the user. */
export const user = '.claude/settings.json'

/** One writing of `settings`, and where the client goes with it and without it. */
export interface Row {
  readonly name: string
  readonly profile: string
  readonly scope: string
  /** The settings file that is written. */
  readonly file: string
  /** What of it is there before, and what else. */
  readonly files?: Readonly<Record<string, string>>
  /** What has been written into a file before, by `settings`. */
  readonly first?: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly expected: Expected
  readonly before: Expected
}

export const rows: readonly Row[] = [
  {
    name: 'local',
    profile: 'vllm',
    scope: 'local',
    file: 'project/.claude/settings.local.json',
    env: elsewhere,
    expected: expectedOf('vllm'),
    before: ownGateway,
  },
  {
    name: 'local, from deep inside a checkout',
    profile: 'llama',
    scope: 'local',
    file: 'project/.claude/settings.local.json',
    files: { 'project/.git/HEAD': 'ref: refs/heads/main\n' },
    cwd: 'project/deep/inside',
    env: elsewhere,
    expected: expectedOf('llama'),
    before: ownGateway,
  },
  {
    name: 'local, in a linked worktree, beside its own',
    profile: 'vllm',
    scope: 'local',
    file: 'main/.claude/settings.local.json',
    files: {
      'project/.git': 'gitdir: ../main/.git/worktrees/w\n',
      'main/.git/worktrees/w/commondir': '../..\n',
      'main/.git/worktrees/w/gitdir': '../../../../project/.git\n',
      'project/.claude/settings.local.json': JSON.stringify({ env: elsewhere }),
    },
    expected: expectedOf('vllm'),
    before: ownGateway,
  },
  {
    name: 'project',
    profile: 'keyed',
    scope: 'project',
    file: 'project/.claude/settings.json',
    env: elsewhere,
    expected: expectedOf('keyed'),
    before: ownGateway,
  },
  {
    name: 'user, beside lines of the user’s own',
    profile: 'litellm',
    scope: 'user',
    file: user,
    files: { [user]: JSON.stringify({ env: elsewhere, model: 'opus' }), [loginPath]: loginFile() },
    expected: expectedOf('litellm'),
    before: ownGateway,
  },
  {
    name: 'user, elsewhere',
    profile: 'lmstudio',
    scope: 'user',
    file: 'elsewhere/settings.json',
    env: { ...elsewhere, CLAUDE_CONFIG_DIR: '$HOME/elsewhere' },
    expected: expectedOf('lmstudio'),
    before: ownGateway,
  },
  {
    name: 'a command for the credential',
    profile: 'openrouter',
    scope: 'local',
    file: 'project/.claude/settings.local.json',
    files: { [loginPath]: loginFile() },
    expected: { ...expectedOf('openrouter'), apiKey: 'canary-openrouter' },
    before: anthropic,
  },
  {
    name: 'a helper of the user’s own',
    profile: 'vllm',
    scope: 'local',
    file: 'project/.claude/settings.local.json',
    files: { [user]: '{"apiKeyHelper": "echo canary-helper"}' },
    expected: expectedOf('vllm'),
    before: { url: anthropicMessages, authorization: 'Bearer canary-helper', apiKey: 'canary-helper' },
  },
  {
    name: 'cloud, over what was written for the user',
    profile: 'cloud',
    scope: 'local',
    file: 'project/.claude/settings.local.json',
    files: { [loginPath]: loginFile() },
    first: ['keyed', '--scope', 'user'],
    expected: anthropic,
    before: expectedOf('keyed'),
  },
  {
    name: 'a shell full of something else',
    profile: 'vllm',
    scope: 'user',
    file: user,
    env: hostile,
    expected: expectedOf('vllm'),
    before: {
      ...ownGateway,
      apiKey: 'sk-ant-api03-canary-own',
      model: 'canary-body',
      maxTokens: 77,
      carries: ['canary-beta', 'canary-body', 'canary-own-header'],
    },
  },
]
