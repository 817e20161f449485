import { expect, test } from 'vitest'
import { routed, type UpstreamAnswer } from '../support/routed.ts'

// What the router does about a server of the Messages API that refuses what the client sends. Each test has a server of its own,
// since what was learned of one holds for as long as the router runs.

const text = (text: string) => ({ type: 'text', text })
const user = (content: unknown) => ({ role: 'user', content })
let servers = 0
const box = (answer: Parameters<typeof routed>[1]) =>
  routed(
    `BOX_BASE_URL=http://10.0.0.${++servers}:8000
BOX_KIND=vllm
BOX_MODEL=m
BOX_ROUTER=on
`,
    answer,
  )
const fine: UpstreamAnswer = {
  headers: { 'content-type': 'application/json' },
  pieces: ['{"type":"message","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn"}'],
}
const refuse = (status: number, message: string): UpstreamAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  pieces: [JSON.stringify({ error: { message } })],
})
const body = {
  model: 'm',
  max_tokens: 9,
  messages: [user('a'), { role: 'system', content: 'note' }],
  metadata: { a: 1 },
  system: [text('s')],
}

test('what is refused is left out, and not sent again', async () => {
  const router = box(({ json }) =>
    JSON.stringify(json).includes('"role":"system"') ? refuse(400, 'Unexpected role system') : fine,
  )
  for (let n = 0; n < 2; n++) expect(await router.request('/box/v1/messages', { body })).toMatchObject({ status: 200 })
  expect(router.asked).toHaveLength(3)
  expect(router.log[1]?.repairs).toEqual(['system-role'])
})

test('a refusal without words is met by what loses nothing', async () => {
  const router = box(({ json }) => ('metadata' in (json as object) ? refuse(422, 'no') : fine))
  expect(await router.request('/box/v1/messages', { body })).toMatchObject({ status: 200 })
  expect(router.asked).toHaveLength(2)
})

test('what did not matter comes back, one after the other, and no answer is lost for it', async () => {
  const router = box(({ json }) => ('metadata' in (json as object) ? refuse(422, 'no') : fine))
  const whole = { ...body, thinking: { type: 'adaptive', display: 'omitted' }, output_config: { effort: 'high' } }
  for (let n = 0; n < 9; n++)
    expect(await router.request('/box/v1/messages', { body: whole })).toMatchObject({ status: 200 })
  expect(router.log[0]?.repairs).toEqual([
    'system-role',
    'effort',
    'thinking-display',
    'metadata',
    'thinking',
    'system-text',
  ])
  expect(router.log.at(-1)?.repairs).toEqual(['metadata'])
  const { metadata: _, ...kept } = whole
  expect(router.asked.at(-1)?.json).toMatchObject(kept)
  // Each request once, the first one's refusal, and the one refusal that showed what matters.
  expect(router.asked).toHaveLength(9 + 2)
})

test('two things that are refused together stay out', async () => {
  const isRefused = (json: object) => 'metadata' in json || 'thinking' in json
  const router = box(({ json }) => (isRefused(json as object) ? refuse(400, 'no') : fine))
  const whole = { ...body, thinking: { type: 'adaptive' } }
  for (let n = 0; n < 9; n++)
    expect(await router.request('/box/v1/messages', { body: whole })).toMatchObject({ status: 200 })
  expect(router.log.at(-1)?.repairs).toEqual(['metadata', 'thinking'])
})

test('what nothing helps against is the server’s first word', async () => {
  let asked = 0
  const router = box(() => refuse(400, `no ${asked++}`))
  expect(await router.request('/box/v1/messages', { body })).toMatchObject({
    status: 400,
    text: '{"error":{"message":"no 0"}}',
  })
  expect(asked).toBeLessThanOrEqual(3)
})

test.each([401, 402, 403, 429, 503, 529])('%i is not argued with', async status => {
  const router = box(() => refuse(status, 'no'))
  expect(await router.request('/box/v1/messages', { body })).toMatchObject({ status })
  expect(router.asked).toHaveLength(1)
})

test.each([
  'Your credit balance is too low to access the API',
  'You exceeded your current quota, please check your plan and billing details',
  'Incorrect API key provided',
  'The model `m` does not exist or you do not have access to it',
  'rate limit reached for this hour',
  'This request was refused by our content policy',
])('400 with the words of an account, a model or a judgement is not argued with: %s', async message => {
  const router = box(() => refuse(400, message))
  expect((await router.request('/box/v1/messages', { body })).status).toBe(400)
  expect(router.asked).toHaveLength(1)
})

test('a prompt that is too long is said in the client’s words', async () => {
  const router = box(() =>
    refuse(400, "This model's maximum context length is 4096 tokens. Your request has 9000 input tokens"),
  )
  expect((await router.request('/box/v1/messages', { body })).text).toContain(
    'prompt is too long: 9000 tokens > 4096 maximum',
  )
  expect(router.asked).toHaveLength(1)
})

test.each([401, 402, 403, 429, 503, 529])(
  '%i says nothing of what was left out, and is not argued with',
  async status => {
    let isOut = false
    const router = box(({ json }) =>
      isOut ? refuse(status, 'no') : 'metadata' in (json as object) ? refuse(422, 'no') : fine,
    )
    const whole = { ...body, thinking: { type: 'adaptive' } }
    await router.request('/box/v1/messages', { body: whole })
    isOut = true
    const before = router.asked.length
    expect(await router.request('/box/v1/messages', { body: whole })).toMatchObject({ status })
    expect(router.asked).toHaveLength(before + 1)
    isOut = false
    for (let n = 0; n < 9; n++) await router.request('/box/v1/messages', { body: whole })
    expect(router.log.at(-1)?.repairs).toEqual(['metadata'])
  },
)

test.each(['box', 'chat'])(
  '%s: an answer that is cut before the client has any of it is the backend’s fault',
  async profile => {
    const lines = 'CHAT_KIND=openai-compatible\nCHAT_BASE_URL=http://10.0.1.1/v1\nCHAT_MODEL=m\nCHAT_API_KEY=k\n'
    const cut: UpstreamAnswer = { pieces: ['data: {"choices":[{"delta":{"content":"a"}}]}\n\n', new Error('cut')] }
    const router = routed(
      `BOX_BASE_URL=http://10.0.1.2\nBOX_KIND=vllm\nBOX_MODEL=m\nBOX_ROUTER=on\n${lines}`,
      () => cut,
    )
    const answer = await router.request(`/${profile}/v1/messages`, { body: { ...body, stream: false } })
    expect(answer).toMatchObject({ status: 502 })
    expect(answer.text).toContain('broke the connection')
    expect(router.log).toMatchObject([{ status: 502, failed: 'cut' }])
  },
)
