import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { command, root, runProgram } from '../support/binary.ts'
import { backendsText, type Home, temporaryHome } from '../support/home.ts'
import type { RealShell } from '../support/shells.ts'
import { runShell, ways } from '../support/ways.ts'

const sourcing = ways.filter(({ by }) => by === 'source').map(({ shell }) => shell)
const bashAndZsh = sourcing.filter(({ name }) => name === 'bash' || name === 'zsh')

/** Says where the shell is after a switch; the number is the status before it. */
const report = 'echo "$? $ANTHROPIC_BASE_URL $*"'
const switched = '0 http://127.0.0.1:4999'

/** A copy of what npm installs, in a directory of that name. */
function install(home: Home, directory: string): string {
  const target = join(home.path, directory)
  mkdirSync(target)
  for (const part of ['shell', 'dist', 'templates', 'package.json'])
    cpSync(join(root, part), join(target, part), { recursive: true })
  return join(target, 'shell/claude-switch')
}

/** A link to a file, in a directory like npm's global one. */
function link(home: Home, target: string): string {
  mkdirSync(join(home.path, 'a bin'))
  const path = join(home.path, 'a bin/claude-switch')
  symlinkSync(target, path)
  return path
}

const withoutCommand = (env: Record<string, string> = {}) => ({
  PATH: `${join(process.execPath, '..')}:/usr/bin:/bin`,
  ...env,
})

describe('where the command is', () => {
  /** Text that sources it; `path` stands for the file. */
  const places: readonly [string, (home: Home) => { path: string; env?: Record<string, string> }][] = [
    ['on the PATH', () => ({ path: 'claude-switch' })],
    [
      'on the PATH, as a link',
      home => {
        link(home, command)
        return { path: 'claude-switch', env: withoutCommand({ PATH: `${home.path}/a bin:${withoutCommand().PATH}` }) }
      },
    ],
    ["a clone's path", () => ({ path: command, env: withoutCommand() })],
    ['a link that is on no PATH', home => ({ path: link(home, command), env: withoutCommand() })],
    [
      'a directory with odd characters',
      home => ({ path: install(home, "it's $HOME; (x) * &"), env: withoutCommand() }),
    ],
    ['a link into such a directory', home => ({ path: link(home, install(home, 'x  y')), env: withoutCommand() })],
    [
      'a relative path',
      home => {
        install(home, 'here')
        return { path: './here/shell/claude-switch', env: withoutCommand() }
      },
    ],
  ]
  const quote = (path: string) => `'${path.replaceAll("'", "'\\''")}'`

  test.each(bashAndZsh.flatMap(shell => places.map(([name, make]) => ({ shell, name, make }))))(
    '$shell.name: $name',
    ({ shell, make }) => {
      const home = temporaryHome(backendsText)
      const { path, env = {} } = make(home)
      for (const word of ['.', 'source']) {
        const ran = runShell(shell, `${word} ${quote(path)} -q local; ${report}`, home, { env, args: ['kept'] })
        expect(ran).toEqual({ code: 0, stdout: `${switched} kept\n`, stderr: '' })
      }
      const executed = runProgram([path === 'claude-switch' ? command : path, 'list', '--json'], home, { env })
      expect(JSON.parse(executed.stdout).profiles).toBeDefined()
    },
  )
})

describe('where it is sourced', () => {
  const one = 'one() { . claude-switch -q local; }'
  const places: readonly [string, string, string[], string][] = [
    ['at the top', `. claude-switch -q local; ${report}`, ['a'], `${switched} a`],
    ['in a function', `${one}; one; ${report}`, ['a'], `${switched} a`],
    ['in a function with parameters of its own', `${one}; one x y; ${report}`, ['a'], `${switched} a`],
    [
      'in a function in a function',
      `${one}; two() { one "$@"; echo "$*"; }; two p q; ${report}`,
      ['a'],
      `p q\n${switched} a`,
    ],
    ['in a file that is sourced', `. ./inner; ${report}`, ['a'], `in: p q\n${switched} a`],
    ['in eval', `eval '. claude-switch -q local'; ${report}`, [], `${switched} `],
    ['behind &&', `true && . claude-switch -q local && ${report}`, [], `${switched} `],
    ['in an if', `if . claude-switch -q local; then ${report}; fi`, [], `${switched} `],
    ['in a group with a redirection', `{ . claude-switch -q local; } >/dev/null; ${report}`, [], `${switched} `],
    [
      'in a loop',
      `for x in 1 2 3; do . claude-switch -q local || break; done; echo "$x $ANTHROPIC_BASE_URL"`,
      [],
      '3 http://127.0.0.1:4999',
    ],
    [
      'in a subshell, which alone is switched',
      `( . claude-switch -q local; ${report} ); ${report}`,
      [],
      `${switched} \n0  `,
    ],
  ]
  test.each(
    sourcing.flatMap(shell => places.map(([place, text, args, expected]) => ({ shell, place, text, args, expected }))),
  )('$shell.name: $place', ({ shell, text, args, expected }) => {
    const home = temporaryHome(backendsText)
    home.write('inner', `inside() { . claude-switch -q local; echo "in: $*"; }\ninside p q\n`)
    const { stdout, stderr } = runShell(shell, text, home, { args })
    expect({ stdout, stderr }).toEqual({ stdout: `${expected}\n`, stderr: '' })
    const file = home.write('script', text)
    expect(runProgram([...shell.words, file, ...args], home)).toEqual({ code: 0, stdout, stderr })
  })
})

