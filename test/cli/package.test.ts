import { lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { program } from '../../src/cli/commands.ts'
import { environmentOf, root, runProgram } from '../support/binary.ts'
import { backendsText, type Home, temporaryHome } from '../support/home.ts'
import { isInstalled } from '../support/shells.ts'

let place = ''
let packed: { path: string; mode: number }[] = []

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'claude-switch-package-'))
  const npm = (...args: string[]) => {
    const ran = runProgram(['npm', ...args], { path: place } as Home, { cwd: root })
    if (ran.code !== 0) throw new Error(ran.stderr)
    return ran.stdout
  }
  // dist is built already; a second build would change it under the tests that run beside this one.
  const [tarball] = JSON.parse(npm('pack', '--ignore-scripts', '--json', '--pack-destination', place))
  packed = tarball.files
  const quietly = ['--ignore-scripts', '--offline', '--no-audit', '--no-fund']
  npm('install', '--global', '--prefix', join(place, 'prefix'), ...quietly, join(place, tarball.filename))
})

afterAll(() => rmSync(place, { recursive: true, force: true }))

describe('the tarball', () => {
  test('has what it needs', () => {
    const paths = packed.map(({ path }) => path)
    for (const file of [
      'cli',
      'main',
      'help',
      'run-child',
      'doctor',
      'demo',
      'setup',
      'client',
      'server',
      'prompts',
      'replace-file',
    ])
      expect(paths).toContain(`dist/${file}.cjs`)
    for (const file of ['claude-switch', 'package.json', 'init.bash', 'init.zsh', 'init.sh', 'init.fish', 'init.ps1'])
      expect(paths).toContain(`shell/${file}`)
    for (const file of ['package.json', 'LICENSE', 'README.md', 'templates/claude-backends.env'])
      expect(paths).toContain(file)
  })

  test('has nothing else', () => {
    const expected =
      /^(dist\/[\w-]+\.cjs|shell\/[\w.-]+|templates\/[\w./-]+|docs\/[\w-]+\.md|man\/[\w-]+\.1|package\.json|LICENSE|README\.md|CHANGELOG\.md)$/
    expect(packed.map(({ path }) => path).filter(path => !expected.test(path))).toEqual([])
  })

  test('has a man page for the program and for each of its commands, which npm installs', () => {
    const pages = [
      'claude-switch',
      ...program.commands.filter(({ hidden }) => !hidden).map(({ name }) => `claude-switch-${name}`),
    ].map(name => `${name}.1`)
    const { man } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect([...man].sort()).toEqual(pages.map(page => `./man/${page}`).sort())
    expect(readdirSync(join(place, 'prefix/share/man/man1')).sort()).toEqual(pages.sort())
  })

  test('has one program', () => {
    expect(packed.filter(({ mode }) => mode & 0o111).map(({ path }) => path)).toEqual(['shell/claude-switch'])
    expect(statSync(join(root, 'shell/claude-switch')).mode & 0o111).not.toBe(0)
  })

  test('has LF line ends, and no byte order mark', () => {
    for (const { path } of packed) {
      const text = readFileSync(join(place, 'prefix/lib/node_modules/claude-switch', path), 'utf8')
      expect(text.includes('\r\n'), path).toBe(false)
      expect(text.startsWith('\ufeff'), path).toBe(false)
    }
  })
})

describe('the installed package, through the link that npm makes', () => {
  /** Runs a script in a shell that has only the installed command on its PATH. */
  const run = (program: readonly string[]) => {
    const home = temporaryHome(backendsText)
    const rest = environmentOf(home)['PATH']?.split(delimiter).slice(1) ?? []
    return runProgram(program, home, { env: { PATH: [join(place, 'prefix/bin'), ...rest].join(delimiter) } })
  }
  /** The note on auto mode stands behind it: nothing else can set that for a plain `claude`. */
  const said =
    /^local -> http:\/\/127\.0\.0\.1:4999, qwen3-coder, free \(BILLING of profile local\)\nnote auto mode, .*\n$/

  test('is a link to the file that is sourced', () => {
    const link = join(place, 'prefix/bin/claude-switch')
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(realpathSync(link)).toBe(
      realpathSync(join(place, 'prefix/lib/node_modules/claude-switch/shell/claude-switch')),
    )
  })

  test('is executed', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(run(['claude-switch', '--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
    expect(run(['claude-switch', 'run', '-q', 'local', 'printenv', 'ANTHROPIC_MODEL']).stdout).toBe('qwen3-coder\n')
    expect(run(['claude-switch', 'help']).code).toBe(0)
  })

  const shells = [
    ['bash', ['bash', '--norc', '--noprofile', '-c']],
    ['zsh', ['zsh', '-f', '-c']],
  ] as const
  describe.each(shells.filter(([name]) => isInstalled(name)))('in %s', (name, words) => {
    test('is sourced', () => {
      const script =
        'source claude-switch local && printenv ANTHROPIC_BASE_URL && source claude-switch off -q; echo "$? $(printenv ANTHROPIC_BASE_URL || echo gone)"'
      expect(run([...words, script])).toMatchObject({
        code: 0,
        stdout: 'http://127.0.0.1:4999\n0 gone\n',
        stderr: said,
      })
    })

    test('makes a function', () => {
      const script = `eval "$(claude-switch init ${name})"; claude-switch local; printenv ANTHROPIC_MODEL`
      expect(run([...words, script])).toMatchObject({ code: 0, stdout: 'qwen3-coder\n', stderr: said })
    })
  })
})
