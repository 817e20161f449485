import { readReply } from '../../src/claude-code/read-message.ts'
import type { ClientRequest } from '../../src/claude-code/request.ts'
import type { BackendFacts, Target } from '../../src/doctor/probe.ts'
import type { Payer } from '../../src/env/payer.ts'
import { makePlan } from '../../src/env/plan.ts'
import { apply } from '../../src/env/shell-state.ts'
import type { HttpFailure, HttpResponse } from '../../src/system/http/types.ts'
import { localText, ready } from './profiles.ts'

/** A request to /v1/messages, as a server reads it. */
export interface Asked {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into JSON that they know.
  readonly body: any
  readonly betas: readonly string[]
  readonly query: string
}

/** What a patient is made of: everything that is left out is that of a healthy local server. */
export interface Script {
  /** Lines of the profile LOCAL, beside its address, model and token. */
  readonly lines?: readonly string[]
  /** The whole text of the file in place of that. */
  readonly text?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly answer?: (asked: Asked, times: number) => HttpResponse | HttpFailure
  /** Free answers, by their path; those of POST and of the other header by "POST /path" and "bearer /path". */
  readonly free?: Readonly<Record<string, HttpResponse | HttpFailure | ((times: number) => HttpResponse | HttpFailure)>>
  readonly facts?: Partial<BackendFacts>
  readonly payer?: Payer['payer']
  readonly options?: Partial<Target['options']>
  readonly timeoutMs?: number
}

/** A patient without a network, which writes down what it was asked and how long it waited, in ms of a clock of its own. */
export function patientFor(script: Script = {}): Target & {
  readonly asked: Asked[]
  readonly paths: string[]
  readonly pauses: number[]
} {
  const profile = ready(script.text ?? localText(...(script.lines ?? [])))
  const environment = { ...apply(makePlan({ profile, secret: 't' }, {}), {}), ...script.environment }
  const asked: Asked[] = []
  const paths: string[] = []
  const pauses: number[] = []
  let now = 0
  const facts: BackendFacts = {
    responses: new Map(),
    redirects: new Set(),
    server: profile.kind,
    kind: profile.kind,
    models: [],
    model: profile.models.main,
    ...script.facts,
  }
  const free = async (path: string): Promise<HttpResponse | HttpFailure> => {
    const times = paths.filter(one => one === path).length
    paths.push(path)
    const found = script.free?.[path] ?? answered('Not Found', { status: 404 })
    return typeof found === 'function' ? found(times) : found
  }
  const ask = async ({ query, headers, body }: ClientRequest): Promise<HttpResponse | HttpFailure> => {
    const request = {
      body: JSON.parse(body),
      betas: (headers['anthropic-beta'] ?? '').split(',').filter(Boolean),
      query,
    }
    asked.push(request)
    if (!script.answer) throw new Error('nothing was to be asked')
    return script.answer(request, asked.length - 1)
  }
  return {
    profile,
    environment,
    baseUrl: new URL(profile.baseUrl ?? 'https://api.anthropic.com'),
    get model() {
      return facts.model
    },
    payer: { payer: script.payer ?? 'free', why: 'a test' },
    options: { paid: false, deep: false, ...script.options },
    facts,
    asked,
    paths,
    pauses,
    get: free,
    post: path => free(`POST ${path}`),
    postAs: (header, path) => free(`${header} ${path}`),
    ask,
    askFor: (_, request) => ask(request),
    askAt: (_, request) => ask(request),
    read: (answer, streaming) => readReply(answer, streaming),
    pause: async ms => {
      pauses.push(ms)
      now += ms
    },
    now: () => now,
    retries: 4,
    waitMs: limit => Math.min(limit, script.timeoutMs ?? limit),
  }
}

/** An answer of status 200, unless something else is said of it. */
export function answered(body: string, more: Partial<HttpResponse> = {}): HttpResponse {
  return { status: 200, headers: {}, body, pieces: [], headersMs: 5, endMs: 10, ...more }
}

/** A refusal in Anthropic's envelope. */
export function refused(status: number, message: string, headers: HttpResponse['headers'] = {}): HttpResponse {
  return answered(JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }), {
    status,
    headers,
  })
}

/** No answer. */
export function silence(code: string, step: HttpFailure['step'] = 'answer'): HttpFailure {
  return { step, code, says: `it says ${code}` }
}
