import { backendsDoor } from '../support/namespace.ts'
import type { ShellState } from './situations.ts'

const server = { ANTHROPIC_BASE_URL: `${backendsDoor}/server`, ANTHROPIC_MODEL: 'a-model' }
const token = { ANTHROPIC_AUTH_TOKEN: 'canary-token' }
const key = { ANTHROPIC_API_KEY: 'sk-ant-api03-canary-key' }
const settings = (json: object, path = '.claude/settings.json') => ({ [path]: JSON.stringify(json) })
const project = 'project/.claude/settings.json'
const agent = (name: string, model: string, directory = '.claude/agents') => ({
  [`${directory}/${name}-file.md`]: `---\nname: ${name}\ndescription: does things\n${model && `model: ${model}\n`}---\nDo.\n`,
})
const opus = 'claude-opus-5-5'
const over = (to: string) => ({ modelOverrides: { [opus]: to } })

type Row = readonly [
  name: string,
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  cwd?: string,
]

/** What settings files and agents' files say of models, at a server that is nobody's. */
const rows: readonly Row[] = [
  ['the agent of the settings', {}, { ...settings({ agent: 'mine' }), ...agent('mine', 'agent-model') }],
  ['the agent of the settings, by an alias', {}, { ...settings({ agent: 'mine' }), ...agent('mine', 'sonnet') }],
  [
    'the agent of the settings, by an alias that is named',
    { ANTHROPIC_DEFAULT_SONNET_MODEL: 'sonnet-here' },
    { ...settings({ agent: 'mine' }), ...agent('mine', 'sonnet') },
  ],
  ['the agent of the settings, which inherits', {}, { ...settings({ agent: 'mine' }), ...agent('mine', 'inherit') }],
  ['the agent of the settings, without a model', {}, { ...settings({ agent: 'mine' }), ...agent('mine', '') }],
  ['the agent of the settings, which is not there', {}, { ...settings({ agent: 'nope' }), ...agent('mine', 'x') }],
  [
    'the agent of the settings, in spite of FORCE',
    { CLAUDE_CODE_SUBAGENT_MODEL: 'sub-model', CLAUDE_CODE_SUBAGENT_MODEL_FORCE: '1' },
    { ...settings({ agent: 'mine' }), ...agent('mine', 'agent-model') },
  ],
  [
    'the agent of the settings, the project’s before the user’s',
    {},
    {
      ...settings({ agent: 'mine' }),
      ...agent('mine', 'user-agent'),
      ...agent('mine', 'project-agent', 'project/.claude/agents'),
    },
    'project',
  ],
  [
    'the agent of the settings, from a directory above',
    {},
    { ...settings({ agent: 'mine' }), ...agent('mine', 'above', 'project/.claude/agents'), 'project/sub/x': '' },
    'project/sub',
  ],
  [
    'the agent of the settings, in a directory below',
    {},
    { ...settings({ agent: 'mine' }), ...agent('mine', 'below', '.claude/agents/deep/er') },
  ],
  [
    'the agent of the settings, in quotes and Windows’ lines',
    {},
    {
      ...settings({ agent: 'mine' }),
      '.claude/agents/x.md': '---\r\nname: "mine"\r\ndescription: x\r\nmodel: \'quoted\'  # why\r\n---\r\nDo.\r\n',
    },
  ],
  [
    'the agent of the settings, without a description',
    {},
    { ...settings({ agent: 'mine' }), '.claude/agents/x.md': '---\nname: mine\nmodel: nobody\n---\nDo.\n' },
  ],
  ['availableModels with the model', {}, settings({ availableModels: ['a-model'] })],
  ['availableModels with the model in other letters', {}, settings({ availableModels: ['A-MODEL'] })],
  ['availableModels with its beginning', {}, settings({ availableModels: ['a'] })],
  ['availableModels without the model', {}, settings({ availableModels: ['sonnet'] })],
  ['availableModels with nothing', {}, settings({ availableModels: [] })],
  [
    'availableModels without the model, beside a tier',
    { ANTHROPIC_DEFAULT_OPUS_MODEL: 'opus-here' },
    settings({ availableModels: ['sonnet'] }),
  ],
  [
    'availableModels of two files',
    {},
    { ...settings({ availableModels: ['a-model'] }), ...settings({ availableModels: ['sonnet'] }, project) },
    'project',
  ],
  ['modelOverrides of the model', { ANTHROPIC_MODEL: opus }, settings(over('over-model'))],
  ['modelOverrides of it in other letters', { ANTHROPIC_MODEL: 'Claude-Opus-5-5' }, settings(over('over-model'))],
  ['modelOverrides of it with [1m]', { ANTHROPIC_MODEL: `${opus}[1m]` }, settings(over('over-model'))],
  ['modelOverrides of it with a date', { ANTHROPIC_MODEL: `${opus}-20260101` }, settings(over('over-model'))],
  ['modelOverrides of a name that is not Anthropic’s', {}, settings({ modelOverrides: { 'a-model': 'over-model' } })],
  [
    'modelOverrides of two files',
    { ANTHROPIC_MODEL: opus },
    { ...settings(over('user-over')), ...settings(over('project-over'), project) },
    'project',
  ],
  [
    'modelOverrides of two files, of two models',
    { ANTHROPIC_MODEL: opus },
    {
      ...settings(over('user-over')),
      ...settings({ modelOverrides: { 'claude-sonnet-5-5': 'project-over' } }, project),
    },
    'project',
  ],
  ['modelOverrides in the global config', { ANTHROPIC_MODEL: opus }, settings(over('over-model'), '.claude.json')],
  [
    'modelOverrides and a model in the body',
    { ANTHROPIC_MODEL: opus, CLAUDE_CODE_EXTRA_BODY: `{"model":"${opus}"}` },
    settings(over('over-model')),
  ],
]

export const modelSituations: readonly ShellState[] = [
  ...rows.map(
    ([name, env, files, cwd]): ShellState => ({
      name,
      env: { ...server, ...token, ...env },
      files,
      ...(cwd ? { cwd } : {}),
      payer: 'unknown',
    }),
  ),
  {
    name: 'modelOverrides at Anthropic',
    env: { ...key, ANTHROPIC_MODEL: opus },
    files: settings(over('over-model')),
    payer: 'metered',
  },
]
