import { beforeAll, describe, expect, test } from 'vitest'
import { anthropicMessages, askClient, observe, type Step, type Visit } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { cloudSituations } from './cloud-situations.ts'
import { credentialSituations } from './credential-situations.ts'
import { backendsText } from './files.ts'
import { hostSituations } from './host-situations.ts'
import { messagesOf } from './judgement.ts'
import { modelSituations } from './model-situations.ts'
import { settingsFiles } from './settings-files.ts'
import { type ShellState, situations } from './situations.ts'

// `status` says where the next client goes, as whom and for which model. Each row asks it, then starts that client.

/** The parts of the status that the wire can contradict. */
interface Status {
  readonly payer: string
  readonly destination: { readonly kind: string; readonly title: string; readonly url: string | null }
  readonly credentials: readonly { readonly headers: readonly string[] }[]
  readonly tiers: { readonly main: { readonly model: string | null } }
}

function visit({ name, env = {}, files, cwd, profile }: ShellState): Visit {
  const first = profile ? `source claude-switch ${profile} 2>/dev/null && ` : ''
  return {
    name,
    env,
    files: { '.claude-backends.env': backendsText, ...files },
    ...(cwd ? { cwd } : {}),
    steps: [
      ['bash', '-c', `${first}claude-switch status --json`],
      ['bash', '-c', `${first}${askClient}`],
    ],
  }
}

/** Said and seen, side by side: where, under which headers, for which model. */
function compare({ destination, credentials, tiers }: Status, client: Step): void {
  const messages = messagesOf(client.seen)
  expect(messages.length, client.stdout).toBeGreaterThan(0)
  for (const { url, headers, message } of messages) {
    expect(url).toBe(destination.url === null ? anthropicMessages : `${destination.url}/v1/messages`)
    const sent = ['authorization', 'x-api-key'].filter(name => headers[name] !== undefined)
    expect(sent).toEqual([...new Set(credentials.flatMap(one => one.headers))].sort())
    if (tiers.main.model === null) expect(message?.model).toMatch(/^claude-/)
    else expect(message?.model).toMatch(modelPattern(tiers.main.model))
  }
}

/** An alias that nothing resolves is one of the client's own models; any other name goes out as it stands. */
function modelPattern(model: string): RegExp {
  return /^(opus|sonnet|haiku)$/.test(model)
    ? new RegExp(`^claude-${model}-`)
    : new RegExp(`^${model.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
}

const all = [
  ...situations,
  ...settingsFiles,
  ...credentialSituations,
  ...hostSituations,
  ...modelSituations,
  ...cloudSituations,
].filter(({ name }) => new RegExp(process.env['STATUS_ONLY'] ?? '').test(name))
const missing = clientMissing()

describe.skipIf(missing)(`status says what the real client does${missing ? ` (${missing})` : ''}`, () => {
  let steps: ReadonlyMap<string, readonly Step[]>

  beforeAll(async () => {
    steps = await observe(all.map(visit))
  }, 300_000)

  test.each(all.map(row => [row.name, row] as const))('%s', (name, { payer, provider, profile }) => {
    const [asked, client] = steps.get(name) ?? []
    expect(asked?.code, asked?.stderr).toBe(0)
    const status: Status = JSON.parse(asked?.stdout ?? '')
    expect(status.payer).toBe(payer)
    if (!client) throw new Error('the client was not started')
    if (payer === 'none') {
      expect(status.credentials).toEqual([])
      expect(messagesOf(client.seen)).toEqual([])
      expect(client.stdout).toContain('Not logged in')
    } else if (provider) {
      expect(status.destination).toMatchObject({ kind: 'provider', title: provider.title })
      expect(client.seen.length).toBeGreaterThan(0)
      expect(client.seen.filter(({ url }) => !new URL(url).hostname.endsWith(provider.hosts))).toEqual([])
      // What a switch leads there takes nothing of the user's own along.
      if (profile) expect(client.seen.flatMap(({ carries }) => carries)).toEqual([])
    } else {
      compare(status, client)
    }
  })
})
