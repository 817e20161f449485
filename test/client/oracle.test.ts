import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backendsDoor, observe, type Step, type Visit } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { type Row, rows } from './oracle/index.mjs'

// The oracle: scripted backends with one defect each. The real client and the doctor meet each of them; the doctor must
// say that it breaks exactly where the client fails, and what it prescribes must make the client work.

const canary = 'canary-oracle-token'

/** The rows that are tried: all of them, or for a quick look those whose names fit the pattern ORACLE_ONLY. */
const only = process.env['ORACLE_ONLY']
const tried = rows.map((row, index) => ({ row, index })).filter(({ row }) => !only || new RegExp(only).test(row.name))

/** A whole piece of work for the client: one tool call, and an answer behind it. */
const work =
  'claude-switch run -q oracle -- claude -p "Run the command: echo oracle" --allowedTools Bash --output-format text </dev/null'
const examination = 'claude-switch doctor oracle --json --timeout 10 2>&1'

/** What a doctor's JSON says of the one backend. */
interface Examined {
  readonly verdict: string
  readonly says: string
  readonly findings: readonly { readonly level: string; readonly says: string; readonly remedy: Remedy | null }[]
}

interface Remedy {
  readonly set: Readonly<Record<string, string>>
  readonly proven: boolean
}

function visitOf(row: Row, index: number, steps: readonly string[]): Visit {
  const fields = {
    BASE_URL: `${backendsDoor}/oracle/${index}`,
    MODEL: 'oracle-model',
    BILLING: 'free',
    AUTH_TOKEN: canary,
    CONTEXT_TOKENS: '200000',
    ...row.fields,
  }
  const text = Object.entries(fields).map(([field, value]) => `ORACLE_${field}=${value}\n`)
  return {
    name: row.name,
    files: { '.claude-backends.env': text.join('') },
    steps: steps.map(step => ['bash', '-c', step]),
  }
}

/** Whether the client did its work: it ended well, said so, and a tool had run. */
function works(step: Step | undefined): boolean {
  const ran = step?.seen.some(({ message }) => message?.toolResult)
  return step?.code === 0 && step.stdout.includes('ORACLE-DONE') && ran === true
}

function examinedBy(step: Step | undefined): Examined | undefined {
  const text = step?.stdout ?? ''
  const from = text.indexOf('{\n')
  return from === -1 ? undefined : JSON.parse(text.slice(from)).backends[0]
}

/** Whether what the doctor prescribes is a setting that it tried. */
function isProven({ findings }: Examined): boolean {
  const fails = findings.filter(({ level }) => level === 'fail')
  return fails.length > 0 && fails.every(({ remedy }) => remedy?.proven && Object.keys(remedy.set).length > 0)
}

describe.skipIf(clientMissing())('the doctor and the real client', () => {
  let first: Map<string, readonly Step[]>
  let second: Map<string, readonly Step[]>

  beforeAll(async () => {
    first = await observe(tried.map(({ row, index }) => visitOf(row, index, [work, examination])))
    const curable = tried.flatMap(({ row, index }) => {
      const examined = examinedBy(first.get(row.name)?.[1])
      const fix = 'claude-switch doctor oracle --fix --yes --json --timeout 10 >/dev/null 2>&1; true'
      return examined && isProven(examined) ? [visitOf(row, index, [fix, work, examination])] : []
    })
    second = await observe(curable)
  }, 1_800_000)

  afterAll(() => {
    const met = tried.flatMap(({ row: { name } }) => {
      const [client, doctor] = first.get(name) ?? []
      const examined = examinedBy(doctor)
      return examined ? [{ name, works: works(client), proven: isProven(examined), verdict: examined.verdict }] : []
    })
    const agreed = met.filter(one => (one.verdict === 'breaks') === !one.works)
    const failing = met.filter(one => !one.works)
    const cured = failing.filter(({ proven }) => proven)
    const says = `agreed / rows: ${agreed.length} / ${tried.length}; failing rows with a proven remedy: ${cured.length} / ${failing.length}`
    process.stderr.write(`${says}\n`)
    // Each row in a line, for a close look.
    if (process.env['ORACLE_SHOW'])
      for (const one of met)
        process.stderr.write(
          `${one.works ? 'works' : 'fails'}\t${one.verdict}\t${one.proven ? 'proven' : ''}\t${one.name}\n`,
        )
  })

  test.skipIf(only)('there are enough of them, of both kinds, and of each that a setting cures', () => {
    const outcomes = rows.map(({ name }) => works(first.get(name)?.[0]))
    expect(outcomes.filter(Boolean).length).toBeGreaterThan(40)
    expect(outcomes.filter(worked => !worked).length).toBeGreaterThan(40)
    const settings = [...first.values()].flatMap(([, step]) => {
      const examined = examinedBy(step)
      return examined && isProven(examined)
        ? examined.findings.flatMap(({ remedy }) => Object.keys(remedy?.set ?? {}))
        : []
    })
    expect([...new Set(settings)]).toEqual(
      expect.arrayContaining(['EFFORT', 'THINKING', 'MODEL_CAPABILITIES', 'MAX_OUTPUT_TOKENS']),
    )
  })

  test.each(tried.map(({ row }) => row.name))('%s', name => {
    const [client, doctor] = first.get(name) ?? []
    const examined = examinedBy(doctor)
    expect(examined, doctor?.stdout).toBeDefined()
    if (!examined) return
    const seen = `client: ${client?.stdout.trim()} ${client?.stderr.trim()}\ndoctor: ${examined.says}`
    if (tried.find(({ row }) => row.name === name)?.row.undecided) {
      expect(examined.verdict, seen).toBe('untried')
      return
    }
    expect(examined.verdict === 'breaks', seen).toBe(!works(client))
    expect(doctor?.stdout, 'no secret is shown').not.toContain(canary)
    expect(doctor?.code, 'the exit code says the same').toBe(works(client) ? 0 : 1)
    const [, afterwards, again] = second.get(name) ?? []
    if (!isProven(examined)) return
    expect(works(afterwards), `with what was prescribed, the client works: ${afterwards?.stdout}`).toBe(true)
    expect(examinedBy(again)?.verdict, 'and the doctor says so').not.toBe('breaks')
  })
})
