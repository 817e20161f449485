import { beforeAll, describe, expect, test } from 'vitest'
import { anthropicMessages, backendsDoor, observe, type Step } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { backendsText, loginFile, loginPath } from './files.ts'
import { messagesOf } from './judgement.ts'

// The quota runs out in the middle of work: the README's way on is a switch, and then `claude --continue`.

const ask = (words: string) => `-p "${words}" --output-format text </dev/null`
const first = `claude ${ask('remember canary-first-question')}`
const next = ask('and canary-second-question')
const taught = 'eval "$(claude-switch init bash)"'

interface Row {
  readonly name: string
  readonly from: readonly [command: string, url: string]
  readonly to: readonly [command: string, url: string, model: RegExp]
}

const atVllm = `${backendsDoor}/vllm/v1/messages`
const atKeyed = `${backendsDoor}/keyed/v1/messages`

const rows: readonly Row[] = [
  {
    name: 'from one backend to another',
    from: [`source claude-switch vllm && ${first}`, atVllm],
    to: [`source claude-switch keyed && claude --continue ${next}`, atKeyed, /^keyed-model$/],
  },
  {
    name: 'from the subscription to a backend',
    from: [first, anthropicMessages],
    to: [`source claude-switch vllm && claude --continue ${next}`, atVllm, /^vllm-model$/],
  },
  {
    name: 'with a launcher',
    from: [`${taught}; cc-cloud ${ask('remember canary-first-question')}`, anthropicMessages],
    to: [`${taught}; cc-keyed --continue ${next}`, atKeyed, /^keyed-model$/],
  },
  // Claude Code goes on with the conversation's model unless told, and Anthropic does not have it.
  {
    name: 'and back to the subscription, with a model of it',
    from: [`source claude-switch keyed && ${first}`, atKeyed],
    to: [`source claude-switch cloud && claude --continue --model opus ${next}`, anthropicMessages, /^claude-opus-/],
  },
  {
    name: 'or with its default',
    from: [`source claude-switch keyed && ${first}`, atKeyed],
    to: [`source claude-switch cloud && claude --continue --model default ${next}`, anthropicMessages, /^claude-opus-/],
  },
  {
    name: 'or by the switch',
    from: [`source claude-switch keyed && ${first}`, atKeyed],
    to: [`source claude-switch cloud --model opus && claude --continue ${next}`, anthropicMessages, /^claude-opus-/],
  },
  {
    name: 'which asks for the backend’s model otherwise',
    from: [`source claude-switch keyed && ${first}`, atKeyed],
    to: [`source claude-switch cloud && claude --continue ${next}`, anthropicMessages, /^keyed-model$/],
  },
]

const missing = clientMissing()

describe.skipIf(missing)(`a fallback by hand, with the real client${missing ? ` (${missing})` : ''}`, () => {
  let steps: ReadonlyMap<string, readonly Step[]>

  beforeAll(async () => {
    steps = await observe(
      rows.map(({ name, from, to }) => ({
        name,
        files: { '.claude-backends.env': backendsText, [loginPath]: loginFile() },
        steps: [from[0], to[0]].map(command => ['bash', '-c', command]),
      })),
    )
  }, 300_000)

  test.each(rows.map(row => [row.name, row] as const))('%s', (name, { from, to }) => {
    const [before, after] = steps.get(name) ?? []
    expect([before?.stdout, after?.stdout], `${before?.stderr}${after?.stderr}`).toEqual(['OK\n', 'OK\n'])
    const told = (step: Step | undefined, canary: string) =>
      messagesOf(step?.seen ?? []).filter(({ carries }) => carries.includes(canary))
    // The first question goes to the first backend alone, and then to the second one with all that was said.
    expect(told(before, 'canary-first-question').map(({ url }) => url)).toEqual([from[1]])
    const continued = told(after, 'canary-second-question')
    expect(continued.map(({ url }) => url)).toEqual([to[1]])
    expect(continued[0]?.message?.model).toMatch(to[2])
    expect(continued[0]?.carries).toContain('canary-first-question')
    expect(after?.seen.filter(({ url }) => url === from[1])).toEqual([])
    expect(after?.seen.filter(({ door }) => door === 'trap')).toEqual([])
  })
})
