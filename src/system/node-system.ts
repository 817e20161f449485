import { appendFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { createFile, makeDirectory } from './draft.ts'
import { exec, programAt } from './exec.ts'
import { list, readFile, readInput, realPath, removeEmpty, writeAll } from './files.ts'
import { hasKeychainItem, parentName, runSecretCommand, startDetached } from './processes.ts'
import type { Files, Processes, System } from './system.ts'
import { isTerminal } from './tty.ts'
import { UserError } from './user-error.ts'

const descriptors = { stdin: 0, stdout: 1, stderr: 2 } as const

/** The real machine. `undoVariable` leaves the environment before anything else can see it. */
export function nodeSystem(packageRoot: string, undoVariable: string): System {
  const undo = process.env[undoVariable]
  delete process.env[undoVariable]
  // A copy: process.env asks the system for each value anew.
  // And without a prototype: `constructor` is a name like any other here.
  const environment: NodeJS.ProcessEnv = Object.assign(Object.create(null), process.env)
  return {
    environment,
    undo,
    get cwd() {
      return workingDirectory(environment)
    },
    get home() {
      return homeDirectory(environment)
    },
    platform: process.platform,
    node: process.execPath,
    cli: join(packageRoot, 'dist', 'cli.cjs'),
    output: { isTerminal: stream => isTerminal(descriptors[stream]), print, sendToShell: writeAll },
    files: nodeFiles(packageRoot),
    processes: nodeProcesses(environment),
    http: {
      open: async options => (await import('./http/client.ts')).openHttpClient(options),
      openStreams: async options => (await import('./http/stream.ts')).openHttpStreams(options),
      serve: async (handle, port, options) => (await import('./http/server.ts')).serve(handle, port, options),
    },
    prompts: {
      yesNo: async question => (await import('./prompts.ts')).askYesNo(question),
      choice: async (question, choices, initial) =>
        (await import('./prompts.ts')).askChoice(question, choices, initial),
      text: async (question, about) => (await import('./prompts.ts')).askText(question, about),
      secret: async (question, about) => (await import('./prompts.ts')).askSecret(question, about),
    },
    clock: { now: () => performance.now(), pause: ms => new Promise(resolve => setTimeout(resolve, ms)) },
  }
}

function nodeFiles(packageRoot: string): Files {
  return {
    readStdin: readInput,
    read: readFile,
    exists: existsSync,
    realPath,
    list,
    create: createFile,
    replace: async change => (await import('./replace-file.ts')).replaceFile(change),
    removeEmpty,
    makeDirectory: path => makeDirectory(path, 0o700),
    append: (path, text) => appendFileSync(path, text, { mode: 0o600 }),
    rename: renameSync,
    remove: path => rmSync(path, { force: true }),
    temporaryDirectory: () => {
      const { tmpdir } = require('node:os') as typeof import('node:os')
      const path = mkdtempSync(join(tmpdir(), 'claude-switch-'))
      return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
    },
    own: path => readFileSync(join(packageRoot, path), 'utf8'),
  }
}

function nodeProcesses(environment: NodeJS.ProcessEnv): Processes {
  return {
    // execa alone is twice as much code as all of ours.
    run: async (command, words, env, cwd) => (await import('./run-child.ts')).runChild(command, words, env, cwd),
    exec: (command, words, limitMs, own = environment) => exec(command, words, limitMs, own),
    startDetached: (command, words, env, log) => startDetached(command, words, env, log),
    programAt,
    runSecretCommand: command => runSecretCommand(command, environment),
    hasKeychainItem,
    parentName,
    untilAskedToEnd: () =>
      new Promise(resolve => {
        for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const)
          process.on(signal, (_: NodeJS.Signals, number: number) => resolve(128 + number))
      }),
  }
}

/**
 * The home directory. One that is empty or relative is refused: it would be the working directory, whose files anybody may
 * have made, and Claude Code looks there, too.
 */
function homeDirectory({ HOME, USERPROFILE }: NodeJS.ProcessEnv): string {
  const home = HOME ?? USERPROFILE ?? (require('node:os') as typeof import('node:os')).homedir()
  if (isAbsolute(home)) return home
  throw new UserError(
    `HOME is ${home === '' ? 'empty' : `no absolute path (${JSON.stringify(home)})`}, so nobody knows where your files are; set it to your home directory, or unset it.`,
  )
}

/** The working directory; where it has been deleted, what the shell last knew of it. */
function workingDirectory(environment: NodeJS.ProcessEnv): string {
  try {
    return process.cwd()
  } catch {
    return environment['PWD'] || '/'
  }
}

/** What cannot be said on stderr (it is closed, the disk is full) is no reason to do less, and there is nobody to tell. */
function print(stream: 'stdout' | 'stderr', text: string): void {
  try {
    writeAll(descriptors[stream], text)
  } catch (error) {
    if (stream === 'stdout') throw error
  }
}
