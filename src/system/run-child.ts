import { constants } from 'node:os'
import { execa } from 'execa'
import type { ChildEnd } from './system.ts'

/**
 * Runs a program with our streams, in a directory or in ours, and waits for its end. SIGINT and SIGQUIT come to the whole foreground group from the
 * terminal, so they are only survived here; the others come to this process alone and are passed on. (node
 * would take SIGUSR1 for a wish to be debugged, with the session's secrets in reach.)
 */
export async function runChild(
  command: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<ChildEnd> {
  // Before the child is there: a signal that comes in between would end this process and leave the child behind.
  const survive = () => {}
  const passOn = (signal: NodeJS.Signals) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, survive)
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const) process.on(signal, passOn)
  const child = execa(command, words, {
    stdio: 'inherit',
    env,
    ...(cwd === undefined ? {} : { cwd }),
    extendEnv: false,
    reject: false,
    cleanup: false,
    forceKillAfterDelay: false,
  })
  const { signal, exitCode, code, originalMessage } = await child
  if (signal) return { code: 128 + (constants.signals[signal as NodeJS.Signals] ?? 0) }
  if (exitCode !== undefined) return { code: exitCode }
  return code === 'ENOENT' ? { missing: true } : { failed: code ?? originalMessage ?? 'no reason was given' }
}
