import { basename, dirname, join } from 'node:path'
import { checkoutAround } from '../../settings/checkout.ts'
import type { Environment } from '../../system/environment.ts'
import type { System } from '../../system/system.ts'

/** Milliseconds that git may take to answer about one file: a cold disk, not a hook. */
const limitMs = 10_000

/** What git says of a file. `unknown`: there is a checkout, and git could not be asked. */
export type Tracking = 'tracked' | 'untracked' | 'outside' | 'unknown'

/** Asks git whether it tracks a file, links followed: of a dotfile, the one in the checkout is what counts. */
export async function trackingOf(system: System, path: string): Promise<Tracking> {
  const { file, directory } = realPlace(system, path)
  const asked = await askGit(system, directory, ['--literal-pathspecs', 'ls-files', '--error-unmatch', '--', file])
  if ('stdout' in asked) return 'tracked'
  if (asked.failed === 'it ended with status 1') return 'untracked'
  return checkoutAround(system, directory) === undefined ? 'outside' : 'unknown'
}

/** Asks git whether it ignores a file; undefined where it cannot say. */
export async function isIgnored(system: System, root: string, path: string): Promise<boolean | undefined> {
  const asked = await askGit(system, root, ['check-ignore', '--', path])
  if ('stdout' in asked) return true
  return asked.failed === 'it ended with status 1' ? false : undefined
}

/**
 * The file in which a user keeps out of git what others need not know of: `info/exclude` of the repository. Undefined where
 * git does not say where that is, or where a link in the way would take us out of the repository.
 */
export async function excludeFile(system: System, root: string): Promise<string | undefined> {
  const asked = await askGit(system, root, ['rev-parse', '--path-format=absolute', '--git-common-dir'])
  const repository = 'stdout' in asked ? asked.stdout.replace(/\n$/, '') : ''
  if (repository === '') return undefined
  const path = join(repository, 'info', 'exclude')
  const real = system.files.realPath(repository)
  return real !== undefined && realPlace(system, path).file === join(real, 'info', 'exclude') ? path : undefined
}

/** A line of an exclude file that means one file, by its way from the root of the checkout, as gitignore(5) quotes it. */
export function excludeLine(way: string): string {
  // A line end cannot be quoted; ? stands for any one character.
  return `/${way.replace(/[\\*?[]/g, '\\$&').replace(/[\n\r]/g, '?')}`
}

/** Where a path leads when every link is followed, as far as it exists. */
export function realPlace(system: System, path: string): { file: string; directory: string } {
  const rest: string[] = []
  for (let at = path; ; at = dirname(at)) {
    const real = system.files.realPath(at)
    if (real !== undefined) return { file: join(real, ...rest), directory: rest.length > 0 ? real : dirname(real) }
    if (dirname(at) === at) return { file: path, directory: dirname(path) }
    rest.unshift(basename(at))
  }
}

/**
 * Asks git about a repository that anybody may have made: nothing that its configuration names is run, nothing is fetched or
 * written, and no variable of the caller points git to another repository. That somebody else's repository is none to read
 * (safe.directory) is left to git.
 */
function askGit(system: System, directory: string, words: readonly string[]): ReturnType<System['processes']['exec']> {
  const settings = harmless.flatMap(setting => ['-c', setting])
  const all = ['--no-pager', '--no-optional-locks', ...settings, '-C', directory, ...words]
  return system.processes.exec('git', all, limitMs, gitEnvironment(system.environment))
}

/** What a repository's own configuration must not say: every command that git might run to read an index. */
const harmless = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.sshCommand=false',
  'core.gitProxy=false',
  'core.askPass=false',
  'core.pager=cat',
  'credential.helper=',
  'protocol.allow=never',
]

function gitEnvironment(environment: Environment): Environment {
  const others = Object.entries(environment).filter(([name]) => !/^GIT_/i.test(name))
  const own = { GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none', GIT_ATTR_NOSYSTEM: '1' }
  return { ...Object.fromEntries(others), ...own }
}
