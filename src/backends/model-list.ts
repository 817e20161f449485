import { known, least } from '../protocol/json.ts'
import {
  liteLlmEntries,
  lmStudioEntries,
  type ModelEntry,
  olderLmStudioEntries,
  ollamaEntries,
  openAiEntries,
} from './model-entry.ts'
import { jsonOf, type PathResponse, responsesAt } from './response.ts'
import type { Server } from './servers.ts'

export type { ModelEntry } from './model-entry.ts'

/** How each path's answer is read. */
const readers: Readonly<Record<string, (json: unknown) => ModelEntry[]>> = {
  '/v1/models': openAiEntries,
  '/api/tags': ollamaEntries,
  '/api/v1/models': lmStudioEntries,
  '/api/v0/models': olderLmStudioEntries,
  '/v1/model/info': liteLlmEntries,
}

/** The GETs whose answers list a server's models, behind the base URL, the most telling first. */
export function modelPaths(kind: Server): readonly string[] {
  switch (kind) {
    case 'anthropic':
      // Without a limit it gives the newest 20 only; 1000 is what Claude Code asks for.
      return ['/v1/models?limit=1000']
    case 'ollama':
      return ['/api/tags', '/v1/models']
    case 'lmstudio':
      return ['/api/v1/models', '/api/v0/models', '/v1/models']
    case 'litellm':
      return ['/v1/model/info', '/v1/models']
    case 'portkey':
      return []
    default:
      return ['/v1/models']
  }
}

/**
 * The models that a server lists, in its own order; empty where none of the answers is a list. Answers of other paths
 * than `modelPaths(kind)` are left out of account. A name that comes twice is one model: of two limits the smaller
 * counts, and what one of several deployments cannot do is not promised.
 */
export function readModelList(kind: Server, responses: readonly PathResponse[]): ModelEntry[] {
  const list = new Map<string, ModelEntry>()
  for (const asked of modelPaths(kind)) {
    const path = asked.replace(/\?.*$/, '')
    for (const response of responsesAt(responses, path)) {
      for (const model of readers[path]?.(jsonOf(response)) ?? []) {
        const twin = list.get(model.id)
        list.set(model.id, twin ? merged(twin, model) : model)
      }
    }
  }
  return [...list.values()]
}

function merged(one: ModelEntry, other: ModelEntry): ModelEntry {
  const both = (name: 'tools' | 'images' | 'thinking') =>
    one[name] === undefined || other[name] === undefined ? (one[name] ?? other[name]) : one[name] && other[name]
  return {
    ...other,
    ...one,
    ...known({
      contextTokens: least(one.contextTokens, other.contextTokens),
      loadedTokens: least(one.loadedTokens, other.loadedTokens),
      maxOutputTokens: least(one.maxOutputTokens, other.maxOutputTokens),
      tools: both('tools'),
      images: both('images'),
      thinking: both('thinking'),
    }),
  }
}

/**
 * The entry that a request for `name` gets. Ollama adds `:latest` to a name without a tag and does not tell upper case
 * from lower; Claude Code takes its own `[1m]` off before it asks. Undefined where there is none.
 */
export function findModel(list: readonly ModelEntry[], name: string): ModelEntry | undefined {
  const wanted = name.replace(/\[1m\]$/i, '')
  const named = (is: (id: string) => boolean) =>
    list.find(({ id }) => is(id)) ?? list.find(({ aliases }) => aliases?.some(is))
  return named(id => id === name) ?? named(id => id === wanted) ?? named(id => isSameModel(id, wanted))
}

/** Whether two spellings are one model of Ollama's: the case, and a `:latest` at the end, make no difference. */
export function isSameModel(one: string, other: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/:latest$/, '')
  return plain(one) === plain(other)
}
