import type { CommandSpec, Program } from './commands/command.ts'
import { loading } from './contents/loading.ts'
import { looking } from './contents/looking.ts'
import { model, quiet } from './contents/options.ts'
import { settling } from './contents/settling.ts'

/** What a first word that is no command means. */
const switchCommand: CommandSpec = {
  name: 'switch',
  words: '<profile>',
  count: [1, 1],
  takes: 'profile',
  says: 'switch this shell to a profile; off goes back, - goes to the one before',
  options: [model, quiet],
  examples: [
    ['source claude-switch local', 'switch this shell, without any set-up'],
    ['claude-switch cloud', 'the same, once init is in your start-up file'],
    ['claude-switch local --model qwen3-coder', 'every tier on one model, until the next switch'],
    ['claude-switch -', 'the profile before'],
    ['claude-switch off', 'what was there before the first switch'],
  ],
  load: () => import('./commands/switch.ts'),
}

/** The table of contents: every command, argument and option, each with the module that does it. */
export const program: Program = { commands: [...looking, ...settling, ...loading], switchCommand }
