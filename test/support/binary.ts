import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { Home } from './home.ts'

/** The package, and its command as a clone has it. */
export const root = join(import.meta.dirname, '../..')
export const command = join(root, 'shell/claude-switch')

/** What a program did. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The machine's PATH without a real client on it: no test but the client's own may start one. */
export const machinePath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter(place => !existsSync(join(place, 'claude')))
  .join(delimiter)

/** The environment of a test: a home, a PATH with node, the shells and the command on it, and nothing of the machine's own. */
export function environmentOf(home: Home, env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const own = [dirname(command), dirname(process.execPath)]
  const path = [...own, machinePath].join(delimiter)
  return { HOME: home.path, PATH: path, LANG: 'C.UTF-8', TERM: 'dumb', SHELL: '/bin/bash', ...env }
}

/** Runs a program in a home and waits for its end. */
export function runProgram(
  program: readonly string[],
  home: Home,
  options: { env?: Readonly<Record<string, string>>; input?: string; cwd?: string } = {},
): Ran {
  const [file = '', ...args] = program
  const child = spawnSync(file, args, {
    env: environmentOf(home, options.env),
    cwd: options.cwd ?? home.path,
    input: options.input ?? '',
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (child.error) throw child.error
  return { code: child.status ?? -1, stdout: child.stdout, stderr: child.stderr }
}

/** Runs the built command. */
export function claudeSwitch(args: readonly string[], home: Home, options: Parameters<typeof runProgram>[2] = {}): Ran {
  return runProgram([process.execPath, command, ...args], home, options)
}
