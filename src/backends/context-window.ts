import { at, known, least, listOf, tokenCount } from '../protocol/json.ts'
import { findModel, isSameModel, modelPaths, readModelList } from './model-list.ts'
import { jsonOf, type PathResponse, responsesAt } from './response.ts'
import type { Server } from './servers.ts'

/** A free request whose answer tells of a model's window. */
export interface WindowQuestion {
  readonly method: 'GET' | 'POST'
  /** Behind the base URL. */
  readonly path: string
  /** JSON text. */
  readonly body?: string
}

/** What a server says of a model's window, in tokens; what is absent it does not say. */
export interface WindowReading {
  /** What the model, or its vendor, claims. */
  readonly claimed?: number
  /** What a request really has, here and now. */
  readonly effective?: number
  readonly maxOutput?: number
  /** How many requests are computed side by side, each with a window of its own. */
  readonly slots?: number
  /** Whether the model is in memory; `effective` may change when it is loaded. */
  readonly loaded?: boolean
  /** Where this stands, for people; empty where nothing is known. */
  readonly from: string
}

const get = (path: string): WindowQuestion => ({ method: 'GET', path })

/** A name as a part of a URL. Half a surrogate pair, which nothing can encode, becomes a question mark. */
function encoded(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '?'))
}

/** The questions about one model's window, to be answered by `readWindow`. */
export function windowQuestions(kind: Server, model: string): readonly WindowQuestion[] {
  const lists = modelPaths(kind).map(get)
  switch (kind) {
    case 'ollama':
      return [get('/api/ps'), { method: 'POST', path: '/api/show', body: JSON.stringify({ model }) }]
    case 'llamacpp':
      // As a router it answers for the model that the query names; with one model it takes no notice of the query.
      return [...lists, get(`/props?model=${encoded(model)}`)]
    case 'openrouter':
      return model.includes('/')
        ? [...lists, get(`/v1/models/${model.split('/').map(encoded).join('/')}/endpoints`)]
        : lists
    case 'anthropic':
      // It knows aliases, which the list does not have.
      return [...lists, get(anthropicPath(model))]
    case 'litellm':
      return [get('/v1/model/info')]
    case 'lmstudio':
      return [get('/api/v1/models'), get('/api/v0/models')]
    default:
      return lists
  }
}

/**
 * Reads a model's window out of the answers to `windowQuestions(kind, model)`; further ones do no harm, as long as
 * those that name no model (/api/show, /props?model=) were asked about this one.
 */
export function readWindow(kind: Server, model: string, responses: readonly PathResponse[]): WindowReading {
  switch (kind) {
    case 'ollama':
      return ollamaWindow(model, responses)
    case 'llamacpp':
      return llamaWindow(model, responses)
    case 'openrouter':
      return openRouterWindow(model, responses)
    case 'anthropic': {
      const one = responsesAt(responses, anthropicPath(model))
        .map(jsonOf)
        .find(json => at(json, 'type') === 'model')
      if (one === undefined) return listedWindow(kind, model, responses)
      const claimed = tokenCount(at(one, 'max_input_tokens'))
      return reading('GET /v1/models', { claimed, effective: claimed, maxOutput: tokenCount(at(one, 'max_tokens')) })
    }
    case 'minimax':
      // The one vendor of these whose document states the window: 204,800 tokens for M2.x.
      return reading("MiniMax's documents", { claimed: /^minimax-m2(?!\d)/i.test(model) ? 204_800 : undefined })
    default:
      return listedWindow(kind, model, responses)
  }
}

type Numbers = { [Name in Exclude<keyof WindowReading, 'from'>]?: WindowReading[Name] | undefined }

function reading(from: string, numbers: Numbers): WindowReading {
  const told = known(numbers)
  return Object.keys(told).length > 0 ? { ...told, from } : { from: '' }
}

function anthropicPath(model: string): string {
  return `/v1/models/${encoded(model.replace(/\[1m\]$/i, ''))}`
}

