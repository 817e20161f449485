import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../src/commands/template/template.ts'
import { nodeSystem } from '../../src/system/node-system.ts'
import type { System, SystemChanges } from '../../src/system/system.ts'
import { UserError } from '../../src/system/user-error.ts'
import { environmentOf, root } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'
import { changeSystem } from '../support/plain-system.ts'

/** The options of the command that take a value. */
const valued = ['--to']

/** What of the machine a test replaces. */
export type Changes = Omit<SystemChanges, 'environment' | 'cwd' | 'home'>

/**
 * A home with a project in it, where `claude-switch template` runs on the real file system. `$HOME` in a value of the
 * environment is the home.
 */
export function templateMachine(options: { backends?: string; environment?: Record<string, string> } & Changes = {}) {
  const { backends = backendsText, environment: own = {}, ...changes } = options
  const home = temporaryHome(backends)
  const cwd = join(home.path, 'project')
  mkdirSync(cwd)
  const resolved = Object.entries(own).map(([name, value]) => [name, value.replaceAll('$HOME', home.path)])
  const printed = { stdout: '', stderr: '' }
  const system: System = changeSystem(Object.create(nodeSystem(root, '__none')), {
    environment: environmentOf(home, Object.fromEntries(resolved)),
    undo: undefined,
    home: home.path,
    platform: 'linux',
    output: {
      isTerminal: () => false,
      print: (stream: 'stdout' | 'stderr', text: string) => {
        printed[stream] += text
      },
    },
    processes: {
      runSecretCommand: () => {
        throw new Error('a secret was asked for')
      },
    },
  })
  changeSystem(system, { cwd, ...changes })
  const at = (name: string) => join(home.path, name)
  return {
    home,
    at,
    read: (name: string) => readFileSync(at(name), 'utf8'),
    modeOf: (name: string) =>
      statSync(at(name)).mode &
      0o777 /** Runs the command; a refusal comes back as its code and its words. The home is `~` in what it says. */,
    template: async (...args: string[]) => {
      printed.stdout = printed.stderr = ''
      const words: string[] = []
      const asked: Record<string, string | boolean> = {}
      for (let index = 0; index < args.length; index++) {
        const arg = args[index] as string
        if (valued.includes(arg)) asked[arg.slice(2)] = args[++index] as string
        else if (arg.startsWith('--')) asked[arg.slice(2)] = true
        else words.push(arg)
      }
      const input = { words, options: asked, program: { commands: [], switchCommand: {} as never, aliases: {} } }
      try {
        const code = await run(input, system)
        return { code, stdout: printed.stdout, stderr: printed.stderr.replaceAll(home.path, '~') }
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        const says = [error.message, ...error.details].join('\n').replaceAll(home.path, '~')
        return { code: error.code, stdout: printed.stdout, stderr: says }
      }
    },
    exists: (name: string) => existsSync(at(name)),
  }
}
