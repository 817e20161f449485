import { posixShell, quotePosix } from './posix.ts'

export const bash = posixShell({
  name: 'bash',
  title: 'bash',
  aliases: [],
  script: 'shell/init.bash',
  rcFile: '~/.bashrc',
  loadLine: 'eval "$(claude-switch init bash)"',
  builtin: '\\builtin',
  quote: quotePosix,
  // `export -n` with a value: bash 3.2 has no `declare -g`, and a plain assignment would be exported under `set -a`.
  keep: (name, quoted) => `\\builtin unset -v ${name} && \\builtin export -n ${name}=${quoted}`,
})
