import type { UpstreamAnswer } from '../support/routed.ts'

export const file = `
VIBE_API_KEY=key-of-mistral
CLOUD_ROUTER=on
BOX_BASE_URL=http://10.0.0.5:8000
BOX_KIND=vllm
BOX_MODEL=big
BOX_HAIKU_MODEL=small
BOX_AUTH_TOKEN=token-of-box
BOX_ROUTER=on
OPEN_BASE_URL=http://127.0.0.1:9999
OPEN_KIND=gateway
OPEN_MODEL=m
OPEN_ROUTER=on
OPEN_PRIVACY=off
ASK_KIND=groq
ASK_MODEL=m
ASK_API_KEY=$GROQ_KEY
CMD_KIND=groq
CMD_MODEL=m
CMD_API_KEY_COMMAND='pass show groq'
`
export const message = { model: 'asked', max_tokens: 100, messages: [{ role: 'user', content: 'hi' }] }
const messages = (...events: object[]): UpstreamAnswer => ({
  pieces: events.map(event => `event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`),
})
const start = (model: string) => ({ type: 'message_start', message: { model, usage: { input_tokens: 3 } } })
const end = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } }
export const native = () => messages(start('small'), end, { type: 'message_stop' })
export const chat = (): UpstreamAnswer => ({
  pieces: [
    'data: {"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\n',
    'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}\n\ndata: [DONE]\n\n',
  ],
})
export const login = { authorization: 'Bearer sk-ant-oat01-mine', 'anthropic-beta': 'a,oauth-2025-04-20' }
