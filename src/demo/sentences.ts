import { type ContentBlock, resultBlocks, textOfBlocks } from './blocks.ts'
import { type ConversationState, spoken } from './conversation.ts'
import { firstColour } from './image-colour.ts'
import { imageSize } from './image-size.ts'

/** What it says when it has nothing to do. */
const greeting =
  'Hello from the demo backend of claude-switch. I am a script and no model: ask me to run a command, to read a file, or to say something.'

/** Claude Code asks for a summary in this tag when a conversation grows too long. */
const summary = '<summary>The user tries the demo backend of claude-switch, which is a script and no model.</summary>'

/** Characters of a result that are quoted, and the largest number that is counted to. */
const longestQuote = 200
const largestCount = 5000

const opening = String.raw`(?:^|[.!?:;,]\s+|\n\s*)(?:(?:please|just|only|now|then|and)\s+)*`
const verb = String.raw`(?:say|(?:reply|answer|respond)(?:\s+(?:only|just|exactly))?\s+with)`
const kinds = '(?:words?|text|phrase|letter|number|sentences?)'
const padding = String.raw`(?:\s+(?:only|just|exactly|simply))?(?:\s+(?:(?:the|a)\s+)?(?:(?:following|single|one)\s+)?${kinds}\b)?`
/** "one word" says how to answer, and not what. */
const manner = new RegExp(String.raw`^(?:(?:a|one|two|the|single|short)\s+)*${kinds}$`, 'i')
const demand = `${verb}${padding}:?\\s+(?:["“'\`]([^"”\`\\n]+?)["”'\`]|([^\\n]+?)(?=[.!?](?:\\s|$)|\\n|$))`
const sayFirst = new RegExp(String.raw`^(?:(?:please|just|only|now)\s+)*${demand}`, 'i')
const sayAnywhere = new RegExp(`${opening}${demand}`, 'i')

/** The words that the user wants to hear; undefined when nothing of the kind is asked. */
function wanted(task: string, where: 'first' | 'anywhere'): string | undefined {
  const [, quoted, plain] = (where === 'first' ? sayFirst : sayAnywhere).exec(task) ?? []
  const bare = plain?.replace(/,?\s+(?:(?:and|but)\s+(?:nothing|do not|don't|no\b).*|nothing else|only|please)$/i, '')
  return quoted ?? (bare && !manner.test(bare) ? bare : undefined)
}

/** True when the user wants to hear words first of all, and not what a tool says. */
export function onlySpeaks({ task }: ConversationState): boolean {
  return wanted(task, 'first') !== undefined && !/\b(output|results?|contents?) of\b/i.test(task)
}

/** The word behind "The code word is" in all that was said, when the question is for it. */
export function codeWord({ question, everything }: ConversationState): string | undefined {
  if (!/\bwhat(?:'s| is) the code ?word\b/i.test(question)) return undefined
  return /\bthe code ?word is:? *["'`*]*([\p{L}\d][\p{L}\d_-]*)/iu.exec(everything)?.[1] ?? 'I was told no code word.'
}

/** The sentence that answers a turn when no tool is called. */
export async function sentenceFor(conversation: ConversationState): Promise<string> {
  const { question, task, results, images } = conversation
  const counted = /\bcount\s+(?:from\s+(\d+)\s+)?(?:up\s+)?to\s+(\d+)/i.exec(task)
  const said = codeWord(conversation) ?? wanted(task, 'anywhere')
  if (said !== undefined) return said
  if (question.includes('<summary>')) return summary
  if (counted) return count(Number(counted[1] ?? 1), Number(counted[2]))
  if (images.length > 0) return `I see ${(await Promise.all(images.map(imageText))).join(' and ')}.`
  return results.length > 0 ? resultSentence(results) : greeting
}

function count(from: number, to: number): string {
  const length = Math.min(Math.max(to - from + 1, 1), largestCount)
  return Array.from({ length }, (_, n) => from + n).join(', ')
}

async function imageText({ source }: ContentBlock): Promise<string> {
  const [size, colour] = [imageSize(source), await firstColour(source)]
  const pixels = size ? ` of ${size.width} x ${size.height} pixels` : ''
  return `an image${pixels}${colour ? `, ${colour} in its top left corner` : ''}`
}

/** One sentence that quotes the first line of each result. */
function resultSentence(results: readonly ContentBlock[]): string {
  const failed = results.some(({ is_error }) => is_error === true)
  const lines = results.map(result => firstLine(spoken(textOfBlocks(resultBlocks(result)))))
  const quoted = lines.map(line => (line === '' ? 'nothing' : `"${line}"`)).join(' and ')
  const tools = results.length > 1 ? 'The tools' : 'The tool'
  return `${tools} ${failed ? 'failed and said' : 'said'}: ${quoted}.`
}

/** Without the line number that Claude Code's Read writes in front. */
function firstLine(text: string): string {
  const line = text.split('\n').find(one => one.trim() !== '') ?? ''
  return line
    .replace(/^\s*\d+[→\t]/, '')
    .trim()
    .slice(0, longestQuote)
}
