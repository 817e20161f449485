import type { UrlFault } from './base-url.ts'
import type { CredentialFault } from './credential-fault.ts'
import type { FileFault } from './file-fault.ts'
import type { Problem } from './profile.ts'

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
  chat: [
    'is an address of chat completions, which Claude Code does not speak',
    'add KIND=openai-compatible, and the router translates.',
  ],
  query: ['has a ? or # part', 'the client adds its own, so take it off.'],
}

const credentialFaults: Readonly<Record<CredentialFault, FaultSentence>> = {
  scheme: ['begins with a word that is added where it is sent', 'write only what stands behind Bearer.'],
  reference: ['is a reference and no key', "put op read '...' into the same name with _COMMAND at its end."],
  command: [
    'is a command and no key',
    'put it, without the quotes around it, into the same name with _COMMAND at its end.',
  ],
  quotes: ['has quotation marks around it that belong to no key', 'take them out.'],
  'white-space': ['has white space in it', 'take it out, if the key has none.'],
  unsendable: ['has a character that cannot be seen, or that no request can carry', 'copy the key once more.'],
}

/** Why a credential is refused, in words that follow its name. */
export function describeCredentialFault(subject: string, fault: CredentialFault): string {
  const [what, ...way] = [credentialFaults[fault]].flat()
  return [`${subject} ${what}`, ...way].join('; ')
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
    near === undefined ? 'docs/file.md lists the fields.' : `did you mean ${near}?`,
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
    const ways = [`${key}='...'`, `${key}_COMMAND='pass show ${profile}'`]
    const all = variable === key ? ways.join(' or ') : `${ways.join(', ')} or ${variable}='...'`
    return [`${profile} needs a key of ${title}${page}`, `add one of ${all}`]
  },
  'credential-missing': ({ key }, profile) => [
    `${key} is missing`,
    `add a line such as ${key}='sk-1234' or ${key}_COMMAND='pass show ${profile}' (a server that asks for none takes any word).`,
  ],
  'credential-odd': ({ key, oddity }) => {
    const [what, ...way] = [credentialFaults[oddity]].flat()
    return [`${key} ${what}`, ...way]
  },
  'url-invalid': ({ key, fault }) => {
    const [what, ...way] = [urlFaults[fault]].flat()
    return [`${key} ${what}`, ...way]
  },
  'url-shortened': ({ key, taken, isChat }) =>
    `${key}: "${taken}" at the end was taken off, since ${isChat ? 'it is added where requests are made' : 'Claude Code adds /v1/messages itself'}`,
  'url-missing': ({ key, kindKey, kind, example }) => {
    const other =
      kindKey === undefined || kind !== undefined ? '' : `; for Anthropic itself, add ${kindKey}=anthropic instead`
    const named = kind === undefined ? '' : `add ${kindKey}=${kind} if it is that service, else `
    return [`${key} is missing`, `${named}add a line such as ${key}=${example}${other}.`]
  },
  'word-unknown': ({ key, words, near }) =>
    near === undefined
      ? `${key} must be one of ${words.join(', ')}.`
      : [`${key} is none of its ${words.length} words, which docs/file.md lists`, `did you mean ${near}?`],
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
