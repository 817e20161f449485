import { undoVariable } from '../env/undo.ts'
import type { Shell } from './shell.ts'

/** fish knows two escapes inside single quotes, `\\` and `\'`; everything else stands for itself, newlines too. */
function quoteFish(text: string): string {
  return `'${text.replace(/[\\']/g, special => `\\${special}`)}'`
}

// --global always: without a scope --erase would take a universal variable away for good. A universal variable would
// show through where the global one is gone, and be exported, so it is covered by an unexported global one.
const remove = (name: string) =>
  `set --query --universal ${name}; and set --global --unexport ${name}; or set --global --erase ${name}; or true`

export const fish: Shell = {
  name: 'fish',
  title: 'fish',
  aliases: [],
  script: 'shell/init.fish',
  rcFile: '~/.config/fish/config.fish',
  loadLine: 'claude-switch init fish | source',
  quote: quoteFish,
  fd: 3,
  failure: 'false\n',
  render: plan => lines([...plan].map(([name, value]) => (value === null ? remove(name) : exported(name, value)))),
  renderReply: ({ plan, undo, says, launch }) =>
    lines([
      ...[...plan].map(([name, value]) => (value === null ? remove(name) : exported(name, value))),
      ...(undo === undefined
        ? []
        : [undo === null ? remove(undoVariable) : `set --global --unexport ${undoVariable} ${quoteFish(undo)}`]),
      ...(says === undefined ? [] : [`echo ${quoteFish(says)} >&2`]),
      ...(launch === undefined ? [] : [`command ${launch.map(quoteFish).join(' ')}`]),
    ]),
}

function exported(name: string, value: string): string {
  return `set --global --export ${name} ${quoteFish(value)}`
}

function lines(all: readonly string[]): string {
  return all.map(line => `${line}\n`).join('')
}
