import { quotePosix } from '../system/quote-posix.ts'
import { posixShell } from './posix.ts'

export const bash = posixShell({
  name: 'bash',
  title: 'bash',
  aliases: [],
  script: 'shell/init.bash',
  rcFile: '~/.bashrc',
  loadLine: 'eval "$(claude-switch init bash)"',
  builtin: '\\builtin',
  quote: quotePosix,
  keep: (name, quoted) => `${name}=${quoted}`,
})
