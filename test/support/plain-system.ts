import type { FileRead, System, SystemChanges } from '../../src/system/system.ts'

/** The machine as a plain object: what a test puts into it, and what a command did to it. */
export interface PlainSystem extends System {
  readonly disk: Map<string, { readonly text: string; readonly mode?: number } | { readonly unreadable: string }>
  readonly printed: { stdout: string; stderr: string; told: string }
  /** The secret commands that were run. */
  readonly ran: string[]
}

/** Lays changes over a machine, group by group, in place: what has getters keeps them. */
export function changeSystem<Machine extends System>(system: Machine, changes: SystemChanges): Machine {
  for (const [name, value] of Object.entries(changes)) {
    const old = system[name as keyof System]
    const isGroup = typeof old === 'object' && name !== 'environment'
    Object.defineProperty(system, name, {
      value: isGroup ? { ...old, ...(value as object) } : value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return system
}

/** A machine with nothing on it but a home directory. `changes` replaces whatever a test is about. */
export function plainSystem(
  files: Readonly<Record<string, string | { text: string; mode: number } | { unreadable: string }>> = {},
  changes: SystemChanges = {},
): PlainSystem {
  const disk: PlainSystem['disk'] = new Map(
    Object.entries(files).map(([path, file]) => [path, typeof file === 'string' ? { text: file } : file]),
  )
  const printed = { stdout: '', stderr: '', told: '' }
  const ran: string[] = []
  const system: PlainSystem = {
    disk,
    printed,
    ran,
    environment: {},
    undo: undefined,
    cwd: '/code',
    home: '/home/me',
    platform: 'linux',
    node: '/opt/node',
    cli: '/opt/cli.cjs',
    output: {
      isTerminal: () => false,
      print: (stream, text) => {
        printed[stream] += text
      },
      sendToShell: (_, text) => {
        printed.told += text
      },
    },
    files: {
      read: (path, limit): FileRead => {
        const file = disk.get(path)
        if (!file) return { missing: true }
        if ('unreadable' in file) return file
        const bytes = Buffer.from(file.text, 'latin1')
        return bytes.length > limit ? { unreadable: 'too large' } : { bytes, mode: file.mode ?? 0o600 }
      },
      readStdin: () => '',
      exists: path => [...disk.keys()].some(one => one === path || one.startsWith(`${path}/`)),
      realPath: path => ([...disk.keys()].some(one => one === path || one.startsWith(`${path}/`)) ? path : undefined),
      list: path => [...disk.keys()].filter(one => one.startsWith(`${path}/`)).map(one => one.slice(path.length + 1)),
      create: (path, text) => {
        disk.set(path, { text })
        return true
      },
      temporaryDirectory: () => ({ path: '/tmp/one', remove: () => {} }),
      own: path => `# ${path}\n`,
      replace: async ({ path, text, backup }) => {
        if (backup) disk.set(`${path}.bak`, { text: Buffer.from(backup).toString('latin1') })
        if (text === null) disk.delete(path)
        else disk.set(path, { text: Buffer.from(text).toString('latin1') })
        return 'done'
      },
      removeEmpty: () => {},
      makeDirectory: () => {},
      append: (path, text) => {
        const before = disk.get(path)
        disk.set(path, { text: `${before && 'text' in before ? before.text : ''}${text}` })
      },
      rename: (path, to) => {
        const file = disk.get(path)
        disk.delete(path)
        if (file) disk.set(to, file)
      },
      remove: path => void disk.delete(path),
    },
    processes: {
      run: async () => ({ code: 0 }),
      runSecretCommand: command => {
        ran.push(command)
        return { output: 'a secret\n' }
      },
      hasKeychainItem: () => false,
      parentName: () => undefined,
      programAt: () => undefined,
      startDetached: () => {},
      exec: async command => ({ failed: `there is no ${command}` }),
      untilAskedToEnd: async () => 130,
    },
    http: {
      open: async () => ({
        ask: async () => ({ step: 'connect', code: 'ECONNREFUSED', says: 'nothing listens there' }),
        close: () => {},
      }),
      openStreams: async () => ({
        send: async () => ({ step: 'connect', code: 'ECONNREFUSED', says: 'nothing listens there' }),
        close: () => {},
      }),
      serve: async () => ({ url: 'http://127.0.0.1:1', close: async () => {} }),
    },
    prompts: {
      yesNo: async () => undefined,
      choice: async () => undefined,
      text: async () => undefined,
      secret: async () => undefined,
    },
    clock: { pause: async () => {}, now: () => 0 },
  }
  return changeSystem(system, changes)
}
