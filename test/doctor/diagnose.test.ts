import { describe, expect, test } from 'vitest'
import type { Feature } from '../../src/claude-code/error-recovery.ts'
import { featuresOf } from '../../src/claude-code/features.ts'
import type { Failed } from '../../src/claude-code/retry-loop.ts'
import { diagnose } from '../../src/doctor/diagnose.ts'
import { patientFor } from '../support/patient.ts'

function explained(failed: Partial<Failed>, feature?: Feature, what = 'tool calls') {
  const target = patientFor({ facts: { kind: 'vllm', model: 'qwen3' } })
  const whole: Failed = {
    succeeded: false,
    message: 'its own words',
    features: featuresOf({}),
    recovered: [],
    ...failed,
  }
  return diagnose('tools', whole, target, what, feature)
}

describe('says what Claude Code dies of', () => {
  test.each<[Partial<Failed>, says: string, breaks: string]>([
    [{ status: 400 }, 'refuses tool calls (400)', 'tool calls'],
    [{ status: 422 }, 'refuses tool calls (422)', 'tool calls'],
    [{ status: 500 }, 'refuses tool calls (500)', 'tool calls'],
    [{ status: 501 }, 'the server of local is not able to answer (501)', 'the server'],
    [{ status: 529 }, 'the server of local is not able to answer (529)', 'the server'],
    [{ status: 401 }, 'the credential is refused (401)', 'the credential'],
    [{ status: 403 }, 'the credential is refused (403)', 'the credential'],
    [{ status: 402 }, 'the account has no credit left (402)', 'no credit'],
    [{ status: 400, message: 'Your credit balance is too low' }, 'the account has no credit left (400)', 'no credit'],
    [{ status: 404, message: 'model not found' }, 'there is no model qwen3 (404)', 'no model qwen3'],
    [{ status: 404, message: 'Not Found' }, 'refuses tool calls (404)', 'tool calls'],
    [
      {
        status: 404,
        message: `litellm.NotFoundError: NotFoundError: OpenAIException - {"detail":"Not Found"}\nLiteLLM: model group 'worker' failed with the error above.`,
      },
      'the server behind LiteLLM has no /v1/responses, which LiteLLM asks for where its model begins with openai/ (404)',
      'the server behind LiteLLM',
    ],
    [
      {
        status: 404,
        message: `litellm.NotFoundError: OpenAIException - The model 'x' does not exist.\nLiteLLM: model group 'worker' failed`,
      },
      'there is no model qwen3 (404)',
      'no model qwen3',
    ],
    [
      { status: 429, message: 'No deployments available for selected model, Try again in 5 seconds.' },
      'LiteLLM rests this model after a failure before (429)',
      'the server behind LiteLLM',
    ],
    [{ status: 429 }, 'too many requests for this account (429)', 'rate limit'],
    [{ silent: true }, 'no answer comes', 'tool calls'],
    [{}, 'the answer cannot be read', 'tool calls'],
    [
      { status: 400, message: 'prompt is too long: 9 tokens > 8 maximum' },
      'the window is too small (400)',
      'context window',
    ],
    [{ message: "This model's maximum context length is 4096 tokens" }, 'the window is too small', 'context window'],
  ])('%j', (failed, says, breaks) => {
    const message = failed.message ?? 'its own words'
    expect(explained(failed)).toMatchObject({ probe: 'tools', level: 'fail', says, breaks, detail: message })
  })
})

describe('a part that is refused', () => {
  test.each<[Feature, status: number, breaks: string]>([
    ['tools', 400, 'tool calls'],
    // OpenRouter: "No endpoints found that support tool use".
    ['tools', 404, 'tool calls'],
    ['system-role', 500, 'system messages'],
    ['thinking', 403, 'system messages'],
  ])('%s with %i is neither a model nor a credential', (feature, status, breaks) => {
    expect(explained({ status }, feature, 'system messages')).toMatchObject({
      says: `refuses system messages (${status})`,
      breaks,
    })
  })
})

describe('and the way out', () => {
  test.each<[string, Partial<Failed>, Feature | undefined, says: RegExp | undefined, command?: RegExp]>([
    [
      'a model',
      { status: 404, message: 'model not found' },
      undefined,
      /^put the name of a model .+ into LOCAL_MODEL$/,
    ],
    ['credit', { status: 402 }, undefined, /^buy credits/],
    ['a limit', { status: 429 }, undefined, /^wait for/],
    ['tools', { status: 400 }, 'tools', /take tools$/, /--enable-auto-tool-choice --tool-call-parser hermes/],
    ['a window', { message: 'prompt is too long' }, undefined, /larger window$/, /--max-model-len 65536/],
    ['a window, whatever is refused', { message: 'prompt is too long' }, 'tools', /larger window$/, /--max-model-len/],
    ['thinking', { status: 400 }, 'thinking', undefined],
    ['a credential', { status: 401 }, undefined, undefined],
    ['nothing', {}, undefined, undefined],
  ])('%s', (_, failed, feature, says, command) => {
    const { remedy } = explained(failed, feature)
    if (says) expect(remedy?.says).toMatch(says)
    else expect(remedy).toBeUndefined()
    if (command) expect(remedy?.commands?.join('\n')).toMatch(command)
    expect(remedy?.proven).toBeUndefined()
  })
})
