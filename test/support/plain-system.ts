import type { FileRead, System } from '../../src/system/system.ts'

/** The machine as a plain object: what a test puts into it, and what a command did to it. */
export interface PlainSystem extends System {
  readonly files: Map<string, { readonly text: string; readonly mode?: number } | { readonly unreadable: string }>
  readonly printed: { stdout: string; stderr: string; told: string }
  /** The secret commands that were run. */
  readonly ran: string[]
}

/** A machine with nothing on it but a home directory. `changes` replaces whatever a test is about. */
export function plainSystem(
  files: Readonly<Record<string, string | { text: string; mode: number } | { unreadable: string }>> = {},
  changes: Partial<System> = {},
): PlainSystem {
  const disk: PlainSystem['files'] = new Map(
    Object.entries(files).map(([path, file]) => [path, typeof file === 'string' ? { text: file } : file]),
  )
  const printed = { stdout: '', stderr: '', told: '' }
  const ran: string[] = []
  return {
    files: disk,
    printed,
    ran,
    environment: {},
    undo: undefined,
    cwd: '/code',
    home: '/home/me',
    platform: 'linux',
    node: '/opt/node',
    cli: '/opt/cli.cjs',
    isTerminal: () => false,
    print: (stream, text) => {
      printed[stream] += text
    },
    sendToShell: (_, text) => {
      printed.told += text
    },
    readFile: (path, limit): FileRead => {
      const file = disk.get(path)
      if (!file) return { missing: true }
      if ('unreadable' in file) return file
      const bytes = Buffer.from(file.text, 'latin1')
      return bytes.length > limit ? { unreadable: 'too large' } : { bytes, mode: file.mode ?? 0o600 }
    },
    readInput: () => '',
    exists: path => [...disk.keys()].some(one => one === path || one.startsWith(`${path}/`)),
    list: path => [...disk.keys()].filter(one => one.startsWith(`${path}/`)).map(one => one.slice(path.length + 1)),
    createFile: (path, text) => {
      disk.set(path, { text })
      return true
    },
    temporaryDirectory: () => ({ path: '/tmp/one', remove: () => {} }),
    ownFile: path => `# ${path}\n`,
    runChild: async () => ({ code: 0 }),
    secretOf: command => {
      ran.push(command)
      return { output: 'a secret\n' }
    },
    hasKeychainItem: () => false,
    parentName: () => undefined,
    replaceFile: async (path, text) => {
      disk.set(path, { text })
      return 'replaced'
    },
    backupFile: async path => {
      const file = disk.get(path)
      if (file) disk.set(`${path}.bak`, file)
      return `${path}.bak`
    },
    programAt: () => undefined,
    exec: async command => ({ failed: `there is no ${command}` }),
    openHttpClient: async () => ({
      ask: async () => ({ step: 'connect', code: 'ECONNREFUSED', says: 'nothing listens there' }),
      close: () => {},
    }),
    serve: async () => ({ url: 'http://127.0.0.1:1', close: async () => {} }),
    askYesNo: async () => undefined,
    askChoice: async () => undefined,
    askText: async () => undefined,
    askSecret: async () => undefined,
    pause: async () => {},
    untilAskedToEnd: async () => 130,
    now: () => 0,
    ...changes,
  }
}
