import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { aboutLine, costLine, examineAll } from '../../src/commands/doctor/examine-all.ts'
import { admit } from '../../src/commands/doctor/select-targets.ts'
import type { Finding } from '../../src/doctor/finding.ts'
import type { BackendFacts } from '../../src/doctor/probe.ts'
import { probes } from '../../src/doctor/probes/index.ts'
import type { Verdict } from '../../src/doctor/verdict.ts'
import { findStart } from '../../src/env/decide-switch.ts'
import { keyOf } from '../../src/profiles/fields.ts'
import { openHttpClient } from '../../src/system/http/client.ts'
import type { HttpClientOptions } from '../../src/system/http/types.ts'
import { reportText } from '../../src/terminal/doctor.ts'
import type { Fake } from './fakes/fake.ts'
import { type SeenRequest, serveFake } from './fakes/serving.ts'
import { plainSystem } from './plain-system.ts'

/** One backend after a real examination of it. */
export interface Examination {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  readonly facts: BackendFacts
  readonly seen: readonly SeenRequest[]
  /** What people read, without colours. */
  readonly report: string
}

/** How it is examined. */
export interface Circumstances {
  readonly paid?: boolean
  readonly deep?: boolean
  readonly timeoutMs?: number
  /** The address that the profile names, such as `https://openrouter.ai/api`; its requests go to the fake all the same. */
  readonly as?: string
  /** What stands behind the fake's own address. */
  readonly path?: string
}

/** Pauses are that much shorter here than they are for people. */
const haste = 20

/** Examines a fake on 127.0.0.1 as `doctor` does, over the real wire; the profile is `local`, `fields` its lines. */
export async function examineFake(
  fake: Fake,
  fields: Readonly<Record<string, string>>,
  circumstances: Circumstances = {},
): Promise<Examination> {
  const served = await serveFake(fake)
  const examination = await examineServer(served.url, fields, circumstances)
  return { ...examination, seen: served.seen }
}

/** The same of a server that is already there. */
export async function examineServer(
  url: string,
  fields: Readonly<Record<string, string>>,
  { as, path = '', ...wishes }: Circumstances = {},
): Promise<Omit<Examination, 'seen'>> {
  const billing = as === undefined ? { BILLING: 'free' } : {}
  const lines = Object.entries({ BASE_URL: as ?? `${url}${path}`, ...billing, ...fields })
  const system = plainSystem(
    { '/home/me/.claude-backends.env': lines.map(([field, value]) => `LOCAL_${field}=${value}\n`).join('') },
    {
      clock: { now: () => performance.now(), pause: ms => wait(ms / haste) },
      http: { open: async orders => (as === undefined ? openHttpClient(orders) : redirected(orders, as, url)) },
    },
  )
  const admitted = await admit('local', findStart(system, false), system, {
    paid: false,
    deep: false,
    userAgent: 'claude-switch/test',
    ...wishes,
  })
  if ('refused' in admitted) throw new Error(admitted.refused)
  const [examined] = await examineAll([admitted], system)
  if (!examined?.facts) throw new Error('nothing was examined')
  const cost = costLine(examined)
  const about = aboutLine(examined)
  const report = reportText({ ...examined, about, titles, ...(cost ? { cost } : {}) }, false)
  const { verdict, findings, facts } = examined
  return { verdict, findings, facts, report }
}

/** A wire that finds one origin at another address. */
function redirected(orders: HttpClientOptions, from: string, to: string) {
  const wire = openHttpClient(orders)
  const { origin } = new URL(from)
  return {
    ask: (question: Parameters<typeof wire.ask>[0]) => wire.ask({ ...question, url: question.url.replace(origin, to) }),
    close: () => wire.close(),
  }
}

const titles = new Map(probes.map(({ id, title }) => [id, title]))

/** What is wrong, one line each: probe, level and sentence. */
export function troubles({ findings }: Pick<Examination, 'findings'>): string[] {
  return findings
    .filter(({ level }) => level === 'fail' || level === 'warn')
    .map(({ probe, level, says }) => `${probe} ${level}: ${says}`)
}

