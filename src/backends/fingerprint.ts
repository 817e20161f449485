import { at, fieldsOf, listOf } from '../protocol/json.ts'
import { jsonOf, type PathResponse, responsesAt } from './response.ts'
import { type Server, titleOf, vendorOf } from './servers.ts'

/** Which program answers at a base URL. */
export interface Identity {
  readonly kind: Server
  /** The product's own spelling, for people. */
  readonly title: string
  /** As the server writes it: `0.33.0`, `b10573-d775b8967`. */
  readonly version?: string
  /** What gave it away, for people. */
  readonly by: string
}

/**
 * GETs that cost nothing and tell servers and their versions apart, the most telling first, behind the base URL.
 * A vendor's host needs none of them: `identify([], host)` knows it.
 */
export const fingerprintPaths: readonly string[] = [
  '/',
  '/v1/models',
  '/version',
  '/api/version',
  '/health/liveliness',
  '/health/readiness',
  '/props',
]

/** Where a server that was recognised without its version still says it, to be asked only then. */
export const versionPaths: Readonly<Partial<Record<Server, string>>> = {
  // /health/readiness keeps it to itself since 1.84 [measured with 1.106.12].
  litellm: '/public/model_hub/info',
}

interface Mark {
  readonly kind: Server
  readonly by: string
  readonly hit: (responses: readonly PathResponse[]) => boolean
}

/**
 * What only one server says, the surest first. A status proves nothing: LM Studio answers every path with 200, and mock
 * servers answer Ollama's /api/tags, as llama-server's /v1/models carries an Ollama-like list beside its own.
 * Sources: each server's code and documents; llama-server and aimock were recorded.
 */
const marks: readonly Mark[] = [
  // A gateway may hand on headers of the server behind it, so its own come first.
  {
    kind: 'litellm',
    by: 'its x-litellm headers',
    hit: responses => responses.some(response => headerAs(response, /^x-litellm-/)),
  },
  {
    kind: 'litellm',
    by: `/health/liveliness says "I'm alive!"`,
    hit: saying('/health/liveliness', /^"?I'm alive!"?$/),
  },
  {
    kind: 'llamacpp',
    by: 'its Server header',
    hit: responses => responses.some(({ headers }) => headers['server']?.startsWith('llama.cpp')),
  },
  {
    kind: 'demo',
    by: 'its Server header',
    hit: responses => responses.some(({ headers }) => headers['server'] === 'claude-switch-demo'),
  },
  { kind: 'mock', by: 'its models belong to aimock', hit: responses => ownersIn(responses)[0] === 'aimock' },
  { kind: 'portkey', by: 'its greeting', hit: saying('/', /^AI Gateway says hey!/) },
  {
    kind: 'lmstudio',
    by: 'how it answers unknown paths: "Unexpected endpoint or method."',
    hit: responses => responses.some(response => /^Unexpected endpoint or method\./.test(errorTextOf(response))),
  },
  {
    kind: 'lmstudio',
    by: 'its list of loaded models',
    hit: responses =>
      responsesAt(responses, '/api/v1/models').some(response =>
        listOf(at(jsonOf(response), 'models')).some(model => Array.isArray(at(model, 'loaded_instances'))),
      ),
  },
  { kind: 'ollama', by: 'it says "Ollama is running"', hit: saying('/', /^Ollama is running$/) },
  { kind: 'llamacpp', by: 'its models belong to llamacpp', hit: responses => ownersIn(responses)[0] === 'llamacpp' },
  { kind: 'vllm', by: 'its models belong to vllm', hit: responses => ownersIn(responses)[0] === 'vllm' },
  // Models that somebody pushed belong to their author, the rest to "library".
  { kind: 'ollama', by: "its models are Ollama's library", hit: responses => ownersIn(responses).includes('library') },
  {
    kind: 'vllm',
    // Its /version needs no key while its /v1/models does, and nobody else refuses in these words.
    by: 'its /version, and how it refuses a key',
    hit: responses => textAt(responses, '/version', 'version') !== undefined && responses.some(isRefusedByVllm),
  },
  {
    kind: 'anthropic',
    by: "Anthropic's request-id and rate limit headers",
    hit: responses =>
      responses.some(
        response => /^req_/.test(response.headers['request-id'] ?? '') && headerAs(response, /^anthropic-ratelimit-/),
      ),
  },
]

/**
 * Says which server answered, by what it said and where that is not enough by the host's name (with or without a port).
 * `sights` may be any free answers, those of `fingerprintPaths` best. Undefined where nothing gives it away.
 */
export function identify(responses: readonly PathResponse[], host: string): Identity | undefined {
  const vendor = vendorOf(host)
  if (vendor) return { kind: vendor, title: titleOf(vendor), by: 'its host name' }
  const mark = marks.find(({ hit }) => hit(responses))
  if (!mark) return undefined
  const { kind, by } = mark
  const version = versionOf(kind, responses)
  return { kind, title: titleOf(kind), ...(version === undefined ? {} : { version }), by }
}

function versionOf(kind: Server, responses: readonly PathResponse[]): string | undefined {
  switch (kind) {
    case 'ollama':
      return textAt(responses, '/api/version', 'version')
    case 'vllm':
      return textAt(responses, '/version', 'version')
    case 'llamacpp':
      return textAt(responses, '/props', 'build_info')
    case 'litellm':
      return (
        responses.map(({ headers }) => plain(headers['x-litellm-version'])).find(version => version !== undefined) ??
        textAt(responses, '/health/readiness', 'litellm_version') ??
        textAt(responses, '/public/model_hub/info', 'litellm_version')
      )
    default:
      return undefined
  }
}

/** A version that can be shown: a server could write anything there. */
function plain(version: unknown): string | undefined {
  return typeof version === 'string' && /^[\w.+-]{1,64}$/.test(version) ? version : undefined
}

function textAt(responses: readonly PathResponse[], path: string, field: string): string | undefined {
  return responsesAt(responses, path)
    .map(response => plain(at(jsonOf(response), field)))
    .find(text => text !== undefined)
}

function saying(path: string, words: RegExp): Mark['hit'] {
  return responses => responsesAt(responses, path).some(({ body }) => words.test(body.trim()))
}

function ownersIn(responses: readonly PathResponse[]): unknown[] {
  const models = responsesAt(responses, '/v1/models').flatMap(response => listOf(at(jsonOf(response), 'data')))
  return models.map(model => at(model, 'owned_by'))
}

function errorTextOf(response: PathResponse): string {
  const error = at(jsonOf(response), 'error')
  return typeof error === 'string' ? error : ''
}

/** `{"error":"Unauthorized"}` and nothing else. */
function isRefusedByVllm(response: PathResponse): boolean {
  const keys = Object.keys(fieldsOf(jsonOf(response)))
  return response.status === 401 && keys.length === 1 && errorTextOf(response) === 'Unauthorized'
}

function headerAs({ headers }: PathResponse, name: RegExp): boolean {
  return Object.keys(headers).some(key => name.test(key))
}
