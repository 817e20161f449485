/** The client whose requests and reactions these files describe. */
export const measuredVersion = '2.1.332'

/** The API's only version: https://docs.anthropic.com/en/api/versioning */
export const versionHeader = { 'anthropic-version': '2023-06-01', 'content-type': 'application/json' } as const

/** One session and one machine, of this run alone: nothing of them is remembered, or is the user's own. */
const session = globalThis.crypto.randomUUID()
const device = `${globalThis.crypto.randomUUID()}${globalThis.crypto.randomUUID()}`.replaceAll('-', '')

/** A word that no server has seen before, so that it has nothing of what follows it in a cache. */
export const news = session.slice(0, 8)

/** `metadata.user_id` as the client writes it: JSON in a text, 150 characters [recorded from 2.1.332 with a token]. */
export const userId = JSON.stringify({ device_id: device, account_uuid: '', session_id: session })

/**
 * The headers of the client's requests to /v1/messages beside the credential and the betas [recorded from 2.1.332]. Servers
 * let some clients in and not others by these; who sends them adds its own name to the user agent.
 */
export const clientHeaders: Readonly<Record<string, string>> = {
  ...versionHeader,
  'user-agent': `claude-cli/${measuredVersion} (external, cli)`,
  'x-app': 'cli',
  'x-claude-code-session-id': session,
  'x-stainless-arch': 'x64',
  'x-stainless-lang': 'js',
  'x-stainless-os': 'Linux',
  'x-stainless-package-version': '0.128.0',
  'x-stainless-retry-count': '0',
  'x-stainless-runtime': 'node',
  'x-stainless-runtime-version': 'v26.12.1',
  'x-stainless-timeout': '600',
  'anthropic-dangerous-direct-browser-access': 'true',
}
