import { at, booleanIn, known, least, listOf, stringIn, stringsIn, tokenCount } from '../protocol/json.ts'

/** One model of a server's list; what is absent is not known. */
export interface ModelEntry {
  /** The name that a request has to ask for. */
  readonly id: string
  readonly aliases?: readonly string[]
  /** Tokens of the window as the model or its vendor claims it. */
  readonly contextTokens?: number
  /** Tokens of the window that a request really has: of the loaded instance, the slot, the provider. */
  readonly loadedTokens?: number
  readonly loaded?: boolean
  readonly maxOutputTokens?: number
  readonly tools?: boolean
  readonly images?: boolean
  readonly thinking?: boolean
  /** US dollars for a million tokens of the prompt. */
  readonly promptDollars?: number
  /** US dollars for a million tokens of the answer. */
  readonly completionDollars?: number
  /** True where a price list says that nothing is charged. */
  readonly free?: boolean
}

type Told = { [Name in Exclude<keyof ModelEntry, 'id'>]: ModelEntry[Name] | undefined }

function entry(id: unknown, told: Partial<Told>): ModelEntry[] {
  const name = stringIn(id)
  return name === undefined ? [] : [{ id: name, ...known(told) }]
}

/**
 * GET /v1/models of every server: OpenAI's list with what each adds to it. Anthropic: max_input_tokens, max_tokens and
 * capabilities; OpenRouter: context_length, top_provider, pricing, supported_parameters; vLLM: max_model_len; llama-server:
 * meta, where n_ctx is the window of one slot, and as a router status.
 */
export function openAiEntries(json: unknown): ModelEntry[] {
  const multimodal = multimodalIn(json)
  return listOf(at(json, 'data')).flatMap(model => {
    const id = at(model, 'id')
    const aliases = stringsIn(at(model, 'aliases'))?.filter(alias => alias !== id)
    const parameters = stringsIn(at(model, 'supported_parameters'))
    const ownLimit = tokenCount(at(model, 'max_model_len'))
    const modalities = stringsIn(at(model, 'architecture', 'input_modalities'))
    const isAnthropic = at(model, 'type') === 'model' && at(model, 'max_input_tokens') !== undefined
    return entry(id, {
      aliases: aliases?.length ? aliases : undefined,
      contextTokens:
        tokenCount(at(model, 'max_input_tokens')) ??
        tokenCount(at(model, 'context_length')) ??
        ownLimit ??
        tokenCount(at(model, 'meta', 'n_ctx_train')),
      loadedTokens:
        ownLimit ?? tokenCount(at(model, 'meta', 'n_ctx')) ?? tokenCount(at(model, 'top_provider', 'context_length')),
      loaded: loadedBy(at(model, 'status', 'value')),
      maxOutputTokens:
        tokenCount(at(model, 'top_provider', 'max_completion_tokens')) ??
        (isAnthropic ? tokenCount(at(model, 'max_tokens')) : undefined),
      tools: parameters?.includes('tools'),
      images:
        booleanIn(at(model, 'capabilities', 'image_input', 'supported')) ??
        modalities?.includes('image') ??
        (typeof id === 'string' ? multimodal.get(id) : undefined),
      thinking: booleanIn(at(model, 'capabilities', 'thinking', 'supported')) ?? parameters?.includes('reasoning'),
      ...pricesOf(model),
    })
  })
}

/** llama-server says what a model takes in a second list, Ollama's, beside the first. */
function multimodalIn(json: unknown): Map<unknown, boolean> {
  const models = listOf(at(json, 'models'))
  return new Map(
    models.flatMap(model => {
      const capabilities = stringsIn(at(model, 'capabilities'))
      return capabilities ? [[at(model, 'name'), capabilities.includes('multimodal')] as const] : []
    }),
  )
}

function loadedBy(status: unknown): boolean | undefined {
  return status === 'loaded' ? true : status === 'unloaded' ? false : undefined
}

/** OpenRouter writes dollars for one token, as text; -1 stands for "it depends". */
function pricesOf(model: unknown): Partial<Told> {
  const pricing = at(model, 'pricing')
  const prompt = dollarsOf(at(pricing, 'prompt'))
  const completion = dollarsOf(at(pricing, 'completion'))
  if (prompt === undefined || completion === undefined) return {}
  const isFree = Object.values(pricing as object).every(price => Number(price) === 0)
  return { promptDollars: prompt, completionDollars: completion, free: isFree }
}

