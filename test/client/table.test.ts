import { beforeAll, describe, expect, test } from 'vitest'
import { askClient, observe, type Step, type Visit } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { type Dirty, environments } from './environments.ts'
import { backendsText } from './files.ts'
import { judge, judgeTraffic, mayCarry, messagesOf } from './judgement.ts'
import { type Cloud, cloudProfiles, type Expected, type Foreign, foreignProfiles } from './profiles.ts'

// Every kind of profile from every dirty environment: the switch for real, then the client, then what was seen of it.

type Row<Kind> = readonly [name: string, kind: Kind, dirty: Dirty]

const nameOf = (kind: string, { name }: Dirty) => `${kind}, after ${name}`
const product = <Kind extends { kind: string }>(kinds: readonly Kind[]): Row<Kind>[] =>
  kinds.flatMap(kind => environments.map(dirty => [nameOf(kind.kind, dirty), kind, dirty] as const))
const foreign = product<Foreign>(foreignProfiles)
const cloud = product<Cloud>(cloudProfiles)
const forgotten = ([, kind, dirty]: Row<Cloud>) => kind.exported === true && dirty.forgotten === true
/** The same environments without a switch, to show that each of them is dirt which the judge would see. */
const unswitched = environments.slice(1).map(dirty => [nameOf('no switch', dirty), dirty] as const)

function visit(name: string, profile: string, dirty: Dirty, extra: Partial<Cloud> = {}): Visit {
  const words = `source claude-switch ${profile} && ${askClient}`
  return {
    name,
    files: { '.claude-backends.env': `${backendsText}${extra.lines ?? ''}`, ...extra.files, ...dirty.files },
    env: { ...dirty.env, ...extra.env },
    steps: [['bash', '-c', dirty.after?.(words) ?? words]],
  }
}

function visitUnswitched(name: string, dirty: Dirty): Visit {
  const token = dirty.files ? {} : { ANTHROPIC_AUTH_TOKEN: 'any' }
  return {
    ...visit(name, '', dirty, { env: { ...token, ...dirty.env } }),
    steps: [['bash', '-c', dirty.after?.(askClient) ?? askClient]],
  }
}

/** What comes back with `cloud`: the credential that wins, and what else of the user's own is Anthropic's business. */
function expectedOfCloud({ expected, yields, lines }: Cloud, { credential, own, ownHeader }: Dirty): Expected {
  const { authorization, apiKey } = yields && credential ? credential : expected
  return { ...expected, ...own, authorization, apiKey: lines ? apiKey : (ownHeader ?? apiKey) }
}

const missing = clientMissing()

describe.skipIf(missing)(`the real client, in every environment${missing ? ` (${missing})` : ''}`, () => {
  let steps: ReadonlyMap<string, readonly Step[]>
  const stepOf = (name: string) => steps.get(name)?.[0]

  beforeAll(async () => {
    steps = await observe([
      ...foreign.map(([name, { profile }, dirty]) => visit(name, profile, dirty)),
      ...cloud.map(([name, kind, dirty]) => visit(name, 'cloud', dirty, kind)),
      ...unswitched.map(([name, dirty]) => visitUnswitched(name, dirty)),
    ])
  }, 480_000)

  test.each(foreign)('%s', (name, { expected }) => {
    judge(stepOf(name), expected)
    const base = expected.url.replace(/\/v1\/messages$/, '')
    judgeTraffic(stepOf(name), new RegExp(`^${base}/`), mayCarry(expected))
  })

  test.each(foreign)('%s: the same request as from a clean environment', (name, { kind }) => {
    const [clean] = environments
    const features = (step: Step | undefined) =>
      messagesOf(step?.seen ?? []).map(({ message, headers }) => ({ ...message, betas: headers['anthropic-beta'] }))
    expect(features(stepOf(name))).toEqual(features(clean && stepOf(nameOf(kind, clean))))
  })

  test.each(cloud.filter(row => !forgotten(row)))('%s', (name, kind, dirty) => {
    const expected = expectedOfCloud(kind, dirty)
    judge(stepOf(name), expected)
    judgeTraffic(stepOf(name), /^(https:\/\/)?api\.anthropic\.com[:/]/, [
      ...mayCarry(expected),
      ...mayCarry(kind.expected),
    ])
    const throughTrap = stepOf(name)?.seen.filter(({ door }) => door === 'trap') ?? []
    expect(throughTrap.every(({ method, carries }) => method === 'CONNECT' && carries.length === 0)).toBe(true)
    expect(throughTrap.length > 0).toBe(dirty.proxied === true)
  })

  test.each(cloud.filter(forgotten))('%s: nobody, and the switch says why', name => {
    expect(stepOf(name)?.seen).toEqual([])
    expect(stepOf(name)?.stdout).toContain('Not logged in')
    expect(stepOf(name)?.stderr).toContain('inherited elsewhere from its parent')
  })

  test.each(unswitched)('%s: the judge sees it', name => {
    const step = stepOf(name)
    const dirt = step?.seen.some(
      ({ door, url, carries }) => door === 'trap' || carries.length > 0 || !/anthropic\.com/.test(url),
    )
    const nowhere = step?.seen.length === 0 && step.stdout.includes('Unable to connect')
    expect(dirt || nowhere, JSON.stringify(step)).toBe(true)
  })
})
