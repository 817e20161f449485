import { keyOf } from '../../profiles/fields.ts'
import { readError } from '../../protocol/errors.ts'
import { isResponse } from '../../system/http/is-response.ts'
import type { HttpResponse } from '../../system/http/types.ts'
import type { Finding } from '../finding.ts'
import { note } from '../get-response.ts'
import { found, type Probe, type Target } from '../probe.ts'

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
  asks: 'whether the credential is taken, and in which header, by a request that is refused before it costs anything',
  async run(target) {
    const answer = await target.post(path, emptyMessage)
    if (!isResponse(answer)) {
      const detail = answer.code
      return [
        found('authorised', 'fail', `/v1/messages does not answer: ${answer.says}`, { detail, breaks: 'no answer' }),
      ]
    }
    note(target.facts, `POST ${path}`, answer)
    if (answer.status !== 401 && answer.status !== 403) return [allowed(target)]
    return [await refused(target, answer)]
  },
} as const satisfies Probe

function allowed({ profile: { credential } }: Target): Finding {
  if (credential?.key === undefined) return found('authorised', 'ok', 'no key is needed')
  return found('authorised', 'ok', `${credential.key} is taken, as ${ways[credential.header].name}`)
}

async function refused(target: Target, { status, body }: HttpResponse): Promise<Finding> {
  const { profile } = target
  const { credential } = profile
  const detail = readError(status, body).message
  const breaks = 'the credential'
  const [onward] = target.facts.redirects
  if (onward) {
    const says = `it redirects to ${onward}, which wants a credential (${status}); yours does not go to another host`
    const remedy = { says: `put the address that is meant into ${keyOf(profile.name, 'BASE_URL')}` }
    return found('authorised', 'fail', says, { detail, breaks: 'a redirect', remedy })
  }
  if (!credential) {
    const remedy = { says: `put the key into ${keyOf(profile.name, 'AUTH_TOKEN')}` }
    return found('authorised', 'fail', `it wants a key, and the profile has none (${status})`, {
      detail,
      breaks,
      remedy,
    })
  }
  const { other, otherField, name } = ways[credential.header]
  const again = await target.postAs(other, path, emptyMessage)
  if (isResponse(again) && again.status !== 401 && again.status !== 403) {
    const says = `it reads the key as ${ways[other].name}, and not as ${name} (${status})`
    const key = credential.key ?? keyOf(profile.name, ways[credential.header].field)
    const remedy = { says: `in your backends file, rename ${key} to ${renamed(key, otherField)}` }
    return found('authorised', 'fail', says, { detail, breaks: 'the header of the credential', remedy })
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
  return found('authorised', 'fail', says, { detail, breaks, remedy })
}

/** `LOCAL_API_KEY_COMMAND` -> `LOCAL_AUTH_TOKEN_COMMAND`. */
function renamed(key: string, field: 'API_KEY' | 'AUTH_TOKEN'): string {
  return key.replace(/(API_KEY|AUTH_TOKEN)(_COMMAND)?$/i, (_, __, command = '') => `${field}${command}`)
}
