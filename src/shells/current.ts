import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { detectShell } from './detect.ts'
import { shellNamed } from './index.ts'
import { type Shell, shellNames } from './shell.ts'

/** The shell of a name; refuses one that we do not know. */
export function knownShell(word: string): Shell {
  const shell = shellNamed(word)
  if (shell) return shell
  throw new UserError(
    `there is no shell ${JSON.stringify(word)} here; take one of ${shellNames.join(', ')}.`,
    exitCodes.usage,
  )
}

/** The shell that this runs in, and how that is known. */
export function shellHere(system: System): ReturnType<typeof detectShell> {
  return detectShell(system.processes.parentName(), system.environment)
}
