import { describe, expect, test } from 'vitest'
import type { HttpFailure, HttpResponse } from '../../src/system/http/types.ts'
import { answered, refused, silence } from '../support/patient.ts'
import { both, fine, follow, hasSystem, header, type Server, until, whole } from './courses.ts'
import { closing, failing, opening, openText, text, tool } from './pieces.ts'

describe('leaves out what it knows how to leave out', () => {
  test.each<[string, Server, recovered: string[]]>([
    ['role: system', until(hasSystem, refused(400, "Input should be 'user' or 'assistant'")), ['system-role']],
    ['role: system with 500', until(hasSystem, refused(500, "role 'system' not supported")), ['system-role']],
    [
      'context_management',
      until(({ body }) => body.context_management, refused(400, 'context_management: Extra inputs are not permitted')),
      ['context_management'],
    ],
    [
      'effort',
      until(({ body }) => body.output_config, refused(400, 'This model does not support the effort parameter.')),
      ['effort'],
    ],
    [
      'adaptive thinking',
      until(({ body }) => body.thinking.type === 'adaptive', refused(400, 'adaptive thinking is not supported')),
      ['adaptive'],
    ],
    [
      'a beta',
      until(({ betas }) => betas.includes('advanced-tool-use-2025-11-20'), header('advanced-tool-use-2025-11-20')),
      ['beta:advanced-tool-use-2025-11-20'],
    ],
    [
      'an answer that is too long',
      until(
        ({ body }) => body.max_tokens === 32_000,
        refused(400, 'input length and `max_tokens` exceed context limit: 12000 + 32000 > 40960'),
      ),
      ['max_tokens'],
    ],
    [
      'thinking.display, in words that it does not know',
      until(({ body }) => body.thinking.display, refused(422, 'no')),
      ['beta:thinking-token-count-2026-05-13', 'thinking-display'],
    ],
    [
      'deferred tools, in words that it does not know',
      until(({ body }) => JSON.stringify(body.tools).includes('defer_loading'), refused(400, 'no')),
      ['beta:thinking-token-count-2026-05-13', 'thinking-display', 'deferred-tools'],
    ],
    [
      'two things',
      asked =>
        hasSystem(asked)
          ? refused(400, "Input should be 'user' or 'assistant'")
          : asked.body.context_management
            ? refused(400, 'context_management: Extra inputs are not permitted')
            : fine,
      ['system-role', 'context_management'],
    ],
  ])('%s', async (_, answer, recovered) => {
    const { retryOutcome, asked, waited } = await follow(answer)
    expect(retryOutcome).toMatchObject({ succeeded: true, recovered, fellBack: false })
    expect(asked).toBe('s'.repeat(recovered.length + 1))
    expect(waited).toBe(0)
  })
})

describe('asks again, or in one piece', () => {
  const cut = (body: string) => answered(body, { cut: 'closed' })
  const busy =
    (times: number, answer: HttpResponse | HttpFailure): Server =>
    (_, n) =>
      n < times ? answer : fine
  test.each<[string, Server, asked: string, waited: number, fellBack: boolean]>([
    ['is fine at once', () => fine, 's', 0, false],
    ['201', () => ({ ...fine, status: 201 }), 's', 0, false],
    ['429 twice', busy(2, refused(429, 'slow down')), 'sss', 1500, false],
    ['529 four times', busy(4, refused(529, 'overloaded')), 'sssss', 7500, false],
    ['429 with retry-after', busy(1, refused(429, 'slow down', { 'retry-after': '20' })), 'ss', 20_000, false],
    ['429 with a fraction', busy(1, refused(429, 'slow down', { 'retry-after': '1.5' })), 'ss', 1000, false],
    [
      '429 with a date',
      busy(1, refused(429, 'slow', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' })),
      'ss',
      500,
      false,
    ],
    ['hangs up at first', busy(2, silence('ECONNRESET')), 'sss', 1500, false],
    ['has nothing to say at first', busy(1, answered(opening + closing())), 'ss', 0, false],
    ['is cut off at first', busy(1, cut(opening + openText())), 'ss', 0, false],
    ['is cut off behind its text at first', busy(1, cut(opening + text())), 'ss', 0, false],
    ['fails half-way', both(answered(opening + failing), whole), 'sn', 0, true],
    ['no events', both(whole, whole), 'sn', 0, true],
    ['404 to streams alone', both(refused(404, 'no'), whole), 'sn', 0, true],
    ['is always cut off', both(cut(opening + openText()), whole), 'ssn', 0, true],
    ['a call that ends with max_tokens', () => answered(opening + tool() + closing('max_tokens')), 's', 0, false],
  ])('%s', async (_, answer, asked, waited, fellBack) => {
    expect(await follow(answer)).toMatchObject({ retryOutcome: { succeeded: true, fellBack }, asked, waited })
  })
})
