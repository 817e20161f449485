import { describe, expect, test } from 'vitest'
import { command } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'
import { changedLines, takeSnapshot } from '../support/shell-state.ts'
import { load, pathWith, runShell, shellsHere } from '../support/ways.ts'

describe.each(shellsHere)('$name', shell => {
  const fish = shell.name === 'fish'
  const call = shell.taughtBy === 'sh' ? '__claude_switch' : 'claude-switch'
  const aliased = shell.name === 'bash' ? 'shopt -s expand_aliases\n' : ''
  const switched = `${call} -q local\necho "$ANTHROPIC_MODEL"\n`

  test('loading it says nothing, and loading it again changes nothing', () => {
    const home = temporaryHome(backendsText)
    const text = `${load(shell)}${takeSnapshot(shell, 'once')}${load(shell)}${takeSnapshot(shell, 'twice')}${switched}`
    expect(runShell(shell, text, home)).toEqual({ code: 0, stdout: 'qwen3-coder\n', stderr: '' })
    expect(changedLines(home, 'once', 'twice')).toEqual([])
  })

  test('loading it again in the middle of a switch loses nothing of the way back', () => {
    const home = temporaryHome(backendsText)
    const text = `${load(shell)}${call} -q local\n${load(shell)}${call} -q off\necho "$ANTHROPIC_MODEL"\n`
    expect(runShell(shell, text, home, { env: { ANTHROPIC_MODEL: 'mine' } }).stdout).toBe('mine\n')
  })

  test.each(fish ? [''] : ['', 'set -eu', 'set -f', 'set -C', "IFS='/-'"])('loading it under %j', setting => {
    const { code, stdout, stderr } = runShell(
      shell,
      `${setting}\n${load(shell)}${switched}`,
      temporaryHome(backendsText),
    )
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'qwen3-coder\n', stderr: '' })
  })

  test('aliases of the same names give way', () => {
    const home = temporaryHome(backendsText)
    home.write('bin/claude', '#!/bin/sh\necho "client $ANTHROPIC_MODEL"\n', 0o700)
    const old = ['claude-switch', 'cc-local'].map(name =>
      fish ? `alias ${name} 'echo old'` : `alias ${name}='echo old'`,
    )
    const text = `${aliased}${old.join('\n')}\n${load(shell)}claude-switch -q my-box\ncc-local\n`
    const { stdout, code } = runShell(shell, text, home, { env: { PATH: pathWith(home) } })
    expect({ stdout, code }).toEqual({ stdout: 'client qwen3-coder\n', code: 0 })
  })

  test('the name that the command was made with is enough, with no PATH at all', () => {
    const home = temporaryHome(backendsText)
    const nowhere = fish ? 'set -gx PATH /nowhere' : 'PATH=/nowhere; export PATH'
    expect(runShell(shell, `${load(shell)}${nowhere}\n${switched}`, home)).toEqual({
      code: 0,
      stdout: 'qwen3-coder\n',
      stderr: '',
    })
  })

  test.each([
    ['the node', process.execPath],
    ['the file', 'cli.cjs'],
  ])('%s that it was made with may go, as long as the command is on the PATH', (_, gone) => {
    const home = temporaryHome(backendsText)
    const pattern = `s|${gone}'|${gone}.gone'|`
    home.write('bin/older', `#!/bin/sh\n'${process.execPath}' '${command}' "$@" | sed "${pattern}"\n`, 0o700)
    const text = `${load(shell).replace('claude-switch', 'older')}${switched}${call} nope\ntrue`
    const { stdout, stderr } = runShell(shell, text, home, { env: { PATH: pathWith(home) } })
    expect(stdout).toBe('qwen3-coder\n')
    expect(stderr).toMatch(/^claude-switch: there is no profile "nope"/)
  })

  test('a backends file that cannot be read does not spoil the start of a shell', () => {
    const home = temporaryHome('\0')
    const { stdout, stderr, code } = runShell(shell, `${load(shell)}echo started\n${call} -q local\ntrue`, home)
    expect({ stdout, code }).toEqual({ stdout: 'started\n', code: 0 })
    expect(stderr).toContain('it is not a text file')
  })
})
