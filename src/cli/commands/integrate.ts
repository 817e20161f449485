import type { CommandSpec } from '../../commands/command.ts'
import { jsonOption } from './options.ts'

/** What a shell loads, and what its functions call. */
export const integrateCommands: readonly CommandSpec[] = [
  {
    name: 'init',
    words: '[shell]',
    count: [0, 1],
    takes: 'shell',
    says: 'print the function, completion and launchers for a start-up file',
    options: [
      { name: 'no-launchers', says: 'without cc, cc-local, cc-cloud and the others' },
      { name: 'no-cc', says: 'leave the name cc to the C compiler' },
    ],
    examples: [
      ['eval "$(claude-switch init bash)"', 'in ~/.bashrc'],
      ['eval "$(claude-switch init zsh)"', 'in ~/.zshrc'],
      ['claude-switch init fish | source', 'in ~/.config/fish/config.fish'],
    ],
    load: () => import('../../commands/init.ts'),
  },
  {
    name: 'router',
    words: '[start|stop|restart|status|log]',
    count: [0, 1],
    says: 'the router on this machine: what it does, and its log',
    options: [
      jsonOption,
      { name: 'follow', short: 'f', says: 'with log: go on with what comes' },
      { name: 'all', says: 'with stop: the routers of all your backends files' },
    ],
    examples: [
      ['claude-switch router', 'whether it runs, and on which port'],
      ['claude-switch router log -f', 'each request: who answered, how many tokens, how long'],
      ['claude-switch router stop', 'end it when the answers that are coming have ended'],
    ],
    load: () => import('../../commands/router/router.ts'),
  },
  {
    name: 'launch',
    words: '[profile] -- <words...>',
    count: 'any',
    says: 'switch, then start claude: what the launchers call',
    options: [],
    examples: [],
    hidden: true,
    load: () => import('../../commands/launch.ts'),
  },
  {
    name: 'complete',
    words: '-- <words...>',
    count: 'any',
    says: 'print candidates: what completion calls',
    options: [],
    examples: [],
    hidden: true,
    load: () => import('../../commands/complete.ts'),
  },
]
