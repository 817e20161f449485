import type { CommandSpec } from '../../commands/command.ts'
import { jsonOption, modelOption, quietOption, requireOption } from './options.ts'

/** What is in force, what there is, and one command elsewhere. */
export const inspectCommands: readonly CommandSpec[] = [
  {
    name: 'status',
    words: '',
    count: [0, 0],
    says: 'say what Claude Code would use from here, and who pays',
    options: [jsonOption, { name: 'short', says: 'one word for a prompt, from the environment alone' }, requireOption],
    examples: [
      ['claude-switch status', 'before heavy work'],
      ['claude-switch status --require free,subscription && claude', 'never by the token'],
    ],
    load: () => import('../../commands/status.ts'),
  },
  {
    name: 'statusline',
    words: '',
    count: [0, 0],
    says: 'one line for the status line of Claude Code, from the JSON that it hands over',
    options: [
      { name: 'threshold', value: 'percent', says: 'name the way on from this much of a quota; 90 without it' },
      { name: 'fallback', value: 'profile', says: 'the profile to go on with; the first free one without it' },
    ],
    examples: [['claude-switch settings --statusline', 'show it in Claude Code from now on']],
    load: () => import('../../commands/statusline.ts'),
  },
  {
    name: 'list',
    words: '',
    count: [0, 0],
    says: 'list the profiles, where they go, and who pays',
    options: [jsonOption],
    examples: [['claude-switch list', 'the active one has a star']],
    load: () => import('../../commands/list.ts'),
  },
  {
    name: 'env',
    words: '<profile>',
    count: [1, 1],
    takes: 'profile',
    says: 'print what a switch would change, as text for a shell',
    options: [
      { name: 'shell', value: 'shell', says: 'bash, zsh, sh, fish, elvish, nushell or powershell' },
      jsonOption,
      { name: 'show-secrets', says: 'do not mask secrets on a terminal' },
      modelOption,
      quietOption,
    ],
    examples: [
      ['claude-switch env local', 'look before you switch'],
      ['eval "$(claude-switch env local --shell sh)"', 'switch a shell that cannot source'],
      ['claude-switch env local --json', 'for programs'],
    ],
    load: () => import('../../commands/env.ts'),
  },
  {
    name: 'run',
    words: '<profile> [--] <command...>',
    count: 'any',
    takes: 'profile',
    says: 'run one command under a profile; nothing leaks back',
    options: [modelOption, requireOption, quietOption],
    examples: [
      ['claude-switch run local --require free -- claude', 'or nothing is started'],
      ['claude-switch run cloud -- claude -p "review this diff"', 'one question to Anthropic'],
      ['claude-switch run local npm test', 'anything else, in the same environment'],
    ],
    load: () => import('../../commands/run.ts'),
  },
]
