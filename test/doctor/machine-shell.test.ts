import { describe, expect, test } from 'vitest'
import type { CommandFacts, ShellFacts } from '../../src/doctor/machine/facts.ts'
import { kindOfCommand } from '../../src/doctor/machine/shell.ts'
import { shells } from '../../src/shells/index.ts'
import { findingsOf, healthyMachine, said } from '../support/healthy-machine.ts'

const { shell } = healthyMachine()

/** What npm's cmd-shim writes for Git Bash, and pnpm everywhere. */
const npmScript = `#!/bin/sh
basedir=$(dirname "$(echo "$0" | sed -e 's,\\\\,/,g')")
exec node  "$basedir/node_modules/claude-switch/shell/claude-switch" "$@"
`
const wrapper: CommandFacts = { path: '~/bin/claude-switch', text: npmScript }

describe('what PATH gives', () => {
  const ours = '#!/usr/bin/env node\n__claude_switch=/* one\n'
  test.each<[string, CommandFacts, ReturnType<typeof kindOfCommand>]>([
    ['this very file', { path: '/b/claude-switch', text: ours }, 'own'],
    ['an older one', { path: '/b/claude-switch', text: '#!/usr/bin/env node\n__claude_switch=/* two' }, 'copy'],
    ['a script of npm or pnpm', { path: '/b/claude-switch', text: npmScript }, 'wrapper'],
    [
      'a script of asdf',
      { path: '/s/claude-switch', text: '#!/usr/bin/env bash\nexec asdf exec "claude-switch" "$@"' },
      'wrapper',
    ],
    ['a batch file', { path: 'C:\\npm\\claude-switch.cmd', text: '@ECHO off\r\nnode claude-switch %*\r\n' }, 'wrapper'],
    ['a program of volta', { path: '~/.volta/bin/claude-switch' }, 'wrapper'],
    ['another script', { path: '/b/claude-switch', text: '#!/bin/sh\necho hello\n' }, 'other'],
    ['another program', { path: '/b/claude-switch' }, 'other'],
  ])('%s', (_, command, expected) => expect(kindOfCommand(command, ours)).toBe(expected))
})

describe('the shell', () => {
  const none = { command: undefined } as unknown as Partial<ShellFacts>
  test.each<[string, Partial<ShellFacts>, string[]]>([
    ['with init', {}, ['ok: the function of init is loaded in this bash']],
    ['sourcing', { reached: 'evaluated' }, ['ok: this bash takes a switch']],
    ['unknown', { reached: 'unknown' }, ['ok: PATH gives claude-switch at ~/bin/claude-switch']],
    [
      'without init',
      { reached: 'program' },
      ['note: this was not called through the function of init; without it, a switch needs source in front'],
    ],
    [
      'without init, and without source',
      { reached: 'program', shell: shells.fish },
      ['note: this was not called through the function of init; without it, a switch cannot reach fish'],
    ],
    [
      'opened before init was there',
      { reached: 'program', startUp: { shown: '~/.bashrc', loads: true } },
      ['note: this was not called through the function of init, which ~/.bashrc loads'],
    ],
    ['with nothing on the PATH', { ...none, reached: 'evaluated' }, ['note: claude-switch is not on the PATH']],
    [
      'with nothing on the PATH but init',
      none,
      ['note: claude-switch is not on the PATH; the function of this shell calls it by its path'],
    ],
    [
      'with an older copy',
      { command: { path: '/b/claude-switch', text: 'ours', version: '1.0.0' } },
      ['note: PATH gives claude-switch 1.0.0 at /b/claude-switch, and this is 1.2.3'],
    ],
    [
      'with a copy of no version',
      { command: { path: '/b/x', text: '#!/usr/bin/env node\n__claude_switch=/* two' } },
      ['note: PATH gives another copy of claude-switch at /b/x, and this is 1.2.3'],
    ],
    [
      'with another program',
      { command: { path: '/b/x', text: '#!/bin/sh\n' } },
      ['warn: PATH gives another program as claude-switch: /b/x'],
    ],
    [
      'with a launcher that must not be sourced',
      { command: wrapper, reached: 'program' },
      [
        'warn: source claude-switch would end this shell: ~/bin/claude-switch is a launcher that a package manager wrote',
      ],
    ],
    ['with such a launcher, and init', { command: wrapper }, ['ok: the function of init is loaded in this bash']],
    [
      'with such a launcher, where nothing is sourced',
      { command: wrapper, reached: 'unknown', shell: shells.powershell },
      ['ok: PATH gives claude-switch at ~/bin/claude-switch'],
    ],
    [
      'under npm',
      { throughNpm: true, reached: 'unknown', command: { path: '/x', text: 'other' } },
      ['note: npm started this and changed the PATH, so the set-up of your shell cannot be seen'],
    ],
  ])('%s', (_, changes, expected) => expect(said('shell', { shell: { ...shell, ...changes } })).toEqual(expected))

  test.each([
    ['bash', ['eval "$(claude-switch init bash)"'], '~/.bashrc'],
    ['fish', ['claude-switch init fish | source'], '~/.config/fish/config.fish'],
    ['nushell', shells.nushell.loadLine.split('\n'), '~/.config/nushell/config.nu'],
  ] as const)('%s is given its own line', (name, commands, file) => {
    const [finding] = findingsOf('shell', { shell: { ...shell, shell: shells[name], reached: 'program' } })
    expect(finding?.remedy).toEqual({ says: `put the line into ${file}`, commands })
  })

  test('the launchers are named, and not too many of them', () => {
    const profiles = Array.from({ length: 30 }, (_, index) => `p${index}`)
    const [finding] = findingsOf('shell', { shell: { ...shell, profiles } })
    expect(finding?.detail).toMatch(/: cc-p0, .*, cc-p19, \.\.\.$/)
  })
})
