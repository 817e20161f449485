import { describe, expect, test } from 'vitest'
import { measureContext, mostPaidTokens } from '../../src/doctor/measure-context.ts'
import type { HttpFailure, HttpResponse } from '../../src/system/http/types.ts'
import { message } from '../claude-code/pieces.ts'
import { type Asked, answered, patientFor, refused, type Script, silence } from '../support/patient.ts'

/** A model of 4 characters a token. It reads what the server leaves, and says the word if that is still there. */
interface Server {
  readonly perToken?: number
  /** Tokens from which a prompt is refused. */
  readonly refuses?: { readonly above: number; readonly with: (tokens: number) => HttpResponse | HttpFailure }
  /** Tokens that are left of a longer one, its end. */
  readonly keeps?: number
  readonly counts?: boolean | number
  readonly finds?: boolean
}

const tokensOf = ({ body }: Asked, perToken: number) =>
  body.messages.reduce((sum: number, { content }: { content: string }) => sum + content.length, 0) / perToken

function server({ perToken = 4, refuses, keeps = Number.POSITIVE_INFINITY, counts = true, finds = true }: Server) {
  return (asked: Asked): HttpResponse | HttpFailure => {
    const tokens = tokensOf(asked, perToken)
    if (refuses && tokens > refuses.above) return refuses.with(Math.round(tokens))
    const said = finds && tokens <= keeps ? 'It is Marmalade.' : 'I do not know.'
    const read = counts === true ? Math.round(Math.min(tokens, keeps)) : counts === false ? 0 : counts
    return answered(JSON.stringify(message([{ type: 'text', text: said }], { usage: { input_tokens: read } })))
  }
}

async function measured(one: Server | NonNullable<Script['answer']>, window = {}, script: Script = {}) {
  const answer = typeof one === 'function' ? one : server(one)
  const target = patientFor({ ...script, answer, facts: { window: { from: 'a test', ...window } } })
  return { measured: await measureContext(target), sizes: target.asked.slice(1).map(asked => tokensOf(asked, 4)) }
}

const withNumber = (limit: number) => (tokens: number) =>
  refused(400, `prompt is too long: ${tokens} tokens > ${limit} maximum`)
const without = () => refused(400, 'too much')
const knownWindow = { effective: 65_536 }
const around = [55_706, 78_643]

describe('a server that refuses', () => {
  test.each<[string, Server, window: object, tokens: number | undefined, says: string]>([
    [
      'with its number',
      { refuses: { above: 32_768, with: withNumber(32_768) } },
      {},
      32_768,
      '32768 tokens: what is longer is refused, with that number',
    ],
    [
      'with its number, against what it says',
      { refuses: { above: 32_768, with: withNumber(32_768) } },
      knownWindow,
      32_768,
      '32768 tokens: what is longer is refused, with that number',
    ],
    [
      'without one, as it says',
      { refuses: { above: 65_536, with: without } },
      knownWindow,
      65_536,
      '65536 tokens, as it says: what is longer is refused',
    ],
    [
      'without one',
      { refuses: { above: 40_000, with: without } },
      {},
      32_000,
      '32000 to 64000 tokens: what is longer is refused',
    ],
    [
      'without one, against what it says',
      { refuses: { above: 40_000, with: without } },
      knownWindow,
      32_000,
      '32000 to 55706 tokens: what is longer is refused',
    ],
    [
      'everything',
      { refuses: { above: 4000, with: without } },
      {},
      undefined,
      'fewer than 8000 tokens: what is longer is refused',
    ],
  ])('%s', async (_, one, window, tokens, says) => {
    expect((await measured(one, window)).measured).toEqual({ ...(tokens ? { tokens } : {}), silently: false, says })
  })
})

