import { quotePosix } from '../system/quote-posix.ts'
import { posixShell } from './posix.ts'

/** dash, ksh93, mksh, busybox ash, yash and every other POSIX shell. */
export const sh = posixShell({
  name: 'sh',
  title: 'sh (dash, ksh, mksh, busybox, yash)',
  aliases: ['dash', 'ash', 'busybox', 'ksh', 'ksh93', 'mksh', 'oksh', 'yash', 'posix'],
  script: 'shell/init.sh',
  rcFile: '~/.profile (or the file that $ENV names)',
  loadLine: 'eval "$(claude-switch init sh)"',
  builtin: '\\command',
  quote: quotePosix,
  keep: (name, quoted) => `${name}=${quoted}`,
})
