import { reachOf } from '../backends/address.ts'
import { backendOf } from '../backends/catalogue.ts'
import { fixCommandsOf } from '../backends/fix-commands.ts'
import { toolParserOf } from '../backends/tool-parsers.ts'
import { keyOf } from '../profiles/fields.ts'
import type { Profile } from '../profiles/profile.ts'

/** The window of a template that names none: what the servers' own documents ask for, for work on code. */
const usualWindow = 65_536

/**
 * What of a profile can go into a template, by the names that the templates' places have. A secret is never among it,
 * since a profile's address has none in it (base-url.ts).
 */
export function valuesOf(profile: Profile): ReadonlyMap<string, string> {
  const { name, kind, models, credential, contextTokens, maxOutputTokens } = profile
  const { main } = models
  const values: Record<string, string | undefined> = {
    profile: name,
    prefix: keyOf(name, 'MODEL').replace(/_MODEL$/, ''),
    model: main,
    opus: models.opus,
    sonnet: models.sonnet,
    haiku: models.haiku,
    subagent: models.subagent,
    contextTokens: contextTokens?.toString(),
    maxOutputTokens: maxOutputTokens?.toString(),
    toolParser: main && toolParserOf(main),
    // What vLLM loads from the Hub; any other name of a model does not say where it comes from.
    repository: main !== undefined && /^[\w.-]+\/[\w.-]+$/.test(main) ? main : undefined,
    credentialVariable: credential && (credential.header === 'bearer' ? 'ANTHROPIC_AUTH_TOKEN' : 'ANTHROPIC_API_KEY'),
    ...(main === undefined ? {} : enlargement(main, contextTokens ?? usualWindow)),
    ...address(profile.baseUrl ?? backendOf(kind).defaultBaseUrl),
  }
  return new Map(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** The command that makes an Ollama model with a larger window from a Modelfile, and that model's name. */
function enlargement(model: string, tokens: number): { create?: string; enlarged?: string } {
  const create = fixCommandsOf('ollama').largerWindow(model, tokens).at(-1)
  const enlarged = create?.replace(/^ollama create /, '').replace(/ -f Modelfile$/, '')
  return create === undefined || enlarged === undefined ? {} : { create, enlarged }
}

/** Where the server is, and what it has to listen on so that it is there. */
function address(baseUrl: string | undefined): { url?: string; port?: string; listen?: string } {
  if (baseUrl === undefined) return {}
  const url = new URL(baseUrl)
  // Whoever does TLS in front of the server listens there; the server itself listens where only that one knows.
  if (url.protocol === 'https:') return { url: baseUrl }
  const listen = reachOf(url.hostname) === 'loopback' ? '127.0.0.1' : '0.0.0.0'
  return { url: baseUrl, port: url.port || '80', listen }
}
