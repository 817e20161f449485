import { beforeAll, describe, expect, test } from 'vitest'
import { backendsDoor, observe, type Step, type Visit } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { routedRows as rows } from './oracle/index.mjs'

// The oracle's backends, through the router that repairs: the same work of the real client, on each of them.

const only = process.env['ORACLE_ONLY']
const tried = rows.map((row, index) => ({ row, index })).filter(({ row }) => !only || new RegExp(only).test(row.name))

const work =
  'claude-switch run -q oracle -- claude -p "Run the command: echo oracle" --allowedTools Bash --output-format text </dev/null'

const visits: Visit[] = tried.map(({ row, index }) => {
  const fields = {
    BASE_URL: `${backendsDoor}/oracle/${index}`,
    MODEL: 'oracle-model',
    BILLING: 'free',
    AUTH_TOKEN: 'canary-oracle-token',
    CONTEXT_TOKENS: '200000',
    ROUTER: 'on',
    ...row.fields,
  }
  const text = Object.entries(fields).map(([field, value]) => `ORACLE_${field}=${value}\n`)
  return {
    name: row.name,
    files: { '.claude-backends.env': text.join('') },
    steps: [
      ['bash', '-c', work],
      ['claude-switch', 'router', 'stop'],
    ],
  }
})

const noInput = 'what the tool is to do was never said'
const noAnswer = 'the model has nothing to say'
const noTools = 'the server has no tools, and says so to whoever asks'
const tooLong = 'nothing is left to shorten in the first turn of a session'
const refused = 'the server does not want this user, this model or this account'
const broken = 'the server is broken or gone, and somebody has to see to it'
const elsewhere = 'the credential goes to no other host'
const tellsWho = 'it wants to know who the user is, and the router does not say'
const mangles = 'it cannot read what the user and the tools write'
const givesUp = 'the server says not to ask again, or not now, and the client does not'
const full = 'the server counts more tokens than the client has room for'
const strict = 'the router reads HTTP more strictly than the client does'
const meant = 'that is what the model means to say'

/** The backends on which no repair makes the client work, and why. */
const beyond: Readonly<Record<string, string>> = {
  'tool: input is always {}': noInput,
  'tool: input is an empty text': noInput,
  'tool: cut-off JSON': noInput,
  'tool: name that does not exist': noInput,
  'tool: empty name': noInput,
  'tool: a required input is missing': noInput,
  'tool: a required input has another name': noInput,
  'tool: never called': noInput,
  'stream: no content_block_start': noInput,
  'stream: no content_block_delta': noInput,
  'tool: the result is answered by nothing': noAnswer,
  'tool: the result is answered by an empty text': noAnswer,
  'tool: the result is answered by thinking alone': noAnswer,
  'tool: content is []': noAnswer,
  'tool: content is null': noAnswer,
  'stream: plain JSON, content is []': noAnswer,
  'tool: the result is refused with 400': 'told of the result in words, this server asks for the call again',
  'tool: the result is refused with 500': broken,
  'stream: stop_reason "model_context_window_exceeded"': meant,
  'stream: stop_reason "max_tokens" behind a call': meant,
  'stream: stop_reason "refusal"': meant,
  'stream: OpenAI chunks': 'this one never calls the tool',
  "http: 200 with OpenAI's message": 'this one never calls the tool',
  'stream: an error event within a block, and 500': broken,
  'stream: an error event, and OpenAI 400': broken,
  'stream: cut before message_start': broken,
  'stream: cut within a block, and 500': broken,
  'grammar of the tools refused': noTools,
  'tools refused: vLLM without a parser': noTools,
  'tools refused: Ollama': noTools,
  'tools refused: llama-server without --jinja': noTools,
  'max_tokens refused: Anthropic, and next to no room': tooLong,
  'prompt is too long: Anthropic': tooLong,
  'prompt is too long: llama-server': tooLong,
  'prompt is too long: Ollama': tooLong,
  'prompt is too long: LM Studio': tooLong,
  'http: 400 with a text': refused,
  'http: 400 without a body': refused,
  'http: 401': refused,
  'http: 401 of vLLM': refused,
  'http: 402': refused,
  'http: 400, the credit is too low': refused,
  'http: 403': refused,
  'http: 403 page': refused,
  'http: 404, no such model': refused,
  'http: 404 text of Ollama': refused,
  'http: 404 of FastAPI': refused,
  'http: 400, no such model, of LiteLLM': refused,
  'http: 405': refused,
  'http: 413': refused,
  'http: 422': refused,
  'http: 429 for ever': refused,
  'http: 429 with retry-after for ever': refused,
  'http: 500 for ever': broken,
  'http: 500 with a text for ever': broken,
  'http: 501': broken,
  'http: 502 page for ever': broken,
  'http: 503 for ever': broken,
  'http: 529 for ever': broken,
  'http: 200 with a page': broken,
  'http: 200 with nothing': broken,
  'http: 200 with an error': broken,
  "http: 200 with Anthropic's error": broken,
  'http: 204': broken,
  'http: redirect to itself': broken,
  'http: redirect to another host': elsewhere,
  'http: 302 to a sign-in page': elsewhere,
  'http: half an answer in one piece': broken,
  'http: hangs up without an answer': broken,
  'http: silence': broken,
  'http: silence behind the headers': broken,
  'next turn: a number as text wanted back as it was': 'the client writes numbers as numbers',
  'next turn: the same call for ever': meant,
  'content: an input without a type refused': noTools,
  'content: more than 10 tools refused': noTools,
  'content: characters beyond Latin-1 refused': mangles,
  'content: emoji refused': mangles,
  'content: a user id that names no device refused': tellsWho,
  'content: a body of more than 30 KB refused by nginx': tooLong,
  'who asks: metadata': tellsWho,
  'who asks: nobody is let in': refused,
  'patience: 400 that says it may be repeated, for ever': refused,
  'patience: 529 that says it may not be repeated, then fine': givesUp,
  'patience: 403, then fine': givesUp,
  'patience: 425, then fine': givesUp,
  'patience: retry-after 61': givesUp,
  'patience: 503 with retry-after 120': givesUp,
  'usage: 190000 of 200000': full,
  'usage: more than the window': full,
  'usage: more than any window': full,
  'time: pings without an end': broken,
  'time: pings without an end behind a call': broken,
  'time: pings without an end behind message_stop': broken,
  'http: a space in a header’s name': strict,
}

/** Whether the client did its work: it ended well, said so, and a tool had run. */
function works(step: Step | undefined): boolean {
  const ran = step?.seen.some(({ message }) => message?.toolResult)
  return step?.code === 0 && step.stdout.includes('ORACLE-DONE') && ran === true
}

describe.skipIf(clientMissing())('the real client on the oracle’s backends, through the router', () => {
  let steps: Map<string, readonly Step[]>
  beforeAll(async () => {
    steps = await observe(visits)
  }, 1_500_000)

  test('every reason is about a row', () => {
    const names = rows.map(({ name }) => name)
    expect(Object.keys(beyond).filter(name => !names.includes(name))).toEqual([])
  })

  test.each(tried.map(({ row }) => row.name))('%s', name => {
    const [step] = steps.get(name) ?? []
    expect(works(step), `${beyond[name] ?? ''}\n${step?.stdout}${step?.stderr}`).toBe(!Object.hasOwn(beyond, name))
  })
})
