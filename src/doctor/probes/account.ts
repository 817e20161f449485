import { readAccount } from '../../backends/account.ts'
import { findModel } from '../../backends/model-list.ts'
import type { Finding } from '../finding.ts'
import { getResponse } from '../get-response.ts'
import { found, type Probe } from '../probe.ts'

export const account = {
  id: 'account',
  title: 'account',
  needs: ['endpoint'],
  cost: 'free',
  asks: "OpenRouter: the key's credits and limits, the free models' daily limit, the price of the model",
  async run(target) {
    const { facts, model = '' } = target
    if (facts.kind !== 'openrouter') return []
    const key = readAccount(await getResponse(target, '/v1/key'), await getResponse(target, '/v1/credits'))
    const free = model.endsWith(':free')
    const price = priceOf(findModel(facts.models, model))
    const findings: Finding[] = []
    const { creditsLeft, keyLeft, daily, freeTier } = key
    const left = [creditsLeft, keyLeft].filter(amount => amount !== undefined)
    const least = left.length > 0 ? Math.min(...left) : undefined
    // A balance below zero is refused with 402 on free models too.
    if (least !== undefined && (free ? least < 0 : least <= 0)) {
      const [says, breaks, remedy] =
        creditsLeft === least
          ? (['the account has no credits left', 'no credits', buy] as const)
          : (["the key's own limit is used up", 'the limit of the key', raise] as const)
      findings.push(
        found('account', 'fail', creditsLeft === least ? 'credits-gone' : 'key-limit-reached', says, {
          breaks,
          remedy,
        }),
      )
    }
    if (free && daily) {
      const says = `${daily.used} of today's ${daily.limit} free requests are used, and 20 a minute are the most`
      const gone = daily.used >= daily.limit
      findings.push(
        found(
          'account',
          gone ? 'fail' : 'note',
          { code: gone ? 'daily-limit-reached' : 'daily-limit', used: daily.used, limit: daily.limit },
          says,
          gone
            ? { breaks: 'daily limit', remedy: { says: 'wait for midnight UTC, or take a model that is paid for' } }
            : {},
        ),
      )
    } else if (free) {
      const says = `${freeTier === false ? 1000 : 50} free requests a day, and 20 a minute; a session makes hundreds`
      findings.push(found('account', 'note', 'free-requests-limited', says))
    } else if (findings.length === 0) {
      const credit = least === undefined ? '' : `${dollars(least)} left`
      const says = [credit, price].filter(Boolean).join('; ') || 'the key is good'
      findings.push(found('account', 'ok', 'account-good', says))
    }
    return findings
  },
} as const satisfies Probe

const buy = { says: 'buy credits', commands: ['# https://openrouter.ai/settings/credits'] }
const raise = { says: "raise the key's limit", commands: ['# https://openrouter.ai/settings/keys'] }

function priceOf(entry: ReturnType<typeof findModel>): string {
  if (entry?.promptDollars === undefined || entry.completionDollars === undefined) return ''
  return `a million tokens cost ${dollars(entry.promptDollars)} in and ${dollars(entry.completionDollars)} out`
}

/** `12.5` -> `$12.5`; what is less than a tenth of a cent is said so. */
function dollars(amount: number): string {
  if (amount > 0 && amount < 0.001) return 'less than $0.001'
  return `$${amount.toFixed(amount < 1 ? 3 : 2).replace(/\.?0+$/, '')}`
}
