import { fixCommandsOf } from '../../backends/fix-commands.ts'
import { judgeRelease } from '../../backends/releases.ts'
import { keyOf } from '../../profiles/fields.ts'
import { readError } from '../../protocol/errors.ts'
import type { Environment } from '../../system/environment.ts'
import { found, type Probe } from '../probe.ts'

export const endpoint = {
  id: 'endpoint',
  title: '/v1/messages',
  needs: ['authorised'],
  cost: 'free',
  asks: 'whether the server speaks the Messages API at all',
  async run({ facts, profile, baseUrl, environment }) {
    const response = facts.responses.get('POST /v1/messages')
    if (!response) return []
    const { status, body, headers } = response
    const breaks = 'no Messages API'
    const update = {
      says: 'update the server, or put a LiteLLM gateway in front of it',
      commands: fixCommandsOf(facts.kind).update,
    }
    const fail = (says: string, remedy: { says: string; commands?: readonly string[] } = update) => [
      found('endpoint', 'fail', says, { detail: readError(status, body).message, breaks, remedy }),
    ]
    const address = { says: `put the address that is meant into ${keyOf(profile.name, 'BASE_URL')}` }
    const onward = [...facts.redirects].join(' and ')
    if (status >= 300 && status < 400) return fail('it redirects without end', address)
    if (isWebPage(body, headers)) {
      return fail(`a web page answers there (${status}): a login page, or another program`, {
        says: `check ${keyOf(profile.name, 'BASE_URL')}`,
      })
    }
    const tooOld = judgeRelease(facts.server, facts.identity?.version).find(({ level }) => level === 'fail')
    const isMissing = status === 404 || status === 405 || status === 501
    if (tooOld && isMissing) {
      const { says, remedySays, commands = [] } = tooOld
      return fail(says, { says: remedySays, commands })
    }
    if (/unexpected endpoint or method/i.test(body)) return fail('this version has no /v1/messages')
    if (baseUrl.hostname === 'api.mistral.ai')
      return fail('Mistral has no Messages API', { says: 'put a LiteLLM gateway in front of it' })
    const { message, type } = readError(status, body)
    // It is the API that refuses then, and for something in the request: the model, or the request as a whole.
    const isOfRequest = /model/i.test(message) || type === 'invalid_request_error'
    if (isMissing && !(status === 404 && isOfRequest))
      return fail(
        `there is no /v1/messages at ${baseUrl.pathname === '/' ? 'that address' : baseUrl.pathname} (${status})`,
      )
    if (onward) {
      const says = `it redirects to ${onward}: Claude Code follows, and your code goes there${alongside(environment)}`
      return [found('endpoint', 'warn', says, { remedy: address })]
    }
    return [found('endpoint', 'ok', 'speaks the Messages API')]
  },
} as const satisfies Probe

/** What Claude Code takes along to another host: all but Authorization and cookies [measured, 2.1.329]. */
function alongside({ ANTHROPIC_API_KEY, ANTHROPIC_CUSTOM_HEADERS }: Environment): string {
  const taken = [ANTHROPIC_API_KEY && 'the API key', ANTHROPIC_CUSTOM_HEADERS && 'your custom headers'].filter(Boolean)
  return taken.length === 0 ? ', without the token' : `, together with ${taken.join(' and ')}`
}

function isWebPage(body: string, headers: Readonly<Record<string, string>>): boolean {
  return /^\s*<(!doctype|html)/i.test(body) || (headers['content-type'] ?? '').startsWith('text/html')
}
