import { describe, expect, test } from 'vitest'
import { opening } from '../claude-code/pieces.ts'
import { answered, refused, silence } from '../support/patient.ts'
import { effort, examined, fine, longer, refusing, type Server, system, thinks, tools } from './search.ts'

const off = (...names: string[]) => Object.fromEntries(names.map(name => [name, 'off']))

describe('a part that no setting leaves out', () => {
  test.each<[string, Server, feature: string]>([
    ['tools', refusing([tools, '"auto" tool choice requires --enable-auto-tool-choice']), 'tools'],
    ['tools and role: system', refusing([tools, 'no'], [system, 'no']), 'tools'],
    ['tools and a wordless one', refusing([tools, 'no'], [thinks, 'no']), 'tools'],
  ])('%s', async (_, answer, feature) => {
    const { workaround, courses } = await examined(answer)
    expect(workaround).toEqual({ feature })
    expect(courses).toBeLessThanOrEqual(7)
  })
})

describe('nothing is claimed', () => {
  const tooLong = refused(400, 'prompt is too long: 12000 tokens > 8192 maximum')
  test.each<[string, Server, most: number]>([
    ['nothing helps', () => refused(400, 'no'), 2],
    [
      'whatever is named',
      () => refused(400, 'thinking, output_config, context_management, cache_control, max_tokens: 32000 > 900'),
      9,
    ],
    ['it never speaks in time', () => silence('ETIMEDOUT'), 0],
    ['it speaks, and not to the end', () => answered(opening, { cut: 'late' }), 0],
    // It would fit without its tools, but they are not what is wrong.
    ['the prompt is too long', asked => (asked.body.tools ? tooLong : fine), 2],
    [
      'it is too long without a number',
      asked => (asked.body.tools ? refused(400, 'exceeds the available context size') : fine),
      1,
    ],
  ])('%s', async (_, answer, most) => {
    const { workaround, courses } = await examined(answer)
    expect(workaround).toEqual({})
    expect(courses).toBeLessThanOrEqual(most)
  })
})

describe('settings that a profile has already', () => {
  test.each<[readonly string[], Server, set: object | undefined]>([
    [['LOCAL_THINKING=off'], refusing([thinks, 'no'], [effort, 'no']), off('EFFORT')],
    [['LOCAL_EFFORT=off', 'LOCAL_BETAS=off'], refusing([thinks, 'no']), off('THINKING')],
    // A limit is never raised.
    [
      ['LOCAL_MAX_OUTPUT_TOKENS=2048'],
      refusing([longer(3000), 'no'], [effort, 'no'], [thinks, 'no']),
      off('EFFORT', 'THINKING'),
    ],
    [
      [
        'LOCAL_EFFORT=off',
        'LOCAL_THINKING=off',
        'LOCAL_BETAS=off',
        'LOCAL_MAX_OUTPUT_TOKENS=1000',
        'LOCAL_ENV_DISABLE_PROMPT_CACHING=1',
      ],
      () => refused(400, 'thinking, effort, betas'),
      undefined,
    ],
  ])('%j', async (lines, answer, set) => {
    const { workaround } = await examined(answer, lines)
    expect(workaround.remedy?.set).toEqual(set)
  })
})
