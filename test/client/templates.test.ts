import { describe, expect, test } from 'vitest'
import { askClient, backendsDoor, observe, type Visit } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { templateMachine } from '../templates/machine.ts'
import { backendsText } from './files.ts'
import { judge } from './judgement.ts'
import type { Expected } from './profiles.ts'

// The client with nothing but the settings that a template wrote. What a helper prints is sent in both headers [measured,
// 2.1.329].

const rows: readonly (readonly [string, Expected])[] = [
  [
    'vllm',
    {
      url: `${backendsDoor}/vllm/v1/messages`,
      model: 'vllm-model',
      maxTokens: 16_384,
      authorization: 'Bearer canary-vllm',
      apiKey: 'canary-vllm',
    },
  ],
  [
    'keyed',
    {
      url: `${backendsDoor}/keyed/v1/messages`,
      model: 'keyed-model',
      maxTokens: 64_000,
      authorization: 'Bearer canary-keyed',
      apiKey: 'canary-keyed',
    },
  ],
]

const missing = clientMissing()

describe.skipIf(missing)(`the real client, by a template's settings${missing ? ` (${missing})` : ''}`, () => {
  test('goes where the profile goes, with a key that a command prints', async () => {
    const visits: Visit[] = []
    for (const [profile] of rows) {
      const one = templateMachine({ backends: backendsText })
      expect(await one.template('claude-settings', profile, '--write')).toMatchObject({ code: 0 })
      const written = one.read('.claude/settings.json')
      expect(written).not.toContain('canary')
      visits.push({
        name: profile,
        files: { '.claude-backends.env': backendsText, '.claude/settings.json': written },
        steps: [['bash', '-c', askClient]],
      })
    }
    const steps = await observe(visits)
    for (const [profile, expected] of rows) judge(steps.get(profile)?.[0], expected)
  })
})
