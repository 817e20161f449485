import { jsonReply } from './json-reply.ts'
import type { Shell } from './shell.ts'

/** elvish: in single quotes only the quote is special, and it is doubled. */
function quoteElvish(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export const elvish: Shell = {
  name: 'elvish',
  title: 'elvish',
  aliases: [],
  script: 'shell/init.elv',
  rcFile: '~/.config/elvish/rc.elv',
  loadLine: 'eval (claude-switch init elvish | slurp)',
  quote: quoteElvish,
  fd: 1,
  failure: "fail 'claude-switch failed'\n",
  render: plan =>
    [...plan]
      .map(([name, value]) => (value === null ? `unset-env ${name}\n` : `set-env ${name} ${quoteElvish(value)}\n`))
      .join(''),
  renderReply: jsonReply,
}
