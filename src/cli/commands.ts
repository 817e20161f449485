import type { CommandSpec, Program } from '../commands/command.ts'
import { configureCommands } from './commands/configure.ts'
import { inspectCommands } from './commands/inspect.ts'
import { integrateCommands } from './commands/integrate.ts'
import { modelOption, quietOption } from './commands/options.ts'

/** What a first word that is no command means. */
const switchCommand: CommandSpec = {
  name: 'switch',
  words: '<profile>',
  count: [1, 1],
  takes: 'profile',
  says: 'switch this shell to a profile; off goes back, - goes to the one before',
  options: [modelOption, quietOption],
  examples: [
    ['source claude-switch local', 'switch this shell, without any set-up'],
    ['claude-switch cloud', 'the same, once init is in your start-up file'],
    ['claude-switch local --model qwen3-coder', 'every tier on one model, until the next switch'],
    ['claude-switch use local', 'the same in longer words; ls, current and add are list, status --short and setup'],
    ['claude-switch -', 'the profile before'],
    ['claude-switch off', 'what was there before the first switch'],
  ],
  load: () => import('../commands/switch.ts'),
}

/** The table of contents: every command, argument and option, each with the module that does it. */
export const program: Program = {
  commands: [...inspectCommands, ...configureCommands, ...integrateCommands],
  switchCommand,
  aliases: { use: [], ls: ['list'], current: ['status', '--short'], add: ['setup'] },
}
