import { expect, test } from 'vitest'
import { featuresOf } from '../../../src/claude-code/features.ts'
import { readReply } from '../../../src/claude-code/read-message.ts'
import type { Succeeded } from '../../../src/claude-code/retry-loop.ts'
import { speed } from '../../../src/doctor/probes/speed.ts'
import { event, message, stop, text } from '../../claude-code/pieces.ts'
import { answered, patientFor } from '../../support/patient.ts'

interface Pace {
  readonly input?: number
  readonly output?: number
  readonly cached?: number
  /** ms until the first word, and until the end. */
  readonly firstMs: number
  readonly endMs: number
  /** message_start comes at once, before the prompt is read. */
  readonly eager?: true
  readonly fellBack?: true
}

/** A session's answer that came at that pace. */
function answerAt({ input, output = 1, cached = 0, firstMs, endMs, eager, fellBack }: Pace): Succeeded {
  const usage = { cache_read_input_tokens: cached, ...(input === undefined ? {} : { input_tokens: input }) }
  const first = event('message_start', { message: message([], { usage }) })
  const reason = { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: output } }
  const body = first + text() + event('message_delta', reason) + stop
  const pieces = [
    { ms: eager ? 5 : firstMs, length: eager ? first.length : first.length + 200 },
    { ms: firstMs, length: first.length + 200 },
    { ms: endMs, length: body.length },
  ]
  const answer = answered(body, { pieces, headersMs: 5, endMs })
  return {
    succeeded: true,
    reply: readReply(answer, true),
    answer,
    features: featuresOf({}),
    recovered: [],
    fellBack: fellBack === true,
  }
}

const said = async (pace: Pace | undefined, lines: string[] = []) => {
  const target = patientFor({ lines, facts: pace ? { session: answerAt(pace) } : {} })
  const [finding] = await speed.run(target)
  return { line: `${finding?.level}: ${finding?.says}`, set: finding?.remedy?.set }
}

const nothing = 'note: too little was said to measure it'

test.each<[string, Pace | undefined, string[], line: string, set?: object]>([
  [
    'fast',
    { input: 2000, firstMs: 100, endMs: 110 },
    [],
    'ok: reads 20k tokens a second; the first answer of a session takes about a second',
  ],
  [
    'with words',
    { input: 2000, output: 100, firstMs: 1000, endMs: 3000 },
    [],
    'ok: reads 2000 tokens a second, writes 50; the first answer of a session takes about 6 seconds',
  ],
  [
    'an eager server',
    { input: 2000, firstMs: 1000, endMs: 1010, eager: true },
    [],
    'ok: reads 2000 tokens a second; the first answer of a session takes about 6 seconds',
  ],
  [
    'with every tool',
    { input: 2000, firstMs: 1000, endMs: 1010 },
    ['LOCAL_BETAS=off'],
    'ok: reads 2000 tokens a second; the first answer of a session takes about 10 seconds',
  ],
  [
    'slow',
    { input: 2000, firstMs: 20_000, endMs: 20_010 },
    [],
    'warn: reads 100 tokens a second; the first answer of a session takes about 2 minutes',
  ],
  [
    'too slow',
    { input: 2000, firstMs: 400_000, endMs: 400_010 },
    ['LOCAL_TIMEOUT_MS=600000'],
    'warn: reads 5 tokens a second; the first answer of a session takes about 40 minutes',
    { TIMEOUT_MS: '9600000' },
  ],
  [
    'hardly at all',
    { input: 500, firstMs: 1_000_000, endMs: 1_000_010 },
    ['LOCAL_TIMEOUT_MS=600000000'],
    'warn: reads 0.5 tokens a second; the first answer of a session takes about 400 minutes',
  ],
  [
    'what was not in the cache',
    { input: 1000, cached: 50_000, firstMs: 500, endMs: 510 },
    [],
    'ok: reads 2000 tokens a second; the first answer of a session takes about 6 seconds',
  ],
  ['all was in the cache', { input: 20, cached: 2000, firstMs: 10, endMs: 20 }, [], nothing],
  ['no count', { firstMs: 500, endMs: 510 }, [], nothing],
  ['in one piece', { input: 2000, firstMs: 500, endMs: 510, fellBack: true }, [], nothing],
  ['no session', undefined, [], nothing],
])('%s', async (_, pace, lines, line, set) => {
  expect(await said(pace, lines)).toEqual({ line, set })
})
