import type { Shell } from '../../shells/shell.ts'
import type { Finding, Remedy } from '../finding.ts'
import { found } from '../probe.ts'
import type { CommandFacts, MachineFacts, ShellFacts } from './facts.ts'

const install = ['# in a clone of claude-switch:', 'npm install --global .']

/** Shells whose `source` takes our file; dash and its kin give it no arguments, and the others have languages of their own. */
const sourcing: readonly Shell['name'][] = ['bash', 'zsh']

/** What there is to say of the way in which the calling shell knows claude-switch. What cannot be known is not said. */
export function examineShell({ shell }: Pick<MachineFacts, 'shell'>): Finding[] {
  const findings = [...aboutCommand(shell), ...aboutFunction(shell)]
  return findings.length > 0 ? findings : [fine(shell)]
}

/** What the file is that PATH gives. */
export function kindOfCommand({ text, path }: CommandFacts, own: string): 'own' | 'copy' | 'wrapper' | 'other' {
  if (text === own) return 'own'
  // The line by which our file is node and shell at once, in every version.
  if (text?.startsWith('#!/usr/bin/env node\n__claude_switch=/*')) return 'copy'
  // What npm writes on Windows, and pnpm, asdf and their like everywhere: a script that ends in exec.
  const isScript =
    text !== undefined && /^#!.*sh\b|^@/.test(text) && /claude-switch/.test(text) && /\bexec\b|%\*/i.test(text)
  // volta and mise have one program of their own behind every name.
  return isScript || /\.(cmd|bat|ps1)$|[\\/](\.volta|mise|rtx)[\\/]/i.test(path) ? 'wrapper' : 'other'
}

function aboutCommand({ command, own, reached, shell, throughNpm }: ShellFacts): Finding[] {
  if (throughNpm) {
    const says = 'npm started this and changed the PATH, so the set-up of your shell cannot be seen'
    return [
      found('shell', 'note', 'path-changed-by-npm', says, {
        remedy: { says: 'run claude-switch doctor from the shell itself' },
      }),
    ]
  }
  const remedy: Remedy = { says: 'install it, so that every shell finds it', commands: install }
  if (!command) {
    const still = reached === 'function' ? '; the function of this shell calls it by its path' : ''
    return [found('shell', 'note', 'command-not-on-path', `claude-switch is not on the PATH${still}`, { remedy })]
  }
  const { path, version } = command
  switch (kindOfCommand(command, own.text)) {
    case 'own':
      if (version === undefined || version === own.version) return []
      break
    case 'copy':
      break
    case 'wrapper':
      return reached === 'function' || !shell || !sourcing.includes(shell.name) ? [] : [aboutWrapper(path, shell)]
    case 'other':
      return [
        found(
          'shell',
          'warn',
          { code: 'command-of-other-program', path },
          `PATH gives another program as claude-switch: ${path}`,
          { remedy },
        ),
      ]
  }
  const which = version === undefined ? 'another copy of claude-switch' : `claude-switch ${version}`
  const says = `PATH gives ${which} at ${path}, and this is ${own.version}`
  return [
    found(
      'shell',
      'note',
      { code: 'command-of-other-version', path, own: own.version, ...(version === undefined ? {} : { version }) },
      says,
      { remedy: { says: 'bring it up to date', commands: install } },
    ),
  ]
}

function aboutWrapper(path: string, shell: Shell): Finding {
  const says = `source claude-switch would end this shell: ${path} is a launcher that a package manager wrote`
  return found('shell', 'warn', { code: 'source-ends-shell', path }, says, {
    remedy: loading(shell, 'use the function of init, which needs no source'),
  })
}

/** Called as a program by a shell: the function is not there, or was passed by. */
function aboutFunction({ reached, shell, startUp, command, own, throughNpm }: ShellFacts): Finding[] {
  if (reached !== 'program' || !shell) return []
  // Said already, with the same way out.
  if (!throughNpm && command && kindOfCommand(command, own.text) === 'wrapper' && sourcing.includes(shell.name))
    return []
  if (startUp?.loads) {
    const says = `this was not called through the function of init, which ${startUp.shown} loads`
    return [
      found('shell', 'note', { code: 'function-passed-by', path: startUp.shown }, says, {
        remedy: loading(shell, 'open a new shell, or run in this one'),
      }),
    ]
  }
  const way = sourcing.includes(shell.name) ? 'a switch needs source in front' : `a switch cannot reach ${shell.title}`
  const says = `this was not called through the function of init; without it, ${way}`
  return [
    found('shell', 'note', 'function-not-loaded', says, {
      remedy: loading(shell, `put the line into ${shell.rcFile}`),
    }),
  ]
}

function loading({ loadLine }: Shell, says: string): Remedy {
  return { says, commands: loadLine.split('\n') }
}

function fine({ reached, shell, command, profiles }: ShellFacts): Finding {
  const title = shell?.title ?? 'shell'
  if (reached === 'function') {
    const launchers = profiles.slice(0, launchersShown).map(name => `cc-${name}`)
    const more = profiles.length > launchersShown ? ', ...' : ''
    const detail = `unless init left them out, its launchers are: ${launchers.join(', ')}${more}`
    return found(
      'shell',
      'ok',
      'function-loaded',
      `the function of init is loaded in this ${title}`,
      launchers.length > 0 ? { detail } : {},
    )
  }
  if (reached === 'evaluated') return found('shell', 'ok', 'shell-takes-switch', `this ${title} takes a switch`)
  return found('shell', 'ok', 'command-on-path', `PATH gives claude-switch at ${command?.path}`)
}

const launchersShown = 20
