import { jsonReply, removalsFirst } from './json-reply.ts'
import type { Shell } from './shell.ts'

/**
 * nushell's double quotes: `\"`, `\\` and `\u{...}` for whatever a terminal could trip over. Raw strings (`r#'...'#`)
 * look simpler, but a value that begins with `#` does not parse in them.
 */
function quoteNushell(text: string): string {
  const escaped = (character: string) =>
    character === '"' || character === '\\' ? `\\${character}` : `\\u{${character.codePointAt(0)?.toString(16)}}`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being escaped
  return `"${text.replace(/["\\\u0000-\u001f\u007f]/g, escaped)}"`
}

export const nushell: Shell = {
  name: 'nushell',
  title: 'nushell',
  aliases: ['nu'],
  script: 'shell/init.nu',
  rcFile: '~/.config/nushell/config.nu',
  loadLine:
    'mkdir ($nu.data-dir | path join vendor autoload); claude-switch init nushell | save -f ($nu.data-dir | path join vendor autoload claude-switch.nu)',
  quote: quoteNushell,
  fd: 1,
  failure: "error make {msg: 'claude-switch failed'}\n",
  // A value from further out can show through where one was set and is hidden; null covers it, and no program sees null.
  // `$env.no_proxy = ...` would set NO_PROXY where that is there; load-env sets the name that it is given.
  render: plan =>
    removalsFirst(plan)
      .map(([name, value]) =>
        value === null
          ? `hide-env --ignore-errors ${name}; if '${name}' in ($env | columns) { load-env {${name}: null} }\n`
          : `load-env {${name}: ${quoteNushell(value)}}\n`,
      )
      .join(''),
  renderReply: jsonReply,
}
