import { describe, expect, test } from 'vitest'
import { account } from '../../../src/doctor/probes/account.ts'
import { answered, patientFor } from '../../support/patient.ts'

interface Balance {
  readonly bought?: number
  readonly used?: number
  readonly left?: number | null
  readonly tier?: boolean
  readonly daily?: readonly [limit: number, used: number]
}

/** What is said of an OpenRouter account: level and what breaks. */
async function judged(model: string, { bought, used, left = null, tier, daily }: Balance, kind = 'openrouter') {
  const free_model_daily_requests = daily && { limit: daily[0], used: daily[1] }
  const data = (fields: object) => answered(JSON.stringify({ data: fields }))
  const target = patientFor({
    free: {
      '/v1/key': data({ limit_remaining: left, is_free_tier: tier, free_model_daily_requests }),
      '/v1/credits': data({ total_credits: bought, total_usage: used }),
    },
    facts: {
      kind: kind as 'openrouter',
      model,
      models: [{ id: 'paid', promptDollars: 3, completionDollars: 15 }],
    },
  })
  const findings = await account.run(target)
  return findings.map(({ level, says, breaks }) => [level, breaks ?? says].join(': '))
}

describe('credits', () => {
  test.each<[model: string, Balance, RegExp[]]>([
    ['paid', { bought: 10, used: 4 }, [/^ok: \$6 left; .*\$3 in.*\$15 out/]],
    ['paid', { bought: 10, used: 4, left: 0.5 }, [/^ok: \$0\.5 left/]],
    ['unlisted', { bought: 10, used: 9.9999 }, [/^ok: less than \$0\.001 left$/]],
    ['unlisted', {}, [/^ok: the key is good$/]],
    ['paid', { bought: 10, used: 10 }, [/^fail: no credits$/]],
    ['paid', { bought: 10, used: 4, left: 0 }, [/^fail: the limit of the key$/]],
    ['paid', { bought: 1, used: 3, left: 0 }, [/^fail: no credits$/]],
    // Free models need no credit, but no debt either.
    ['some:free', { bought: 0, used: 0, tier: true }, [/^note: .*\b50\b/]],
    ['some:free', { bought: 20, used: 1, tier: false }, [/^note: .*\b1000\b/]],
    ['some:free', { bought: 0, used: 0.01, tier: true }, [/^fail: no credits$/, /^note: .*\b50\b/]],
    ['some:free', { daily: [50, 49] }, [/^note: .*\b49\b.*\b50\b/]],
    ['some:free', { daily: [50, 50] }, [/^fail: daily limit$/]],
  ])('%s with %j', async (model, balance, said) => {
    const found = await judged(model, balance)
    expect(found).toHaveLength(said.length)
    for (const [n, pattern] of said.entries()) expect(found[n]).toMatch(pattern)
  })

  test('are nobody else’s', async () => {
    expect(await judged('paid', { bought: 1, used: 1 }, 'litellm')).toEqual([])
  })
})
