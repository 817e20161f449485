import { reachOf } from '../../backends/address.ts'
import { fixCommandsOf } from '../../backends/fix-commands.ts'
import { keyOf } from '../../profiles/fields.ts'
import { readError } from '../../protocol/errors.ts'
import { isResponse } from '../../system/http/is-response.ts'
import type { HttpFailure, HttpResponse } from '../../system/http/types.ts'
import type { Finding } from '../finding.ts'
import { note } from '../get-response.ts'
import { found, type Probe, type Target } from '../probe.ts'
import { mayAsk } from '../run-probes.ts'

/** ms that a server may take to load its model, asked anew each second. */
const loadingMs = 120_000

export const reachable = {
  id: 'reachable',
  title: 'reachable',
  cost: 'free',
  asks: 'address, connection, TLS and HTTP, each with a time limit',
  async run(target) {
    const begin = target.now()
    let answer = await target.get('/v1/models')
    while (isResponse(answer) && isLoading(answer) && target.now() - begin < target.waitMs(loadingMs)) {
      await target.pause(1000)
      answer = await target.get('/v1/models')
    }
    if (!isResponse(answer)) {
      const says = "its list of models gets no answer; Claude Code's own request decides"
      return isListAlone(answer) && mayAsk(target)
        ? [found('reachable', 'note', 'list-unanswered', says, { detail: answer.says })]
        : [unreachable(answer, target)]
    }
    // Claude Code asks no list: where its own request may be made, that one decides.
    if (isLoading(answer) && !mayAsk(target)) {
      const detail = readError(answer.status, answer.body).message
      return [
        found('reachable', 'fail', 'still-loading', 'it is still loading its model; try again later', {
          detail,
          breaks: 'still loading',
        }),
      ]
    }
    note(target.facts, '/v1/models', answer)
    return [
      found(
        'reachable',
        'ok',
        { code: 'reachable', ms: Math.max(1, Math.round(answer.endMs)) },
        `answers within ${Math.max(1, Math.round(answer.endMs))} ms`,
      ),
    ]
  },
} as const satisfies Probe

/** llama-server says 503 on every path until its model is there; so do proxies in front of a server that starts. */
function isLoading({ status, body }: HttpResponse): boolean {
  return status === 503 && /\b(loading|starting|warming)/i.test(body)
}

/** There is a connection, and this path is silent on it. */
function isListAlone({ step, code }: HttpFailure): boolean {
  return step === 'answer' && ['ETIMEDOUT', 'ECONNRESET', 'EPIPE'].includes(code)
}

function unreachable({ step, code, says }: HttpFailure, { profile, baseUrl }: Target): Finding {
  const detail = code
  const base = keyOf(profile.name, 'BASE_URL')
  if (step === 'tls' && /wrong version number|EPROTO|ERR_SSL_(WRONG|PACKET)/i.test(`${code} ${says}`)) {
    const plain = `http:${profile.baseUrl?.slice('https:'.length)}`
    // Across the internet it would carry the credential in clear text: nothing that --fix should write.
    const isNear = reachOf(baseUrl.hostname) !== 'public'
    const remedy = isNear
      ? { says: 'it speaks plain http; write the address so', set: { BASE_URL: plain } }
      : { says: 'it speaks plain http, which would show your credential on the way; give the server TLS' }
    return found('reachable', 'fail', 'tls-not-spoken', says, { detail, breaks: 'TLS', remedy })
  }
  const remedies = {
    address: { says: `check the name in ${base}` },
    connect: {
      says: `start the server, or check the port in ${base}`,
      commands: fixCommandsOf(profile.kind).start(baseUrl),
    },
    tls: /EXPIRED|ALTNAME|NOT_YET/.test(code)
      ? { says: `give the server a certificate that holds for ${baseUrl.hostname} today` }
      : {
          says: 'name the authority that signed it, by a line of the file',
          commands: [
            `${keyOf(profile.name, 'KIND').replace(/KIND$/, '')}ENV_NODE_EXTRA_CA_CERTS=/path/to/authority.pem`,
          ],
        },
    proxy: { says: `check HTTPS_PROXY and HTTP_PROXY, or name the host in NO_PROXY: ${baseUrl.hostname}` },
    answer: { says: `look at what the server itself says, and check the port in ${base}` },
  } as const
  const names = { address: 'no such host', connect: 'unreachable', tls: 'TLS', proxy: 'the proxy', answer: 'no answer' }
  return found('reachable', 'fail', { code: `unreachable-${step}`, error: code }, says, {
    detail,
    breaks: names[step],
    remedy: remedies[step],
  })
}
