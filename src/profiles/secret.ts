import type { System } from '../system/system.ts'
import { UserError } from '../system/user-error.ts'
import type { Profile } from './profile.ts'

/** What stands for a secret wherever a person reads. It says nothing, not even a length. */
export const mask = '********'

/** The secret of a profile: as written, or the first line that its command prints. Refuses a command that fails or prints nothing. */
export function fetchSecret({ credential }: Profile, system: System): string | undefined {
  if (!credential) return undefined
  if ('value' in credential.secret) return credential.secret.value
  const ran = system.processes.runSecretCommand(credential.secret.command)
  if ('failed' in ran) throw new UserError(`${credential.key} gave no secret: ${ran.failed}; nothing was changed.`)
  const secret = ran.output.split('\n', 1)[0]?.trim() ?? ''
  if (secret === '')
    throw new UserError(`${credential.key} gave no secret: its first line is empty; nothing was changed.`)
  if (secret.includes('\0'))
    throw new UserError(`${credential.key} gave a NUL byte, which no variable can hold; nothing was changed.`)
  return secret
}

/** The secret as far as it is known without running anything: a mask stands for what a command would print. */
export function knownSecret({ credential }: Profile): string | undefined {
  if (!credential) return undefined
  return 'value' in credential.secret ? credential.secret.value : mask
}
