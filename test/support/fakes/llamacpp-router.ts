import { recording } from '../recordings.ts'
import { conversationOf } from './conversation.ts'
import { type Fake, type FakeAnswer, json } from './fake.ts'
import { type LlamaCppOptions, llamacpp } from './llamacpp.ts'

/** What a fake llama-server without a model of its own can be told; its window is 8192 where nothing is said. */
export interface RouterOptions extends Omit<LlamaCppOptions, 'model' | 'version' | 'loadingMs'> {
  readonly models?: readonly string[]
  /** Those that are loaded from the beginning; the others are with the first message. */
  readonly inMemory?: readonly string[]
}

/** llama-server as a router, which loads the model that is asked for. Source: recordings of b10573 started without -m. */
export function llamacppRouter(options: RouterOptions = {}): Fake {
  const { models = ['tiny-notools', 'tiny-think', 'tiny-tools'], inMemory = [], ...rest } = options
  const context = { claimed: 262_144, loaded: 8192, ...options.context }
  const loaded = new Set(inMemory)
  // Every other path is that of the server which the router would start.
  const serverOf = (model: string) => llamacpp({ slots: 4, ...rest, model, context })
  const any = serverOf(models[0] ?? '')
  return request => {
    const own = any(request)
    if (own.status === 401) return own
    const answer = (value: FakeAnswer) => ({ ...value, headers: { ...own.headers, ...value.headers } })
    const asked = new URLSearchParams(request.query).get('model') ?? undefined
    switch (`${request.method} ${request.path}`) {
      case 'GET /v1/models':
      case 'GET /models': {
        const data = models.map(id => entryOf(id, loaded.has(id), context))
        return answer(json(200, { data, object: 'list' }, charset))
      }
      case 'GET /props':
        return asked === undefined ? answer(recorded('router-props')) : route(asked)
      case 'POST /v1/messages':
      case 'POST /v1/messages/count_tokens': {
        const { model } = conversationOf(request.json)
        return model === undefined ? answer(recorded('router-missing-model')) : route(model)
      }
    }
    return own

    function route(model: string): FakeAnswer {
      if (!models.includes(model)) {
        const error = { code: 400, message: `model '${model}' not found`, type: 'invalid_request_error' }
        return answer(json(400, { error }, charset))
      }
      loaded.add(model)
      const routed = serverOf(model)(request)
      return { ...routed, headers: { 'x-accel-buffering': 'no', ...routed.headers } }
    }
  }
}

const charset = { 'content-type': 'application/json; charset=utf-8' }

function recorded(name: string): FakeAnswer {
  const { status, body } = recording(`llama-server/${name}`)
  return { status, headers: charset, body }
}

/** An entry of the list, from one that was recorded of a model that is loaded or not. */
function entryOf(id: string, isLoaded: boolean, context: { claimed: number; loaded: number }): object {
  const { body } = recording(`llama-server/router-v1-models${isLoaded ? '-after' : ''}`)
  const entries: { id: string; meta?: object }[] = JSON.parse(body.replaceAll('8192', String(context.loaded))).data
  const entry = entries.find(one => one.id === 'tiny-tools')
  const named = JSON.parse(JSON.stringify(entry).replaceAll('tiny-tools', id))
  return isLoaded ? { ...named, meta: { ...named.meta, n_ctx_train: context.claimed } } : named
}
