import { isJson, type Json } from './fields.ts'

/** What a question mentions that a tool may want, in the order of the text. */
export interface Details {
  readonly commands: readonly string[]
  readonly paths: readonly string[]
  readonly places: readonly string[]
  readonly quoted: readonly string[]
  /** An input that is written out as JSON. */
  readonly input?: Json
  readonly question: string
}

const quotes = /`([^`\n]+)`|"([^"\n]+)"|“([^”\n]+)”/g
/** Programs that a sentence such as "run ls -l" names without quoting. */
const programs =
  'ls|pwd|echo|cat|date|whoami|uname|git|node|npm|head|tail|wc|grep|find|hostname|env|df|du|ps|true|false'
/**
 * "Run the command: X", "run: X", "run the shell command X" (not "run the command in …"), "run ls -l": up to the line's
 * end.
 */
const plainCommand = new RegExp(
  String.raw`\b(?:run|execute)\b(?:[^\n:.]{0,40}:\s*|\s+(?:the|this)\s+(?:\w+\s+)?command\s+(?!(?:in|on|to|from|that|which|with|and|now|for|again)\b)|\s+(?=(?:${programs})\b))([^\n]+)`,
  'i',
)
/** What follows the command in the sentence. */
const afterwards =
  /,?\s+(?:and|then)\s+(?:then\s+)?(?:tell|say|report|show|give|answer|reply|print|explain|describe|quote|summari[sz]e)\b.*$/i
const path = /(?:^|[\s"'`“(])((?:~|\.{1,2})?\/[\w.@~/-]*[\w/]|[\w@-][\w./@-]*\.[A-Za-z]\w{0,7})(?=$|[\s"'`”),.:;?!])/g
const place = /\b(?:in|for|at|of|and)\s+(?:both\s+)?(\p{Lu}[\p{L}'-]+(?:\s+\p{Lu}[\p{L}'-]+)*)/gu

/** Finds the details of a question; `directory` is where a relative path begins, when that is known. */
export function detailsOf(question: string, directory: string | undefined): Details {
  const quoted = [...question.matchAll(quotes)].map(([, ...one]) => one.find(Boolean) ?? '')
  const named = plainCommand
    .exec(question)?.[1]
    ?.replace(afterwards, '')
    .replace(/(?<=\S)[.!?]\s*$/, '')
    .trim()
  const input = inputIn(question)
  const isQuoted = named === undefined || /[`"“]/.test(named.slice(0, 1))
  return {
    commands: isQuoted ? quoted : [named],
    paths: [...question.matchAll(path)].map(([, one = '']) => absolute(one, directory)),
    places: [...question.matchAll(place)].map(([, one = '']) => one),
    quoted,
    ...(input ? { input } : {}),
    question,
  }
}

function inputIn(question: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(/\{[^{}]*\}/.exec(question)?.[0] ?? 'null')
    return isJson(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Where the client says that it works: Claude Code names it in its system prompt. */
export function directoryIn(text: string): string | undefined {
  return /working directory: *(\/[^\n]*\S|[A-Za-z]:\\[^\n]*\S)/i.exec(text)?.[1]
}

function absolute(name: string, directory: string | undefined): string {
  if (directory === undefined || /^[/~]/.test(name)) return name
  const separator = directory.includes('\\') ? '\\' : '/'
  return `${directory}${separator}${name.replace(/^\.\//, '')}`
}
