// Firewalls and gateways that look at what a request has in it, and at who asks.
import { json, openAiRefusal, refusal } from './answers.mjs'
import { refusing } from './parts.mjs'

const html = (status, body) => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' },
  body,
})
const texts = ({ json: body }) => body.system.map(({ text }) => text).join('\n')
/** How the client's own prompts begin. */
const theirs = /You are (Claude Code|a Claude agent)/
const header =
  (name, is) =>
  ({ headers }) =>
    !is(headers[name] ?? '')

export const firewallRows = [
  {
    name: 'content: blocks in a question refused',
    answer: refusing(
      ({ json: body }) => Array.isArray(body.messages[0].content),
      () =>
        json(422, {
          detail: [{ loc: ['body', 'messages', 0, 'content'], msg: 'str type expected', type: 'type_error.str' }],
        }),
    ),
  },
  {
    name: 'content: two entries of one role in a row refused',
    answer: refusing(
      ({ json: body }) => body.messages.some(({ role }, n) => role === body.messages[n + 1]?.role),
      () => refusal(400, 'roles must alternate'),
    ),
  },
  {
    name: 'content: tags refused by a firewall',
    answer: refusing(
      ({ body }) => /<[a-z-]+>/.test(body),
      () => html(403, '<html><head><title>403 Forbidden</title></head><body>Request blocked</body></html>'),
    ),
  },
  {
    name: 'content: commands of a shell refused by a firewall',
    answer: refusing(
      ({ body }) => /\bcurl |\bcat |&&|\$\(/.test(body),
      () =>
        html(
          403,
          '<html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>',
        ),
    ),
  },
  {
    name: 'content: words of SQL refused by a firewall',
    answer: refusing(
      ({ body }) => /\bselect\b.*\bfrom\b|\bdrop\b/i.test(body),
      () => html(403, '<html><body>403 Forbidden</body></html>'),
    ),
  },
  {
    name: 'content: back quotes refused',
    answer: refusing(
      ({ body }) => body.includes('`'),
      () => json(400, { error: 'illegal character' }),
    ),
  },
  {
    name: 'content: templates’ braces refused',
    answer: refusing(
      ({ body }) => body.includes('{{') || body.includes('${'),
      () => json(400, { error: 'template injection' }),
    ),
  },
  {
    name: 'content: backslashes refused',
    answer: refusing(
      ({ body }) => body.includes('\\\\'),
      () => json(400, { error: 'bad escape' }),
    ),
  },
  {
    name: 'content: a body of more than 46 KB refused',
    answer: refusing(
      ({ body }) => body.length > 46_000,
      () => json(413, { error: 'request entity too large' }),
    ),
  },
  {
    name: 'content: a body of more than 50 KB refused',
    answer: refusing(
      ({ body }) => body.length > 50_000,
      () => json(413, { error: 'request entity too large' }),
    ),
  },
  {
    name: 'headers: more than 2 KB refused',
    answer: refusing(
      ({ headers }) => JSON.stringify(headers).length > 2048,
      () => ({ status: 431, headers: {}, body: '' }),
    ),
  },
  {
    name: 'headers: more than 1 KB refused',
    answer: refusing(
      ({ headers }) => JSON.stringify(headers).length > 1024,
      () => ({ status: 431, headers: {}, body: '' }),
    ),
  },
  {
    name: 'headers: betas of more than 200 characters refused',
    answer: refusing(
      ({ headers }) => (headers['anthropic-beta'] ?? '').length > 200,
      () => refusal(400, 'anthropic-beta: too long'),
    ),
  },
  {
    name: 'headers: a request of a browser refused',
    answer: refusing(
      ({ headers }) => 'anthropic-dangerous-direct-browser-access' in headers,
      () =>
        refusal(
          401,
          'CORS requests are not allowed for this Organization because of its settings',
          'authentication_error',
        ),
    ),
  },
  {
    name: 'headers: gzip is not taken',
    answer: refusing(
      header('accept-encoding', value => value.includes('gzip')),
      () => json(406, { error: 'Not Acceptable' }),
    ),
  },
  {
    name: 'headers: no encoding but identity is given',
    answer: refusing(
      header('accept-encoding', value => /identity|^$/.test(value)),
      () => json(406, { error: 'Not Acceptable' }),
    ),
  },
  {
    name: 'headers: only JSON is accepted',
    answer: refusing(
      header('accept', value => value === 'application/json'),
      () => json(406, { error: 'Not Acceptable' }),
    ),
  },
  {
    name: 'who asks: the prompt of Claude Code',
    undecided: true,
    answer: refusing(
      request => !theirs.test(texts(request)),
      () =>
        refusal(
          403,
          'This credential is only authorized for use with Claude Code and cannot be used for other API requests.',
          'permission_error',
        ),
    ),
  },
  {
    name: 'who asks: the prompt of Claude Code, 400',
    undecided: true,
    answer: refusing(
      request => !theirs.test(texts(request)),
      () =>
        refusal(
          400,
          'This credential is only authorized for use with Claude Code and cannot be used for other API requests.',
        ),
    ),
  },
  {
    name: 'who asks: the prompt of Claude Code, in Chinese',
    undecided: true,
    answer: refusing(
      request => !theirs.test(texts(request)),
      () => openAiRefusal(403, '该分组仅允许 Claude Code 客户端使用'),
    ),
  },
]
