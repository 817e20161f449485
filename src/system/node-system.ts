import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFile, list, readFile, writeAll } from './files.ts'
import { hasKeychainItem, parentName, secretOf } from './processes.ts'
import type { System } from './system.ts'
import { isTerminal } from './terminals.ts'

const descriptors = { stdin: 0, stdout: 1, stderr: 2 } as const

/** The real machine. `undoVariable` leaves the environment before anything else can see it. */
export function nodeSystem(packageRoot: string, undoVariable: string): System {
  const undo = process.env[undoVariable]
  delete process.env[undoVariable]
  // A copy: process.env asks the system for each value anew.
  const environment = { ...process.env }
  return {
    environment,
    undo,
    get cwd() {
      return workingDirectory(environment)
    },
    home:
      environment['HOME'] || environment['USERPROFILE'] || (require('node:os') as typeof import('node:os')).homedir(),
    platform: process.platform,
    node: process.execPath,
    cli: join(packageRoot, 'dist', 'cli.cjs'),
    isTerminal: stream => isTerminal(descriptors[stream]),
    print,
    tell: writeAll,
    readFile,
    exists: existsSync,
    list,
    createFile,
    ownFile: path => readFileSync(join(packageRoot, path), 'utf8'),
    // execa alone is twice as much code as all of ours.
    runChild: async (command, words, env) => (await import('./children.ts')).runChild(command, words, env),
    secretOf: command => secretOf(command, environment),
    hasKeychainItem,
    parentName,
  }
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
