import { closeSync, openSync, readFileSync } from 'node:fs'
import { isTerminal } from './tty.ts'

// Loaded on demand: few switches start a process at all.
const children = () => require('node:child_process') as typeof import('node:child_process')

/** Milliseconds that a secret command may take: time to unlock a password manager, and an end for one that hangs. */
const secretTimeoutMs = 30_000

/**
 * Runs a command line in the system's shell and returns what it printed; its stderr is the user's. It gets the terminal
 * as stdin, to ask for a passphrase, and nothing else: a script that is being read from stdin would be eaten.
 */
export function runSecretCommand(
  command: string,
  environment: NodeJS.ProcessEnv,
): { output: string } | { failed: string } {
  const stdin = isTerminal(0) ? 'inherit' : 'ignore'
  const child = children().spawnSync(command, {
    shell: true,
    env: environment,
    stdio: [stdin, 'pipe', 'inherit'],
    encoding: 'utf8',
    timeout: secretTimeoutMs,
    maxBuffer: 1 << 20,
    windowsHide: true,
  })
  if (child.error) {
    const late = 'code' in child.error && child.error.code === 'ETIMEDOUT'
    return { failed: late ? `it took longer than ${secretTimeoutMs / 1000} s` : child.error.message }
  }
  if (child.signal) return { failed: `it was ended by ${child.signal}` }
  if (child.status !== 0) return { failed: `it ended with status ${child.status}` }
  return { output: child.stdout }
}

/** True when the macOS Keychain holds a generic password of that service. Without -w nothing is read or asked. */
export function hasKeychainItem(service: string, account?: string): boolean {
  const owner = account === undefined ? [] : ['-a', account]
  const words = ['find-generic-password', ...owner, '-s', service]
  const child = children().spawnSync('/usr/bin/security', words, { stdio: 'ignore' })
  return child.status === 0
}

/** The name of the parent process: from /proc on Linux, from ps elsewhere. */
export function parentName(): string | undefined {
  try {
    return readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim()
  } catch {
    if (process.platform === 'win32') return undefined
    const child = children().spawnSync('ps', ['-p', String(process.ppid), '-o', 'comm='], { encoding: 'utf8' })
    return child.status === 0 ? child.stdout.trim() : undefined
  }
}

/**
 * Starts a program in a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it; see
 * `Processes.startDetached`.
 */
export function startDetached(
  command: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  log: string,
): void {
  const file = openSync(log, 'a', 0o600)
  try {
    const child = children().spawn(command, words, {
      detached: true,
      env,
      cwd: env['HOME'] || '/',
      stdio: ['ignore', file, file],
      windowsHide: true,
    })
    // Whoever starts it looks for its answer, and says so where there is none.
    child.on('error', () => {})
    child.unref()
  } finally {
    closeSync(file)
  }
}
