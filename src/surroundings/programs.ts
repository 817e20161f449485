import { delimiter, dirname, join, resolve } from 'node:path'
import type { ClientFacts } from '../doctor/machine/facts.ts'
import type { System } from '../system/system.ts'
import { shownPath } from './backends-file.ts'

/** Milliseconds that `claude --version` may take [0.3 s measured]. */
const versionLimitMs = 5000

/** Bytes: our own file, start-up files and a package.json are small. */
const textLimit = 1 << 20

/** Finds Claude Code and its version: by where it was installed, else by asking it, within 5 s. */
export async function readClient(system: System): Promise<ClientFacts> {
  const program = programOnPath(system, 'claude')
  if (!program) {
    const places = [join(system.home, '.local/bin/claude'), join(system.home, '.claude/local/claude')]
    const elsewhere = places.find(place => system.programAt(place) !== undefined)
    return elsewhere === undefined ? {} : { elsewhere: shownPath(elsewhere, system.home) }
  }
  const path = shownPath(program.path, system.home)
  // npm's place by its link, or by its launcher on Windows; else that of the installer, which names a file by its version.
  const inside = /^(.*[\\/]@anthropic-ai[\\/]claude-code[\w-]*)[\\/]/.exec(program.real)?.[1]
  const directory = inside ?? join(dirname(program.real), 'node_modules', '@anthropic-ai', 'claude-code')
  const version = packageVersion(system, join(directory, 'package.json'), /^@anthropic-ai\/claude-code/)
  if (version !== undefined && (inside !== undefined || system.platform === 'win32'))
    return { path, version, installer: 'npm' }
  const native = /[\\/]claude[\\/]versions[\\/](\d+\.\d+\.\d+)[^\\/]*$/.exec(program.real)?.[1]
  if (native !== undefined) return { path, version: native, installer: 'native' }
  const asked = await system.exec(program.path, ['--version'], versionLimitMs)
  if ('failed' in asked) return { path, why: asked.failed }
  const told = /^(\d+\.\d+\.\d+)\S*( \(Claude Code\))?\s*$/m.exec(asked.stdout)?.[1]
  return told === undefined ? { path, why: 'it prints no version' } : { path, version: told }
}

/** The first file of a name that the PATH gives and that may be run, as a shell looks for it, and where it really lies. */
export function programOnPath(system: System, name: string): { path: string; real: string } | undefined {
  const isWindows = system.platform === 'win32'
  const endings = isWindows ? ['', ...(system.environment['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';')] : ['']
  for (const directory of (pathOf(system) ?? '').split(delimiter)) {
    for (const ending of endings) {
      // An empty entry is the working directory.
      const path = join(
        directory === '' ? system.cwd : resolve(system.cwd, directory),
        `${name}${ending.toLowerCase()}`,
      )
      const real = system.programAt(path)
      if (real !== undefined) return { path, real }
    }
  }
  return undefined
}

/** PATH, which Windows may spell Path. */
export function pathOf({ environment, platform }: System): string | undefined {
  const name = platform === 'win32' ? Object.keys(environment).find(one => /^path$/i.test(one)) : 'PATH'
  return name === undefined ? undefined : environment[name]
}

/** The version in a package.json, where it is that package's; undefined for any other, and for one that cannot be read. */
export function packageVersion(system: System, path: string, name: string | RegExp): string | undefined {
  try {
    const found = JSON.parse(textOf(system, path) ?? '')
    const isIt = typeof name === 'string' ? found.name === name : name.test(found.name)
    return isIt && typeof found.version === 'string' ? found.version : undefined
  } catch {
    return undefined
  }
}

/** A file's text; undefined where it cannot be read, or is longer than any text that matters here. */
export function textOf(system: System, path: string): string | undefined {
  const read = system.readFile(path, textLimit)
  return 'bytes' in read ? Buffer.from(read.bytes).toString('utf8') : undefined
}
