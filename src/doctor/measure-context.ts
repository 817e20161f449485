import { versionHeader } from '../claude-code/client-headers.ts'
import type { ClientMessage, ClientRequest } from '../claude-code/request.ts'
import { readError, readOverLong } from '../protocol/errors.ts'
import { isResponse } from '../system/http/is-response.ts'
import type { Target } from './probe.ts'

/** What filling the window showed. */
export type Measured =
  | { readonly unclear: string }
  /** `tokens` is what can be relied on; absent where not even the shortest prompt was read whole. */
  | { readonly tokens?: number; readonly silently: boolean; readonly says: string }

/** Tokens that are tried one after the other where nobody says how large the window is. */
const ladder = [8_000, 16_000, 32_000, 64_000, 128_000, 256_000]
/** A prompt below this part of a window must fit, and one above it must not. */
const below = 0.85
const above = 1.2
/** Tokens that are sent in all at most where somebody pays for them. */
export const mostPaidTokens = 300_000

const word = 'marmalade'
const question = 'What is the code word? Answer with that one word.'

/** What came of one prompt of about so many tokens. */
type Filled =
  | { readonly how: 'refused'; readonly limit?: number; readonly message: string }
  | { readonly how: 'kept' | 'cut'; readonly used?: number }
  | { readonly how: 'silent'; readonly message: string }

/** What can be told from an answer, by the first and short prompt. */
interface Calibration {
  /** The model finds the needle. */
  readonly finds: boolean
  /** The server counts the tokens it reads. */
  readonly counts: boolean
  readonly perToken: number
}

/**
 * Fills the window with prompts of growing length. A server that refuses says the number; one that cuts without a word is
 * found out by a needle at the far end, and by the tokens that it says it read.
 */
export async function measureContext(target: Target): Promise<Measured> {
  const first = await fill(target, calibrating, charactersPerToken)
  if ('message' in first) return { unclear: `a prompt of ${calibrating} tokens gets no answer: ${first.message}` }
  const counts = first.used !== undefined && first.used > calibrating / 2 && first.used < calibrating * 2
  const perToken = counts && first.used ? (calibrating * charactersPerToken) / first.used : charactersPerToken
  const calibration: Calibration = { finds: first.how === 'kept', counts, perToken }
  const { effective, claimed } = target.facts.window ?? {}
  const believed = effective ?? claimed
  if (believed === undefined) return climb(target, ladder, calibration)
  const fitting = Math.round(believed * below)
  const measured = await climb(target, [fitting, Math.round(believed * above)], calibration, believed)
  // It has less than it says: how much is found from below.
  if (!('silently' in measured) || measured.tokens !== undefined) return measured
  return climb(target, [...ladder.filter(size => size < fitting), fitting], calibration)
}

/** Prompts of these lengths, the shortest first, until one does not fit. `believed` is what the server says of its window. */
async function climb(
  target: Target,
  sizes: readonly number[],
  { finds, counts, perToken }: Calibration,
  believed?: number,
): Promise<Measured> {
  let fits = 0
  let sent = 0
  for (const size of sizes) {
    sent += size
    if (target.payer.payer !== 'free' && sent > mostPaidTokens) break
    const filled = await fill(target, size, perToken)
    // What fits below a stated window and not above it bears the statement out.
    const reliable = fits > 0 ? (believed ?? fits) : undefined
    const known = reliable === undefined ? {} : { tokens: reliable }
    const about = amountOf(fits, size, believed)
    if (filled.how === 'silent') {
      const says = `a prompt of ${size} tokens gets no answer: ${filled.message}`
      return fits === 0 ? { unclear: says } : { ...known, silently: false, says: `at least ${fits} tokens; ${says}` }
    }
    if (filled.how === 'refused') {
      const { limit } = filled
      if (limit !== undefined)
        return { tokens: limit, silently: false, says: `${limit} tokens: what is longer is refused, with that number` }
      return { ...known, silently: false, says: `${about}: what is longer is refused` }
    }
    const used = counts ? filled.used : undefined
    if (used !== undefined && used < size * 0.8) {
      const tokens = fits > 0 && believed !== undefined ? believed : Math.max(used, fits)
      return { tokens, silently: true, says: `about ${tokens} tokens: what is longer is cut without a word` }
    }
    if (finds && filled.how === 'cut')
      return { ...known, silently: true, says: `${about}: what is longer is cut without a word` }
    if (!finds && used === undefined)
      return { unclear: 'the model does not find a word again, and no tokens are counted: nothing shows what is read' }
    fits = size
  }
  if (fits === 0) return { unclear: `the window is too large to be measured with ${mostPaidTokens} tokens` }
  const says = `at least ${fits} tokens: a prompt of that length is read whole`
  return { tokens: Math.max(fits, believed ?? 0), silently: false, says }
}

/** How large a window is in which one length fits and the next does not. */
function amountOf(fits: number, size: number, believed: number | undefined): string {
  if (fits === 0) return `fewer than ${size} tokens`
  return believed === undefined ? `${fits} to ${size} tokens` : `${believed} tokens, as it says`
}

/** Tokens of the first prompt. */
const calibrating = 1000

/** A first guess, for English. */
const charactersPerToken = 4

/** One prompt of so many tokens, its needle in the oldest message, which is what a server drops first. */
async function fill(target: Target, tokens: number, perToken: number): Promise<Filled> {
  const answer = await target.askFor(target.waitMs(900_000), filledRequest(target.model ?? '', tokens * perToken))
  if (!isResponse(answer)) return { how: 'silent', message: answer.says }
  if (answer.status !== 200) {
    const { message } = readError(answer.status, answer.body)
    const limit = readOverLong(message)?.limitTokens
    // A busy server says nothing of the length.
    if (limit === undefined && unrelated.includes(answer.status)) return { how: 'silent', message }
    return { how: 'refused', message, ...(limit === undefined ? {} : { limit }) }
  }
  const { content, usage } = target.read(answer, false)
  const said = content.map(block => (block.type === 'text' || block.type === 'thinking' ? block.text : '')).join(' ')
  const used = (usage.input ?? 0) + (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0)
  return { how: said.toLowerCase().includes(word) ? 'kept' : 'cut', ...(used > 0 ? { used } : {}) }
}

/** Statuses that speak of the account or of the hour. */
const unrelated: readonly number[] = [401, 402, 403, 404, 408, 429, 502, 503, 504, 529]

function filledRequest(model: string, characters: number): ClientRequest {
  const messages: ClientMessage[] = [
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
