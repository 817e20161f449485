import type { UrlFault } from './base-url.ts'
import type { Problem } from './profile.ts'

/**
 * What can be wrong with the backends file, as data: `code` is public and stays, the rest are its arguments. `key` is a line
 * as the file spells it, or as it would be written. No argument is a value of the file.
 */
export type FileFault =
  | { readonly code: 'line-not-read' }
  | { readonly code: 'key-invalid'; readonly key: string }
  | { readonly code: 'quote-open'; readonly key: string }
  | { readonly code: 'field-unknown'; readonly key: string; readonly field: string; readonly near?: string }
  | { readonly code: 'key-twice'; readonly key: string; readonly earlier: number }
  | { readonly code: 'name-reserved'; readonly key: string; readonly name: string }
  | { readonly code: 'credential-loses'; readonly key: string; readonly others: readonly string[] }
  | { readonly code: 'plain-http'; readonly key: string }
  | { readonly code: 'vendor-key-missing'; readonly key: string; readonly vendor: Vendor }
  | { readonly code: 'credential-missing'; readonly key: string }
  | { readonly code: 'url-invalid'; readonly key: string; readonly fault: UrlFault }
  | { readonly code: 'url-shortened'; readonly key: string; readonly taken: string; readonly isChat: boolean }
  | { readonly code: 'url-missing'; readonly key: string; readonly kindKey?: string }
  | { readonly code: 'word-unknown'; readonly key: string; readonly words: readonly string[] }
  | { readonly code: 'number-invalid'; readonly key: string; readonly unit: string; readonly example: number }
  | { readonly code: 'value-cut'; readonly key: string }
  | { readonly code: 'value-long'; readonly key: string }
  | { readonly code: 'value-of-example'; readonly key: string }
  | { readonly code: 'reference-unset'; readonly key: string; readonly names: readonly string[] }
  | { readonly code: 'argument-quote-open'; readonly key: string }
  | { readonly code: 'capabilities-invalid'; readonly key: string }
  | { readonly code: 'variable-invalid'; readonly key: string; readonly variable: string }
  | { readonly code: 'variable-of-shells'; readonly key: string; readonly variable: string }
  | { readonly code: 'variable-of-switch'; readonly key: string; readonly variable: string }
  | { readonly code: 'router-needed'; readonly key: string; readonly server: string }
  /** A cloud that the client speaks to itself, by its own protocol and with its own login. */
  | { readonly code: 'router-useless'; readonly key: string; readonly server: string }
  | { readonly code: 'credential-of-cloud'; readonly key: string; readonly server: string; readonly instead?: string }
  | { readonly code: 'field-of-clouds'; readonly key: string; readonly kinds: readonly string[] }
  | { readonly code: 'model-missing'; readonly key: string; readonly example: string }
  | { readonly code: 'tier-is-alias'; readonly key: string }
  | { readonly code: 'background-dear'; readonly key: string; readonly haikuKey: string }
  /** Not of the file, but of what a profile needs: the router has another address than before. */
  | { readonly code: 'router-moved' }

/** A vendor whose key is missing: the page where there are keys, and the variable of its own tools. */
interface Vendor {
  readonly title: string
  readonly variable: string
  readonly keysUrl?: string
}

/** What is wrong and, where it is known, the way out. */
type FaultSentence = string | readonly [what: string, ...way: string[]]

/** Where a fault is: in a line, of a profile, or of neither. */
type Place = Pick<Problem, 'line' | 'profile'>

/** A problem of the file, with its sentence. */
export function problemOf(level: Problem['level'], fault: FileFault, place: Place = {}): Problem {
  const { code, ...args } = fault
  const say = faultSentences[code] as (fault: FileFault, profile: string) => FaultSentence
  const said = say(fault, place.profile ?? '')
  const [what, ...way] = typeof said === 'string' ? [said] : said
  return { level, ...place, code, args, what, says: [what, ...way].join('; ') }
}

const urlFaults: Readonly<Record<UrlFault, FaultSentence>> = {
  backslash: ['has a backslash in it', 'take it out.'],
  'white-space': ['has white space in it', 'take it out.'],
  'no-scheme': ['has no http:// or https:// in front', 'add it.'],
  'not-http': 'is not an http:// or https:// URL.',
  credential: ['has a user name or password in it', 'put the secret into AUTH_TOKEN or API_KEY instead.'],
  query: ['has a ? or # part', 'the client adds its own, so take it off.'],
}

/** Why a URL is refused, as a sentence about `subject`. */
export function describeUrlFault(subject: string, fault: UrlFault): string {
  const [what, ...way] = [urlFaults[fault]].flat()
  return [`${subject} ${what}`, ...way].join('; ')
}

/**
 * Each fault as one sentence: what is wrong, and the way out. They are made here and not in terminal/, since a switch is
 * refused with them (env) and the router answers with them, which both lie below it.
 */
