import { keyOf } from '../../profiles/fields.ts'
import { readError } from '../../protocol/errors.ts'
import { isResponse } from '../../system/http/is-response.ts'
import type { HttpFailure, HttpResponse } from '../../system/http/types.ts'
import type { Finding } from '../finding.ts'
import { askedIn, firstRequest } from '../first-request.ts'
import { note } from '../get-response.ts'
import { found, type Probe, type Target } from '../probe.ts'
import { asksFirst } from '../run-probes.ts'
import { isWebPage } from '../web-page.ts'

const path = '/v1/messages'

/** The other way to send a credential, and the field that asks for it. */
const ways = {
  bearer: { other: 'x-api-key', field: 'AUTH_TOKEN', otherField: 'API_KEY', name: 'Bearer' },
  'x-api-key': { other: 'bearer', field: 'API_KEY', otherField: 'AUTH_TOKEN', name: 'x-api-key' },
} as const

/** A message without anything in it: refused before a model is asked, but only after the credential was looked at. */
const emptyMessage = '{}'

export const authorised = {
  id: 'authorised',
  title: 'authorised',
  needs: ['server'],
  cost: 'free',
  asks: "whether the credential is taken, and in which header: by Claude Code's own request where nobody pays, else by one that is refused before it costs anything",
  async run(target) {
    if (asksFirst(target)) return [await byFirstRequest(target)]
    const answer = await target.post(path, emptyMessage)
    if (!isResponse(answer)) return [unanswered(answer.says, answer.code, target)]
    note(target.facts, `POST ${path}`, answer)
    if (!isRefusal(answer.status)) return [allowed(target)]
    return [await refused(target, answer, async header => target.postAs(header, path, emptyMessage))]
  },
} as const satisfies Probe

/** What the client itself would get: the empty message is judged otherwise by servers that look at what they are asked first. */
async function byFirstRequest(target: Target): Promise<Finding> {
  const outcome = await firstRequest(target)
  if (outcome.succeeded) return allowed(target)
  const { answer, status, silent, late, message } = outcome
  if (silent) return unanswered(message, late ? 'ETIMEDOUT' : undefined, target)
  if (status === 400 && ofTheCaller.test(message))
    return found('authorised', 'skipped', 'caller-refused', unexaminable, { detail: message })
  if (answer === undefined || status === undefined || !isRefusal(status)) return allowed(target)
  const other = async (header: 'bearer' | 'x-api-key') => {
    const { query, body, headers } = askedIn(target, outcome.features)
    return target.postAs(header, `${path}${query}`, body, headers)
  }
  return refused(target, answer, other)
}

const isRefusal = (status: number) => status === 401 || status === 403

function unanswered(says: string, code: string | undefined, { profile, environment }: Target): Finding {
  const detail = code === undefined ? {} : { detail: code }
  const waits = Number(environment['API_TIMEOUT_MS'])
  const remedy =
    code === 'ETIMEDOUT' && waits > 0 && waits < longestWaitMs
      ? {
          remedy: {
            says: `give it more time: Claude Code waits for ${longestWaitMs} ms without ${keyOf(profile.name, 'TIMEOUT_MS')}`,
          },
        }
      : {}
  return found('authorised', 'fail', 'messages-unanswered', `/v1/messages does not answer: ${says}`, {
    ...detail,
    ...remedy,
    breaks: 'no answer',
  })
}

/** ms until the client gives up on the headers, whatever else is set [measured, 2.1.332]. */
const longestWaitMs = 360_000

function allowed({ profile: { credential } }: Target): Finding {
  if (credential?.key === undefined) return found('authorised', 'ok', 'key-needless', 'no key is needed')
  return found(
    'authorised',
    'ok',
    { code: 'key-taken', key: credential.key },
    `${credential.key} is taken, as ${ways[credential.header].name}`,
  )
}

/** A refusal of the credential, or of who asks; `askAs` makes the same request with the credential in the other header. */
async function refused(
  target: Target,
  { status, body, headers }: HttpResponse,
  askAs: (header: 'bearer' | 'x-api-key') => Promise<HttpResponse | HttpFailure>,
): Promise<Finding> {
  const { profile } = target
  const { credential } = profile
  const detail = readError(status, body).message
  if (isWebPage(body, headers)) return byFirewall(status, detail)
  if (ofTheCaller.test(detail)) return found('authorised', 'skipped', 'caller-refused', unexaminable, { detail })
  const breaks = 'the credential'
  const [onward] = target.facts.redirects
  if (onward) {
    const says = `it redirects to ${onward}, which wants a credential (${status}); yours does not go to another host`
    const remedy = { says: `put the address that is meant into ${keyOf(profile.name, 'BASE_URL')}` }
    const more = { detail, breaks: 'a redirect', remedy }
    return found('authorised', 'fail', { code: 'redirect-wants-key', status }, says, more)
  }
  if (!credential) {
    const remedy = { says: `put the key into ${keyOf(profile.name, 'AUTH_TOKEN')}` }
    const says = `it wants a key, and the profile has none (${status})`
    return found('authorised', 'fail', { code: 'key-wanted', status }, says, { detail, breaks, remedy })
  }
  const { other, otherField, name } = ways[credential.header]
  const again = await askAs(other)
  if (isResponse(again) && again.status !== 401 && again.status !== 403) {
    const says = `it reads the key as ${ways[other].name}, and not as ${name} (${status})`
    const key = credential.key ?? keyOf(profile.name, ways[credential.header].field)
    const remedy = { says: `in your backends file, rename ${key} to ${renamed(key, otherField)}` }
    const more = { detail, breaks: 'the header of the credential', remedy }
    return found('authorised', 'fail', { code: 'key-in-other-header', status }, says, more)
  }
  // A kind's placeholder stands in no line of the file.
  const { key } = credential
  const says =
    key === undefined
      ? `it wants a key, and the profile has none (${status})`
      : `it refuses ${key}, in either header (${status})`
  const remedy = {
    says:
      key === undefined
        ? `put the key into ${keyOf(profile.name, ways[credential.header].field)}`
        : `put the right key into ${key}`,
  }
  const code = key === undefined ? 'key-wanted' : 'key-refused'
  return found('authorised', 'fail', { code, status }, says, { detail, breaks, remedy })
}

/** `LOCAL_API_KEY_COMMAND` -> `LOCAL_AUTH_TOKEN_COMMAND`. */
function renamed(key: string, field: 'API_KEY' | 'AUTH_TOKEN'): string {
  return key.replace(/(API_KEY|AUTH_TOKEN)(_COMMAND)?$/i, (_, __, command = '') => `${field}${command}`)
}

/** What is said of a server that lets only some programs in. */
const unexaminable = 'it refuses this examination, not your key: it lets in only some programs'

/** Words of servers that let only some programs in, by what a request says of who asks. */
const ofTheCaller =
  /\b(coding agents?|client (is )?not (allowed|supported|permitted)|unsupported client|user.?agent|only (available|authori[sz]ed|allowed|permitted|meant|for use) .*(agent|claude|client|cli\b)|third.?party (clients?|apps?|tools?))|(仅|只)(允许|支持|限).*(客户端|Claude)/i

/** A page in place of an error is a firewall's, or a proxy's: the key was looked at by nobody. */
function byFirewall(status: number, detail: string): Finding {
  const says = `a web page refuses the request (${status}): a firewall or a login page in front of the backend, not the key`
  const remedy = { says: 'have the firewall let this address and its requests through, or take an address behind it' }
  return found('authorised', 'fail', { code: 'firewall', status }, says, { detail, breaks: 'a web page', remedy })
}
