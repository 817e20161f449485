import { type ProviderField, providerFields } from '../backends/providers.ts'
import { type Endpoint, kindsWith } from './endpoint.ts'
import type { FieldReader } from './field-reader.ts'
import { type Field, keyOf } from './fields.ts'

const credentialFields: readonly Field[] = ['AUTH_TOKEN', 'AUTH_TOKEN_COMMAND', 'API_KEY', 'API_KEY_COMMAND']

/**
 * What the fields of a profile for a cloud are called there, as variables of the session: its region, project, profile and
 * address. Complains about such fields of any other kind, and about a credential, since a cloud has a login of its own.
 */
export function readProvider(reader: FieldReader, { backend }: Endpoint): Map<string, string> {
  const { provider } = backend
  const names: Readonly<Partial<Record<ProviderField, string>>> = provider?.fields ?? {}
  const values = new Map<string, string>()
  for (const field of providerFields) {
    const value = reader.value(field)
    const name = names[field]
    if (value === undefined) continue
    if (name !== undefined) values.set(name, value)
    else reader.complain('error', field, { code: 'field-of-clouds', kinds: kindsWith(field) })
  }
  if (!provider) return values
  const url = reader.value('BASE_URL')
  if (url !== undefined) values.set(provider.baseUrl, url)
  for (const field of credentialFields) {
    if (reader.value(field) === undefined) continue
    const other = provider.key === undefined ? {} : { instead: keyOf(reader.name, `ENV_${provider.key}`) }
    reader.complain('error', field, { code: 'credential-of-cloud', server: backend.title, ...other })
  }
  if (reader.value('ROUTER')?.toLowerCase() === 'on')
    reader.complain('error', 'ROUTER', { code: 'router-useless', server: backend.title })
  return values
}
