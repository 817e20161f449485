import { type ChildProcess, spawn } from 'node:child_process'
import { command, environmentOf, type Ran } from './binary.ts'
import { conversation, type Exchange } from './conversation.ts'
import type { Home } from './home.ts'

/** A program that runs beside the test, which meanwhile serves it. */
export interface Aside {
  readonly child: ChildProcess
  /** What it has printed so far. */
  readonly said: { stdout: string; stderr: string }
  /** How it ended; a signal counts as a shell counts it, 128 and its number. */
  readonly end: Promise<Ran>
  /** Resolves when stdout has that text; rejects when the program ends without it. */
  until(text: string | RegExp): Promise<void>
}

interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** The client's own patience with a busy server, and so the doctor's, is minutes. */
const briefly = { CLAUDE_CODE_MAX_RETRIES: '2' }

/** ms. A program that takes longer is killed, which is a code of 137. */
const limitMs = 60_000

const signals: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

/** Starts a program in a home. `group` gives it a process group of its own, as a terminal does, so that all of it can be signalled. */
export function startAside(
  program: readonly string[],
  home: Home,
  { env, cwd }: Options = {},
  group: 'own' | 'ours' = 'ours',
): Aside {
  const [file = '', ...args] = program
  const child = spawn(file, args, {
    env: environmentOf(home, { ...briefly, ...env }),
    cwd: cwd ?? home.path,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
    detached: group === 'own',
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.setEncoding('utf8').on('data', chunk => {
      said[stream] += chunk
    })
  const end = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + (signals[signal ?? ''] ?? 0), ...said }))
  })
  const until = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (typeof text === 'string' ? said.stdout.includes(text) : text.test(said.stdout)) resolve()
      }
      child.stdout?.on('data', look)
      end.then(({ stderr }) => reject(new Error(`it ended without ${text}: ${said.stdout}${stderr}`)), reject)
      look()
    })
  return { child, said, end, until }
}

/** Runs the built command beside the test, which may serve it meanwhile. */
export function runAside(args: readonly string[], home: Home, options: Options = {}): Promise<Ran> {
  return startAside([process.execPath, command, ...args], home, options).end
}

/** The same for a conversation on a terminal, as `converse` has it. */
export function converseAside(
  program: readonly string[],
  exchanges: readonly Exchange[],
  home: Home,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return startAside(conversation(program, exchanges, home), home, { env: { NO_COLOR: '1', ...env } }).end
}
