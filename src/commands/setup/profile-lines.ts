import type { Kind } from '../../backends/backend.ts'
import { backendOf, backends } from '../../backends/catalogue.ts'
import type { WindowReading } from '../../backends/context-window.ts'
import { adviseOutput, defaultOutputTokens } from '../../env/window.ts'
import type { WrittenProfile } from '../../profiles/backends-file.ts'
import { readBaseUrl } from '../../profiles/base-url.ts'
import { readValue } from '../../profiles/dotenv.ts'
import { expandReferences } from '../../profiles/expand.ts'
import { builtInKind, type Field, type Subject } from '../../profiles/fields.ts'
import type { Environment } from '../../system/environment.ts'

/** How a profile comes by its key: as text, by a command that prints it, without one, or as its lines say already. */
export type Key = { readonly value: string } | { readonly command: string } | 'none' | 'kept'

/** What setup has to know of a backend before it can be written. */
export interface Answers {
  readonly profile: string
  readonly kind: Kind
  readonly url: string
  readonly model: string
  readonly key: Key
  /** What the server says of the model's window. */
  readonly window?: WindowReading
}

/** What a profile's lines say already, references replaced; a line with nothing in it says nothing. */
export interface WrittenFields {
  readonly url?: string
  readonly value: (field: Field) => string | undefined
}

const keyFields = ['AUTH_TOKEN', 'AUTH_TOKEN_COMMAND', 'API_KEY', 'API_KEY_COMMAND'] as const

/** Reads what stands there for a profile; `url` is the one that its kind or its name promises where none is written. */
export function readWritten(
  name: string,
  profile: WrittenProfile | undefined,
  environment: Environment,
): WrittenFields {
  const value = (field: Field) => {
    const assignment = profile?.fields.get(field)
    if (!assignment) return undefined
    const text = readValue(assignment)
    return (assignment.literal ? text : expandReferences(text, environment).value) || undefined
  }
  const base = value('BASE_URL')
  const read = base === undefined ? undefined : readBaseUrl(base)
  const kind = value('KIND')?.toLowerCase() ?? builtInKind(name)
  const promised =
    kind !== undefined && Object.hasOwn(backends, kind) ? backendOf(kind as Kind).defaultBaseUrl : undefined
  const url = read && 'url' in read ? read.url : promised
  return { value, ...(url === undefined ? {} : { url }) }
}

/** Whether what stands there is about the server of a URL, so that its key may go on being sent. */
export function isSameServer({ url: old }: WrittenFields, url: string): boolean {
  const origin = (text: string) => new URL(text).origin.replace('//localhost', '//127.0.0.1')
  return old === undefined || origin(old) === origin(url)
}

/** Whether a key stands there, or a command that prints one. */
export function hasKey({ value }: WrittenFields): boolean {
  return keyFields.some(field => value(field) !== undefined)
}

/**
 * The fields to write for the answers. What they do not touch stays; what belonged to another server (its key) or another
 * model (its window) is emptied, which is as good as no line.
 */
export function linesFor(answers: Answers, written: WrittenFields): Map<Subject, string> {
  const { kind, url, model } = answers
  const lines = new Map<Subject, string>([['KIND', kind]])
  const { auth, defaultBaseUrl } = backendOf(kind)
  // A vendor's own address needs no line: it is nobody's to know by heart.
  const isUsual = auth.variable !== undefined && url === defaultBaseUrl && written.value('BASE_URL') === undefined
  if (!isUsual) lines.set('BASE_URL', url)
  lines.set('MODEL', model)
  const same = isSameServer(written, url)
  for (const [field, value] of keyLines(answers, written, same)) lines.set(field, value)
  const isOld = same && written.value('MODEL') === model
  for (const [field, value] of windowLines(answers, written, isOld)) lines.set(field, value)
  return lines
}

function keyLines({ kind, key }: Answers, { value }: WrittenFields, same: boolean): [Field, string][] {
  if (key === 'kept' && same) return []
  const isApiKey =
    same && keyFields.some(field => value(field) !== undefined)
      ? value('AUTH_TOKEN') === undefined && value('AUTH_TOKEN_COMMAND') === undefined
      : backendOf(kind).auth.header === 'x-api-key' || backendOf(kind).protocol === 'chat'
  const name = isApiKey ? 'API_KEY' : 'AUTH_TOKEN'
  const own: [Field, string][] =
    typeof key === 'string' ? [] : 'value' in key ? [[name, key.value]] : [[`${name}_COMMAND`, key.command]]
  const others = keyFields.filter(field => field !== own[0]?.[0] && value(field) !== undefined)
  return [...own, ...others.map((field): [Field, string] => [field, ''])]
}

/** Limits of the window. Those that stand there for the same model stay where they are within it. */
function windowLines({ kind, window }: Answers, { value }: WrittenFields, isOld: boolean): [Field, string][] {
  if (kind === 'anthropic') return []
  const tokens = windowTokens(kind, window)
  const kept = (field: Field, most: number) => {
    const own = Number(isOld ? value(field) : undefined)
    return own > 0 && own <= most
  }
  if (tokens === undefined) {
    const stale = (['CONTEXT_TOKENS', 'MAX_OUTPUT_TOKENS'] as const).filter(field => value(field) !== undefined)
    return isOld ? [] : stale.map(field => [field, ''])
  }
  const advised = adviseOutput(tokens)
  const most = window?.maxOutput
  const output = most !== undefined && most < (advised ?? defaultOutputTokens) ? most : advised
  const lines: [Field, string][] = []
  if (!kept('CONTEXT_TOKENS', tokens)) lines.push(['CONTEXT_TOKENS', String(tokens)])
  if (output !== undefined && !kept('MAX_OUTPUT_TOKENS', output)) lines.push(['MAX_OUTPUT_TOKENS', String(output)])
  else if (output === undefined && !isOld && value('MAX_OUTPUT_TOKENS') !== undefined)
    lines.push(['MAX_OUTPUT_TOKENS', ''])
  return lines
}

/**
 * Tokens that a request can count on. What a model could have at most is none of them where the server itself decides, when
 * it loads the model; a gateway passes on what it was told.
 */
export function windowTokens(kind: Kind, window: WindowReading | undefined): number | undefined {
  return window?.effective ?? (backendOf(kind).runsModels ? undefined : window?.claimed)
}