export const faultSentences: {
  readonly [Code in FileFault['code']]: (
    fault: Extract<FileFault, { readonly code: Code }>,
    profile: string,
  ) => FaultSentence
} = {
  'line-not-read': () => 'this line is not NAME=value; it is ignored.',
  'key-invalid': ({ key }) => [
    `"${key}" cannot be a variable's name`,
    'use letters, digits and _ only. The line is ignored.',
  ],
  'quote-open': ({ key }) => [
    `the quote that ${key} begins with is not closed`,
    'close it, or write the value without. The line is ignored.',
  ],
  'field-unknown': ({ key, field, near }, profile) => [
    `${key}: ${profile} has no field ${field}`,
    near === undefined ? 'the README lists the fields.' : `did you mean ${near}?`,
  ],
  'key-twice': ({ key, earlier }) => [
    `${key} is already set on line ${earlier}`,
    'the later one counts. Remove one of them.',
  ],
  'name-reserved': ({ key, name }) => [
    `${key}: "${name}" is a command, so no profile can have that name`,
    'give the profile another one.',
  ],
  'credential-loses': ({ key, others }) =>
    `${key} wins over ${others.join(' and ')}: only one credential is ever sent.`,
  'plain-http': ({ key }) => [
    `${key} is plain http to a public host: anyone on the way can read the credential`,
    'use https.',
  ],
  'vendor-key-missing': ({ key, vendor: { title, variable, keysUrl } }, profile) => {
    const page = keysUrl === undefined ? '' : ` (keys: ${keysUrl})`
    const ways = `${key}='...', ${key}_COMMAND='pass show ${profile}' or ${variable}='...'`
    return [`${profile} needs a key of ${title}${page}`, `add one of ${ways}`]
  },
  'credential-missing': ({ key }, profile) => [
    `${key} is missing`,
    `add a line such as ${key}='sk-1234' or ${key}_COMMAND='pass show ${profile}' (a server that asks for none takes any word).`,
  ],
  'url-invalid': ({ key, fault }) => {
    const [what, ...way] = [urlFaults[fault]].flat()
    return [`${key} ${what}`, ...way]
  },
  'url-shortened': ({ key, taken, isChat }) =>
    `${key} "${taken}" at the end was taken off: ${isChat ? 'it is added where requests are made' : 'Claude Code adds /v1/messages itself'}`,
  'url-missing': ({ key, kindKey }) => [
    `${key} is missing`,
    `add a line such as ${key}=http://192.168.1.20:8000${kindKey === undefined ? '' : `; for Anthropic itself, add ${kindKey}=anthropic instead`}.`,
  ],
  'word-unknown': ({ key, words }) => `${key} must be one of ${words.join(', ')}.`,
  'number-invalid': ({ key, unit, example }) => `${key} must be a whole number of ${unit}, such as ${example}.`,
  'value-cut': ({ key }) => [`${key} is cut off at an unquoted #`, 'put the value in single quotes.'],
  'value-long': ({ key }) => [`${key} is longer than the 128 KiB that a variable may have`, 'shorten it.'],
  'value-of-example': ({ key }) => [`${key} still has the example's value`, 'put your own there.'],
  'reference-unset': ({ key, names }) => [
    `${key} refers to ${names.map(name => `$${name}`).join(' and ')}, which is not set`,
    'set it, or put the value in single quotes if the $ belongs to it.',
  ],
  'router-useless': ({ key, server }) => [
    `${key} cannot be on: ${server} has a protocol of its own`,
    'take the line out.',
  ],
  'credential-of-cloud': ({ key, server, instead }) => [
    `${key} is not sent to ${server}, which has a login of its own`,
    `take it out${instead === undefined ? '' : `, or add ${instead}='...'`}.`,
  ],
  'field-of-clouds': ({ key, kinds }) => [`${key} is for KIND=${kinds.join(' or ')}`, 'take the line out.'],
  'argument-quote-open': ({ key }) => [`${key} has a quote that is not closed`, 'close it.'],
  'capabilities-invalid': ({ key }) =>
    `${key} must be names with commas between them, such as -mid_conv_system,-effort.`,
  'variable-invalid': ({ key, variable }) => [
    `${key}: "${variable}" cannot be a variable's name`,
    'use letters, digits and _, no digit first.',
  ],
  'variable-of-shells': ({ key, variable }) => [
    `${key}: ${variable} belongs to the shell and cannot be set by a switch`,
    'remove the line.',
  ],
  'variable-of-switch': ({ key, variable }) => [
    `${key}: a switch decides ${variable} itself`,
    "use the profile's own fields instead.",
  ],
  'router-needed': ({ key, server }) => [
    `${key} cannot be off: ${server} speaks chat completions`,
    'take the line out.',
  ],
  'model-missing': ({ key, example }) => [`${key} is missing`, `add a line such as ${key}=${example}`],
  'tier-is-alias': ({ key }) =>
    `${key} must be a full model name: Claude Code sends a tier as it stands, and resolves no alias in it.`,
  'background-dear': ({ key, haikuKey }) => [
    `${key} serves every tier, the background work too`,
    `add ${haikuKey}=claude-haiku-5-5 to keep that cheap.`,
  ],
  'router-moved': () => [
    'another program has the port that the router had',
    'shells that were switched before have to switch again.',
  ],
}
