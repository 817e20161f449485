import { quotePosix } from '../system/quote-posix.ts'
import { posixShell } from './posix.ts'

/**
 * Single quotes as everywhere, but a newline as $'\n': under CSH_JUNKIE_QUOTES a newline inside quotes is an error.
 * A function as the replacement, because `$'` means something in a replacement string.
 */
function quoteZsh(text: string): string {
  return quotePosix(text).replaceAll('\n', () => "'$'\\n''")
}

export const zsh = posixShell({
  name: 'zsh',
  title: 'zsh',
  aliases: [],
  script: 'shell/init.zsh',
  rcFile: '~/.zshrc',
  loadLine: 'eval "$(claude-switch init zsh)"',
  builtin: '\\builtin',
  quote: quoteZsh,
  // -g: a plain assignment inside a function warns under WARN_CREATE_GLOBAL.
  keep: (name, quoted) => `\\builtin typeset -g ${name}=${quoted}`,
})
