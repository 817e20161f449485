import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root, runProgram } from '../support/binary.ts'
import { type DataShell, dataShells, initLoaded, runData } from '../support/data-shells.ts'
import { backendsText, type Home, temporaryHome } from '../support/home.ts'
import { environmentIn } from '../support/shell-state.ts'
import { after as environmentAfter, planned } from '../support/ways.ts'

/** Loads init, does the steps with a snapshot before and after, and returns both environments. */
function session(data: DataShell, steps: readonly string[], env: Record<string, string>) {
  const home = temporaryHome(backendsText)
  const { call, snapshot, set } = data
  const text = steps.map(step => {
    const [name = '', value] = step.split('=')
    return value === undefined ? call('claude-switch', step) : set(name, value)
  })
  const init = initLoaded(data, home)
  const ran = runData(data, [init, snapshot('before'), ...text, snapshot('after')].join(''), home, { env })
  return { home, ran, before: environmentIn(home, 'before'), now: environmentIn(home, 'after') }
}

const own = { ANTHROPIC_API_KEY: 'own-key', ANTHROPIC_MODEL: 'opus', CLAUDE_CODE_USE_BEDROCK: '1' }
const proxied = { NO_PROXY: 'corp.test', no_proxy: 'corp.test' }

/** How each checks a file without running it. */
const check = {
  elvish: (file: string) => ['-compileonly', file],
  nushell: (file: string) => ['-c', `if not (nu-check --debug ${file}) { exit 1 }`],
}

