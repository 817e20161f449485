import type { Environment } from '../system/environment.ts'
import { shellNamed } from './index.ts'
import type { Shell } from './shell.ts'

/**
 * Which shell a person is in: the parent process where it is a shell we know, else $SHELL, which only says what they log
 * in with. Undefined when neither tells.
 */
export function detectShell(
  parent: string | undefined,
  environment: Environment,
): { shell: Shell; from: 'the parent process' | '$SHELL' } | undefined {
  const running = parent === undefined ? undefined : shellNamed(parent)
  if (running) return { shell: running, from: 'the parent process' }
  const login = environment['SHELL'] ? shellNamed(environment['SHELL']) : undefined
  return login && { shell: login, from: '$SHELL' }
}