/** What the server's list of models says. Anthropic and vLLM refuse exactly at what they claim. */
function listedWindow(kind: Server, model: string, responses: readonly PathResponse[]): WindowReading {
  const entry = findModel(readModelList(kind, responses), model)
  const { contextTokens: claimed, loadedTokens, maxOutputTokens: maxOutput, loaded } = entry ?? {}
  const effective = loadedTokens ?? (kind === 'anthropic' ? claimed : undefined)
  const [first = ''] = modelPaths(kind)
  return reading(`GET ${first.replace(/\?.*$/, '')}`, { claimed, effective, maxOutput, loaded })
}

/**
 * Ollama: /api/ps tells the window of a model that is loaded. One that is not gets its Modelfile's num_ctx, else a
 * default that depends on the machine and stands nowhere; its own maximum is the limit of both.
 */
function ollamaWindow(model: string, responses: readonly PathResponse[]): WindowReading {
  const lists = responsesAt(responses, '/api/ps').map(response => at(jsonOf(response), 'models'))
  const running = lists.flatMap(listOf).find(one => {
    const name = at(one, 'name') ?? at(one, 'model')
    return typeof name === 'string' && isSameModel(name, model)
  })
  const loaded = running !== undefined || (lists.some(Array.isArray) ? false : undefined)
  const show = responsesAt(responses, '/api/show')
    .map(jsonOf)
    .find(json => at(json, 'error') === undefined)
  const claimed = claimOf(show)
  const tokens = tokenCount(at(running, 'context_length'))
  if (tokens !== undefined)
    return reading('GET /api/ps, of the model in memory', { claimed, effective: tokens, loaded })
  const written = at(show, 'parameters')
  const parameter = typeof written === 'string' ? /^\s*num_ctx\s+(\d+)\s*$/m.exec(written)?.[1] : undefined
  const wanted = tokenCount(parameter)
  const effective = wanted === undefined ? undefined : least(wanted, claimed)
  return reading(effective === undefined ? 'POST /api/show' : 'POST /api/show, its num_ctx', {
    claimed,
    effective,
    loaded,
  })
}

/** `<architecture>.context_length` in the model's own data. */
function claimOf(show: unknown): number | undefined {
  const info = at(show, 'model_info')
  const architecture = at(info, 'general.architecture')
  return tokenCount(at(info, `${typeof architecture === 'string' ? architecture : ''}.context_length`))
}

/** llama-server: n_ctx is what one slot has. With one model loaded it answers for any name; as a router it does not. */
function llamaWindow(model: string, responses: readonly PathResponse[]): WindowReading {
  const list = readModelList('llamacpp', responses)
  const isRouter = list.some(({ loaded }) => loaded !== undefined)
  const entry = findModel(list, model) ?? (list.length === 1 && !isRouter ? list[0] : undefined)
  const { contextTokens: claimed, loadedTokens, loaded } = entry ?? {}
  const props = responsesAt(responses, '/props')
    .map(jsonOf)
    .find(json => tokenCount(at(json, 'default_generation_settings', 'n_ctx')) !== undefined)
  const tokens = tokenCount(at(props, 'default_generation_settings', 'n_ctx'))
  const slots = tokenCount(at(props, 'total_slots'))
  if (tokens === undefined) return reading('GET /v1/models', { claimed, effective: loadedTokens, loaded })
  return reading('GET /props', { claimed, effective: tokens, slots, loaded })
}

/** OpenRouter may send a request to any of a model's providers, so the smallest window is the one to count on. */
function openRouterWindow(model: string, responses: readonly PathResponse[]): WindowReading {
  const listed = listedWindow('openrouter', model, responses)
  const providers = responses
    .filter(({ path }) => path.includes('/endpoints'))
    .flatMap(response => listOf(at(jsonOf(response), 'data', 'endpoints')))
  const smallest = (name: string) => least(...providers.map(provider => tokenCount(at(provider, name))))
  const effective = least(listed.effective, smallest('context_length'), smallest('max_prompt_tokens'))
  const maxOutput = least(listed.maxOutput, smallest('max_completion_tokens'))
  const from = providers.length > 0 ? 'the smallest of its providers' : 'GET /v1/models'
  return reading(from, { claimed: listed.claimed, effective, maxOutput })
}
