import { warningsOf } from '../../src/env/warnings.ts'
import { describeWarning } from '../../src/terminal/warnings.ts'
import { localText, ready } from './profiles.ts'
import { configIn } from './standing.ts'

/** The variables that put one model on every tier. */
export const tiers = (model: string) =>
  Object.fromEntries(
    [
      'ANTHROPIC_MODEL',
      'ANTHROPIC_DEFAULT_OPUS_MODEL',
      'ANTHROPIC_DEFAULT_SONNET_MODEL',
      'ANTHROPIC_DEFAULT_HAIKU_MODEL',
    ]
      .concat('ANTHROPIC_DEFAULT_FABLE_MODEL')
      .map(name => [name, model]),
  )

/** The environment of a switch to `local`. */
export const local = {
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
  ANTHROPIC_AUTH_TOKEN: 't',
  ...tiers('m'),
  CLAUDE_CODE_MAX_CONTEXT_TOKENS: '131072',
}
/** The profile of that switch. */
export const profile = ready(localText('LOCAL_CONTEXT_TOKENS=131072', 'LOCAL_ENV_FOO=bar'))

/** What is warned of in an environment. */
export const warnings = (environment: Record<string, string>, files: Parameters<typeof configIn>[1] = {}) =>
  warningsOf(configIn(environment, files)).map(warning => describeWarning(warning, path => `~${path}`))