/** What one probe found, one line each: level and sentence. */
export function saidBy(probe: string, { findings }: Pick<Examination, 'findings'>): string[] {
  return findings.filter(finding => finding.probe === probe).map(({ level, says }) => `${level}: ${says}`)
}

/** What is to be done about it, one line each: the probe and its sentence, then lines of the file and commands. */
export function prescribed({ findings }: Pick<Examination, 'findings'>): string[] {
  return findings
    .filter(({ level }) => level === 'fail' || level === 'warn')
    .flatMap(({ probe, remedy }) =>
      remedy
        ? [
            `${probe}: ${remedy.says}`,
            ...Object.entries(remedy.set ?? {}).map(([field, value]) => `${keyOf('local', field as 'MODEL')}=${value}`),
            ...(remedy.commands ?? []),
          ]
        : [],
    )
}

/** A server, the profile that names it, and what the doctor must say. */
export interface Case {
  readonly what: string
  readonly fake: Fake
  readonly fields: Readonly<Record<string, string>>
  readonly circumstances?: Circumstances
  /** The verdict's sentence. */
  readonly verdict: string
  /** As `troubles` and `prescribed` list them; none where they are absent. */
  readonly troubles?: readonly string[]
  readonly prescribed?: readonly string[]
  /** What single probes say, as `saidBy` lists it. */
  readonly says?: Readonly<Record<string, readonly string[]>>
  /** The server's own name and version. */
  readonly server?: string
  /** Tokens that the server claims, and those that a request has. */
  readonly window?: { readonly claimed?: number; readonly effective?: number; readonly maxOutput?: number }
}

/** A case without its fake: what is different about the server, and about the profile. */
export type Row<Options> = Omit<Case, 'fake' | 'fields'> & {
  readonly options?: Options
  readonly fields?: Readonly<Record<string, string>>
}

/** Cases of one server, from what it and its profile are like where a row says nothing else. */
export function casesOf<Options extends object>(
  make: (options: Options) => Fake,
  usual: Options,
  profile: Readonly<Record<string, string>>,
  rows: readonly Row<Options>[],
): Case[] {
  return rows.map(({ options, fields, ...rest }) => ({
    ...rest,
    fake: make({ ...usual, ...options }),
    fields: { ...profile, ...fields },
  }))
}

/** What is prescribed where a server wants its system message first. */
export const systemFirst: readonly string[] = [
  'session: with LOCAL_MODEL_CAPABILITIES set, the same request is answered',
  'LOCAL_MODEL_CAPABILITIES=-mid_conv_system',
]

/** Examines the server of a case, and compares. What holds of every examination is looked at too. */
export async function expectCase(expected: Case): Promise<Examination> {
  const { fake, fields, circumstances, verdict, says = {}, server, window } = expected
  const examination = await examineFake(fake, fields, circumstances)
  expect({
    verdict: examination.verdict.says,
    troubles: troubles(examination),
    prescribed: prescribed(examination),
  }).toEqual({ verdict, troubles: expected.troubles ?? [], prescribed: expected.prescribed ?? [] })
  for (const [probe, lines] of Object.entries(says)) expect(saidBy(probe, examination), probe).toEqual(lines)
  const { identity, window: read } = examination.facts
  if (server !== undefined) expect([identity?.title, identity?.version].filter(Boolean).join(' ')).toBe(server)
  if (window !== undefined) expect(read).toMatchObject(window)
  expectSound(examination, fields)
  return examination
}

/** No output holds a secret, and no row is wider than a terminal, but for a word that is. */
export function expectSound(
  { findings, facts, report }: Omit<Examination, 'seen'>,
  { AUTH_TOKEN, API_KEY }: Readonly<Record<string, string>>,
): void {
  for (const secret of [AUTH_TOKEN, API_KEY]) {
    if (secret === undefined) continue
    const shown = `${JSON.stringify(findings)}\n${JSON.stringify(facts.identity)}\n${report}`
    expect(shown).not.toContain(secret)
  }
  const [table = ''] = report.split('\n  To do\n')
  const wide = table.split('\n').filter(line => line.length > 80 && line.trim().includes(' '))
  expect(wide).toEqual([])
}
