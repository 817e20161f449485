import { delimiter, join, resolve } from 'node:path'
import type { System } from './system.ts'

/** Bytes: our own file, start-up files and a package.json are small. */
const textLimit = 1 << 20

/** The first file of a name that the PATH gives and that may be run, as a shell looks for it, and where it really lies. */
export function programOnPath(system: System, name: string): { path: string; real: string } | undefined {
  const isWindows = system.platform === 'win32'
  const endings = isWindows ? ['', ...(system.environment['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';')] : ['']
  for (const directory of (executablePath(system) ?? '').split(delimiter)) {
    for (const ending of endings) {
      // An empty entry is the working directory.
      const path = join(
        directory === '' ? system.cwd : resolve(system.cwd, directory),
        `${name}${ending.toLowerCase()}`,
      )
      const real = system.processes.programAt(path)
      if (real !== undefined) return { path, real }
    }
  }
  return undefined
}

/** PATH, which Windows may spell Path. */
export function executablePath({ environment, platform }: System): string | undefined {
  const name = platform === 'win32' ? Object.keys(environment).find(one => /^path$/i.test(one)) : 'PATH'
  return name === undefined ? undefined : environment[name]
}

/** The version in a package.json, where it is that package's; undefined for any other, and for one that cannot be read. */
export function packageVersion(system: System, path: string, name: string | RegExp): string | undefined {
  try {
    const found = JSON.parse(readSmallFile(system, path) ?? '')
    const isIt = typeof name === 'string' ? found.name === name : name.test(found.name)
    return isIt && typeof found.version === 'string' ? found.version : undefined
  } catch {
    return undefined
  }
}

/** A file's text; undefined where it cannot be read, or is longer than any text that matters here. */
export function readSmallFile(system: System, path: string): string | undefined {
  const read = system.files.read(path, textLimit)
  return 'bytes' in read ? Buffer.from(read.bytes).toString('utf8') : undefined
}
