// Gateways and vendors that refuse everything, each in words and statuses of its own.
import { contentFor, correct, isMessages, json, openAiRefusal, refusal, replyWith, spoiling } from './answers.mjs'

const always = answer => spoiling(() => answer)
const html = (status, body) => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' },
  body,
})
const challenge =
  '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue</body></html>'

export const gatewayRows = [
  {
    name: 'gateway: no channel for the model, New API',
    answer: always(
      openAiRefusal(
        503,
        'No available channel for model oracle-model under group default (distributor)',
        'new_api_error',
      ),
    ),
  },
  {
    name: 'gateway: no balance, GLM',
    answer: always(
      json(429, { error: { code: '1113', message: 'Insufficient balance or no resource package. Please recharge.' } }),
    ),
  },
  {
    name: 'gateway: no such model, GLM',
    answer: always(json(400, { error: { code: '1211', message: 'Unknown Model, please check the model code.' } })),
  },
  {
    name: 'gateway: no balance, DeepSeek',
    answer: always(openAiRefusal(402, 'Insufficient Balance', 'unknown_error')),
  },
  {
    name: 'gateway: the quota is spent, Kimi',
    answer: always(
      refusal(
        403,
        "You've reached your usage limit for this billing cycle. Your quota will be refreshed in the next cycle.",
        'permission_error',
      ),
    ),
  },
  {
    name: 'gateway: an error of MiniMax under 200',
    answer: always(
      json(200, { base_resp: { status_code: 1004, status_msg: 'login fail: Please carry the API secret key' } }),
    ),
  },
  { name: 'gateway: null under 200', answer: always(json(200, null)) },
  { name: 'gateway: a list under 200', answer: always(json(200, [])) },
  { name: 'gateway: a challenge of Cloudflare', answer: always(html(403, challenge)) },
  { name: 'gateway: a challenge of Cloudflare on every path', answer: () => html(403, challenge) },
  {
    name: 'gateway: 524 for ever',
    answer: always(html(524, '<html><head><title>524: A timeout occurred</title></head></html>')),
  },
  {
    name: 'gateway: 521, then fine',
    answer: request =>
      isMessages(request) && request.elapsedMs < 900 ? html(521, 'Web server is down') : correct(request),
  },
  { name: 'gateway: 451', answer: always(openAiRefusal(451, 'Unavailable in your region')) },
  { name: 'gateway: 418', answer: always(json(418, { error: 'I’m a teapot' })) },
  { name: 'gateway: 426', answer: always(json(426, { error: 'Upgrade Required' })) },
  { name: 'gateway: 407', answer: always(json(407, { error: 'Proxy Authentication Required' })) },
  { name: 'gateway: 499', answer: always(json(499, { error: 'client closed' })) },
  { name: 'gateway: 300', answer: always({ status: 300, headers: {}, body: '' }) },
  { name: 'gateway: 304', answer: always({ status: 304, headers: {}, body: '' }) },
  {
    name: 'gateway: 301 to a slash',
    answer: request =>
      request.path === '/v1/messages'
        ? { status: 301, headers: { location: `/oracle-nowhere${request.path}/` }, body: '' }
        : correct(request),
  },
  {
    name: 'gateway: 308 to itself with another query',
    answer: spoiling(
      request =>
        !request.query.includes('v=2') && { status: 308, headers: { location: 'messages?beta=true&v=2' }, body: '' },
    ),
  },
  {
    name: 'gateway: 302 that a POST would follow',
    answer: spoiling(
      request =>
        !request.query.includes('v=2') && { status: 302, headers: { location: 'messages?beta=true&v=2' }, body: '' },
    ),
  },
  {
    name: 'gateway: the answer comes behind five seconds of silence, and the limit is three',
    fields: { TIMEOUT_MS: '3000' },
    answer: spoiling(request => {
      const { status, headers, chunks, body } = replyWith(request, contentFor(request))
      return { status, headers, chunks: [{ waitMs: 5000 }, ...(chunks ?? [body])] }
    }),
  },
  {
    name: 'gateway: the headers come behind five seconds of silence, and the limit is three',
    fields: { TIMEOUT_MS: '3000' },
    answer: spoiling(request => ({ ...replyWith(request, contentFor(request)), before: [{ waitMs: 5000 }] })),
  },
]
