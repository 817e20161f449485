import type { Kind } from '../../backends/backend.ts'
import { backends } from '../../backends/catalogue.ts'
import { judgeRelease } from '../../backends/releases.ts'
import type { Server } from '../../backends/servers.ts'
import type { Finding } from '../finding.ts'
import { getResponse } from '../get-response.ts'
import { found, type Probe } from '../probe.ts'
import { recogniseServer } from '../recognise-server.ts'

const isKind = (word: Server): word is Kind => Object.hasOwn(backends, word)

export const server = {
  id: 'server',
  title: 'server',
  needs: ['reachable'],
  cost: 'free',
  asks: 'which program answers, and in which version',
  async run(target) {
    const { facts, profile, baseUrl } = target
    if (profile.router)
      return [
        found(
          'server',
          'ok',
          'server-behind-router',
          `${backends[profile.kind].title}, through the router on this machine`,
        ),
      ]
    const { identity } = await recogniseServer(path => getResponse(target, path), baseUrl.hostname)
    if (!identity) return [found('server', 'note', 'server-unknown', 'does not say what it is')]
    facts.identity = identity
    const { kind, title, version, by } = identity
    const name = version === undefined ? title : `${title} ${version}`
    facts.server = kind
    if (isKind(kind)) facts.kind = kind
    const findings: Finding[] = judgements(kind, version)
    if (isKind(kind) && kind !== profile.kind && kind !== 'gateway') {
      const says = `${name}, and the profile takes it for ${backends[profile.kind].title}`
      const remedy = { says: 'name the kind, which decides defaults and flags', set: { KIND: kind } }
      findings.push(found('server', 'warn', { code: 'server-of-other-kind', kind }, says, { remedy }))
    }
    return findings.length > 0 ? findings : [found('server', 'ok', 'server-known', name, { detail: by })]
  },
} as const satisfies Probe

/** What is known against the release. That one has no /v1/messages is proven by asking for it: see `endpoint`. */
function judgements(kind: Server, version: string | undefined): Finding[] {
  return judgeRelease(kind, version)
    .filter(({ level }) => level === 'warn' || kind === 'litellm')
    .map(({ level, says, remedySays, commands }) =>
      found('server', level, level === 'fail' ? 'release-forged' : 'release-bad', says, {
        ...(level === 'fail' ? { breaks: 'a forged release' } : {}),
        remedy: { says: remedySays, ...(commands ? { commands } : {}) },
      }),
    )
}
