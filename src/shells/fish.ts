import { undoVariable } from '../env/undo.ts'
import type { Shell } from './shell.ts'

/** fish knows two escapes inside single quotes, `\\` and `\'`; everything else stands for itself, newlines too. */
function quoteFish(text: string): string {
  return `'${text.replace(/[\\']/g, special => `\\${special}`)}'`
}

// --global always: without a scope --erase would take a universal variable away for good. An exported universal one goes to
// every child where the global one is gone or unexported [measured, fish 3.6]; only an exported global one covers it, and an
// empty one is as good as none to the client.
const remove = (name: string) =>
  `set --query --universal --export ${name}; and set --global --export ${name} ''; or set --global --erase ${name}; or true`

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
        : [
            undo === null
              ? `set --global --erase ${undoVariable}; or true`
              : `set --global --unexport ${undoVariable} ${quoteFish(undo)}`,
          ]),
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