describe('what it must not touch', () => {
  test.each(sourcing)('$name: a script on stdin is not eaten, nor what a loop reads', shell => {
    const home = temporaryHome(backendsText)
    const script = `. claude-switch -q local\n. claude-switch nope 2>/dev/null\n. claude-switch broken 2>/dev/null\necho "$ANTHROPIC_MODEL"\nprintf '1\\n2\\n' | while read -r line; do . claude-switch -q my-box; echo "$line"; done\n`
    const { stdout, code } = runProgram([...shell.words], home, { input: script })
    expect({ stdout, code }).toEqual({ stdout: 'qwen3-coder\n1\n2\n', code: 0 })
  })

  test.each(ways.filter(({ shell }) => shell.name !== 'fish'))(
    "$name: the caller's descriptors 3, 4 and 9",
    ({ shell, setUp, call }) => {
      const home = temporaryHome(backendsText)
      const text = `${setUp}exec 3>three 4>four 9>nine\n${call} -q local\n${call} nope 2>/dev/null\necho t >&3; echo f >&4; echo n >&9\nexec 3>&- 4>&- 9>&-\ncat three four nine`
      expect(runShell(shell, text, home)).toEqual({ code: 0, stdout: 't\nf\nn\n', stderr: '' })
    },
  )

  test.each(ways)('$name: stdout stays the stdout of every command', ({ shell, setUp, call }) => {
    const home = temporaryHome(backendsText)
    const { stdout, stderr, code } = runShell(shell, `${setUp}${call} list --json`, home)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout).profiles).toBeDefined()
  })
})

describe('without words of its own', () => {
  const list = /^[* ] *local .*\n(?:.*\n)*? *my-box/
  const texts = [
    ['the words of a shell', 'set -- off x; . claude-switch; echo "[$*] $CLAUDE_SWITCH_PROFILE"'],
    ['the words of a function', 'go() { . claude-switch; echo "[$*] $CLAUDE_SWITCH_PROFILE"; }; go off x'],
    [
      'after a switch with words',
      '. claude-switch -q local; set -- off x; . claude-switch; echo "[$*] $CLAUDE_SWITCH_PROFILE"',
    ],
    [
      'before a switch with words',
      'set -- off x; . claude-switch; . claude-switch -q local; echo "[$*] $CLAUDE_SWITCH_PROFILE"',
    ],
  ] as const
  test.each(bashAndZsh.flatMap(shell => texts.map(([name, text]) => ({ shell, name, text }))))(
    '$shell.name lists the profiles and leaves $name',
    ({ shell, text }) => {
      const { stdout, stderr, code } = runShell(shell, text, temporaryHome(backendsText))
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatch(list)
      expect(stdout.split('\n').at(-2)).toBe(`[off x] ${text.includes('local') ? 'local' : ''}`)
    },
  )
})

describe('shells that give a sourced file no words', () => {
  const deaf = ways.map(({ shell }) => shell).filter(({ name }) => name === 'dash' || name === 'busybox')
  test.each(deaf)('$name says what to do instead, with status 2, and lives', (shell: RealShell) => {
    const home = temporaryHome(backendsText)
    const { stdout, stderr, code } = runShell(shell, '. claude-switch local || echo "$? $ANTHROPIC_MODEL"', home)
    expect({ stdout, code }).toEqual({ stdout: '2 \n', code: 0 })
    expect(stderr).toContain('eval "$(claude-switch init sh)"')
    const instead = 'eval "$(claude-switch env local --shell sh -q)"; echo "$ANTHROPIC_MODEL"'
    expect(runShell(shell, instead, home)).toEqual({ code: 0, stdout: 'qwen3-coder\n', stderr: '' })
  })
})
