// Backends that stumble over what only the client's own request has in it.
import { isMessages, json, openAiRefusal, refusal, spoiling } from './answers.mjs'
import { refusing } from './parts.mjs'

/** @returns every value under a key anywhere in the tools */
function under(key, value) {
  if (Array.isArray(value)) return value.flatMap(item => under(key, item))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...under(key, inner)])
}
const inTools = key => request => under(key, request.json.tools ?? [])

export const contentRows = [
  {
    name: 'content: a grammar of more than 2000 characters',
    answer: refusing(
      request => inTools('maxLength')(request).some(length => length >= 2000),
      () => openAiRefusal(400, 'failed to parse grammar'),
    ),
  },
  {
    name: 'content: patterns refused',
    answer: refusing(
      request => inTools('pattern')(request).length > 0,
      () => openAiRefusal(400, 'pattern must start with ^ and end with $'),
    ),
  },
  {
    name: 'content: anyOf refused',
    answer: refusing(
      request => inTools('anyOf')(request).length > 0,
      () => refusal(400, 'tools: anyOf is not supported'),
    ),
  },
  {
    name: 'content: an input without a type refused',
    answer: refusing(
      request =>
        (request.json.tools ?? []).some(({ input_schema }) =>
          Object.values(input_schema.properties ?? {}).some(one => !('type' in one)),
        ),
      () => refusal(400, 'schema: type is required'),
    ),
  },
  {
    name: 'content: more than 10 tools refused',
    answer: refusing(
      ({ json: body }) => body.tools?.length > 10,
      () => refusal(400, 'at most 10 tools are supported'),
    ),
  },
  {
    name: 'content: more than 12 tools refused',
    answer: refusing(
      ({ json: body }) => body.tools?.length > 12,
      () => refusal(400, 'at most 12 tools are supported'),
    ),
  },
  {
    name: 'content: characters beyond Latin-1 refused',
    answer: refusing(
      ({ body }) => [...body].some(character => character.codePointAt(0) > 255),
      () => json(500, { error: "'latin-1' codec can't encode character" }),
    ),
  },
  {
    name: 'content: emoji refused',
    answer: refusing(
      ({ body }) => /\p{Emoji_Presentation}/u.test(body),
      () => json(500, { error: 'invalid surrogate pair' }),
    ),
  },
  {
    name: 'content: a user id of more than 128 characters refused',
    answer: refusing(
      ({ json: body }) => (body.metadata?.user_id?.length ?? 0) > 128,
      () => refusal(400, 'metadata.user_id: String should have at most 128 characters'),
    ),
  },
  {
    name: 'content: a user id that names no device refused',
    answer: refusing(
      ({ json: body }) => !/"device_id":"[0-9a-f]{64}"/.test(body.metadata?.user_id ?? ''),
      () => refusal(403, 'unknown device'),
    ),
  },
  {
    name: 'content: a system text of more than 20 KB refused',
    answer: refusing(
      ({ json: body }) => Array.isArray(body.system) && body.system.some(({ text }) => text.length > 20_000),
      () => refusal(400, 'system is too long'),
    ),
  },
  {
    name: 'content: a body of more than 30 KB refused by nginx',
    answer: refusing(
      ({ body }) => body.length > 30_000,
      () => ({
        status: 413,
        headers: { 'content-type': 'text/html' },
        body: '<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n<center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
      }),
    ),
  },
  {
    name: 'content: a body of more than 60 KB refused',
    answer: refusing(
      ({ body }) => body.length > 60_000,
      () => json(413, { error: 'payload too large' }),
    ),
  },
  {
    name: 'the empty request: a framework’s 500',
    answer: request =>
      isMessages(request) && !Array.isArray(request.json?.messages)
        ? json(500, { detail: 'Internal Server Error' })
        : ordinary(request),
  },
  {
    name: 'the empty request: 404',
    answer: request =>
      isMessages(request) && !Array.isArray(request.json?.messages)
        ? json(404, { detail: 'Not Found' })
        : ordinary(request),
  },
  {
    name: 'the empty request: a page',
    answer: request =>
      isMessages(request) && !Array.isArray(request.json?.messages)
        ? { status: 404, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>404</title>' }
        : ordinary(request),
  },
  {
    name: 'the empty request: 401',
    answer: request =>
      isMessages(request) && !Array.isArray(request.json?.messages)
        ? refusal(401, 'no', 'authentication_error')
        : ordinary(request),
  },
  {
    name: 'the empty request: a reset',
    answer: request =>
      isMessages(request) && !Array.isArray(request.json?.messages)
        ? { status: 200, headers: {}, before: [{ destroy: true }] }
        : ordinary(request),
  },
  {
    name: 'the list of models alone is overloaded',
    answer: request => (request.path === '/v1/models' ? json(503, { error: 'Service overloaded' }) : ordinary(request)),
  },
  {
    name: 'the list of models alone hangs up',
    answer: request =>
      request.path === '/v1/models' ? { status: 200, headers: {}, before: [{ destroy: true }] } : ordinary(request),
  },
  {
    name: 'a name with [1m]',
    fields: { MODEL: "'oracle-model[1m]'" },
    answer: refusing(
      ({ json: body }) => body.model !== 'oracle-model',
      () => refusal(404, 'model not found', 'not_found_error'),
    ),
  },
  {
    name: 'a name with [1m], and its beta refused',
    fields: { MODEL: "'oracle-model[1m]'" },
    answer: refusing(
      ({ headers }) => (headers['anthropic-beta'] ?? '').includes('context-1m'),
      () => refusal(400, 'The long context beta is not yet available for this subscription.'),
    ),
  },
]

function ordinary(request) {
  return spoiling(() => undefined)(request)
}
