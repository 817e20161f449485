import { jsonReply, removalsFirst } from './json-reply.ts'
import type { Shell } from './shell.ts'

/**
 * PowerShell takes four typographic quotes for single quotes as well (CharTraits.cs, IsSingleQuote), so all five are
 * doubled, as its own EscapeSingleQuotedStringContent does.
 */
export function quotePowerShell(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`
}

export const powershell: Shell = {
  name: 'powershell',
  title: 'PowerShell',
  aliases: ['pwsh'],
  script: 'shell/init.ps1',
  rcFile: '$PROFILE',
  loadLine: 'Invoke-Expression (& claude-switch init powershell | Out-String)',
  quote: quotePowerShell,
  fd: 1,
  failure: "throw 'claude-switch failed'\n",
  render: plan =>
    removalsFirst(plan)
      .map(([name, value]) =>
        value === null
          ? `Remove-Item -LiteralPath Env:${name} -ErrorAction SilentlyContinue\n`
          : `Set-Item -LiteralPath Env:${name} -Value ${quotePowerShell(value)}\n`,
      )
      .join(''),
  renderReply: jsonReply,
}
