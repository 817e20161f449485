import { readError, readOverLong } from '../backends/error-text.ts'
import { isAnswer } from './answered.ts'
import { type Message, type MessagesRequest, versionHeader } from './client/request.ts'
import type { Patient } from './probe.ts'

/** What filling the window showed. */
export type Measured =
  | { readonly unclear: string }
  | { readonly tokens?: number; readonly silently: boolean; readonly says: string }

/** Tokens that are tried one after the other where nobody says how large the window is. */
const ladder = [8_000, 16_000, 32_000, 64_000, 128_000, 256_000]
/** A prompt below this part of a window must fit, and one above it must not. */
const below = 0.85
const above = 1.2

const word = 'marmalade'
const question = 'What is the code word? Answer with that one word.'

/** What came of one prompt of about so many tokens. */
type Filled =
  | { readonly how: 'refused'; readonly limit?: number; readonly message: string }
  | { readonly how: 'kept' | 'cut'; readonly used?: number }
  | { readonly how: 'silent'; readonly message: string }

/**
 * Fills the window with prompts of growing length. A server that refuses says the number; one that cuts without a word is
 * found out by a needle at the far end, and by the tokens that it says it read.
 */
export async function measureWindow(patient: Patient): Promise<Measured> {
  const calibration = await fill(patient, 1000, charactersPerToken)
  if (calibration.how !== 'kept' && calibration.how !== 'cut')
    return { unclear: 'a prompt of 1000 tokens gets no answer' }
  const finds = calibration.how === 'kept'
  const perToken = calibration.used ? (1000 * charactersPerToken) / calibration.used : charactersPerToken
  const { effective, claimed } = patient.chart.window ?? {}
  const believed = effective ?? claimed
  const sizes = believed === undefined ? ladder : [Math.round(believed * below), Math.round(believed * above)]
  let fits = 0
  for (const size of sizes) {
    const filled = await fill(patient, size, perToken)
    if (filled.how === 'silent') return { unclear: `a prompt of ${size} tokens gets no answer: ${filled.message}` }
    if (filled.how === 'refused') {
      if (filled.limit !== undefined)
        return {
          tokens: filled.limit,
          silently: false,
          says: `${filled.limit} tokens: what is longer is refused, with that number`,
        }
      return fits > 0
        ? { tokens: fits, silently: false, says: `at least ${fits} tokens: a prompt of ${size} is refused` }
        : { unclear: `a prompt of ${size} tokens is refused: ${filled.message}` }
    }
    const readLess = filled.used !== undefined && filled.used < size * 0.8
    if (readLess || (finds && filled.how === 'cut')) {
      const tokens = readLess ? Math.max(filled.used ?? 0, fits) : fits
      const about = tokens > 0 ? `about ${tokens} tokens` : 'fewer tokens than a session needs'
      return {
        ...(tokens > 0 ? { tokens } : {}),
        silently: true,
        says: `${about}: what is longer is cut without a word`,
      }
    }
    fits = size
  }
  return { tokens: fits, silently: false, says: `at least ${fits} tokens: a prompt of that length was read whole` }
}

/** A first guess, for English. */
const charactersPerToken = 4

/** One prompt of so many tokens, its needle in the oldest message, which is what a server drops first. */
async function fill(patient: Patient, tokens: number, perToken: number): Promise<Filled> {
  const answer = await patient.askFor(patient.waitMs(900_000), filledRequest(patient.model ?? '', tokens * perToken))
  if (!isAnswer(answer)) return { how: 'silent', message: answer.says }
  if (answer.status !== 200) {
    const { message } = readError(answer.status, answer.body)
    const limit = readOverLong(message)?.limitTokens
    return { how: 'refused', message, ...(limit === undefined ? {} : { limit }) }
  }
  const { content, usage } = patient.read(answer, false)
  const said = content.map(block => (block.type === 'text' || block.type === 'thinking' ? block.text : '')).join(' ')
  const used = (usage.input ?? 0) + (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0)
  return { how: said.toLowerCase().includes(word) ? 'kept' : 'cut', ...(used > 0 ? { used } : {}) }
}

function filledRequest(model: string, characters: number): MessagesRequest {
  const messages: Message[] = [
    { role: 'user', content: `The code word is ${word}. Keep it in mind.` },
    { role: 'assistant', content: 'I will.' },
  ]
  for (let length = 0; length < characters; ) {
    const chapter = chapterOf(messages.length, Math.min(chapterLength, characters - length))
    messages.push({ role: 'user', content: chapter }, { role: 'assistant', content: 'Read.' })
    length += chapter.length
  }
  messages.push({ role: 'user', content: question })
  return { query: '', headers: versionHeader, body: JSON.stringify({ model, max_tokens: 256, messages }) }
}

const chapterLength = 8000

/** Plain sentences that differ, so that no cache and no tokenizer makes them shorter than they are. */
function chapterOf(number: number, length: number): string {
  let text = ''
  for (let n = 0; text.length < length; n++)
    text += `Line ${n + 1} of part ${number} says that the river went on to the sea. `
  return text.slice(0, Math.max(1, Math.floor(length)))
}
