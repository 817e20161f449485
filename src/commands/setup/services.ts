import type { Kind } from '../../backends/backend.ts'
import { backendOf, backends } from '../../backends/catalogue.ts'
import type { System } from '../../system/system.ts'
import { answered } from './answered.ts'

/** A vendor's service: its one address, and what it is. */
export interface Service {
  readonly url: string
  readonly kind: Kind
}

/** The vendors that give keys away, and have one address for everybody. */
const services = Object.values(backends).flatMap(({ kind, title, auth, ...rest }) =>
  'keysUrl' in auth && 'defaultBaseUrl' in rest
    ? [{ kind, title, keysUrl: auth.keysUrl, url: rest.defaultBaseUrl }]
    : [],
)

/** Asks which of them, with the page where a key is to be had. */
export async function askService(system: System): Promise<Service> {
  const choices = services.map(one => ({ title: `${one.title}, keys: ${one.keysUrl}`, value: one }))
  const mistral = services.findIndex(({ kind }) => kind === 'mistral')
  const { url, kind } = answered(await system.prompts.choice('Which service?', choices, mistral))
  return { url, kind }
}

/** The key under the name that the vendor's own tools read. */
export function exportedKey(kind: Kind, { environment }: System): string | undefined {
  const { variable } = backendOf(kind).auth
  return variable === undefined ? undefined : environment[variable] || undefined
}
