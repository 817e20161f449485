import { accessSync, constants, realpathSync, statSync } from 'node:fs'

/** Bytes of output that are read: a version is one line. */
const outputLimit = 64 * 1024

/**
 * Runs a program in an environment with nothing on its stdin and returns what it printed, or why there is none. It is
 * ended after `limitMs` milliseconds. Its stderr is dropped.
 */
export async function exec(
  command: string,
  words: readonly string[],
  limitMs: number,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly stdout: string } | { readonly failed: string }> {
  const { execFile } = await import('node:child_process')
  const options = { timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: outputLimit, windowsHide: true } as const
  return new Promise(resolve => {
    const answer = (error: (Error & { killed?: boolean; code?: unknown }) | null, stdout: string) => {
      if (!error) resolve({ stdout })
      else if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') resolve({ failed: 'it prints without end' })
      else if (error.killed) resolve({ failed: `it took longer than ${limitMs / 1000} s` })
      else if (typeof error.code === 'number') resolve({ failed: `it ended with status ${error.code}` })
      else resolve({ failed: typeof error.code === 'string' ? error.code : 'it was ended by a signal' })
    }
    try {
      const child = execFile(command, words, { ...options, env: environment, encoding: 'utf8' }, answer)
      // A program that never reads closes the pipe first, which is no failure.
      child.stdin?.on('error', () => undefined)
      child.stdin?.end()
    } catch (error) {
      // What cannot be started at all throws on some systems: a batch file on Windows.
      resolve({ failed: error instanceof Error && 'code' in error ? String(error.code) : String(error) })
    }
  })
}

/** Where a program really lies, every link followed; undefined where there is no file that may be run. */
export function programAt(path: string): string | undefined {
  try {
    const real = realpathSync(path)
    accessSync(real, constants.X_OK)
    return statSync(real).isFile() ? real : undefined
  } catch {
    return undefined
  }
}
