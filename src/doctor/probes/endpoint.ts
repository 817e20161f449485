import { withoutEndSlashes } from '../../backends/address.ts'
import { fixCommandsOf } from '../../backends/fix-commands.ts'
import { likelyAddresses } from '../../backends/likely-addresses.ts'
import { judgeRelease } from '../../backends/releases.ts'
import type { PathResponse } from '../../backends/response.ts'
import { featuresOf } from '../../claude-code/features.ts'
import { keyOf } from '../../profiles/fields.ts'
import { readError } from '../../protocol/errors.ts'
import type { Environment } from '../../system/environment.ts'
import { isResponse } from '../../system/http/is-response.ts'
import type { HttpResponse } from '../../system/http/types.ts'
import type { Finding, Remedy } from '../finding.ts'
import { askShortly, firstRequest, inHaste } from '../first-request.ts'
import { found, type Probe, type Target } from '../probe.ts'
import { asksFirst } from '../run-probes.ts'
import { isWebPage } from '../web-page.ts'

export const endpoint = {
  id: 'endpoint',
  title: '/v1/messages',
  needs: ['authorised'],
  cost: 'free',
  asks: 'whether the server speaks the Messages API at all',
  async run(target) {
    if (!asksFirst(target)) {
      const response = target.facts.responses.get(`POST ${path}`)
      return response ? [judgeEndpoint(target, response)] : []
    }
    const outcome = await firstRequest(target)
    const { answer } = outcome
    if (outcome.succeeded || answer === undefined || !(await isMissing(target, answer))) return [onwardOr(target)]
    if (target.profile.router) return [judgeEndpoint(target, { path: `POST ${path}`, ...answer })]
    const elsewhere = await atAnotherAddress(target)
    if (elsewhere) return [elsewhere]
    return [judgeEndpoint(target, { path: `POST ${path}`, ...answer }, await speaksChat(target))]
  },
} as const satisfies Probe

const path = '/v1/messages'
const chatPath = '/v1/chat/completions'
/** LM Studio's words for a path that it does not have, with a status of 200. */
const unexpected = /unexpected endpoint or method/i

/** Whether the path is what is missing, and not a part of the request: then an empty message gets the same answer. */
async function isMissing(target: Target, answer: HttpResponse): Promise<boolean> {
  if (!isNowhere(answer)) return false
  const empty = await target.post(path, '{}')
  return !isResponse(empty) || isNowhere(empty)
}

function isNowhere({ status, body, headers }: HttpResponse): boolean {
  if ([404, 405, 501].includes(status) || (status >= 300 && status < 400)) return true
  return isWebPage(body, headers) || unexpected.test(body)
}

/** Whether chat completions are there instead; an empty request is refused before it costs anything. */
async function speaksChat(target: Target): Promise<boolean> {
  const answer = await target.post(chatPath, '{}')
  return isResponse(answer) && answer.status >= 400 && answer.status < 500 && !isNowhere(answer)
}

/** Tries the addresses at which such servers speak the Messages API, and takes the first that does for the examination. */
async function atAnotherAddress(target: Target): Promise<Finding | undefined> {
  const { facts, profile, baseUrl } = target
  for (const base of likelyAddresses(baseUrl, facts.redirects)) {
    const outcome = await askShortly(target, featuresOf(target.environment), {
      ...inHaste(target),
      ask: request => target.askAt(base, request),
    })
    if (!outcome.succeeded) continue
    facts.baseUrl = base
    facts.first = Promise.resolve(outcome)
    const says = `there is no /v1/messages at ${baseUrl.pathname === '/' ? 'that address' : baseUrl.pathname}; it is at ${base}`
    const remedy = {
      says: `with that in ${keyOf(profile.name, 'BASE_URL')} it answers`,
      set: { BASE_URL: base },
      proven: true,
    } as const
    return found('endpoint', 'fail', { code: 'messages-elsewhere', url: base }, says, { breaks: 'the address', remedy })
  }
  return undefined
}

/** What an answer says of the path, or of the address: with no more than an empty message asked. */
function judgeEndpoint(target: Target, { status, body, headers }: PathResponse, hasChat = false): Finding {
  const { facts, profile, baseUrl } = target
  const breaks = 'no Messages API'
  const update = {
    says: 'update the server',
    commands: fixCommandsOf(facts.kind).update,
  }
  const fail = (says: string, remedy: Remedy = update) =>
    found('endpoint', 'fail', { code: 'messages-missing', status }, says, {
      detail: readError(status, body).message,
      breaks,
      remedy,
    })
  const address = { says: `put the address that is meant into ${keyOf(profile.name, 'BASE_URL')}` }
  if (status >= 300 && status < 400) return fail('it redirects without end', address)
  if (isWebPage(body, headers)) {
    return fail(`a web page answers there (${status}): a login page, or another program`, {
      says: `check ${keyOf(profile.name, 'BASE_URL')}`,
    })
  }
  const tooOld = judgeRelease(facts.server, facts.identity?.version).find(({ level }) => level === 'fail')
  const isMissing = status === 404 || status === 405 || status === 501
  if (isMissing && profile.router)
    return fail(`nothing is at ${profile.baseUrl} for the router to ask (${status})`, address)
  if (tooOld && isMissing) {
    const { says, remedySays, commands = [] } = tooOld
    return fail(says, { says: remedySays, commands })
  }
  if (unexpected.test(body)) return fail('this version has no /v1/messages')
  if (baseUrl.hostname === 'api.mistral.ai')
    return fail('Mistral has no Messages API', { says: 'have the router translate', set: { KIND: 'mistral' } })
  const { message, type } = readError(status, body)
  // It is the API that refuses then, and for something in the request: the model, or the request as a whole.
  const isOfRequest = /model/i.test(message) || type === 'invalid_request_error'
  const lacksPath = isMissing && !(status === 404 && isOfRequest)
  if (lacksPath && hasChat) {
    const set = { KIND: 'openai-compatible', BASE_URL: `${withoutEndSlashes(baseUrl.href)}/v1` }
    return fail('it speaks chat completions, and no Messages API', { says: 'have the router translate', set })
  }
  if (lacksPath)
    return fail(
      `there is no /v1/messages at ${baseUrl.pathname === '/' ? 'that address' : baseUrl.pathname} (${status})`,
    )
  return onwardOr(target)
}

/** That it speaks the API, or sends on to somebody who does. */
function onwardOr({ facts, profile, environment }: Target): Finding {
  const onward = [...facts.redirects].join(' and ')
  if (onward === '') return found('endpoint', 'ok', 'speaks-messages', 'speaks the Messages API')
  const says = `it redirects to ${onward}: Claude Code follows, and your code goes there${alongside(environment)}`
  const remedy = { says: `put the address that is meant into ${keyOf(profile.name, 'BASE_URL')}` }
  return found('endpoint', 'warn', 'redirects', says, { remedy })
}

/** What Claude Code takes along to another host: all but Authorization and cookies [measured, 2.1.329]. */
function alongside({ ANTHROPIC_API_KEY, ANTHROPIC_CUSTOM_HEADERS }: Environment): string {
  const taken = [ANTHROPIC_API_KEY && 'the API key', ANTHROPIC_CUSTOM_HEADERS && 'your custom headers'].filter(Boolean)
  return taken.length === 0 ? ', without the token' : `, together with ${taken.join(' and ')}`
}
