import { beforeAll, describe, expect, test } from 'vitest'
import { backendsDoor, observe, type Step, type Visit } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { rows } from './oracle/index.mjs'

// The oracle's backends, through the router that repairs: the same work of the real client, on each of them.

const only = process.env['ORACLE_ONLY']
const tried = rows.map((row, index) => ({ row, index })).filter(({ row }) => !only || row.name.includes(only))

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

  test.each(tried.map(({ row }) => row.name))('%s', name => {
    const [step] = steps.get(name) ?? []
    expect(works(step), `${step?.stdout}${step?.stderr}`).toBe(true)
  })
})
