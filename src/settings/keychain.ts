import { sha256 } from '../system/sha256.ts'
import type { System } from '../system/system.ts'
import { configDirectory, type Whereabouts } from './paths.ts'

/** What the client calls an item in the macOS Keychain. */
interface KeychainItem {
  readonly service: string
  /** Absent where the environment does not name the user: then any user's counts. */
  readonly account?: string
}

/**
 * The items of the stored login and of the Console key that /login stored: for another directory than the usual one, its
 * hash is behind their names [read in the program of 2.1.332]. `hash` gives the SHA-256 of a text in hexadecimal digits.
 */
function keychainItems(
  whereabouts: Whereabouts,
  hash: (text: string) => string,
): { readonly login: KeychainItem; readonly consoleKey: KeychainItem } {
  const { environment } = whereabouts
  const shared = environment['CLAUDE_SECURESTORAGE_CONFIG_DIR']
  const isUsual = shared === undefined ? !environment['CLAUDE_CONFIG_DIR'] : shared === ''
  const directory = (shared ?? configDirectory(whereabouts) ?? '').normalize('NFC')
  const suffix = isUsual ? '' : `-${hash(directory).slice(0, 8)}`
  const name = environment['CLAUDE_CODE_CUSTOM_OAUTH_URL'] ? 'Claude Code-custom-oauth' : 'Claude Code'
  const user = environment['USER']
  const account = user ? { account: /^[\w.-]+$/.test(user) ? user : 'claude-code-user' } : {}
  return {
    login: { service: `${name}-credentials${suffix}`, ...account },
    consoleKey: { service: `${name}${suffix}`, ...account },
  }
}

/** Which of the two are there. That can be seen without opening them, so nothing is asked. */
export function lookIntoKeychain(
  { processes, platform }: Pick<System, 'processes' | 'platform'>,
  whereabouts: Whereabouts,
): { readonly hasLogin: () => boolean; readonly hasConsoleKey: () => boolean } {
  if (platform !== 'darwin') return { hasLogin: () => false, hasConsoleKey: () => false }
  const { login, consoleKey } = keychainItems(whereabouts, sha256)
  const has = ({ service, account }: KeychainItem) => processes.hasKeychainItem(service, account)
  return { hasLogin: () => has(login), hasConsoleKey: () => has(consoleKey) }
}
