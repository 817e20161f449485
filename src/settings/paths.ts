import { posix } from 'node:path'
import type { SettingsLayer } from '../env/precedence.ts'
import type { Environment } from '../system/environment.ts'

/** Where the client keeps its files, seen from one directory of one user's machine. */
export interface Whereabouts {
  readonly environment: Environment
  readonly home: string
  readonly cwd: string
  /** The directory whose local settings count in all of the checkout that `cwd` is in: see checkout.ts. */
  readonly gitRoot?: string
  readonly platform: NodeJS.Platform
}

/** One settings file that the client may read. */
export interface SettingsFile {
  readonly name: SettingsLayer['name']
  readonly path: string
}

const { join } = posix

/** Where the administrator's settings lie [doc]. */
export function managedDirectory(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return '/Library/Application Support/ClaudeCode'
  if (platform === 'win32') return 'C:/Program Files/ClaudeCode'
  return '/etc/claude-code'
}

/** The client's own directory; undefined when CLAUDE_CONFIG_DIR is set to nothing, which means no directory of the user's. */
export function configDirectory({ environment, home }: Whereabouts): string | undefined {
  const configured = environment['CLAUDE_CONFIG_DIR']
  return configured === undefined ? join(home, '.claude') : configured || undefined
}

/** The client's global config, which still may hold an `env` block and the key of a Console login. */
export function globalConfig(whereabouts: Whereabouts): string {
  return join(whereabouts.environment['CLAUDE_CONFIG_DIR'] || whereabouts.home, '.claude.json')
}

/** The stored login, on systems where it is a file. CLAUDE_SECURESTORAGE_CONFIG_DIR that is empty means the usual directory [measured, 2.1.332]. */
export function credentialsFile(whereabouts: Whereabouts): string | undefined {
  const shared = whereabouts.environment['CLAUDE_SECURESTORAGE_CONFIG_DIR']
  const directory = shared === undefined ? configDirectory(whereabouts) : shared || join(whereabouts.home, '.claude')
  return directory === undefined ? undefined : join(directory, '.credentials.json')
}

/**
 * The settings files, strongest first. The order, and that a project's shared settings count only in the directory where
 * the client starts while its local ones count from the root of the checkout too, are measured with 2.1.329.
 * `managed` are the names in managed-settings.d, of which the last in order is the strongest.
 */
export function settingsFiles(whereabouts: Whereabouts, managed: readonly string[]): SettingsFile[] {
  const { cwd, gitRoot, platform } = whereabouts
  const administrator = managedDirectory(platform)
  const drafts: SettingsFile[] = [
    ...managed
      .filter(name => name.endsWith('.json') && !name.startsWith('.'))
      .toReversed()
      .map(name => ({ name: 'managed' as const, path: join(administrator, 'managed-settings.d', name) })),
    { name: 'managed', path: join(administrator, 'managed-settings.json') },
    ...(gitRoot === undefined
      ? []
      : [{ name: 'project local' as const, path: join(gitRoot, '.claude/settings.local.json') }]),
    { name: 'project local', path: join(cwd, '.claude/settings.local.json') },
    { name: 'project', path: join(cwd, '.claude/settings.json') },
  ]
  // With CLAUDE_CONFIG_DIR set to nothing, the client takes the one in the directory where it starts [measured, 2.1.332].
  const user = join(configDirectory(whereabouts) ?? cwd, 'settings.json')
  const rest = drafts.filter(({ path, name }) => path !== user || name === 'managed')
  return once([...rest, { name: 'user', path: user }])
}

/** Where a user may want a backend to stick: one of the client's settings files, or VS Code's. */
export const scopes = ['local', 'project', 'user', 'vscode'] as const
export type Scope = (typeof scopes)[number]

/**
 * The settings files of a scope, the one to write first. Local ones belong to the root of a checkout, from where they
 * count in all of it; one beside may have been written before there was a checkout. Of VS Code's, the first that is
 * installed is meant. None where CLAUDE_CONFIG_DIR is set to nothing and the user's are asked for.
 */
export function scopeFiles(whereabouts: Whereabouts, scope: Scope): string[] {
  const { cwd, gitRoot = cwd, environment, home, platform } = whereabouts
  const own = configDirectory(whereabouts)
  switch (scope) {
    case 'local':
      return [...new Set([gitRoot, cwd])].map(directory => join(directory, '.claude/settings.local.json'))
    case 'project':
      return [join(cwd, '.claude/settings.json')]
    case 'user':
      return own === undefined ? [] : [join(own, 'settings.json')]
    case 'vscode': {
      const editors = ['Code', 'Code - Insiders', 'VSCodium']
      if (platform === 'darwin') return editors.map(name => join(home, 'Library/Application Support', name, codeFile))
      if (platform === 'win32')
        return editors.map(name => join(environment['APPDATA'] || join(home, 'AppData/Roaming'), name, codeFile))
      return editors.map(name => join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), name, codeFile))
    }
  }
}

/** VS Code's own settings, in the directory that it keeps for a user. */
const codeFile = 'User/settings.json'

function once(files: readonly SettingsFile[]): SettingsFile[] {
  return files.filter(({ path }, index) => files.findIndex(other => other.path === path) === index)
}
