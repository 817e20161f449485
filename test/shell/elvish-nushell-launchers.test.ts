import { chmodSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { environmentOf, runProgram } from '../support/binary.ts'
import { dataLikeValues } from '../support/data-like-values.ts'
import { type DataShell, dataShells, initLoaded, runData } from '../support/data-shells.ts'
import { backendsText, type Home, temporaryHome } from '../support/home.ts'
import { hostileValues } from '../support/hostile-values.ts'
import { environmentIn } from '../support/shell-state.ts'
import { typeInto } from '../support/terminal.ts'

/** A `claude` on the PATH that writes down what it was given, and ends with 7. */
const fakeClaude = `#!/usr/bin/env node
const { writeFileSync, readFileSync } = require('node:fs')
const [args, stdin] = [process.argv.slice(2), process.stdin.isTTY ? 'a terminal' : readFileSync(0, 'utf8')]
writeFileSync(process.env.HOME + '/claude.json', JSON.stringify({ args, stdin, profile: process.env.CLAUDE_SWITCH_PROFILE }))
console.log('claude was here')
process.exit(7)
`

function homeWithClaude(): { home: Home; env: { PATH: string } } {
  const home = temporaryHome(`${backendsText}LOCAL_CLAUDE_ARGS='--model "a b"'\n`)
  chmodSync(home.write('bin/claude', fakeClaude), 0o700)
  return { home, env: { PATH: [join(home.path, 'bin'), environmentOf(home)['PATH']].join(delimiter) } }
}

/** Auto mode cannot check anything behind a backend that is not Anthropic's. */
const manual = ['--settings', '{"disableAutoMode":"disable"}']
const claudeSaw = (home: Home) => JSON.parse(readFileSync(join(home.path, 'claude.json'), 'utf8'))
/** Words that fit on one command line. */
const words = [...dataLikeValues, ...hostileValues].filter(value => value.length < 1000)
const programs = (data: DataShell) => (data.name === 'elvish' ? 'e:' : '^')

describe.each(dataShells)('$name', data => {
  const { shell, call, attempt, snapshot, extension } = data

  test('a launcher switches, gives claude its words and stdin, and carries its status', () => {
    const { home, env } = homeWithClaude()
    const launch = call('cc-local', words.map(shell.quote).join(' ')).trim()
    const text = [initLoaded(data, home), snapshot('before'), attempt('status', launch), snapshot('after')].join('')
    const { stdout, code } = runData(data, text, home, { env, input: 'typed' })
    expect(claudeSaw(home)).toEqual({ args: [...manual, '--model', 'a b', ...words], stdin: 'typed', profile: 'local' })
    expect({ stdout, code }).toEqual({ stdout: 'claude was here\nstatus=7\n', code: 0 })
    expect(environmentIn(home, 'before')).not.toHaveProperty('CLAUDE_SWITCH_PROFILE')
    expect(environmentIn(home, 'after')).toMatchObject({ CLAUDE_SWITCH_PROFILE: 'local' })
  })

  test('what is piped into a launcher is for claude', () => {
    const { home, env } = homeWithClaude()
    const piped = `${programs(data)}printf 'a\\nb' | ${call('cc-my-box', '--help').trim()}`
    runData(data, `${initLoaded(data, home)}${attempt('status', piped)}`, home, { env })
    expect(claudeSaw(home)).toEqual({ args: [...manual, '--help'], stdin: 'a\nb', profile: 'my-box' })
  })

  test('run passes stdin, words and status through, and leaves nothing', () => {
    const { home, env } = homeWithClaude()
    const run = call('claude-switch', "run -q my-box -- claude -p 'a b'").trim()
    const text = [initLoaded(data, home), attempt('status', run), snapshot('after')].join('')
    expect(runData(data, text, home, { env, input: 'typed' }).stdout).toBe('claude was here\nstatus=7\n')
    expect(claudeSaw(home)).toEqual({ args: ['-p', 'a b'], stdin: 'typed', profile: 'my-box' })
    expect(environmentIn(home, 'after')).not.toHaveProperty('CLAUDE_SWITCH_PROFILE')
  })

  test('a launcher of a profile that cannot be used starts nothing', () => {
    const { home, env } = homeWithClaude()
    const text = [initLoaded(data, home), attempt('status', call('cc-broken', '').trim()), snapshot('after')].join('')
    const { stdout, stderr } = runData(data, text, home, { env })
    expect({ stdout, stderr }).toEqual({ stdout: 'status=1\n', stderr: expect.stringContaining('sorry') })
    expect(environmentIn(home, 'after')).not.toHaveProperty('CLAUDE_SWITCH_PROFILE')
  })

  test.each([
    [[], ['cc', 'cc-broken', 'cc-cloud', 'cc-local', 'cc-my-box', 'cc-ollama', 'cc-vibe']],
    [['--no-cc'], ['cc-broken', 'cc-cloud', 'cc-local', 'cc-my-box', 'cc-ollama', 'cc-vibe']],
    [['--no-launchers'], []],
  ])('init %j defines the launchers that were asked for, and loads', (options, launchers) => {
    const home = temporaryHome(backendsText)
    const init = initLoaded(data, home, ...options)
    const text = readFileSync(join(home.path, `init.${extension}`), 'utf8')
    const defined = text.matchAll(/^(?:fn|def --env --wrapped|share) (cc[\w-]*)/gm)
    expect([...new Set([...defined].map(([, name]) => name))].sort()).toEqual(launchers)
    expect(text).not.toMatch(/@(node|cli|commands|profile)@|# (begin|end) /)
    expect(runData(data, `${init}${call('claude-switch', 'status --short')}`, home)).toMatchObject({
      code: 0,
      stderr: '',
    })
  })

  test('the load line in a start-up file teaches the prompt: switch, launcher, cc, completion, and loading it once more', async () => {
    const { home, env } = homeWithClaude()
    const own = { ...env, ANTHROPIC_API_KEY: 'own-key' }
    home.write(shell.rcFile.replace('~/', ''), `${shell.loadLine}\n`)
    // nushell reads what the load line writes when it starts; elvish when it is told to.
    const again = data.name === 'elvish' ? shell.loadLine : ''
    const session = [
      snapshot('start'),
      'claude-switch my-box',
      again,
      'cc hello',
      snapshot('switched'),
      ...['local', 'off', 'my-box', 'off'].map(word => `claude-switch ${word} -q`),
      snapshot('end'),
      data.name === 'elvish'
        ? '$edit:completion:arg-completer[claude-switch] claude-switch env my > $E:HOME/candidates'
        : '__claude_switch_complete "claude-switch env my" | to text o> ($env.HOME | path join candidates)',
    ]
    const program = data.name === 'elvish' ? ['elvish'] : ['nu']
    const shown = await typeInto(program, home, session.filter(Boolean), own)
    expect(shown).not.toMatch(/canary|own-key/)
    expect(claudeSaw(home)).toEqual({ args: [...manual, 'hello'], stdin: 'a terminal', profile: 'my-box' })
    expect(readFileSync(join(home.path, 'candidates'), 'utf8')).toBe('my-box\n')
    expect(environmentIn(home, 'switched')).toMatchObject({ ANTHROPIC_API_KEY: 'canary-box' })
    const managed = (as: string) =>
      Object.entries(environmentIn(home, as)).filter(([name]) => /ANTHROPIC|CLAUDE|PROXY/i.test(name))
    expect(managed('start')).toEqual([['ANTHROPIC_API_KEY', 'own-key']])
    expect(managed('end')).toEqual(managed('start'))
  })
})

const nushell = dataShells.filter(({ name }) => name === 'nushell')

test.each(nushell)("$name's own completion finds profiles and commands", data => {
  const home = temporaryHome(backendsText)
  const text = `${initLoaded(data, home)}claude-switch st`
  const file = home.write('line.nu', text)
  const { stdout } = runProgram([...data.words, '--ide-complete', String(text.length), file], home)
  expect(JSON.parse(stdout)).toEqual({ completions: ['status', 'statusline'] })
})

test.each(nushell)('$name: a launcher without claude on the PATH changes nothing', data => {
  const home = temporaryHome(backendsText)
  const text = [
    initLoaded(data, home),
    '$env.PATH = []\n',
    'try { cc-local } catch {|e| print $e.msg }\n',
    'print ($env.CLAUDE_SWITCH_PROFILE? | default none)',
  ]
  const { stdout, stderr } = runData(data, text.join(''), home)
  expect({ stdout, stderr }).toEqual({
    stdout: 'claude-switch: there is no claude on the PATH; nothing was changed.\nnone\n',
    stderr: '',
  })
})
