import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claudeSwitch, root, runProgram } from '../support/binary.ts'
import { type Home, temporaryHome } from '../support/home.ts'

const starter = readFileSync(join(root, 'templates/claude-backends.env'), 'utf8')
const at = (home: Home) => join(home.path, '.claude-backends.env')
const said = 'note wrote ~/.claude-backends.env (only you can read it); put your servers there.\n'

describe('the first use writes the starter file', () => {
  test.each([
    [['cloud'], 2],
    [['list'], 0],
    [[], 0],
    [['status'], 0],
    [['run', 'cloud', 'true'], 0],
  ])('claude-switch %s', (args, code) => {
    const home = temporaryHome()
    const first = claudeSwitch(args, home, { env: { ANTHROPIC_API_KEY: 'k' } })
    expect(first.code).toBe(code)
    expect(readFileSync(at(home), 'utf8')).toBe(starter)
    expect(statSync(at(home)).mode & 0o777).toBe(0o600)
    expect(readdirSync(home.path)).toEqual(['.claude-backends.env'])
    // A switch that is only executed ends before it says anything but how to do it.
    if (code === 0) expect(first.stderr.startsWith(said)).toBe(true)
    const second = claudeSwitch(args, home, { env: { ANTHROPIC_API_KEY: 'k' } })
    expect(second.stderr).not.toContain('wrote')
  })

  test('mode 0600 under any umask', () => {
    const home = temporaryHome()
    runProgram(['sh', '-c', 'umask 000; exec claude-switch list'], home)
    expect(statSync(at(home)).mode & 0o777).toBe(0o600)
  })

  test('two at once write one, whole', () => {
    const home = temporaryHome()
    const { code } = runProgram(['sh', '-c', 'claude-switch list & claude-switch status & wait'], home)
    expect(code).toBe(0)
    expect(readFileSync(at(home), 'utf8')).toBe(starter)
    expect(readdirSync(home.path)).toEqual(['.claude-backends.env'])
  })
})

describe('nothing is written by', () => {
  test.each([
    [['env', 'cloud']],
    [['env', 'cloud', '--json']],
    [['env', 'nope']],
    [['init', 'bash']],
    [['status', '--short']],
    [['complete', '--', '']],
    [['--help']],
    [['--version']],
    [['help', 'env']],
  ])('claude-switch %s', args => {
    const home = temporaryHome()
    const { stderr } = claudeSwitch(args, home)
    expect(existsSync(at(home))).toBe(false)
    expect(stderr).not.toContain('wrote')
  })
})

describe('the starter file as it stands', () => {
  test('has cloud and ollama ready, and local and vibe not: nobody is switched to an example', () => {
    const home = temporaryHome()
    const { profiles } = JSON.parse(claudeSwitch(['list', '--json'], home).stdout)
    const ready = Object.fromEntries(profiles.map((one: { name: string; ready: boolean }) => [one.name, one.ready]))
    expect(ready).toEqual({ local: false, cloud: true, ollama: true, vibe: false })
  })

  test('has no problems', () => {
    expect(claudeSwitch(['list'], temporaryHome(starter)).stderr).toBe('')
  })
})

describe('CLAUDE_BACKENDS_CONFIG', () => {
  test('names another file, which is read', () => {
    const home = temporaryHome()
    home.write('sync/b.env', 'BOX_BASE_URL=http://10.0.0.1\nBOX_MODEL=m\n')
    for (const CLAUDE_BACKENDS_CONFIG of [`${home.path}/sync/b.env`, '~/sync/b.env', 'sync/b.env']) {
      expect(claudeSwitch(['list'], home, { env: { CLAUDE_BACKENDS_CONFIG } }).stdout).toContain('  box ')
    }
    expect(existsSync(at(home))).toBe(false)
  })

  test('is where the starter file goes, directories and all', () => {
    const home = temporaryHome()
    const { stderr } = claudeSwitch(['list'], home, { env: { CLAUDE_BACKENDS_CONFIG: '~/new/place/b.env' } })
    expect(stderr).toContain('note wrote ~/new/place/b.env')
    expect(readFileSync(join(home.path, 'new/place/b.env'), 'utf8')).toBe(starter)
  })

  test('is named in what is said about the file', () => {
    const home = temporaryHome()
    home.write('b.env', 'LOCAL_MODLE=x\n')
    const { stderr } = claudeSwitch(['list'], home, { env: { CLAUDE_BACKENDS_CONFIG: `${home.path}/b.env` } })
    expect(stderr).toBe('warning ~/b.env:1: LOCAL_MODLE: local has no field MODLE; did you mean LOCAL_MODEL?\n')
  })
})
