import { fnv1a } from '../fnv1a.ts'
import { callExtra, lettersOf, withoutExtra } from '../ids.ts'
import type { Dialect } from './dialect.ts'

/** The names and ids of one request as the backend knows them, and the way back. */
export interface ToolNames {
  /** A tool's name as it may be sent. */
  nameFor(name: string): string
  /** The name that the client gave a tool. */
  originalName(name: string): string
  /** A call's id as it may be sent: the same for the call and its result, and in each turn. */
  idFor(id: string): string
  /** Whether an id has been used in the conversation. */
  hasId(id: string): boolean
}

/** Characters of a name, by OpenAI's documentation; longer ones end in a hash. */
const longestName = 64
const keptOfName = 55

/**
 * Names for one request to a kind of backend. Nothing is changed that the dialect takes, no two become one, and an id that this
 * kind made itself, and that Anthropic would refuse, goes back as it was.
 */
export function createToolNames({ toolId, toolIdLength }: Dialect, kind = ''): ToolNames {
  const originals = new Map<string, string>()
  const names = new Map<string, string>()
  const ids = new Map<string, string>()
  const taken = new Set<string>()
  return {
    nameFor(name) {
      const known = names.get(name)
      if (known !== undefined) return known
      let made = /^[\w-]{1,64}$/.test(name) ? name : shortened(name, name)
      for (let round = 1; originals.has(made); round++) made = shortened(name, `${round}:${name}`)
      names.set(name, made)
      originals.set(made, name)
      return made
    },
    originalName: name => originals.get(name) ?? name,
    idFor(whole) {
      const id = withoutExtra(whole)
      const known = ids.get(id)
      if (known !== undefined) return known
      const own = callExtra(whole, kind)?.id
      let made = own ?? (toolId.test(id) ? id : lettersOf(id, toolIdLength))
      for (let round = 1; taken.has(made); round++) made = lettersOf(`${round}:${id}`, toolIdLength)
      ids.set(id, made)
      taken.add(made)
      return made
    },
    hasId: id => ids.has(id) || taken.has(id),
  }
}

function shortened(name: string, hashed: string): string {
  const legal = name.replace(/[^\w-]/g, '_').slice(0, keptOfName)
  return `${legal}_${fnv1a(hashed).toString(16).padStart(8, '0')}`.slice(0, longestName)
}