describe('a server that cuts without a word', () => {
  test.each<[string, Server, window: object, tokens: number | undefined, says: string]>([
    ['by its count', { keeps: 20_000, finds: false }, {}, 20_000, 'about 20000 tokens'],
    ['by its count, against what it says', { keeps: 4096 }, knownWindow, 4096, 'about 4096 tokens'],
    ['by its count, as it says', { keeps: 60_000 }, knownWindow, 65_536, 'about 65536 tokens'],
    ['by the word', { keeps: 20_000, counts: false }, {}, 16_000, '16000 to 32000 tokens'],
    ['by the word, as it says', { keeps: 65_536, counts: false }, knownWindow, 65_536, '65536 tokens, as it says'],
    [
      'by the word, against what it says',
      { keeps: 20_000, counts: false },
      knownWindow,
      16_000,
      '16000 to 32000 tokens',
    ],
    [
      'by the word, near to what it says',
      { keeps: 40_000, counts: false },
      knownWindow,
      32_000,
      '32000 to 55706 tokens',
    ],
    ['everything', { keeps: 3000, counts: false }, {}, undefined, 'fewer than 8000 tokens'],
    ['whose count is always the same', { keeps: 20_000, counts: 10 }, {}, 16_000, '16000 to 32000 tokens'],
  ])('%s', async (_, one, window, tokens, about) => {
    const says = `${about}: what is longer is cut without a word`
    expect((await measured(one, window)).measured).toEqual({ ...(tokens ? { tokens } : {}), silently: true, says })
  })
})

describe('a server that reads all', () => {
  test('goes up the ladder', async () => {
    const { measured: found, sizes } = await measured({})
    expect(found).toMatchObject({ tokens: 256_000, silently: false, says: expect.stringMatching(/^at least 256000 /) })
    expect(sizes).toHaveLength(6)
    for (const [n, size] of [8000, 16_000, 32_000, 64_000, 128_000, 256_000].entries())
      expect(Math.abs((sizes[n] ?? 0) - size) / size).toBeLessThan(0.05)
  })

  test('has more than it says', async () => {
    const { measured: found, sizes } = await measured({}, knownWindow)
    expect(found).toMatchObject({ tokens: around[1], silently: false })
    expect(sizes).toHaveLength(2)
  })

  test.each([3, 4, 6])('prompts are as long as they should be with %i characters a token', async perToken => {
    const lengths: number[] = []
    await measured(asked => {
      lengths.push(tokensOf(asked, perToken))
      return server({ perToken })(asked)
    }, knownWindow)
    for (const [n, size] of around.entries()) expect(Math.abs((lengths[n + 1] ?? 0) - size) / size).toBeLessThan(0.1)
  })
})

describe('nothing is claimed', () => {
  test.each<[string, Server | NonNullable<Script['answer']>, says: RegExp]>([
    ['no answer at all', () => silence('ETIMEDOUT'), /^a prompt of 1000 tokens gets no answer: it says ETIMEDOUT$/],
    ['every prompt is refused', () => refused(400, 'no'), /^a prompt of 1000 tokens gets no answer: no$/],
    ['neither word nor count', { finds: false, counts: false }, /nothing shows what is read$/],
    [
      'time runs out at once',
      { refuses: { above: 2000, with: () => silence('ETIMEDOUT') } },
      /^a prompt of 8000 tokens/,
    ],
    [
      'too many requests',
      { refuses: { above: 2000, with: () => refused(429, 'slow down') } },
      /8000 tokens .+: slow down$/,
    ],
  ])('%s', async (_, one, says) => {
    expect((await measured(one)).measured).toEqual({ unclear: expect.stringMatching(says) })
  })

  test('but what was read before time ran out', async () => {
    const late = { refuses: { above: 40_000, with: () => silence('ETIMEDOUT') } }
    expect((await measured(late)).measured).toMatchObject({
      tokens: 32_000,
      says: expect.stringMatching(/^at least 32000/),
    })
    const found = await measured({ refuses: { above: 60_000, with: () => silence('ETIMEDOUT') } }, knownWindow)
    expect(found.measured).toMatchObject({ tokens: 65_536 })
  })
})

describe('where somebody pays', () => {
  test.each([
    ['nothing is known', {}, 256_000],
    ['a large window', { effective: 200_000 }, 200_000],
    ['a very large one', { effective: 1_000_000 }, undefined],
  ])('no more is sent than was said: %s', async (_, window, tokens) => {
    const { measured: found, sizes } = await measured({}, window, { payer: 'metered' })
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mostPaidTokens * 1.1)
    if (tokens === undefined) expect(found).toEqual({ unclear: expect.stringContaining('too large to be measured') })
    else expect(found).toMatchObject({ silently: false })
  })
})
