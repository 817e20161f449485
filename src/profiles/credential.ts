import type { Backend } from '../backends/backend.ts'
import { credentialFaultOf, isHopeless } from './credential-fault.ts'
import type { Endpoint } from './endpoint.ts'
import type { FieldReader } from './field-reader.ts'
import { type Field, keyOf } from './fields.ts'
import type { Credential } from './profile.ts'

/** The four fields that can hold the credential, in the order in which the client would look at them. */
const order = [
  { field: 'AUTH_TOKEN', header: 'bearer', command: false },
  { field: 'AUTH_TOKEN_COMMAND', header: 'bearer', command: true },
  { field: 'API_KEY', header: 'x-api-key', command: false },
  { field: 'API_KEY_COMMAND', header: 'x-api-key', command: true },
] as const satisfies readonly { field: Field; header: Credential['header']; command: boolean }[]

/**
 * The one credential of a profile: the first of its four fields, else the `known` one (LiteLLM's master key for `vibe`, the
 * variable that the vendor's own tools read), else the kind's placeholder, which keeps the client from sending the user's
 * own /login token to a server that asks for none.
 */
export function readCredential(
  reader: FieldReader,
  endpoint: Endpoint,
  known?: { readonly key: string; readonly value: string },
): Credential | undefined {
  if (endpoint.backend.provider) return undefined
  const [winner, ...losers] = order.filter(({ field }) => reader.value(field) !== undefined)
  if (winner) {
    if (losers.length > 0) {
      const others = losers.map(({ field }) => reader.key(field))
      reader.complain('note', winner.field, { code: 'credential-loses', others })
    }
    warnOfPlainHttp(reader, endpoint)
    const text = reader.value(winner.field) ?? ''
    const fault = winner.command ? undefined : credentialFaultOf(text)
    if (fault)
      reader.complain(isHopeless(fault) ? 'error' : 'warning', winner.field, { code: 'credential-odd', oddity: fault })
    return {
      // Chat completions know no x-api-key, however the line is called.
      header: endpoint.backend.protocol === 'chat' ? 'bearer' : winner.header,
      secret: winner.command ? { command: text } : { value: text },
      key: reader.key(winner.field),
    }
  }
  if (known) {
    const fault = credentialFaultOf(known.value)
    if (fault)
      reader.complainAt(isHopeless(fault) ? 'error' : 'warning', undefined, {
        code: 'credential-odd',
        key: known.key,
        oddity: fault,
      })
    return { header: 'bearer', secret: { value: known.value }, key: known.key }
  }
  if (endpoint.isAnthropic) return undefined
  const { needed, placeholder, header } = endpoint.backend.auth
  const required = needed === 'always' || (needed === 'public' && endpoint.reach === 'public')
  if (!required && placeholder !== undefined) return { header, secret: { value: placeholder } }
  if (!reader.failed) askForCredential(reader, endpoint.backend)
  return undefined
}

function warnOfPlainHttp(reader: FieldReader, { baseUrl, reach }: Endpoint): void {
  if (reach !== 'public' || !baseUrl?.toLowerCase().startsWith('http:')) return
  reader.complain('warning', 'BASE_URL', { code: 'plain-http' })
}

function askForCredential(reader: FieldReader, { auth, title, protocol }: Backend): void {
  if (auth.variable) {
    const key = keyOf(reader.name, protocol === 'chat' ? 'API_KEY' : 'AUTH_TOKEN')
    const page = auth.keysUrl === undefined ? {} : { keysUrl: auth.keysUrl }
    const vendor = { title, variable: auth.variable, ...page }
    reader.complainAt('error', undefined, { code: 'vendor-key-missing', key, vendor })
    return
  }
  const key = keyOf(reader.name, auth.header === 'bearer' ? 'AUTH_TOKEN' : 'API_KEY')
  reader.complainAt('error', undefined, { code: 'credential-missing', key })
}