describe.each(dataShells)('$name', data => {
  test('reads its script as it stands', () => {
    const words = [...data.words, ...check[data.name](join(root, data.shell.script))]
    expect(runProgram(words, temporaryHome())).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test.each<[name: string, env: Record<string, string>, steps: string[], like: string | null, beside?: object]>([
    ['a switch', {}, ['local'], 'local'],
    ['a switch of an environment that goes elsewhere', own, ['local'], 'local'],
    ['an extra variable', {}, ['my-box'], 'my-box'],
    ['several in a row leave nothing of the first', own, ['my-box', 'local'], 'local'],
    ['-', own, ['local', 'my-box', '-'], 'local'],
    ['- twice', own, ['local', 'my-box', '-', '-'], 'my-box'],
    ['cloud', { ANTHROPIC_API_KEY: 'own-key' }, ['local', 'my-box', 'cloud'], 'cloud'],
    ['off', own, ['local', 'off'], null],
    ['off after several', { ...own, ...proxied }, ['local', 'my-box', '-', 'cloud', 'off'], null],
    ['off where nothing was switched', own, ['off'], null],
    ['off keeps what was changed by hand', own, ['local', 'API_TIMEOUT_MS=5', 'off'], null, { API_TIMEOUT_MS: '5' }],
    ['a switch after off', own, ['local', 'off', 'my-box'], 'my-box'],
  ])('%s', (_, env, steps, like, beside = {}) => {
    const { home, ran, before, now } = session(data, steps, env)
    expect(ran).toMatchObject({ code: 0, stdout: '' })
    expect(now).toEqual({ ...environmentAfter(like === null ? [] : planned(like, home, env), before), ...beside })
  })

  test('both spellings of a proxy list gain the host, where the shell can tell them apart', () => {
    const { home, before, now } = session(data, ['local'], proxied)
    const { no_proxy = '', ...merged } = environmentAfter(planned('local', home, proxied), before)
    expect(now).toEqual('no_proxy' in before ? { ...merged, no_proxy } : merged)
  })

  test('a switch says one line, and the note on auto mode, and --quiet none', () => {
    expect(session(data, ['my-box'], {}).ran.stderr).toMatch(
      /^my-box -> https:\/\/box\.test\.invalid.*\nnote auto mode, .*\n$/,
    )
    expect(session(data, ['my-box -q'], {}).ran.stderr).toBe('')
  })

  test('no program sees what the shell remembers', () => {
    const { home, now } = session(data, ['local'], own)
    expect(Object.keys(now).filter(name => name.startsWith('__'))).toEqual([])
    expect(readFileSync(join(home.path, 'after.env'), 'utf8')).not.toContain('own-key')
  })

  test('a refusal leaves everything, memory too, and the shell lives', () => {
    const home = temporaryHome(backendsText)
    const { attempt, call, snapshot } = data
    const refused = {
      unknown: 'nope',
      secret: 'broken',
      mistaken: 'local --bogus',
      command: 'status --require metered',
    }
    const text = [
      initLoaded(data, home),
      snapshot('first'),
      attempt('nothing', call('claude-switch', '-').trim()),
      call('claude-switch', 'local -q'),
      snapshot('before'),
      ...Object.entries(refused).map(([as, words]) => attempt(as, call('claude-switch', words).trim())),
      snapshot('after'),
      call('claude-switch', 'off -q'),
      snapshot('last'),
    ]
    const { code, stdout, stderr } = runData(data, text.join(''), home, { env: own })
    const statuses = stdout.split('\n').filter(line => /^\w+=\d+$/.test(line))
    expect(statuses).toEqual(['nothing=1', 'unknown=1', 'secret=1', 'mistaken=2', 'command=3'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/no previous profile[\s\S]*no profile "nope"[\s\S]*sorry\n[\s\S]*bogus/)
    expect(lasting(home, 'after')).toEqual(lasting(home, 'before'))
    expect(lasting(home, 'last')).toEqual(lasting(home, 'first'))
  })

  test('a failing switch ends a script that does not catch it', () => {
    const home = temporaryHome(backendsText)
    const text = [initLoaded(data, home), data.call('claude-switch', 'nope'), data.snapshot('after')]
    expect(runData(data, text.join(''), home).code).not.toBe(0)
    expect(() => environmentIn(home, 'after')).toThrow('ENOENT')
  })

  test('commands print on stdout, and know what the shell remembers', () => {
    const home = temporaryHome(backendsText)
    const { call, snapshot } = data
    const text = [initLoaded(data, home), call('claude-switch', 'local -q'), call('claude-switch', 'env off --json -q')]
    const { stdout } = runData(data, [...text, snapshot('after')].join(''), home, { env: { ANTHROPIC_MODEL: 'opus' } })
    expect(JSON.parse(stdout).variables).toMatchObject({ ANTHROPIC_MODEL: 'opus', ANTHROPIC_BASE_URL: null })
    expect(environmentIn(home, 'after')).toMatchObject({ CLAUDE_SWITCH_PROFILE: 'local' })
  })

  test('help for a switch is for a person, and changes nothing', () => {
    const { ran, before, now } = session(data, ['local --help'], {})
    expect(ran).toMatchObject({ code: 0, stdout: '' })
    expect(ran.stderr).toContain('Usage: claude-switch')
    expect(now).toEqual(before)
  })

  test('without the node and the file that init was made with, the command on the PATH does it', () => {
    const home = temporaryHome(backendsText)
    const init = home.write(
      `gone.${data.extension}`,
      readFileSync(initFile(data, home), 'utf8').replaceAll('cli.cjs', 'gone.cjs'),
    )
    const text = [data.load(init), data.call('claude-switch', 'local -q'), data.snapshot('after')]
    expect(runData(data, text.join(''), home)).toMatchObject({ code: 0, stderr: '' })
    expect(environmentIn(home, 'after')).toMatchObject({ CLAUDE_SWITCH_PROFILE: 'local' })
  })

  test('a shell inside inherits the switch, and off there takes it away', () => {
    const home = temporaryHome(backendsText)
    const { call, snapshot, words, extension } = data
    const init = initLoaded(data, home)
    const inner = home.write(`inner.${extension}`, [init, call('claude-switch', 'off -q'), snapshot('inner')].join(''))
    const start = `${data.name === 'elvish' ? 'e:' : '^'}${words.join(' ')} ${data.shell.quote(inner)}\n`
    const text = [init, snapshot('before'), call('claude-switch', 'local -q'), start, snapshot('after')]
    expect(runData(data, text.join(''), home).code).toBe(0)
    const managed = (as: string) =>
      Object.entries(environmentIn(home, as)).filter(([name]) => /ANTHROPIC|CLAUDE_(?!SWITCH_EXPECT)/.test(name))
    expect(managed('inner')).toEqual(managed('before'))
    expect(managed('after')).toContainEqual(['CLAUDE_SWITCH_PROFILE', 'local'])
  })
})

/** The environment, without what nushell itself keeps there. */
function lasting(home: Home, as: string): object {
  const { LAST_EXIT_CODE, ...rest } = environmentIn(home, as)
  return rest
}

function initFile(data: DataShell, home: Home): string {
  initLoaded(data, home)
  return join(home.path, `init.${data.extension}`)
}
