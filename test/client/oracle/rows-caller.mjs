// Backends that look at who asks.
import { json, refusal, spoiling } from './answers.mjs'

const kimi =
  'Kimi For Coding is currently only available for Coding Agents such as Kimi CLI, Claude Code, Roo Code, Kilo Code, etc.'
const agent = ({ headers }) => headers['user-agent'] ?? ''

/** @returns a backend that refuses whoever `isStranger` takes for one */
const onlyFor = (isStranger, status = 403, message = kimi) =>
  spoiling(request => isStranger(request) && refusal(status, message, 'permission_error'))

export const callerRows = [
  {
    name: 'who asks: the user agent begins as the client’s',
    answer: onlyFor(request => !agent(request).startsWith('claude-cli/')),
  },
  {
    name: 'who asks: the user agent is the client’s, exactly',
    answer: onlyFor(request => !/^claude-cli\/[\d.]+ \(external, (sdk-)?cli\)$/.test(agent(request))),
  },
  { name: 'who asks: x-app', answer: onlyFor(({ headers }) => headers['x-app'] !== 'cli') },
  {
    name: 'who asks: x-stainless headers',
    answer: onlyFor(({ headers }) => !headers['x-stainless-lang'] || !headers['x-stainless-package-version']),
  },
  {
    name: 'who asks: a session id',
    answer: onlyFor(
      ({ headers }) => !/^[0-9a-f-]{36}$/.test(headers['x-claude-code-session-id'] ?? ''),
      400,
      'missing session',
    ),
  },
  {
    name: 'who asks: the beta of Claude Code',
    answer: onlyFor(
      ({ headers }) => !(headers['anthropic-beta'] ?? '').includes('claude-code-'),
      401,
      'This credential is only authorized for use with Claude Code',
    ),
  },
  { name: 'who asks: metadata', answer: onlyFor(({ json: body }) => !body.metadata?.user_id) },
  {
    name: 'who asks: nobody is let in',
    undecided: true,
    answer: onlyFor(() => true, 403, 'Unsupported client. Please use an official client.'),
  },
]
