import { dirname, join, relative } from 'node:path'
import type { System } from '../../system/system.ts'

/** Milliseconds that git may take to answer about one file: a cold disk, not a hook. */
const limitMs = 10_000

/** What git says of a file. `unknown`: there is a checkout, and git could not be asked. */
export type Tracking = 'tracked' | 'untracked' | 'outside' | 'unknown'

/** Asks git whether it tracks a file, links followed: of a dotfile, the one in the checkout is what counts. */
export async function trackingOf(system: System, path: string): Promise<Tracking> {
  const { file, directory } = await realPlace(system, path)
  const asked = await system.processes.exec(
    'git',
    ['--literal-pathspecs', '-C', directory, 'ls-files', '--error-unmatch', '--', file],
    limitMs,
  )
  if ('stdout' in asked) return 'tracked'
  if (asked.failed === 'it ended with status 1') return 'untracked'
  return checkoutAround(system, directory) === undefined ? 'outside' : 'unknown'
}

/** Asks git whether it ignores a file; undefined where it cannot say. */
export async function isIgnored(system: System, root: string, path: string): Promise<boolean | undefined> {
  const asked = await system.processes.exec('git', ['-C', root, 'check-ignore', '--', path], limitMs)
  if ('stdout' in asked) return true
  return asked.failed === 'it ended with status 1' ? false : undefined
}

/** The nearest directory upwards with a `.git` in it. */
export function checkoutAround(system: System, from: string): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    if (system.files.exists(join(directory, '.git'))) return directory
    if (dirname(directory) === directory) return undefined
  }
}

/** The lines of a .gitignore that keep a file and its backup out, behind what is in it already. */
export function withIgnored(text: string, root: string, paths: readonly string[]): string {
  const end = /\r\n/.test(text) ? '\r\n' : '\n'
  const begin = text === '' || /[\r\n]$/.test(text) ? '' : end
  const lines = paths.map(path => {
    const name = relative(root, path).replaceAll('\\', '/')
    return `/${name.replace(/[*?[\]]/g, '\\$&')}${end}`
  })
  return `${text}${begin}${lines.join('')}`
}

/** Follows links as far as the path exists. node itself is asked, since no shell tool for it is everywhere. */
const follow = `const { realpathSync } = require("fs"), { basename, dirname, join } = require("path")
const rest = []
for (let at = process.argv[1]; ; at = dirname(at)) {
  try {
    const file = join(realpathSync(at), ...rest)
    console.log(JSON.stringify({ file, directory: rest.length > 0 ? realpathSync(at) : dirname(file) }))
    break
  } catch {}
  rest.unshift(basename(at))
}`

async function realPlace(system: System, path: string): Promise<{ file: string; directory: string }> {
  const asked = await system.processes.exec(system.node, ['-e', follow, path], limitMs)
  return 'stdout' in asked ? JSON.parse(asked.stdout) : { file: path, directory: dirname(path) }
}
