import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../src/commands/settings/settings.ts'
import { exec } from '../../src/system/exec.ts'
import { nodeSystem } from '../../src/system/node-system.ts'
import type { System, SystemChanges } from '../../src/system/system.ts'
import { UserError } from '../../src/system/user-error.ts'
import { environmentOf, root } from '../support/binary.ts'
import { backendsText, type Home, temporaryHome } from '../support/home.ts'
import { changeSystem } from '../support/plain-system.ts'

/**
 * A home with a project in it, where `claude-switch settings` runs on the real file system with the real git. `$HOME` in
 * a value of the environment is the home, and a `cwd` is meant from there.
 */
export function machine(
  changes: { environment?: Record<string, string>; backends?: string; in?: Home } & SystemChanges = {},
) {
  const {
    environment: own = {},
    backends = backendsText,
    cwd: place = 'project',
    in: home = temporaryHome(),
    ...rest
  } = changes
  home.write('.claude-backends.env', backends)
  const cwd = join(home.path, place)
  mkdirSync(cwd, { recursive: true })
  const resolved = Object.entries(own).map(([name, value]) => [name, value.replaceAll('$HOME', home.path)])
  const environment = environmentOf(home, { GIT_CONFIG_NOSYSTEM: '1', ...Object.fromEntries(resolved) })
  const printed = { stdout: '', stderr: '' }
  const ran: string[] = []
  const system: System = changeSystem(Object.create(nodeSystem(root, '__none')), {
    environment,
    undo: undefined,
    home: home.path,
    output: {
      isTerminal: () => false,
      print: (stream: 'stdout' | 'stderr', text: string) => {
        printed[stream] += text
      },
    },
    processes: {
      exec: (command: string, words: string[], limit: number, own = environment) => exec(command, words, limit, own),
      runSecretCommand: (command: string) => {
        ran.push(command)
        return { output: spawnSync(command, { shell: true, encoding: 'utf8' }).stdout }
      },
    },
  })
  changeSystem(system, { cwd, ...rest })
  const git = (...words: string[]) => {
    const { status, stderr, stdout } = spawnSync('git', words, { cwd, env: environment, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return stdout
  }
  const at = (name: string) => join(home.path, name)
  return {
    home,
    cwd,
    ran,
    git,
    at,
    read: (name: string) => readFileSync(at(name), 'utf8'),
    modeOf: (name: string) => statSync(at(name)).mode & 0o777,
    isLink: (name: string) =>
      lstatSync(at(name)).isSymbolicLink() /** Runs the command; a refusal comes back as its code and its words. */,
    settings: async (...args: string[]) => {
      printed.stdout = printed.stderr = ''
      const words: string[] = []
      const options: Record<string, string | boolean> = {}
      for (let index = 0; index < args.length; index++) {
        const arg = args[index] as string
        if (arg === '--scope') options['scope'] = args[++index] as string
        else if (arg.startsWith('--')) options[arg.slice(2)] = true
        else words.push(arg)
      }
      try {
        const code = await run(
          { words, options, program: { commands: [], switchCommand: {} as never, aliases: {} } },
          system,
        )
        return { code, ...printed }
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        return { code: error.code, stdout: printed.stdout, stderr: [error.message, ...error.details].join('\n') }
      }
    },
    list: (name: string) => (existsSync(at(name)) ? readdirSync(at(name)).sort() : []),
  }
}

/** The variables that a settings file of Claude Code has, without the empty ones. */
export function envIn(text: string): Record<string, string> {
  const { env = {} } = JSON.parse(text) as { env?: Record<string, string> }
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
}
