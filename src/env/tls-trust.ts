import type { TlsTrust } from '../system/http/types.ts'
import type { EffectiveConfig } from './effective-config.ts'

/**
 * Whose certificates Claude Code would take, and which one of its own it would show to `home`, the backend's URL. Measured
 * with 2.1.329 on Linux: settings files decide all but SSL_CERT_FILE and SSL_CERT_DIR, which are read before them.
 */
export function trustOf(
  { resolved, environment }: Pick<EffectiveConfig, 'resolved' | 'environment'>,
  home: URL,
): TlsTrust {
  const value = (name: string) => resolved.get(name)?.value
  const extra = value('NODE_EXTRA_CA_CERTS')
  const [certificate, key] = [value('CLAUDE_CODE_CLIENT_CERT'), value('CLAUDE_CODE_CLIENT_KEY')]
  const passphrase = value('CLAUDE_CODE_CLIENT_KEY_PASSPHRASE')
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: directories } = environment
  return {
    takesAll: value('NODE_TLS_REJECT_UNAUTHORIZED') === '0',
    stores: storesIn(value('CLAUDE_CODE_CERT_STORE') ?? ''),
    ...(file ? { systemFile: file } : {}),
    ...(directories ? { systemDirectories: directories.split(':') } : {}),
    ...(extra === undefined ? {} : { extra }),
    ...(certificate === undefined || key === undefined
      ? {}
      : { own: { origin: home.origin, certificate, key, ...(passphrase === undefined ? {} : { passphrase }) } }),
  }
}

/** The stores of CLAUDE_CODE_CERT_STORE, both where it names none [measured]. */
function storesIn(value: string): TlsTrust['stores'] {
  const words = value.split(',').map(word => word.trim().toLowerCase())
  const all = ['bundled', 'system'] as const
  const named = all.filter(store => words.includes(store))
  return named.length > 0 ? named : all
}