/** A price for one token -> for a million. */
function dollarsOf(price: unknown): number | undefined {
  if (typeof price !== 'number' && (typeof price !== 'string' || price.trim() === '')) return undefined
  const dollars = Number(price) * 1e6
  return dollars >= 0 && dollars < 1e9 ? Number(dollars.toFixed(6)) : undefined
}

/** Ollama's GET /api/tags. Its list of capabilities is complete: a model without "tools" is refused when given any. */
export function ollamaEntries(json: unknown): ModelEntry[] {
  return listOf(at(json, 'models')).flatMap(model => {
    const capabilities = stringsIn(at(model, 'capabilities'))
    return entry(at(model, 'name') ?? at(model, 'model'), {
      contextTokens: tokenCount(at(model, 'details', 'context_length')),
      tools: capabilities?.includes('tools'),
      images: capabilities?.includes('vision'),
      thinking: capabilities?.includes('thinking'),
    })
  })
}

/** LM Studio's GET /api/v1/models (0.4.0 and newer). A loaded instance may have a name of its own. */
export function lmStudioEntries(json: unknown): ModelEntry[] {
  return listOf(at(json, 'models')).flatMap(model => {
    if (at(model, 'type') === 'embedding') return []
    const key = at(model, 'key')
    const instances = listOf(at(model, 'loaded_instances')).map(instance => ({
      id: at(instance, 'id'),
      tokens: tokenCount(at(instance, 'config', 'context_length')),
    }))
    const told = {
      contextTokens: tokenCount(at(model, 'max_context_length')),
      // Models that were not trained for tools get them by LM Studio's own prompt.
      tools: at(model, 'capabilities', 'trained_for_tool_use') === true ? true : undefined,
      images: booleanIn(at(model, 'capabilities', 'vision')),
      thinking: at(model, 'capabilities', 'reasoning') ? true : undefined,
    }
    const own = instances.filter(({ id }) => id === key)
    const tokens = least(...(own.length > 0 ? own : instances).map(instance => instance.tokens))
    const loaded = Array.isArray(at(model, 'loaded_instances')) ? instances.length > 0 : undefined
    return [
      ...entry(key, { ...told, loadedTokens: tokens, loaded }),
      ...instances
        .filter(({ id }) => id !== key)
        .flatMap(({ id, tokens }) => entry(id, { ...told, loadedTokens: tokens, loaded: true })),
    ]
  })
}

/** LM Studio's GET /api/v0/models (0.3.6 and newer); loaded_context_length only while the model is loaded. */
export function olderLmStudioEntries(json: unknown): ModelEntry[] {
  return listOf(at(json, 'data')).flatMap(model => {
    const type = at(model, 'type')
    if (type === 'embeddings') return []
    const state = at(model, 'state')
    return entry(at(model, 'id'), {
      contextTokens: tokenCount(at(model, 'max_context_length')),
      loadedTokens: tokenCount(at(model, 'loaded_context_length')),
      loaded: typeof state === 'string' ? state === 'loaded' : undefined,
      tools: stringsIn(at(model, 'capabilities'))?.includes('tool_use') ? true : undefined,
      images: typeof type === 'string' ? type === 'vlm' : undefined,
    })
  })
}

/** LiteLLM's GET /v1/model/info. What its price map does not know is null; a price of 0 there means the same. */
export function liteLlmEntries(json: unknown): ModelEntry[] {
  return listOf(at(json, 'data')).flatMap(model => {
    const info = at(model, 'model_info')
    return entry(at(model, 'model_name'), {
      contextTokens: tokenCount(at(info, 'max_input_tokens')),
      maxOutputTokens: tokenCount(at(info, 'max_output_tokens')),
      tools: booleanIn(at(info, 'supports_function_calling')),
      images: booleanIn(at(info, 'supports_vision')),
      thinking: booleanIn(at(info, 'supports_reasoning')),
      promptDollars: dollarsOf(at(info, 'input_cost_per_token')) || undefined,
      completionDollars: dollarsOf(at(info, 'output_cost_per_token')) || undefined,
    })
  })
}
