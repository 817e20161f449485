import { beforeAll, describe, expect, test } from 'vitest'
import { anthropicMessages, observe, type Step } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { rows, type Session, textOf, visitOf } from './skills/sessions.ts'

const missing = clientMissing()

describe.skipIf(missing)(`the real client, with the skills${missing ? ` (${missing})` : ''}`, () => {
  let steps: ReadonlyMap<string, readonly Step[]>
  beforeAll(async () => {
    steps = await observe(rows.map(visitOf))
  }, 600_000)

  const sessionOf = (name: (typeof rows)[number]['name']): Session & { anthropic: Step['seen'] } => {
    const step = steps.get(name)?.[0]
    if (step?.code !== 0) throw new Error(step?.stderr)
    const anthropic = step.seen.filter(({ url, message }) => url === anthropicMessages && message)
    return { ...(JSON.parse(step.stdout) as Session), anthropic }
  }
  /** What the parent's tools gave back, in their order. */
  const resultsIn = ({ requests }: Session): { content: string; is_error?: boolean }[] =>
    JSON.parse(requests.at(-1)?.body ?? '{}').messages.flatMap(({ content }: { content: unknown }) =>
      Array.isArray(content) ? content.filter(({ type }) => type === 'tool_result') : [],
    )
  /** A tool gives back what stands on stderr as well, behind the answer. */
  const jsonIn = (content: string) => JSON.parse(content.slice(0, content.lastIndexOf('\n}') + 2))
  const canariesIn = (body: string) => [...new Set(body.match(/canary-[\w-]*\w/g))].sort()

  test.each([
    ['cloud-escalator', 'cloud-escalator, allowed'],
    ['vibe-orchestrator', 'vibe-orchestrator, several at once'],
  ] as const)('%s is loaded: its description is in the first request, its text once it is called', (skill, name) => {
    const [first, second] = sessionOf(name).requests
    const text = textOf(skill)
    const description = /^description: (.*)$/m.exec(text)?.[1] ?? 'none'
    // Among the messages, in what the client itself says of its skills [2.1.329].
    expect(JSON.stringify(JSON.parse(first?.body ?? '{}').messages)).toContain(
      JSON.stringify(`${skill}: ${description}`).slice(1, -1),
    )
    const heading = /^# .*$/m.exec(text)?.[0] ?? 'none'
    expect([first?.body.includes(heading), second?.body.includes(heading)]).toEqual([false, true])
  })

  test('cloud-escalator: Anthropic gets the question and nothing else, the session the answer', () => {
    const session = sessionOf('cloud-escalator, allowed')
    expect(session.anthropic.map(({ headers, carries }) => [headers['authorization'], carries])).toEqual([
      ['Bearer sk-ant-oat01-canary-login', ['canary-login', 'canary-question']],
    ])
    expect(session.requests.map(({ path, authorization }) => `${path} ${authorization}`)).toEqual(
      Array(4).fill('local Bearer canary-local'),
    )
    const [, checked, asked] = resultsIn(session)
    expect(jsonIn(checked?.content ?? '')).toMatchObject({
      payer: 'subscription',
      destination: { kind: 'anthropic' },
    })
    expect(asked?.content).toBe('OK\nthe same environment')
    expect(session.stdout).toContain('\nANTHROPIC_BASE_URL=http://127.0.0.1:8201/local\n')
  })

  test('cloud-escalator may look who pays without asking, and may not spend', () => {
    const session = sessionOf('cloud-escalator, by its own permissions')
    expect(session.anthropic).toEqual([])
    const [, checked, asked] = resultsIn(session)
    expect(checked).toMatchObject({ is_error: false, content: expect.stringContaining('"payer": "subscription"') })
    expect(asked?.is_error).toBe(true)
  })

  test('vibe-orchestrator: each task is asked of the other backend, both at once, and the session stays where it is', () => {
    const session = sessionOf('vibe-orchestrator, several at once')
    const workers = session.requests.filter(({ path }) => path === 'local')
    expect(workers.map(({ together }) => together)).toEqual([1, 2])
    expect(workers.map(({ authorization }) => authorization)).toEqual(Array(2).fill('Bearer canary-local'))
    const tasks = workers.map(({ body }) => canariesIn(body).filter(word => !word.endsWith('-memory')))
    expect(tasks.sort()).toEqual([['canary-task-one'], ['canary-task-two']])
    for (const { tools } of workers) expect(tools).not.toContain('Bash')
    const [, priced, done] = resultsIn(session)
    expect(jsonIn(priced?.content ?? '')).toMatchObject({ payer: 'free', destination: { kind: 'vllm' } })
    expect(done?.content).toMatch(
      /^== 1\.task\nanswer to canary-task-one\n\n== 2\.task\nanswer to canary-task-two\neverything is in \/\S+\nthe same environment$/,
    )
    expect(session.anthropic).toEqual([])
    expect(session.stdout).toContain('\nANTHROPIC_BASE_URL=http://127.0.0.1:8201/parent\n')
  })

  test('vibe-orchestrator: a task that writes does so in its worktree', () => {
    const session = sessionOf('vibe-orchestrator, in a worktree')
    expect(session.requests.map(({ path }) => path)).toEqual(['local', 'local'])
    for (const { tools } of session.requests) {
      expect(tools).toContain('Write')
      expect(tools).not.toContain('Bash')
    }
    expect(session.stdout).toContain('\n+++ b/written.txt\n@@ -0,0 +1 @@\n+canary-written\n')
    expect(session.stdout.trimEnd().split('\n').at(-1)).toBe('?? CLAUDE.md')
  })

  test('vibe-orchestrator: the other agents get the task as one word', () => {
    const task = "canary-task-edit with a ' in it"
    expect(sessionOf('vibe-orchestrator, other agents').stdout).toBe(
      `<vibe><--max-turns><10><--max-price><0.50><--prompt><${task}><opencode><run><${task}>`,
    )
  })
})
