import type { System } from '../system/system.ts'
import { UserError } from '../system/user-error.ts'
import { credentialFaultOf, isHopeless } from './credential-fault.ts'
import { describeCredentialFault } from './problem.ts'
import type { Profile } from './profile.ts'

/** What stands for a secret wherever a person reads. It says nothing, not even a length. */
export const mask = '********'

/** The secret of a profile: as written, or the first line that its command prints. Refuses a command that fails or prints nothing. */
export function fetchSecret({ credential }: Profile, system: System): string | undefined {
  const got = askForSecret(credential, system)
  if ('failed' in got) throw new UserError(`${got.failed}; nothing was changed.`)
  return got.secret
}

/** The same for whoever was going to change nothing: the secret, or why there is none. */
export function askForSecret(
  credential: Profile['credential'],
  system: System,
): { readonly secret: string | undefined } | { readonly failed: string } {
  if (!credential) return { secret: undefined }
  if ('value' in credential.secret) return { secret: credential.secret.value }
  const ran = system.processes.runSecretCommand(credential.secret.command)
  if ('failed' in ran) return { failed: `${credential.key} gave no secret: ${ran.failed}` }
  const secret = ran.output.split('\n', 1)[0]?.trim() ?? ''
  if (secret === '') return { failed: `${credential.key} gave no secret: its first line is empty` }
  if (secret.includes('\0')) return { failed: `${credential.key} gave a NUL byte, which no variable can hold` }
  const fault = credentialFaultOf(secret)
  if (fault && isHopeless(fault)) return { failed: describeCredentialFault(`what ${credential.key} gave`, fault) }
  return { secret }
}

/** The secret as far as it is known without running anything: a mask stands for what a command would print. */
export function knownSecret({ credential }: Profile): string | undefined {
  if (!credential) return undefined
  return 'value' in credential.secret ? credential.secret.value : mask
}
