import { fieldsOf } from './conversation.ts'
import { type FakeAnswer, type FakeRequest, json } from './fake.ts'
import type { ToolCalls } from './model.ts'

/** The models of a fake Ollama, all of one kind. */
export interface OllamaModels {
  /** With their tags: `qwen3.5:latest`. */
  readonly models?: readonly string[]
  /** Tokens: the model's own, and what it is loaded with. */
  readonly context?: { readonly claimed?: number; readonly loaded?: number }
  /** `PARAMETER num_ctx` of the Modelfile, which the model is then loaded with. */
  readonly numCtx?: number
  /** Whether the models are in memory from the beginning; otherwise from the first message on. */
  readonly inMemory?: boolean
  readonly tools?: ToolCalls
  readonly thinking?: boolean
  readonly images?: boolean
}

/** Ollama's default where the machine has little memory for graphics. */
const defaultWindow = 4096
const digest = '0123456789abcdef'.repeat(4)
const modified = '2026-08-21T10:00:00.000000000Z'

/** The lists of models, and which of them are in memory. `window` is what a request has, in tokens. */
export function ollamaModels({ models = ['qwen3.5:latest'], ...options }: OllamaModels) {
  const { claimed = 262_144, loaded } = options.context ?? {}
  const window = Math.min(loaded ?? options.numCtx ?? defaultWindow, claimed)
  const running = new Set(options.inMemory ? models : [])
  const found = (name: string) => models.find(model => model === name || model === `${name}:latest`)
  const capabilities = [
    'completion',
    ...(options.tools === 'refused' ? [] : ['tools']),
    ...(options.thinking ? ['thinking'] : []),
    ...((options.images ?? true) ? ['vision'] : []),
  ]
  const family = { parent_model: '', format: 'gguf', family: 'qwen35', families: ['qwen35'] }
  const details = { ...family, parameter_size: '4B', quantization_level: 'Q4_K_M' }
  const inList = (name: string) => ({ name, model: name, size: 1, digest })
  const lists: Readonly<Record<string, () => object>> = {
    '/v1/models': () => ({
      object: 'list',
      data: models.map(id => ({ id, object: 'model', created: 1_780_000_000, owned_by: 'library' })),
    }),
    '/api/tags': () => ({
      models: models.map(name => ({
        ...inList(name),
        modified_at: modified,
        details: { ...details, context_length: claimed, embedding_length: 2560 },
        capabilities,
      })),
    }),
    '/api/ps': () => ({
      models: [...running].map(name => ({
        ...inList(name),
        details,
        expires_at: modified,
        size_vram: 0,
        context_length: window,
      })),
    }),
  }
  const show = (name: string) => {
    if (!found(name)) return json(404, { error: `model '${name}' not found` })
    const stop = 'stop                           "<|im_end|>"'
    const numCtx = options.numCtx === undefined ? '' : `num_ctx                        ${options.numCtx}\n`
    return json(200, {
      license: 'Apache License',
      modelfile: `FROM ${name}`,
      parameters: `${numCtx}${stop}`,
      template: '{{ .Prompt }}',
      details,
      model_info: { 'general.architecture': 'qwen35', 'qwen35.context_length': claimed },
      capabilities,
      modified_at: modified,
    })
  }
  return {
    window,
    has: (name: string) => found(name) !== undefined,
    load: (name: string) => running.add(found(name) ?? name),
    answer: ({ method, path, json: body }: FakeRequest): FakeAnswer | undefined => {
      const list = method === 'GET' ? lists[path] : undefined
      if (list) return json(200, list())
      return method === 'POST' && path === '/api/show' ? show(String(fieldsOf(body)['model'])) : undefined
    },
  }
}
