import type { Kind } from '../../backends/backend.ts'
import { backendOf } from '../../backends/catalogue.ts'
import { findStart } from '../../env/decide-switch.ts'
import { decidedNames } from '../../env/managed-variables.ts'
import { readBackendsFile } from '../../profiles/backends-file.ts'
import { resolveProfile } from '../../profiles/resolve.ts'
import type { System } from '../../system/system.ts'
import { exitCodes, UserError } from '../../system/user-error.ts'

/** What a profile cannot be used without; what else may be wrong with its lines stood there before. */
const needed = new Set(['vendor-key-missing', 'credential-missing', 'model-missing', 'url-missing', 'value-of-example'])

/**
 * Refuses, before anything is written, a text of the backends file in which the profile could not be used: no key is given,
 * exported or kept where the server takes none without, or no model is named.
 */
export function refuseUnready(text: string, profile: string, system: System): void {
  const file = readBackendsFile(text)
  const written = file.profiles.get(profile)
  if (!written) return
  const { own } = findStart(system, false).shellState
  const lack = resolveProfile(written, file, own, decidedNames).problems.find(
    ({ level, code }) => level === 'error' && needed.has(code),
  )
  if (!lack) return
  const isKey = lack.code === 'vendor-key-missing' || lack.code === 'credential-missing'
  throw new UserError(
    `nothing was changed: ${lack.says}`,
    exitCodes.usage,
    isKey
      ? ["or hand it to setup: --token-stdin reads it from a pipe, --token-command 'pass show NAME' keeps it out"]
      : [],
  )
}

/** What the options leave open, which nobody can be asked for without a terminal. */
export function refuseQuestions(given: {
  readonly profile?: string | undefined
  readonly kind?: Kind | undefined
  readonly url?: string | undefined
  readonly model?: string | undefined
  readonly yes: boolean
}): never {
  const { profile, kind, url, model, yes } = given
  const own = kind && backendOf(kind)
  const open = [
    ...(profile === undefined ? ['--profile NAME'] : []),
    ...(kind === undefined ? ['--kind KIND'] : []),
    ...(url === undefined && own?.defaultBaseUrl === undefined ? ['--url URL'] : []),
    ...(model === undefined && own?.defaultModel === undefined ? [`--model ${own?.exampleModel ?? 'MODEL'}`] : []),
    ...(yes ? [] : ['--yes']),
  ]
  throw new UserError('setup asks questions, and there is no terminal to ask on.', exitCodes.usage, [
    open.length < 4
      ? `still needed without one: ${open.join(' ')}`
      : 'without one: claude-switch setup --profile NAME --kind KIND --url URL --model MODEL --yes',
  ])
}
