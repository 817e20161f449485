import { readAccount } from '../../backends/account.ts'
import { findModel } from '../../backends/model-list.ts'
import type { Finding } from '../finding.ts'
import { found, type Probe } from '../probe.ts'
import { look } from '../sights.ts'

export const account = {
  id: 'account',
  title: 'account',
  needs: ['endpoint'],
  cost: 'free',
  asks: "OpenRouter: the key's credits and limits, the free models' daily limit, the price of the model",
  async run(patient) {
    const { chart, model = '' } = patient
    if (chart.kind !== 'openrouter') return []
    const key = readAccount(await look(patient, '/v1/key'), await look(patient, '/v1/credits'))
    const free = model.endsWith(':free')
    const price = priceOf(findModel(chart.models, model))
    const findings: Finding[] = []
    const { creditsLeft, keyLeft, daily, freeTier } = key
    const left = [creditsLeft, keyLeft].filter(amount => amount !== undefined)
    const least = left.length > 0 ? Math.min(...left) : undefined
    const buy = {
      says: 'buy credits, or raise the limit of the key',
      commands: ['https://openrouter.ai/settings/credits'],
    }
    // A balance below zero is refused with 402 on free models too.
    if (least !== undefined && (free ? least < 0 : least <= 0)) {
      const says = keyLeft === least ? "the key's own limit is used up" : 'the account has no credits left'
      findings.push(found('account', 'fail', says, { breaks: 'no credit', remedy: buy }))
    }
    if (free && daily) {
      const says = `${daily.used} of ${daily.limit} free requests of this day are used, 20 a minute at most`
      const gone = daily.used >= daily.limit
      findings.push(
        found(
          'account',
          gone ? 'fail' : 'note',
          says,
          gone ? { breaks: 'daily limit', remedy: { says: 'wait for midnight UTC, or take a paid model' } } : {},
        ),
      )
    } else if (free) {
      const says = `free: 20 requests a minute, ${freeTier === false ? 1000 : 50} a day; a session makes hundreds`
      findings.push(found('account', 'note', says))
    } else if (findings.length === 0) {
      const credit = least === undefined ? '' : `${dollars(least)} left`
      const says = [credit, price].filter(Boolean).join('; ') || 'the key is good'
      findings.push(found('account', 'ok', says))
    }
    return findings
  },
} as const satisfies Probe

function priceOf(entry: ReturnType<typeof findModel>): string {
  if (entry?.promptDollars === undefined || entry.completionDollars === undefined) return ''
  return `${dollars(entry.promptDollars)} in, ${dollars(entry.completionDollars)} out for a million tokens`
}

function dollars(amount: number): string {
  return `$${amount.toFixed(amount < 1 ? 3 : 2).replace(/\.?0+$/, '')}`
}
