import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { shells } from '../../src/shells/index.ts'
import { backendsText, type Home, temporaryHome } from '../support/home.ts'
import { hostileValues } from '../support/hostile-values.ts'
import type { RealShell } from '../support/shells.ts'
import { load, pathWith, runShell, shellsHere } from '../support/ways.ts'

/** A client that writes down what it was started with: words, environment, stdin, open descriptors. */
const client = `#!/bin/sh
printf '%s\\0' "$@" >"$HOME/words"
for n in 3 4; do if [ -e "/proc/$$/fd/$n" ]; then echo "descriptor $n" >>"$HOME/open"; fi; done
echo "$ANTHROPIC_MODEL $CLAUDE_SWITCH_PROFILE $(cat)"
exit 7
`
const file = `${backendsText}LOCAL_CLAUDE_ARGS='--verbose --append "two  words" ""'\n`

function homeWithClient(): Home {
  const home = temporaryHome(file)
  home.write('bin/claude', client, 0o700)
  home.write('bin/cc', '#!/bin/sh\necho compiler\n', 0o700)
  return home
}

/** Auto mode cannot check anything behind a backend that is not Anthropic's. */
const manual = ['--settings', '{"disableAutoMode":"disable"}']

const wordsIn = (home: Home) => readFileSync(join(home.path, 'words'), 'utf8').split('\0').slice(0, -1)
/** An interactive busybox says who it is on stdout. */
const withoutBanner = (stdout: string) => stdout.replace(/^\n*BusyBox (?:.|\n)*?\n\n/, '')

const status = ({ name }: RealShell) => (name === 'fish' ? '$status' : '$?')
const run = (shell: RealShell, text: string, home: Home, options = '', words: string[] = []) =>
  runShell(shell, `${shell.name === 'bash' ? 'shopt -s expand_aliases\n' : ''}${load(shell, options)}${text}`, home, {
    env: { PATH: pathWith(home) },
    input: 'typed',
    words,
  })

describe.each(shellsHere)('$name', shell => {
  const quote = shells[shell.taughtBy].quote
  const told = `echo ${status(shell)} $CLAUDE_SWITCH_PROFILE`

  test("a launcher switches, then starts the client with the profile's words and the user's", () => {
    const home = homeWithClient()
    const words = hostileValues.filter(value => value.length < 100)
    const { stdout, stderr } = run(shell, `cc-local ${words.map(quote).join(' ')}\n${told}`, home)
    expect(stdout).toBe('qwen3-coder local typed\n7 local\n')
    expect(stderr).toMatch(/^local -> http:\/\/127\.0\.0\.1:4999.*\n$/)
    expect(wordsIn(home)).toEqual([...manual, '--verbose', '--append', 'two  words', '', ...words])
    expect(existsSync(join(home.path, 'open'))).toBe(false)
  })

  test('a profile of the user has a launcher, and one without words gets none', () => {
    const home = homeWithClient()
    expect(run(shell, `cc-my-box\n${told}`, home).stdout).toBe('glm-4.6 my-box typed\n7 my-box\n')
    expect(wordsIn(home)).toEqual(manual)
  })

  test('a profile that cannot be used starts nothing, and the backend stays', () => {
    const home = homeWithClient()
    const { stdout, stderr } = run(
      shell,
      `cc-my-box >/dev/null\nrm words\ncc-broken hello\n${told}\ncc-vibe\n${told}`,
      home,
    )
    expect(stdout).toBe('1 my-box\n1 my-box\n')
    expect(stderr).toContain('BROKEN_AUTH_TOKEN_COMMAND gave no secret')
    expect(existsSync(join(home.path, 'words'))).toBe(false)
  })

  test('without the client there is the message and the status of the shell itself', () => {
    const home = temporaryHome(file)
    const { stdout, stderr } = run(shell, `cc-local\n${told}`, home)
    expect(stdout).toBe('127 local\n')
    expect(stderr).toContain('claude')
  })

  test('cc keeps the backend that is active, for a person', () => {
    const home = homeWithClient()
    const { stdout } = run(shell, `cc-local >/dev/null\ncc hello\n${told}`, home, '', ['-i'])
    expect(withoutBanner(stdout)).toBe('qwen3-coder local \n7 local\n')
    expect(wordsIn(home)).toEqual([...manual, '--verbose', '--append', 'two  words', '', 'hello'])
  })

  test.each([
    ['cc is the compiler in a script', '', [], 'cc', 'compiler'],
    ['--no-cc leaves it to the compiler', '--no-cc', ['-i'], 'cc', 'compiler'],
    ['--no-cc keeps the others', '--no-cc', ['-i'], 'cc-my-box', 'glm-4.6 my-box typed'],
    ['--no-launchers leaves cc too', '--no-launchers', ['-i'], 'cc', 'compiler'],
    ['--no-launchers takes the others', '--no-launchers', [], 'cc-local', ''],
  ])('%s', (_, options, words, typed, expected) => {
    const { stdout } = run(shell, `${typed}\ntrue`, homeWithClient(), options, words)
    expect(withoutBanner(stdout).trim()).toBe(expected)
  })
})
